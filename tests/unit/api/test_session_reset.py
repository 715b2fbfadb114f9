"""Resetting, locking and deleting records, with and against windows that are open."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec
import pytest

from models.attempt import Attempt
from models.audit import AuditEntry
from models.commit import CallLog, Commit, OrphanCommit
from models.event import Event
from models.launch import Launch, LaunchTicket
from models.sequencing import ActivityTreeState, GlobalObjective, SharedStore
from models.session import ScoState, Session
from scorm.sequencing.definition import Channels, Objective, ObjectiveMap
from services import database
from services.errors import Gone, Superseded
from services.playing import delivery
from services.tracking.contents import Request
from tests.lectern_records import Player, make_package, opened, session_of
from tests.lectern_tree_plays import ask, course_of, do, part

Call = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]
STATUS = "cmi.core.lesson_status"
DATA: tuple[Any, ...] = (ScoState, ActivityTreeState, SharedStore, Attempt, CallLog, Commit)


@pytest.fixture
async def course(acme: Any) -> UUID:
    return await make_package(acme.tenant_id)


@pytest.fixture
async def player(acme: Any, course: UUID) -> Player:
    """A learner in the second attempt, with data in both."""
    first = await opened(acme.tenant_id, course)
    await ask(first)
    await first.send({STATUS: "completed"}, t={"sco": 30.0}, calls=[[1, "LMSFinish"]])
    second = await opened(acme.tenant_id, course, new_attempt=True)
    await ask(second)
    await second.send({STATUS: "completed", "cmi.suspend_data": "x"}, t={"sco": 9.0})
    return second


async def counts(tenant: UUID, *models: Any) -> dict[str, int]:
    async with database.tenant_scope(tenant):
        return {model.__name__: await model.all().count() for model in models}


async def events_of(tenant: UUID) -> list[str]:
    async with database.tenant_scope(tenant):
        found = await Event.filter(event_type__startswith="session.").order_by("ordinal")
    return [each.event_type for each in found]


async def noted(tenant: UUID) -> list[str]:
    async with database.tenant_scope(tenant):
        found = await AuditEntry.filter(action__startswith="session.").order_by("seq")
        assert all('"ada"' not in each.facts for each in found)
    return [each.action for each in found]


async def test_a_reset_takes_the_record_back_to_the_beginning(
    acme: Any, player: Player, call: Call
) -> None:
    before = (await session_of(player)).version

    status, told = await call(acme, "POST", "/sessions/s1/reset")

    assert (status, told["version"]) == (200, before + 1)
    session = told["session"]
    assert (session["completion_status"], session["attempts"]) == ("not_attempted", 1)
    assert (session["time_spent_seconds"], session["session_time"]) == (0, "PT0S")
    assert (session["cmi_data"], session["launched_at"]) == ({}, None)
    assert session["activities"][0]["time_spent_seconds"] == 0
    assert set((await counts(acme.tenant_id, *DATA)).values()) == {0}
    assert (await events_of(acme.tenant_id))[-1] == "session.reset"
    assert await noted(acme.tenant_id) == ["session.reset"]
    _, attempts = await call(acme, "GET", "/sessions/s1/attempts")
    assert len(attempts["attempts"]) == 1


async def test_a_window_that_was_open_stores_nothing_after_a_reset(
    acme: Any, course: UUID, player: Player, call: Call
) -> None:
    await call(acme, "POST", "/sessions/s1/reset")

    with pytest.raises(Gone):
        await player.send({STATUS: "failed"})
    with pytest.raises(Gone):
        await ask(player, Request.START)
    launch = player.opened.launch
    seen = await delivery.status(launch.id, player.opened.handle, player.now)
    assert (seen.state, seen.controls.proceed) == ("expired", False)
    fresh = await opened(acme.tenant_id, course)
    with pytest.raises(Superseded):
        await player.send({STATUS: "failed"})

    session = await session_of(player)
    assert (session.completion_status, session.attempts) == ("not_attempted", 1)
    assert not fresh.opened.resumed
    step = await ask(fresh)
    assert step.delivery is not None
    assert step.delivery.cmi["cmi.core.entry"] == "ab-initio"
    assert await counts(acme.tenant_id, OrphanCommit) == {"OrphanCommit": 2}


async def test_what_was_completed_before_a_reset_is_told_when_it_is_completed_again(
    acme: Any, course: UUID, player: Player, call: Call
) -> None:
    await call(acme, "POST", "/sessions/s1/reset")
    fresh = await opened(acme.tenant_id, course)
    await ask(fresh)
    await fresh.send({STATUS: "completed"})

    assert (await events_of(acme.tenant_id)).count("session.completed") == 3


async def test_a_reset_and_a_commit_at_once_leave_nothing(
    acme: Any, course: UUID, call: Call
) -> None:
    for turn in range(5):
        name = f"race-{turn}"
        player = await opened(acme.tenant_id, course, session_id=name)
        await ask(player)
        await player.send({STATUS: "incomplete"})

        answers: tuple[Any, Any] = await asyncio.gather(
            player.send({STATUS: "completed"}),
            call(acme, "POST", f"/sessions/{name}/reset"),
            return_exceptions=True,
        )

        assert answers[1][0] == 200
        _, told = await call(acme, "GET", f"/sessions/{name}")
        assert (told["completion_status"], told["cmi_data"]) == ("not_attempted", {})
    assert (await counts(acme.tenant_id, ScoState, Commit)) == {"ScoState": 0, "Commit": 0}


async def test_shared_objectives_are_forgotten_when_asked_for(acme: Any, call: Call) -> None:
    every = Channels(satisfied=True, measure=True)
    shares = Objective(identifier="o", primary=True, maps=(ObjectiveMap(target="g", write=every),))
    course = await course_of(acme.tenant_id, part("a", objectives=(shares,)))
    player = await opened(acme.tenant_id, course)
    await ask(player)
    await do(player, "a", success_status="passed", score__scaled="1")
    await ask(player, Request.EXIT_ALL)
    assert await counts(acme.tenant_id, GlobalObjective) == {"GlobalObjective": 1}

    await call(acme, "POST", "/sessions/s1/reset", {})
    kept = await counts(acme.tenant_id, GlobalObjective, ActivityTreeState)
    await call(acme, "POST", "/sessions/s1/reset", {"objectives": True})

    assert kept == {"GlobalObjective": 1, "ActivityTreeState": 0}
    assert await counts(acme.tenant_id, GlobalObjective) == {"GlobalObjective": 0}


async def test_a_stale_version_changes_nothing(acme: Any, player: Player, call: Call) -> None:
    for step in ("reset", "terminate", "reactivate"):
        status, body = await call(acme, "POST", f"/sessions/s1/{step}", {"version": 1})
        assert (status, body["code"]) == (409, "VERSION_CONFLICT")
    headers = {"If-Match": '"1"'}
    assert (await call(acme, "DELETE", "/sessions/s1", **headers))[0] == 409
    assert await noted(acme.tenant_id) == []
    assert (await session_of(player)).attempts == 2


async def test_deleting_removes_everything(acme: Any, player: Player, call: Call) -> None:
    status, told = await call(acme, "DELETE", "/sessions/s1")

    assert (status, told) == (200, {"session_id": "s1", "success": True})
    everything = (*DATA, Session, Launch, LaunchTicket, OrphanCommit)
    assert set((await counts(acme.tenant_id, *everything)).values()) == {0}
    async with database.tenant_scope(acme.tenant_id):
        [event] = await Event.filter(event_type__startswith="session.")
    body = msgspec.json.decode(event.payload)
    assert (body["event"], body["data"]["session_id"]) == ("session.deleted", "s1")
    assert "score" not in body["data"]
    assert await noted(acme.tenant_id) == ["session.deleted"]
    with pytest.raises(Gone):
        await player.send({STATUS: "failed"})
    assert await counts(acme.tenant_id, OrphanCommit, Commit) == {"OrphanCommit": 0, "Commit": 0}
    assert (await call(acme, "GET", "/sessions/s1"))[0] == 404
    assert (await call(acme, "DELETE", "/sessions/s1"))[0] == 404


async def test_deleting_and_committing_at_once_leave_nothing(
    acme: Any, course: UUID, call: Call
) -> None:
    for turn in range(5):
        name = f"race-{turn}"
        player = await opened(acme.tenant_id, course, session_id=name)
        await ask(player)
        await player.send({STATUS: "incomplete"})

        answers: tuple[Any, Any] = await asyncio.gather(
            player.send({STATUS: "completed"}),
            call(acme, "DELETE", f"/sessions/{name}"),
            return_exceptions=True,
        )

        assert answers[1][0] == 200
    found = await counts(acme.tenant_id, Session, ScoState, Commit, OrphanCommit, Launch)
    assert set(found.values()) == {0}


async def test_deleting_needs_its_scope(acme: Any, key_with: Any, call: Call) -> None:
    writer = await key_with("read", "write")

    assert (await call(writer, "DELETE", "/sessions/s1"))[0] == 403


async def test_a_locked_record_keeps_its_results_and_takes_nothing(
    acme: Any, course: UUID, player: Player, call: Call
) -> None:
    status, told = await call(acme, "POST", "/sessions/s1/terminate")

    assert (status, told["session"]["status"]) == (200, "terminated")
    assert told["session"]["completion_status"] == "completed"
    with pytest.raises(Gone):
        await player.send({STATUS: "failed"})
    launch = {"user_id": "ada", "session_id": "s1"}
    assert (await call(acme, "POST", f"/packages/{course}/launch", launch))[0] == 410
    for method, path in (("PUT", ""), ("POST", "/reset"), ("POST", "/attempts")):
        refused, body = await call(acme, method, f"/sessions/s1{path}", {})
        assert (refused, body["details"]["reason"]) == (409, "session_terminated")
    again, same = await call(acme, "POST", "/sessions/s1/terminate")
    assert (again, same["version"]) == (200, told["version"])


async def test_a_reactivated_record_is_launched_again(
    acme: Any, course: UUID, player: Player, call: Call
) -> None:
    await call(acme, "POST", "/sessions/s1/terminate")

    status, told = await call(acme, "POST", "/sessions/s1/reactivate")

    assert (status, told["session"]["status"]) == (200, "active")
    with pytest.raises(Gone):
        await player.send({STATUS: "failed"})
    fresh = await opened(acme.tenant_id, course)
    assert fresh.opened.resumed
    assert (await session_of(fresh)).completion_status == "completed"
    steps = ["session.terminated", "session.reactivated"]
    assert await noted(acme.tenant_id) == steps
    assert [each for each in await events_of(acme.tenant_id) if each in steps] == steps


async def test_anothers_session_is_not_found(
    rival: Any, acme: Any, player: Player, call: Call
) -> None:
    for step in ("reset", "terminate", "reactivate"):
        assert (await call(rival, "POST", f"/sessions/s1/{step}"))[0] == 404
    assert (await call(rival, "DELETE", "/sessions/s1"))[0] == 404
    assert (await session_of(player)).completion_status == "completed"
