"""Records brought along go on in the activity tree as if they had been made here."""

from typing import Any
from uuid import UUID

from models.sequencing import GlobalObjective
from scorm.sequencing.definition import Channels, Objective, ObjectiveMap
from services import database
from services.playing.registering import Registrant
from services.sessions import attempts, creating, sessions
from services.sessions.creating import Clerk, NewSession
from services.sessions.initial_state import InitialState
from services.tracking.contents import Request
from services.tracking.session_view import SessionView
from tests.lectern_records import NOW, Signing, opened
from tests.lectern_tree_plays import ask, block, course_of, do, part

DONE = {"cmi.completion_status": "completed", "cmi.exit": "normal"}


async def brought(tenant: UUID, package: UUID, **given: Any) -> SessionView:
    clerk = Clerk(tenant, NOW, Signing())
    new = NewSession(package, Registrant("ada", "s1"), initial=InitialState(**given))
    made, is_new = await creating.create(clerk, new)
    assert is_new
    return made


async def test_a_learner_goes_on_inside_a_block(tenant: UUID) -> None:
    package = await course_of(
        tenant, block("m1", part("a"), part("b")), block("m2", part("c"), part("d"))
    )
    under_way = {"cmi.suspend_data": "c3", "cmi.total_time": "PT2M"}

    made = await brought(tenant, package, activities={"a": DONE, "b": DONE, "c": under_way})

    results = {each.id: str(each.result.completion_status) for each in made.parts.activities}
    assert (results["m1"], results["m2"], results["d"]) == (
        *("completed", "incomplete"),
        "not_attempted",
    )
    player = await opened(tenant, package)
    step = await ask(player)
    assert step.delivery is not None
    assert (step.delivery.item, step.delivery.cmi["cmi.suspend_data"]) == ("c", "c3")
    assert step.delivery.cmi["cmi.total_time"] == "PT0H2M0S"
    await do(player, "c", completion_status="completed")
    step = await ask(player, Request.CONTINUE)
    assert step.delivery is not None
    assert step.delivery.item == "d"
    await do(player, "d", completion_status="completed")
    await ask(player, Request.CONTINUE)
    assert (await sessions.find(tenant, "s1", NOW)).completion_status == "completed"


async def test_who_left_between_two_parts_goes_on_at_the_last_one(tenant: UUID) -> None:
    package = await course_of(tenant, part("a"), part("b"))

    await brought(tenant, package, activities={"a": DONE})

    step = await ask(await opened(tenant, package))
    assert step.delivery is not None
    assert step.delivery.item == "a"
    assert step.delivery.cmi["cmi.completion_status"] == "completed"


async def test_a_course_that_is_over_begins_anew_and_keeps_its_result(tenant: UUID) -> None:
    package = await course_of(tenant, part("a"), part("b"))
    scored = {**DONE, "cmi.score.scaled": "0.8", "cmi.success_status": "passed"}

    made = await brought(tenant, package, activities={"a": scored, "b": scored})
    step = await ask(await opened(tenant, package))

    assert (str(made.completion_status), made.score.scaled) == ("completed", 0.8)
    assert step.delivery is not None
    assert "cmi.completion_status" not in step.delivery.cmi
    kept = await sessions.find(tenant, "s1", NOW)
    assert (str(kept.completion_status), kept.score.scaled) == ("completed", 0.8)
    [present], _ = await attempts.page(tenant, "s1", 0, 20, NOW)
    assert [run.found.scaled for run in present.runs] == [0.8]


async def test_what_courses_share_is_brought_along(tenant: UUID) -> None:
    every = Channels(satisfied=True, measure=True)
    shares = Objective(identifier="o", primary=True, maps=(ObjectiveMap(target="g", write=every),))
    package = await course_of(tenant, part("a", objectives=(shares,)))

    await brought(
        tenant, package, activities={"a": {**DONE, "cmi.success_status": "passed"}}, attempts=3
    )

    async with database.tenant_scope(tenant):
        [found] = await GlobalObjective.filter(user_id="ada")
    assert (found.target, found.satisfied) == ("g", True)
    [present], known = await attempts.page(tenant, "s1", 0, 20, NOW)
    assert (present.number, known) == (3, 1)
