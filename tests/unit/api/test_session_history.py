"""When a session was opened, and what its content stored then."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.tracking.contents import Request
from tests.lectern_records import NOW, Player, make_package, opened
from tests.lectern_tree_plays import ask

Call = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]
STATUS = "cmi.core.lesson_status"
LAUNCHES, HISTORY = "/sessions/s1/launches", "/sessions/s1/history"


@pytest.fixture
async def course(acme: Any) -> UUID:
    return await make_package(acme.tenant_id)


@pytest.fixture
async def player(acme: Any, course: UUID) -> Player:
    """A learner who opened the course twice, and left it the second time."""
    first = await opened(acme.tenant_id, course)
    await ask(first)
    await first.send({STATUS: "incomplete"}, t={"sco": 30.5}, calls=[[1, "LMSCommit", ""]])
    second = await opened(acme.tenant_id, course, NOW + timedelta(hours=1), window="popup")
    await ask(second)
    await second.send({"cmi.suspend_data": "x" * 3000, "cmi.core.student_id": "eve"}, seq=1)
    await second.send({"cmi.suspend_data": None, STATUS: "incomplete"}, seq=2)
    await ask(second, Request.SUSPEND_ALL)
    return second


async def test_launches_are_listed_newest_first(acme: Any, player: Player, call: Call) -> None:
    status, told = await call(acme, "GET", LAUNCHES)

    assert (status, told["pagination"]["total"]) == (200, 2)
    second, first = told["launches"]
    assert second["id"] == str(player.opened.launch.id)
    assert (second["end_reason"], second["window"], second["commits"]) == ("suspended", "popup", 2)
    assert second["ended_at"] is not None
    assert (first["end_reason"], first["ended_at"], first["commits"]) == (None, None, 1)
    assert (first["seconds"], first["mode"], first["attempt"]) == (30, "normal", 1)
    assert first["superseded_at"] == second["opened_at"] == "2026-11-21T13:00:00.000Z"
    _, session = await call(acme, "GET", "/sessions/s1")
    assert (session["launch_count"], session["last_launched_at"]) == (2, second["opened_at"])
    _, page = await call(acme, "GET", f"{LAUNCHES}?limit=1&page=2")
    assert [each["id"] for each in page["launches"]] == [first["id"]]


async def test_the_history_tells_what_was_stored_when(
    acme: Any, player: Player, call: Call
) -> None:
    status, told = await call(acme, "GET", HISTORY)

    assert (status, told["pagination"]["total"]) == (200, 3)
    latest, middle, first = told["history"]
    assert (first["activity_id"], first["seq"], first["late"]) == ("sco", 1, False)
    assert first["changes"] == [
        {"element": STATUS, "value": "incomplete", "length": 10, "error": None}
    ]
    student, suspended = middle["changes"]
    assert (student["element"], student["error"]) == ("cmi.core.student_id", 403)
    assert (len(suspended["value"]), suspended["length"]) == (1000, 3000)
    assert [each["value"] for each in latest["changes"]] == ["incomplete", None]
    assert latest["version"] > middle["version"] > first["version"]
    assert [each["calls"] for each in told["history"]] == [None] * 3


async def test_the_calls_behind_it_are_there_for_the_asking(
    acme: Any, player: Player, call: Call
) -> None:
    _, told = await call(acme, "GET", f"{HISTORY}?calls=true&page=2&limit=2")

    assert [each["calls"] for each in told["history"]] == [[[1, "LMSCommit", ""]]]


async def test_what_was_opened_before_a_reset_belongs_to_no_attempt(
    acme: Any, player: Player, call: Call
) -> None:
    await call(acme, "POST", "/sessions/s1/reset")

    _, told = await call(acme, "GET", LAUNCHES)
    _, history = await call(acme, "GET", HISTORY)

    assert [(each["attempt"], each["commits"]) for each in told["launches"]] == [(None, 0)] * 2
    assert history["history"] == []


async def test_anothers_history_is_not_found(rival: Any, player: Player, call: Call) -> None:
    for path in (LAUNCHES, HISTORY):
        assert (await call(rival, "GET", path))[0] == 404


async def test_a_session_that_was_never_opened_has_none(
    acme: Any, course: UUID, call: Call
) -> None:
    body = {"package_id": str(course), "user_id": "ada", "session_id": "s1"}
    await call(acme, "POST", "/sessions", body)

    assert (await call(acme, "GET", LAUNCHES))[1]["launches"] == []
    assert (await call(acme, "GET", HISTORY))[1]["history"] == []
