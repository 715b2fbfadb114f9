"""Registrations of a dispatch over HTTP: what is recorded here, beside what was accepted there."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from models.dispatch import Arrival, Dispatch
from tests.lectern_records import NOW, make_package
from tests.lectern_seats import NOTHING, make_dispatch, registered, result, seated

Make = Callable[..., Awaitable[Any]]
PASSED: dict[str, Any] = {
    "completion_status": "completed",
    "success_status": "passed",
    "score_scaled": 0.85,
    "score_raw": 85.0,
    "progress_measure": 1.0,
    "version": 14,
}
TOLD: dict[str, Any] = {
    "completion_status": "completed",
    "success_status": "passed",
    "score": {**NOTHING, "scaled": 0.85, "raw": 85},
    "progress": 1,
}
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
async def dispatch(acme: Any) -> Dispatch:
    return await make_dispatch(acme.tenant_id, await make_package(acme.tenant_id))


@pytest.fixture
def listed(call: Make, acme: Any, dispatch: Dispatch) -> Make:
    async def ask(**query: Any) -> dict[str, Any]:
        text = "&".join(f"{name}={value}" for name, value in query.items())
        status, body = await call(acme, "GET", f"/dispatches/{dispatch.id}/registrations?{text}")
        assert status == 200, body
        return body

    return ask


@pytest.fixture
def add(dispatch: Dispatch) -> Make:
    """A registration of a learner of its own."""

    async def made(user_id: str, **fields: Any) -> None:
        await registered(dispatch, await seated(dispatch, user_id), **fields)

    return made


def accepted(**more: Any) -> dict[str, Any]:
    return {"accepted": result(**TOLD), "accepted_version": 12, "accepted_at": NOW, **more}


REFUSED: dict[str, Any] = {"refusal": "405", "refused_at": LATER}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "the very result": ("accepted", {"session": PASSED, **accepted()}),
    "more time alone": ("accepted", {"session": {**PASSED, "time_spent": 99.0}, **accepted()}),
    "nothing yet": ("pending", {"session": PASSED}),
    "not begun": ("pending", {}),
    "an earlier result": (
        "pending",
        {"session": PASSED, "accepted": result(), "accepted_version": 1, "accepted_at": NOW},
    ),
    "another score": ("pending", {"session": {**PASSED, "score_raw": 90.0}, **accepted()}),
    "a score less": ("pending", {"session": {**PASSED, "score_scaled": None}, **accepted()}),
    "a new attempt": ("pending", {"session": {**PASSED, "attempts": 2}, **accepted()}),
    "this very version": ("accepted", {"session": PASSED, **accepted(accepted_version=14)}),
    "never accepted": ("refused", {"session": PASSED, **REFUSED}),
    "refused since": ("refused", {"session": PASSED, **accepted(**REFUSED)}),
    "refused before": (
        "accepted",
        {"session": PASSED, **accepted(refusal="405", refused_at=NOW - timedelta(hours=1))},
    ),
    "a plain link": ("none", {"session": PASSED, "lms": "", "host": ""}),
    "a link after an LMS": ("accepted", {"session": PASSED, "lms": "", **accepted()}),
}


@pytest.mark.parametrize("name", CASES)
async def test_each_registration_tells_how_far_its_result_has_come(
    listed: Make, add: Make, name: str
) -> None:
    state, fields = CASES[name]
    await add("ada", **fields)

    [shown] = (await listed())["registrations"]

    assert shown["state"] == state
    for wanted in ("accepted", "pending", "refused", "none"):
        body = await listed(state=wanted)
        assert body["pagination"]["total"] == (wanted == state), wanted


async def test_both_sides_are_told_with_what_the_check_found(listed: Make, add: Make) -> None:
    diagnosis = '{"code": "LEC-09", "checks": [{"code": "LEC-01", "ok": true}]}'
    session = {**PASSED, "score_raw": 90.0, "learner_name": "Ada Lovelace", "time_spent": 61.9}
    await add("ada", session=session, diagnosis=diagnosis, **accepted(**REFUSED))

    [shown] = (await listed())["registrations"]

    assert shown["recorded"]["score"] == {**NOTHING, "scaled": 0.85, "raw": 90.0}
    assert shown["recorded"]["time_spent_seconds"] == 61
    assert shown["recorded"]["version"] == 14
    assert shown["accepted"]["score"] == {**NOTHING, "scaled": 0.85, "raw": 85.0}
    assert (shown["accepted"]["version"], shown["accepted"]["success_status"]) == (12, "passed")
    assert shown["refused"] == {"code": "405", "at": "2026-11-21T12:05:00.000Z"}
    assert (shown["host"], shown["lms"]) == ("https://lms.example.com", "1.2")
    assert shown["diagnosis_code"] == "LEC-09"
    assert shown["diagnosis"]["checks"] == [{"code": "LEC-01", "ok": True}]
    assert (shown["user_id"], shown["learner_name"]) == ("ada", "Ada Lovelace")


async def test_why_a_record_was_begun_is_answered(
    listed: Make, add: Make, dispatch: Dispatch
) -> None:
    seat = await seated(dispatch, "ada")
    await registered(dispatch, seat)
    await registered(dispatch, seat, arrival=Arrival.UNBOUND, host="", lms="")

    later, first = (await listed())["registrations"]

    assert (first["arrival"], later["arrival"]) == ("new", "unbound")
    assert (later["host"], later["lms"], later["diagnosis"], later["accepted"]) == (None,) * 4


async def test_registrations_come_newest_first_and_in_pages(listed: Make, add: Make) -> None:
    for number in range(5):
        await add(f"u{number}", session=PASSED, **(accepted() if number % 2 else {}))

    async def ids(**query: Any) -> list[str]:
        return [each["user_id"] for each in (await listed(**query))["registrations"]]

    assert await ids(limit=2, page=2) == ["u2", "u1"]
    assert await ids(state="pending", limit=2) == ["u4", "u2"]
    assert await ids(state="pending", limit=2, page=2) == ["u0"]
    body = await listed(state="pending", limit=2, page=7)
    assert (body["registrations"], body["pagination"]["total"]) == ([], 3)


async def test_a_state_that_does_not_exist_is_refused(
    call: Make, acme: Any, dispatch: Dispatch
) -> None:
    path = f"/dispatches/{dispatch.id}/registrations?state=lost"

    status, body = await call(acme, "GET", path)

    assert (status, body["code"]) == (400, "VALIDATION_ERROR")
