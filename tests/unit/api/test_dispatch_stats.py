"""The figures of a dispatch, and dispatches in the report: against records made by hand."""

import csv
import io
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from quart.typing import TestClientProtocol as Client

from models.dispatch import Dispatch, DispatchEntry, DispatchRegistration
from models.launch import Launch
from models.session import Session
from services import database
from tests.lectern_records import make_package
from tests.lectern_seats import NOTHING, make_dispatch, registered, result, seated

Make = Callable[..., Awaitable[Any]]
DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
PASSED = {"completion_status": "completed", "success_status": "passed"}
FAILED = {"completion_status": "completed", "success_status": "failed"}


@pytest.fixture
async def dispatch(acme: Any) -> Dispatch:
    package = await make_package(acme.tenant_id)
    terms = {"client_name": "Globex", "destination": "=globex()", "track_licenses": True}
    return await make_dispatch(acme.tenant_id, package, **terms)


@pytest.fixture
def stats(call: Make, acme: Any, dispatch: Dispatch) -> Make:
    async def ask(query: str = "") -> dict[str, Any]:
        status, body = await call(acme, "GET", f"/dispatches/{dispatch.id}/stats?{query}")
        assert status == 200, body
        return body

    return ask


async def came(dispatch: Dispatch, user_id: str, day: datetime, **session: Any) -> None:
    """A learner who began on this day, and opened the course then and on the day after."""
    seat = await seated(dispatch, user_id, licensed=True)
    fields = {"created_at": day, "updated_at": day + timedelta(hours=1), **session}
    made = await registered(dispatch, seat, session=fields)
    async with database.tenant_scope(dispatch.tenant_id):
        session_row = await Session.get(key=made.session_key)
        await Launch.bulk_create(
            Launch(
                id=uuid4(),
                tenant_id=dispatch.tenant_id,
                session_key=made.session_key,
                revision_id=session_row.revision_id,
                attempt=1,
                mode="normal",
                window="frame",
                label=session_row.label,
                ct_hash="c",
                handle_hash="h",
                last_contact_at=day,
                content_expires_at=day,
                created_at=day + timedelta(days=number),
            )
            for number in range(2)
        )


async def test_figures_add_up(stats: Make, dispatch: Dispatch) -> None:
    await came(dispatch, "ada", DAY, **PASSED, score_scaled=0.9, time_spent=60.0, completed_at=DAY)
    await came(dispatch, "bob", DAY, **FAILED, score_scaled=0.3, time_spent=30.9, completed_at=DAY)
    await came(dispatch, "cleo", DAY)

    told = await stats()

    assert (told["dispatch_id"], told["sessions"], told["learners"]) == (str(dispatch.id), 3, 3)
    assert (told["launches"], told["registrations"], told["licenses_used"]) == (6, 3, 3)
    assert (told["completions"], told["passed"], told["failed"]) == (2, 1, 1)
    assert (told["completion_rate"], told["pass_rate"]) == (0.6667, 0.5)
    assert (told["avg_score_scaled"], told["total_time_seconds"]) == (0.6, 90)
    assert told["last_activity_at"] == "2026-03-01T13:00:00.000Z"
    assert told["by_day"] == [
        {"date": "2026-03-01", "launches": 3, "completions": 2},
        {"date": "2026-03-02", "launches": 3, "completions": 0},
    ]
    assert told["results"] == {"accepted": 0, "pending": 3, "refused": 0, "none": 0}


async def test_nothing_at_all_has_figures_too(stats: Make) -> None:
    told = await stats()

    assert (told["launches"], told["registrations"], told["licenses_used"]) == (0, 0, 0)
    assert (told["completion_rate"], told["pass_rate"], told["by_day"]) == (None, None, [])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("from=2026-03-01&to=2026-03-02", 1),
        ("from=2026-03-02", 0),
        ("to=2026-03-01", 0),
        ("to=2026-03-01T12:00:00Z", 0),
        ("from=2026-03-01T12:00:00Z", 1),
    ],
)
async def test_a_period_has_its_beginning_and_not_its_end(
    stats: Make, dispatch: Dispatch, query: str, found: int
) -> None:
    await came(dispatch, "ada", DAY, **PASSED)

    told = await stats(query)

    assert (told["sessions"], told["launches"], told["completions"]) == (found, 2 * found, found)
    assert sum(told["results"].values()) == found
    assert told["licenses_used"] == 1


