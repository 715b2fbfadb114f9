"""Lists of sessions: every filter, every order, every page, and what is told of them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from quart.typing import TestClientProtocol as Client

from models.session import Session
from services import database
from services.sessions import listing
from tests.lectern_records import NOW, launched, make_package

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
async def listed(acme: Any) -> list[str]:
    """Ten sessions of two packages; their numbers tell what is in them."""
    packages = [await make_package(acme.tenant_id) for _ in range(2)]
    for n in range(10):
        names = {"session_id": f"s{n}", "user_id": f"user-{9 - n}", "learner_name": f"Ünal {n}"}
        await launched(acme.tenant_id, packages[n % 2], NOW, **names)
        async with database.tenant_scope(acme.tenant_id):
            await Session.filter(id=f"s{n}").update(
                created_at=START + timedelta(days=n),
                updated_at=START + timedelta(days=20 - n),
                launched_at=START + timedelta(days=n) if n % 2 else None,
                completed_at=START + timedelta(days=n) if n > 6 else None,
                completion_status="completed" if n > 6 else "incomplete",
                success_status="passed" if n > 7 else "unknown",
                score_scaled=n / 10 if n > 4 else None,
                time_spent=(n * 7) % 10,
                status="expired" if n == 0 else "active",
            )
    return [str(package) for package in packages]


async def ask(client: Client, who: Any, **query: Any) -> dict[str, Any]:
    answer = await client.get(
        f"/api/v1/sessions?{urlencode(query, doseq=True)}", headers=who.headers
    )
    assert answer.status_code == 200, await answer.get_data(as_text=True)
    return await answer.get_json()


async def names(client: Client, who: Any, **query: Any) -> str:
    """Their numbers, one after the other."""
    told = await ask(client, who, **query)
    return "".join(each["id"].removeprefix("s") for each in told["sessions"])


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("created_at", "0123456789"),
        ("updated_at", "9876543210"),
        ("user_id", "9876543210"),
        ("time_spent_seconds", "0369258147"),
    ],
)
async def test_each_order_goes_both_ways(
    client: Client, acme: Any, listed: list[str], sort: str, order: str
) -> None:
    assert await names(client, acme, sort=sort) == order
    assert await names(client, acme, sort=f"-{sort}") == order[::-1]
    assert await names(client, acme, sort=sort, order="desc") == order[::-1]
    assert await names(client, acme, sort=f"-{sort}", order="asc") == order


@pytest.mark.parametrize(
    ("sort", "valued"), [("completed_at", "789"), ("score", "56789"), ("launched_at", "13579")]
)
async def test_what_a_session_does_not_have_counts_as_the_lowest(
    client: Client, acme: Any, listed: list[str], sort: str, valued: str
) -> None:
    upwards = await names(client, acme, sort=sort)
    downwards = await names(client, acme, sort=f"-{sort}")

    assert upwards.endswith(valued)
    assert downwards == upwards[::-1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"completion_status": "completed"}, "987"),
        ({"success_status": "passed"}, "98"),
        ({"status": "expired"}, "0"),
        ({"status": "terminated"}, ""),
        ({"user_id": "user-3"}, "6"),
        ({"package_revision": 1}, "9876543210"),
        ({"package_revision": 2}, ""),
        ({"updated_since": "2026-03-19"}, "210"),
        ({"updated_since": "2026-03-19T00:00:00+00:00"}, "210"),
        ({"created_from": "2026-03-04", "created_to": "2026-03-06T00:00:00Z"}, "43"),
        ({"search": "USER-4"}, "5"),
        ({"search": "ÜNAL 7"}, "72"),
        ({"search": "user-7 ünal"}, "2"),
        ({"search": "nobody"}, ""),
        ({"search": "%"}, ""),
        ({"dispatch_id": "no-such-dispatch"}, ""),
        ({"completion_status": "completed", "success_status": "unknown"}, "7"),
    ],
)
async def test_filters_are_combined(
    client: Client, acme: Any, listed: list[str], query: dict[str, Any], found: str
) -> None:
    told = await ask(client, acme, **query)

    assert "".join(each["id"].removeprefix("s") for each in told["sessions"]) == found
    assert told["pagination"]["total"] == len(found)


async def test_every_page_of_every_order_shows_each_session_once(
    client: Client, acme: Any, listed: list[str]
) -> None:
    for sort in listing.SORTS:
        for extra in ({}, {"search": "user"}):
            parts = [
                await names(client, acme, sort=sort, limit=3, page=n, **extra) for n in range(1, 6)
            ]
            assert list(map(len, parts)) == [3, 3, 3, 1, 0]
            assert "".join(parts) == await names(client, acme, sort=sort, **extra)


async def test_a_page_past_the_end_still_tells_the_total(
    client: Client, acme: Any, listed: list[str]
) -> None:
    whole = await ask(client, acme, page=9)
    some = await ask(client, acme, page=9, package_id=listed[0])

    assert (whole["sessions"], whole["pagination"]["total"]) == ([], 10)
    assert (some["sessions"], some["pagination"]["total"]) == ([], 5)


async def test_only_the_named_fields_are_listed(
    client: Client, acme: Any, listed: list[str]
) -> None:
    told = await ask(client, acme, fields="id, score,unknown", limit=1)

    assert told["sessions"] == [
        {"id": "s9", "score": {"scaled": 0.9, "raw": None, "min": None, "max": None}}
    ]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"sort": "label"}, "created_at, updated_at, completed_at"),
        ({"sort": "--score"}, "created_at"),
        ({"order": "up"}, "order"),
        ({"status": "asleep"}, "status"),
        ({"updated_since": "yesterday"}, "2026-11-21"),
        ({"created_to": "0001-01-01T00:00:00+14:00"}, "created_to"),
        ({"package_revision": 0}, "package_revision"),
    ],
)
async def test_an_unknown_wish_is_refused_with_the_choices(
    client: Client, acme: Any, query: dict[str, Any], named: str
) -> None:
    answer = await client.get(f"/api/v1/sessions?{urlencode(query)}", headers=acme.headers)

    assert answer.status_code == 400
    told = await answer.get_json()
    assert told["code"] == "VALIDATION_ERROR"
    assert named in str(told)


async def test_a_list_follows_changes_at_once(client: Client, acme: Any, listed: list[str]) -> None:
    change = {"completion_status": "completed", "score": {"scaled": 1.0}}
    await client.put("/api/v1/sessions/s1", json=change, headers=acme.headers)
    async with database.tenant_scope(acme.tenant_id):
        await Session.filter(id="s9").delete()

    assert (await names(client, acme, sort="-updated_at"))[0] == "1"
    assert (await names(client, acme, sort="-score"))[:2] == "18"
    assert await names(client, acme, completion_status="completed") == "871"


async def test_nobody_sees_the_sessions_of_another_tenant(
    client: Client, rival: Any, listed: list[str]
) -> None:
    for query in ({}, {"package_id": listed[0]}, {"search": "user"}, {"user_id": "user-3"}):
        assert await names(client, rival, **query) == ""


async def test_previews_are_in_no_list(client: Client, acme: Any) -> None:
    package = await make_package(acme.tenant_id)
    link = await launched(acme.tenant_id, package, NOW, session_id="seen")
    async with database.tenant_scope(acme.tenant_id):
        copy = await Session.get(key=link.session.key)
        await Session.bulk_create([preview_of(copy)])

    assert (await ask(client, acme))["pagination"]["total"] == 1


def preview_of(session: Session) -> Session:
    made = Session(user_id="staff", package_id=session.package_id, preview=True, id="preview")
    made.tenant_id, made.revision_id = session.tenant_id, session.revision_id
    made.label, made.expires_at, made.updated_at = "label", session.expires_at, session.updated_at
    return made
