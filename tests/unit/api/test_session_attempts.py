"""Attempts of a learner side by side."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from models.launch import Launch
from models.session import ScoState
from services import database
from services.errors import Gone, Refusal
from services.playing import runtime
from services.tracking.contents import Request
from tests.lectern_records import Player, launched, make_package, opened, session_of
from tests.lectern_tree_plays import ask, course_of, do, part

Call = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]
STATUS = "cmi.core.lesson_status"
RAW = "cmi.core.score.raw"
ATTEMPTS = "/sessions/s1/attempts"


@pytest.fixture
async def course(acme: Any) -> UUID:
    return await make_package(acme.tenant_id)


async def taken(acme: Any, course: UUID, raw: str, **fields: Any) -> Player:
    """The learner has taken the course once more, in a new attempt if that is asked for."""
    player = await opened(acme.tenant_id, course, **fields)
    await ask(player)
    await player.send({STATUS: "completed", RAW: raw}, t={"sco": 60.0}, flags={"terminate": True})
    return player


async def numbers(call: Call, acme: Any) -> list[tuple[Any, ...]]:
    _, told = await call(acme, "GET", ATTEMPTS)
    return [(each["number"], each["score"]["raw"], each["current"]) for each in told["attempts"]]


async def test_a_launch_with_a_new_attempt_keeps_the_one_before(
    acme: Any, course: UUID, call: Call
) -> None:
    await taken(acme, course, "40")
    await taken(acme, course, "90", new_attempt=True)

    status, told = await call(acme, "GET", ATTEMPTS)

    assert status == 200
    assert told["pagination"]["total"] == 2
    present, first = told["attempts"]
    assert (present["number"], present["current"], present["ended_at"]) == (2, True, None)
    assert (first["number"], first["current"], first["score"]["raw"]) == (1, False, 40.0)
    assert (first["completion_status"], first["time_spent_seconds"]) == ("completed", 60)
    assert (present["score"]["raw"], present["time_spent_seconds"]) == (90.0, 60)
    assert first["started_at"] <= first["ended_at"]
    assert [each["score"]["raw"] for each in first["activities"]] == [40.0]
    assert [each["time_spent_seconds"] for each in present["activities"]] == [60]


async def test_an_attempt_is_read_with_its_data(acme: Any, course: UUID, call: Call) -> None:
    await taken(acme, course, "40")
    await taken(acme, course, "90", new_attempt=True)

    status, first = await call(acme, "GET", f"{ATTEMPTS}/1")
    _, present = await call(acme, "GET", f"{ATTEMPTS}/2")

    assert status == 200
    assert (first["cmi_data"][RAW], present["cmi_data"][RAW]) == ("40", "90")
    assert first["activity_data"]["sco"] == first["cmi_data"]
    for unknown in ("3", "0", "99999999999999999999", "x"):
        assert (await call(acme, "GET", f"{ATTEMPTS}/{unknown}"))[0] == 404


async def test_attempts_are_paged_with_the_present_one_first(
    acme: Any, course: UUID, call: Call
) -> None:
    for raw in ("1", "2", "3"):
        await taken(acme, course, raw, new_attempt=True)

    _, second = await call(acme, "GET", f"{ATTEMPTS}?limit=1&page=2")

    assert [each["number"] for each in second["attempts"]] == [2]
    assert second["pagination"] == {"page": 2, "limit": 1, "total": 3, "total_pages": 3}
    assert (await call(acme, "GET", f"{ATTEMPTS}?page=9"))[1]["attempts"] == []


async def test_a_new_attempt_is_begun_from_outside(acme: Any, course: UUID, call: Call) -> None:
    player = await taken(acme, course, "40")
    before = (await session_of(player)).version

    refused, body = await call(acme, "POST", ATTEMPTS, {})
    begun, told = await call(acme, "POST", ATTEMPTS, {"force": True})
    again, same = await call(acme, "POST", ATTEMPTS, {"force": True})

    assert (refused, body["details"]["reason"]) == (409, "COURSE_OPEN")
    assert (begun, told["number"], told["completion_status"]) == (201, 2, "not_attempted")
    assert (again, same["number"]) == (200, 2)
    assert await numbers(call, acme) == [(2, None, True), (1, 40.0, False)]
    session = await session_of(player)
    assert (session.version, session.attempts) == (before + 1, 2)
    with pytest.raises(Gone):
        await player.send({STATUS: "incomplete"})
    assert (await session_of(player)).completion_status == "not_attempted"


async def test_nothing_stands_in_the_way_once_the_learner_has_left(
    acme: Any, course: UUID, call: Call
) -> None:
    player = await taken(acme, course, "40")
    async with database.tenant_scope(acme.tenant_id):
        await Launch.all().update(ended_at=player.now)

    status, told = await call(acme, "POST", ATTEMPTS)

    assert (status, told["number"]) == (201, 2)


async def test_a_stale_version_begins_nothing(acme: Any, course: UUID, call: Call) -> None:
    await taken(acme, course, "40")

    for sent in ({"version": 1, "force": True}, {"force": True}):
        headers = {} if "version" in sent else {"If-Match": '"1"'}
        status, body = await call(acme, "POST", ATTEMPTS, sent, **headers)
        assert (status, body["code"]) == (409, "VERSION_CONFLICT")

    assert await numbers(call, acme) == [(1, 40.0, True)]


async def test_what_arrives_late_of_an_earlier_attempt_belongs_to_it(
    acme: Any, course: UUID, call: Call
) -> None:
    first = await opened(acme.tenant_id, course)
    await ask(first)
    await first.send({STATUS: "incomplete", RAW: "10"}, t={"sco": 5.0})
    await opened(acme.tenant_id, course, new_attempt=True)

    await first.send({STATUS: "completed", RAW: "70"}, t={"sco": 9.0}, flags={"terminate": True})

    _, told = await call(acme, "GET", ATTEMPTS)
    present, kept = told["attempts"]
    assert (kept["completion_status"], kept["score"]["raw"]) == ("completed", 70.0)
    assert (kept["time_spent_seconds"], present["time_spent_seconds"]) == (9, 0)
    assert present["completion_status"] == "not_attempted"
    session = await session_of(first)
    assert (session.suspended, session.current_sco) == (True, "")


async def test_a_new_run_through_a_sequenced_course_keeps_the_run_before(
    acme: Any, call: Call
) -> None:
    course = await course_of(acme.tenant_id, part("a"), part("b"))
    player = await opened(acme.tenant_id, course)
    await ask(player)
    await do(player, "a", completion_status="completed", score__scaled="0.9")
    await ask(player, Request.CONTINUE)
    await do(player, "b", completion_status="completed", score__scaled="0.7")
    await ask(player, Request.CONTINUE)

    again = await opened(acme.tenant_id, course)
    await ask(again)

    _, told = await call(acme, "GET", ATTEMPTS)
    [present] = told["attempts"]
    assert (present["number"], present["current"]) == (1, True)
    assert present["completion_status"] == "completed"
    [run] = present["runs"]
    assert (run["number"], run["completion_status"]) == (1, "completed")
    assert run["score"]["scaled"] == pytest.approx(0.8)


async def test_a_new_attempt_and_a_commit_at_once_lose_nothing(
    acme: Any, course: UUID, call: Call
) -> None:
    for turn in range(5):
        name = f"race-{turn}"
        player = await opened(acme.tenant_id, course, session_id=name)
        await ask(player)
        await player.send({STATUS: "incomplete"})

        answers: tuple[Any, Any] = await asyncio.gather(
            player.send({STATUS: "completed", RAW: "80"}),
            call(acme, "POST", f"/sessions/{name}/attempts", {"force": True}),
            return_exceptions=True,
        )

        sent, (status, _) = answers
        assert status == 201
        _, told = await call(acme, "GET", f"/sessions/{name}/attempts")
        present, kept = told["attempts"]
        assert present["completion_status"] == "not_attempted"
        taken_over = not isinstance(sent, Refusal)
        assert (kept["completion_status"] == "completed") == taken_over
        assert isinstance(sent, runtime.Answer | Gone)


async def test_anothers_attempts_are_not_found(
    acme: Any, rival: Any, course: UUID, call: Call
) -> None:
    await launched(acme.tenant_id, course)

    for method, path in (("GET", ATTEMPTS), ("GET", f"{ATTEMPTS}/1"), ("POST", ATTEMPTS)):
        assert (await call(rival, method, path))[0] == 404
    async with database.tenant_scope(acme.tenant_id):
        assert await ScoState.all().count() == 0
