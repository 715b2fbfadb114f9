"""Changes from outside to a record of a sequenced course go through the activity tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from scorm.edition import Edition
from scorm.sequencing.definition import Condition as When
from scorm.sequencing.definition import PreAction, PreRule, RuleCondition
from services.errors import Conflict
from services.sessions import sessions
from services.sessions.sessions import Amendment
from services.tracking.contents import Request
from services.tracking.session_view import SessionView
from tests.lectern_records import NOW, Player, make_package, manifest, opened, sco
from tests.lectern_tree_plays import ask, course_of, do, part, play

DONE = {"cmi.completion_status": "completed", "cmi.success_status": "passed"}


@dataclass
class Points:
    scaled: float | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None


async def put(tenant: UUID, cmi: Mapping[str, str | None] | None = None, **fields: Any) -> Any:
    return await sessions.amend(tenant, "s1", Amendment(cmi_data=cmi or {}, **fields), NOW)


async def record(tenant: UUID) -> SessionView:
    return await sessions.find(tenant, "s1", NOW)


def words(view: SessionView) -> tuple[str, str]:
    return str(view.completion_status), str(view.success_status)


async def two_parts(tenant: UUID) -> Player:
    player = await play(tenant, part("a"), part("b"))
    await ask(player)
    return player


async def test_data_of_the_open_part_are_rolled_up(tenant: UUID) -> None:
    player = await two_parts(tenant)

    told = await put(tenant, {"cmi.completion_status": "completed", "cmi.score.scaled": "0.8"})

    assert words(told) == ("incomplete", "unknown")
    assert (told.progress_measure, told.score.scaled) == (0.5, 0.4)
    await ask(player, Request.CONTINUE)
    assert (await record(tenant)).progress_measure == 0.5


async def test_a_part_that_was_left_can_still_be_graded(tenant: UUID) -> None:
    player = await two_parts(tenant)
    await do(player, "a", completion_status="completed", success_status="passed")
    await ask(player, Request.CONTINUE)
    await do(player, "b", completion_status="completed")
    await ask(player, Request.EXIT_ALL)

    told = await put(tenant, {"cmi.success_status": "failed"})

    assert words(told) == ("completed", "failed")
    told = await put(tenant, {"cmi.success_status": "passed"})
    assert words(told) == ("completed", "passed")


async def test_what_was_changed_decides_where_the_learner_may_go(tenant: UUID) -> None:
    done = RuleCondition(condition=When.COMPLETED)
    skips = PreRule(action=PreAction.SKIP, conditions=(done,))
    player = await play(tenant, part("a"), part("b", pre_rules=(skips,)), part("c"))
    await ask(player)
    await ask(player, Request.CONTINUE)
    await ask(player, Request.SUSPEND_ALL)

    await put(tenant, {"cmi.completion_status": "completed"})

    package = player.opened.session.package_id
    again = await opened(tenant, package)
    step = await ask(again)
    assert step.delivery is not None
    assert step.delivery.item == "b"
    assert step.delivery.cmi["cmi.completion_status"] == "completed"
    await ask(again, Request.CHOICE, "a")
    step = await ask(again, Request.CONTINUE)
    assert step.delivery is not None
    assert step.delivery.item == "c"


async def test_an_element_that_is_removed_counts_no_more(tenant: UUID) -> None:
    player = await two_parts(tenant)
    await do(player, "a", completion_status="completed", score__scaled="0.8")

    told = await put(tenant, {"cmi.completion_status": None, "cmi.score.scaled": None})

    assert told.score.scaled is None
    await ask(player, Request.CONTINUE)
    assert (await record(tenant)).progress_measure != 0.5


async def test_data_of_no_part_are_refused_in_a_course_nobody_has_begun(tenant: UUID) -> None:
    await opened(tenant, await course_of(tenant, part("a"), part("b")))

    with pytest.raises(Conflict) as refused:
        await put(tenant, {"cmi.completion_status": "completed"})

    assert refused.value.details == {"reason": "NOTHING_OPENED"}
    assert "no part" in str(refused.value).lower()
    assert (await record(tenant)).cmi_data == {}


async def test_a_result_that_is_stated_holds_while_the_learner_goes_on(tenant: UUID) -> None:
    player = await two_parts(tenant)

    told = await put(
        tenant, completion_status="completed", success_status="passed", score=Points(scaled=0.9)
    )
    assert words(told) == ("completed", "passed")
    assert told.cmi_data == {}

    await do(player, "a", completion_status="incomplete", success_status="failed")
    assert words(await record(tenant)) == ("completed", "passed")
    await ask(player, Request.CONTINUE)
    told = await record(tenant)
    assert words(told) == ("completed", "passed")
    assert told.score.scaled == 0.9


async def test_a_stated_score_stays_when_the_learner_completes_the_rest(tenant: UUID) -> None:
    player = await two_parts(tenant)
    await put(tenant, score=Points(scaled=0.9, raw=90))

    await do(player, "a", completion_status="completed")
    told = await record(tenant)
    assert (told.score.scaled, told.score.raw, told.progress_measure) == (0.9, 90, 0.5)
    await ask(player, Request.CONTINUE)
    await do(player, "b", completion_status="completed")
    await ask(player, Request.CONTINUE)

    told = await record(tenant)
    assert words(told) == ("completed", "unknown")
    assert (told.score.scaled, told.score.raw, told.progress_measure) == (0.9, 90, 1.0)


async def test_a_lower_result_that_is_stated_holds_until_the_learner_does_more(
    tenant: UUID,
) -> None:
    player = await two_parts(tenant)
    for name in ("a", "b"):
        await do(player, name, completion_status="completed", success_status="passed")
        await ask(player, Request.CONTINUE)

    told = await put(tenant, success_status="failed")
    assert words(told) == ("completed", "failed")

    package = player.opened.session.package_id
    again = await opened(tenant, package)
    await ask(again)
    assert words(await record(tenant)) == ("completed", "failed")
    for name in ("a", "b"):
        await do(again, name, completion_status="completed", success_status="passed")
        await ask(again, Request.CONTINUE)
    assert words(await record(tenant)) == ("completed", "passed")


async def single(tenant: UUID, **fields: Any) -> Player:
    course = manifest(sco(), edition=Edition.SCORM_2004_4TH)
    return await opened(tenant, await make_package(tenant, course), **fields)


async def test_a_course_of_one_part_finds_what_was_stored_before_its_first_start(
    tenant: UUID,
) -> None:
    player = await single(tenant)

    told = await put(tenant, suspend_data="from elsewhere", score=Points(raw=40, scaled=0.4))
    assert words(told) == ("incomplete", "unknown")

    step = await ask(player)
    assert step.delivery is not None
    assert step.delivery.cmi["cmi.suspend_data"] == "from elsewhere"
    assert step.delivery.cmi["cmi.entry"] == "resume"
    assert (await record(tenant)).score.raw == 40


@pytest.mark.parametrize("leaving", [Request.SUSPEND_ALL, Request.EXIT_ALL])
async def test_a_course_of_one_part_keeps_what_was_stated_between_two_launches(
    tenant: UUID, leaving: Request
) -> None:
    player = await single(tenant)
    await ask(player)
    await player.send({"cmi.location": "7"}, flags={"terminate": True})
    await ask(player, leaving)

    told = await put(tenant, completion_status="incomplete", success_status="passed")
    assert words(told) == ("incomplete", "passed")

    again = await opened(tenant, player.opened.session.package_id)
    step = await ask(again)
    assert step.delivery is not None
    assert step.delivery.cmi["cmi.success_status"] == "passed"
    assert words(await record(tenant)) == ("incomplete", "passed")


async def test_a_course_of_one_part_may_say_otherwise_later(tenant: UUID) -> None:
    player = await single(tenant)
    await ask(player)
    told = await put(tenant, DONE)
    assert words(told) == ("completed", "passed")

    await player.send({"cmi.success_status": "failed"}, flags={"terminate": True})
    assert words(await record(tenant)) == ("completed", "failed")
    await ask(player, Request.EXIT_ALL)
    assert words(await record(tenant)) == ("completed", "failed")