async def test_registrations_are_those_of_the_period_and_no_renewal_takes_them_back(
    call: Make, acme: Any, stats: Make, dispatch: Dispatch
) -> None:
    for user_id in ("ada", "bob"):
        await seated(dispatch, user_id)
    await call(acme, "POST", f"/dispatches/{dispatch.id}/renew")
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"

    assert (await stats())["registrations"] == 2
    assert (await stats(f"from={tomorrow}"))["registrations"] == 0
    assert (await stats(f"to={tomorrow}"))["registrations"] == 2


async def test_previews_and_other_dispatches_do_not_count(
    acme: Any, stats: Make, dispatch: Dispatch
) -> None:
    await came(dispatch, "ada", DAY)
    other = await make_dispatch(acme.tenant_id, dispatch.package_id)
    await came(other, "ada", DAY, **PASSED)
    async with database.tenant_scope(acme.tenant_id):
        tried = await Session.get(dispatch_id=dispatch.id)
        tried.key, tried.id, tried.preview = uuid4(), "tried", True
        await Session.bulk_create([tried])

    told = await stats()

    assert (told["sessions"], told["registrations"], told["completions"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("query", "field"),
    [("from=yesterday", "from"), ("to=2026-02-30", "to"), ("from=2026-03-02&to=2026-03-01", "to")],
)
async def test_periods_that_are_none_are_refused(
    call: Make, acme: Any, dispatch: Dispatch, query: str, field: str
) -> None:
    status, body = await call(acme, "GET", f"/dispatches/{dispatch.id}/stats?{query}")

    assert (status, list(body["details"]["fieldErrors"])) == (400, [field])


async def test_the_report_names_dispatches_and_what_was_handed_back(
    client: Client, acme: Any, dispatch: Dispatch
) -> None:
    for user_id in ("ada", "bob"):
        await came(dispatch, user_id, DAY, **PASSED)
    async with database.tenant_scope(acme.tenant_id):
        one = await DispatchRegistration.filter(dispatch_id=dispatch.id).first()
        assert one is not None
        told = {"completion_status": "completed", "success_status": "passed", "score": NOTHING}
        one.accepted, one.accepted_version, one.accepted_at = result(**told), 2, DAY
        await one.save()
    path = "/api/v1/reports/dispatches"

    body = await (await client.get(path, headers=acme.headers)).get_json()
    file = await client.get(f"{path}?format=csv", headers=acme.headers)

    [row] = body["rows"]
    assert (row["dispatch_name"], row["client_name"]) == ("For Globex", "Globex")
    assert (row["destination"], row["sessions"], row["passed"]) == ("=globex()", 2, 2)
    found = {name: row[f"results_{name}"] for name in ("accepted", "pending", "refused", "none")}
    assert found == {"accepted": 1, "pending": 1, "refused": 0, "none": 0}
    titles, written = list(csv.reader(io.StringIO(await file.get_data(as_text=True))))
    cells = dict(zip(titles, written, strict=True))
    assert (cells["destination"], cells["results_accepted"]) == ("'=globex()", "1")
    narrow = await client.get(f"{path}?to=2026-03-01", headers=acme.headers)
    assert (await narrow.get_json())["rows"] == []


async def test_the_ledger_cannot_be_rewritten(acme: Any, dispatch: Dispatch) -> None:
    await seated(dispatch, "ada")

    for change in (
        lambda: DispatchEntry.all().update(registrations=5),
        lambda: DispatchEntry.all().delete(),
    ):
        with pytest.raises(Exception, match="permission denied"):
            async with database.tenant_scope(acme.tenant_id):
                await change()
