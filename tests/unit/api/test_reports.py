"""Reports over HTTP: figures that add up, for the sessions that were asked for and no others."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from quart.typing import TestClientProtocol as Client

from models.session import Session
from services import database

REPORTS = "/api/v1/reports"
NAMES = ["summary", "packages", "learners", "sessions", "dispatches", "interactions"]
PASSED = {"completion_status": "completed", "success_status": "passed"}
Make = Callable[..., Awaitable[Any]]


@pytest.fixture
def learned(client: Client, package: Make) -> Make:
    """A session with a result; gives its id."""

    async def learn(who: Any, user_id: str, **fields: Any) -> str:
        package_id = fields.pop("package_id", None) or await package(who)
        wish = {"user_id": user_id, "learner_name": fields.pop("learner_name", "")}
        answer = await client.post(
            f"/api/v1/packages/{package_id}/launch", json=wish, headers=who.headers
        )
        session_id: str = (await answer.get_json())["session_id"]
        if fields:
            changed = await client.put(
                f"/api/v1/sessions/{session_id}", json=fields, headers=who.headers
            )
            assert changed.status_code == 200, await changed.get_data(as_text=True)
        return session_id

    return learn


async def report(client: Client, who: Any, name: str, **query: Any) -> dict[str, Any]:
    answer = await client.get(f"{REPORTS}/{name}", query_string=query, headers=who.headers)
    assert answer.status_code == 200, await answer.get_data(as_text=True)
    told: dict[str, Any] = await answer.get_json()
    return told


async def change(who: Any, session_id: str, **fields: Any) -> None:
    async with database.tenant_scope(who.tenant_id):
        await Session.filter(tenant_id=who.tenant_id, id=session_id).update(**fields)


def score(scaled: float) -> dict[str, float]:
    return {"scaled": scaled, "raw": scaled * 100, "min": 0, "max": 100}


async def test_a_summary_adds_up(client: Client, acme: Any, learned: Make, package: Make) -> None:
    fire, ladders = await package(acme), await package(acme, title="Ladders")
    hour = {"session_time": "PT1H"}
    await learned(acme, "ada", package_id=fire, **PASSED, score=score(0.9), **hour)
    await learned(acme, "bob", package_id=fire, success_status="failed", score=score(0.3), **hour)
    await learned(acme, "ada", package_id=ladders)

    told = await report(client, acme, "summary")

    totals = told["totals"]
    assert (totals["sessions"], totals["learners"], totals["launches"]) == (3, 2, 0)
    assert (totals["completed"], totals["passed"], totals["failed"]) == (2, 1, 1)
    assert (totals["completion_rate"], totals["pass_rate"]) == (0.6667, 0.5)
    assert (totals["avg_score_scaled"], totals["total_time_seconds"]) == (0.6, 7200)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert told["by_day"] == [{"date": today, "sessions": 3, "launches": 0, "completed": 2}]
    assert [each["package_title"] for each in told["top_packages"]] == ["Fire safety", "Ladders"]
    assert told["period"] == {"from": None, "to": None}


async def test_days_tell_when_each_thing_happened(client: Client, acme: Any, learned: Make) -> None:
    late = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
    session_id = await learned(acme, "ada", **PASSED)
    await change(acme, session_id, created_at=late, completed_at=late + timedelta(seconds=1))

    told = await report(client, acme, "summary", **{"from": "2026-03-01", "to": "2026-03-02"})

    assert told["by_day"] == [
        {"date": "2026-03-01", "sessions": 1, "launches": 0, "completed": 0},
        {"date": "2026-03-02", "sessions": 0, "launches": 0, "completed": 1},
    ]


async def test_nothing_at_all_is_a_report_too(client: Client, acme: Any) -> None:
    told = await report(client, acme, "summary")

    assert told["totals"]["sessions"] == 0
    assert told["totals"]["pass_rate"] is None
    assert told["totals"]["last_activity_at"] is None
    for name in NAMES[1:]:
        told = await report(client, acme, name)
        assert (told["rows"], told["pagination"]["total"]) == ([], 0)


async def test_packages_are_told_with_their_times_and_their_size(
    client: Client, acme: Any, learned: Make, package: Make
) -> None:
    fire = await package(acme, title="B")
    await package(acme, title="A")
    for user_id, minutes in [("ada", 10), ("bob", 20), ("ada", 90)]:
        await learned(acme, user_id, package_id=fire, session_time=f"PT{minutes}M")

    told = await report(client, acme, "packages")

    unused, used = told["rows"]
    assert (unused["package_title"], unused["sessions"], unused["last_activity_at"]) == (
        "A",
        0,
        None,
    )
    assert (used["sessions"], used["learners"]) == (3, 2)
    assert (used["median_time_seconds"], used["total_time_seconds"]) == (1200, 7200)
    assert used["storage_bytes"] > 500
    assert used["last_activity_at"].endswith("Z")
    assert told["totals"]["sessions"] == 3


async def test_a_learner_is_one_row(client: Client, acme: Any, learned: Make) -> None:
    await learned(acme, "ada", **PASSED, learner_name="Ada")
    await learned(acme, "ada")
    await learned(acme, "bob")

    told = await report(client, acme, "learners")

    ada, bob = told["rows"]
    assert (ada["user_id"], ada["learner_name"], ada["sessions"], ada["passed"]) == (
        "ada",
        "Ada",
        2,
        1,
    )
    assert (ada["completion_rate"], ada["pass_rate"]) == (0.5, 1.0)
    assert (bob["user_id"], bob["pass_rate"]) == ("bob", None)


async def test_sessions_come_newest_first_and_in_pages(
    client: Client, acme: Any, learned: Make, package: Make
) -> None:
    package_id = await package(acme)
    made = [await learned(acme, f"u{n}", package_id=package_id) for n in range(5)]

    told = await report(client, acme, "sessions", limit=2, page=2)

    assert [row["session_id"] for row in told["rows"]] == [made[2], made[1]]
    assert told["pagination"] == {"page": 2, "limit": 2, "total": 5, "total_pages": 3}
    assert told["totals"]["sessions"] == 5
    assert (await report(client, acme, "sessions", page=9))["rows"] == []


async def test_dispatches_gather_the_sessions_they_led_to(
    client: Client, acme: Any, learned: Make, package: Make
) -> None:
    package_id, dispatch_id = await package(acme), uuid4()
    for user_id in ("ada", "bob"):
        session_id = await learned(acme, user_id, package_id=package_id, **PASSED)
        await change(acme, session_id, dispatch_id=dispatch_id)
    await learned(acme, "cleo", package_id=package_id)

    told = await report(client, acme, "dispatches")
    sessions = await report(client, acme, "sessions", dispatch_id=str(dispatch_id))

    [row] = told["rows"]
    assert (row["dispatch_id"], row["package_id"]) == (str(dispatch_id), package_id)
    assert (row["sessions"], row["learners"], row["pass_rate"]) == (2, 2, 1.0)
    assert {each["user_id"] for each in sessions["rows"]} == {"ada", "bob"}


async def test_a_preview_is_in_no_report(client: Client, acme: Any, learned: Make) -> None:
    session_id = await learned(acme, "ada")
    async with database.tenant_scope(acme.tenant_id):
        row = await Session.get(tenant_id=acme.tenant_id, id=session_id)
        row.key, row.id, row.user_id, row.preview = uuid4(), "previewed", "author", True
        await Session.bulk_create([row])

    told = await report(client, acme, "sessions")

    learners = await client.get("/api/v1/learners", headers=acme.headers)
    assert [each["session_id"] for each in told["rows"]] == [session_id]
    assert [each["user_id"] for each in (await learners.get_json())["learners"]] == ["ada"]


@pytest.mark.parametrize("name", NAMES)
async def test_each_report_keeps_to_what_was_asked(
    client: Client, acme: Any, rival: Any, learned: Make, name: str
) -> None:
    await learned(acme, "ada")
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"
    others: list[dict[str, str]] = [
        {"package_id": str(uuid4())},
        {"dispatch_id": str(uuid4())},
        {"package_id": "no-uuid"},
        {"dispatch_id": "7"},
        {"user_id": "somebody else"},
        {"from": tomorrow},
        {"to": "2020-01-01"},
    ]

    for query in others:
        told = await report(client, acme, name, **query)
        assert told["totals"].get("sessions", told["totals"].get("answered")) == 0, query
        assert all(row.get("sessions") == 0 for row in told.get("rows", [])), query
    told = await report(client, rival, name)
    assert told["totals"].get("sessions", told["totals"].get("answered")) == 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "yesterday"}, "from"),
        ({"to": "2026-02-30"}, "to"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "to"),
        ({"from": "0001-01-01T00:00:00+14:00"}, "from"),
        ({"format": "xlsx"}, "format"),
        ({"user_id": "x" * 256}, "user_id"),
    ],
)
async def test_what_no_report_understands_is_refused(
    client: Client, acme: Any, name: str, query: dict[str, str], field: str
) -> None:
    answer = await client.get(f"{REPORTS}/{name}", query_string=query, headers=acme.headers)

    body = await answer.get_json()
    assert (answer.status_code, body["code"]) == (400, "VALIDATION_ERROR"), body
    assert field in body["details"]["fieldErrors"]


@pytest.mark.parametrize(
    ("period", "found"),
    [
        (("2026-03-01", "2026-03-02"), 1),
        (("2026-03-02", "2026-03-03"), 0),
        (("2026-02-28", "2026-03-01"), 0),
        (("2026-03-01T12:00:00Z", "2026-03-01T12:00:00.001Z"), 1),
        (("2026-03-01T11:00:00", "2026-03-01T12:00:00"), 0),
        (("2026-03-01T13:00:00+01:00", "2026-03-02"), 1),
    ],
)
async def test_a_period_has_its_beginning_and_not_its_end(
    client: Client, acme: Any, learned: Make, period: tuple[str, str], found: int
) -> None:
    session_id = await learned(acme, "ada")
    await change(acme, session_id, created_at=datetime(2026, 3, 1, 12, tzinfo=UTC))

    told = await report(client, acme, "sessions", **{"from": period[0], "to": period[1]})

    assert len(told["rows"]) == found
