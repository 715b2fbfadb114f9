"""Looking at courses: previews, reviews and browsing leave no trace in any record."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from models.event import Event
from models.sequencing import GlobalObjective
from models.session import Session
from scorm.sequencing.definition import Channels, Objective, ObjectiveMap
from services import database
from services.playing import previews
from services.tracking.contents import Request
from tests.lectern_calls import open_link
from tests.lectern_records import Player, make_package, opened, session_of
from tests.lectern_tree_plays import ask, course_of, do, part

Call = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]
Make = Callable[..., Awaitable[str]]
STATUS = "cmi.core.lesson_status"
KEPT = (
    *("completion_status", "success_status", "score_raw", "score_scaled", "progress_measure"),
    *("time_spent", "session_time", "attempts", "suspended", "current_sco", "completed_at"),
)


async def preview(call: Call, who: Any, package_id: Any, **wish: Any) -> dict[str, Any]:
    status, told = await call(who, "POST", f"/packages/{package_id}/preview", wish)
    assert status == 201, told
    return told


async def events_of(tenant: UUID) -> list[str]:
    async with database.tenant_scope(tenant):
        found = await Event.filter(event_type__startswith="session.").order_by("ordinal")
    return [each.event_type for each in found]


async def test_a_preview_plays_and_tells_nobody(acme: Any, package: Make, call: Call) -> None:
    package_id = await package(acme)
    told = await preview(call, acme, package_id, launch_token_ttl_seconds=600, window="popup")
    player = await open_link(told)
    step = await ask(player)
    await player.send({STATUS: "passed", "cmi.core.score.raw": "90"}, sco="ITEM-1")

    assert (told["expires_in_seconds"], told["resumed"]) == (600, False)
    assert step.delivery is not None
    assert step.delivery.cmi["cmi.core.credit"] == "credit"
    _, shown = await call(acme, "GET", f"/sessions/{told['session_id']}")
    assert (shown["preview"], shown["completion_status"]) == (True, "completed")
    _, listed = await call(acme, "GET", "/sessions")
    assert (listed["sessions"], listed["pagination"]["total"]) == ([], 0)
    assert await events_of(acme.tenant_id) == []


async def test_each_preview_begins_anew(acme: Any, package: Make, call: Call) -> None:
    package_id = await package(acme)

    first = await preview(call, acme, package_id)
    second = await preview(call, acme, package_id)

    assert first["session_id"] != second["session_id"]
    assert first["user_id"] != second["user_id"]


async def test_a_preview_may_be_of_any_revision(acme: Any, package: Make, call: Call) -> None:
    package_id = await package(acme)

    _, shown = await call(
        acme,
        "GET",
        f"/sessions/{(await preview(call, acme, package_id, revision=1))['session_id']}",
    )
    missing, body = await call(acme, "POST", f"/packages/{package_id}/preview", {"revision": 2})

    assert shown["package_revision"] == 1
    assert (missing, body["code"]) == (404, "NOT_FOUND")


async def test_a_preview_is_no_learners_session(acme: Any, package: Make, call: Call) -> None:
    package_id = await package(acme)
    told = await preview(call, acme, package_id)
    taken = {"user_id": told["user_id"], "session_id": told["session_id"]}

    status, body = await call(acme, "POST", f"/packages/{package_id}/launch", taken)

    assert (status, body["code"]) == (409, "DUPLICATE_ENTRY")


async def test_previews_are_removed_a_day_after_they_expired(acme: Any, call: Call) -> None:
    every = Channels(satisfied=True, measure=True)
    shares = Objective(identifier="o", primary=True, maps=(ObjectiveMap(target="g", write=every),))
    course = await course_of(acme.tenant_id, part("a", objectives=(shares,)))
    player = await open_link(await preview(call, acme, course))
    await ask(player)
    await do(player, "a", success_status="passed", score__scaled="1")
    await opened(acme.tenant_id, course)
    now = datetime.now(UTC)

    early = await previews.collect(acme.tenant_id, now + timedelta(hours=47))
    late = await previews.collect(acme.tenant_id, now + timedelta(hours=49))

    assert (early, late) == (0, 1)
    async with database.tenant_scope(acme.tenant_id):
        assert [each.id for each in await Session.all()] == ["s1"]
        assert await GlobalObjective.all().count() == 0


async def record_of(player: Player) -> dict[str, Any]:
    session = await session_of(player)
    return {name: getattr(session, name) for name in KEPT}


@pytest.mark.parametrize("mode", ["review", "browse"])
async def test_looking_records_nothing(acme: Any, mode: str) -> None:
    course = await make_package(acme.tenant_id)
    learner = await opened(acme.tenant_id, course)
    await ask(learner)
    await learner.send({STATUS: "incomplete", "cmi.core.score.raw": "40"}, t={"sco": 30.0})
    before, told = await record_of(learner), await events_of(acme.tenant_id)

    looker = await opened(acme.tenant_id, course, mode=mode)
    step = await ask(looker)
    await looker.send(
        {STATUS: "passed", "cmi.core.score.raw": "99", "cmi.suspend_data": "mine"},
        t={"sco": 600.0},
        flags={"terminate": True},
    )
    await ask(looker, Request.EXIT_ALL)

    assert step.delivery is not None
    assert step.delivery.cmi["cmi.core.lesson_mode"] == mode
    assert await record_of(looker) == before
    assert (await events_of(acme.tenant_id))[len(told) :] == ["session.launched"]
    again = await opened(acme.tenant_id, course)
    step = await ask(again)
    assert step.delivery is not None
    assert step.delivery.cmi[STATUS] == "incomplete"
    assert "cmi.suspend_data" not in step.delivery.cmi


@pytest.mark.parametrize("mode", ["review", "browse"])
async def test_looking_records_nothing_in_a_sequenced_course(acme: Any, mode: str) -> None:
    course = await course_of(acme.tenant_id, part("a"), part("b"))
    learner = await opened(acme.tenant_id, course)
    await ask(learner)
    await do(learner, "a", completion_status="completed")
    await ask(learner, Request.SUSPEND_ALL)
    before = await record_of(learner)

    looker = await opened(acme.tenant_id, course, mode=mode)
    await ask(looker)
    await do(looker, "a", completion_status="completed", score__scaled="1")
    await ask(looker, Request.EXIT_ALL)

    assert await record_of(looker) == before


async def test_a_review_of_what_was_never_begun_finds_it_as_it_is(
    acme: Any, package: Make, call: Call
) -> None:
    path = f"/packages/{await package(acme)}/launch"
    review = {"user_id": "ada", "mode": "review", "session_id": "s1"}

    status, _ = await call(acme, "POST", path, review)
    _, shown = await call(acme, "GET", "/sessions/s1")

    assert status == 201
    assert (shown["completion_status"], shown["time_spent_seconds"]) == ("not_attempted", 0)
