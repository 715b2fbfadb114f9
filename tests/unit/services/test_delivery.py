"""Through a course: what is delivered, what the learner may do next, and how it ends."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from scorm.edition import Edition
from scorm.packaging.manifest import Item
from services import tokens
from services.errors import Conflict, Invalid, InvalidToken, Superseded, TokenExpired
from services.playing import delivery
from services.playing.delivery import Delivery, Step, Wish
from services.tracking.contents import Request
from tests.lectern_records import (
    ISSUER,
    KEYRING,
    Player,
    make_package,
    manifest,
    opened,
    sco,
    session_of,
)

STATUS = "cmi.core.lesson_status"
PLACE = "cmi.core.lesson_location"
EXIT = "cmi.core.exit"


async def ask(player: Player, request: Request, target: str = "") -> Step:
    launch = player.opened.launch
    wish = Wish(request, target)
    return await delivery.step(launch.id, player.opened.handle, wish, player.now, ISSUER)


async def given(player: Player, request: Request = Request.START, target: str = "") -> Delivery:
    step = await ask(player, request, target)
    assert step.delivery is not None
    return step.delivery


async def play(tenant: UUID, *items: Item, **fields: Any) -> Player:
    return await opened(tenant, await make_package(tenant, manifest(*items)), **fields)


def entry(step: Step, item: str) -> Any:
    return next(each for each in step.toc if each.id == item)


async def test_the_first_delivery_says_everything_that_the_bridge_needs(tenant: UUID) -> None:
    item = sco(data_from_lms="x=1", mastery_score=80.0, href="a/index.html?p=1")
    player = await play(tenant, item, learner_name="Lovelace, Ada")

    step = await ask(player, Request.START)

    delivered = step.delivery
    assert delivered is not None
    assert (delivered.item, delivered.href) == ("sco", "a/index.html?p=1")
    assert (delivered.sco, delivered.version, delivered.applied) == (True, "1.2", 0)
    assert delivered.cmi["cmi.core.student_id"] == "ada"
    assert delivered.cmi["cmi.core.student_name"] == "Lovelace, Ada"
    assert delivered.cmi["cmi.core.entry"] == "ab-initio"
    assert delivered.cmi["cmi.launch_data"] == "x=1"
    assert delivered.cmi["cmi.student_data.mastery_score"] == "80"
    label = player.opened.launch.label
    claims = tokens.verify_commit(KEYRING, delivered.capability, label, player.now)
    assert claims.launch_id == player.opened.launch.id
    assert step.controls.wire() == {
        **{"continue": False, "previous": False, "abandonAll": False, "finishes": False},
        **{"suspendAll": True, "exitAll": True},
    }


async def test_a_visit_that_broke_off_resumes_with_all_its_data(tenant: UUID) -> None:
    player = await play(tenant)
    await given(player)
    await player.send({PLACE: "p3", "cmi.core.session_time": "00:01:00"})

    again = await opened(tenant, player.opened.session.package_id)
    delivered = await given(again)

    assert delivered.cmi["cmi.core.entry"] == "resume"
    assert delivered.cmi[PLACE] == "p3"
    assert delivered.cmi["cmi.core.total_time"] == "0000:01:00"
    assert "cmi.core.session_time" not in delivered.cmi


@pytest.mark.parametrize(("how", "entry"), [("suspend", "resume"), ("logout", ""), ("", "")])
async def test_the_exit_decides_what_the_next_visit_is_told(
    tenant: UUID, how: str, entry: str
) -> None:
    player = await play(tenant)
    await given(player)
    await player.send({STATUS: "incomplete", EXIT: how, PLACE: "p3"}, flags={"terminate": True})

    delivered = await given(await opened(tenant, player.opened.session.package_id))

    assert delivered.cmi["cmi.core.entry"] == entry
    assert delivered.cmi[PLACE] == "p3"


async def test_the_contents_show_the_root_blocks_and_parts(tenant: UUID) -> None:
    block = Item(identifier="block", title="Block", children=(sco("a"), sco("b", visible=False)))
    player = await play(tenant, block, sco("c"))
    await given(player)
    await player.send({STATUS: "passed"}, sco="a")

    step = await ask(player, Request.CONTINUE)

    shown = [(each.id, each.level, each.status, each.selectable) for each in step.toc]
    assert shown == [
        ("org", 0, "incomplete", False),
        ("block", 1, "incomplete", False),
        ("a", 2, "passed", True),
        ("b", 2, "not attempted", True),
        ("c", 1, "not attempted", True),
    ]
    assert [each.id for each in step.toc if each.current] == ["b"]
    assert [each.id for each in step.toc if not each.visible] == ["b"]


async def test_a_part_stays_closed_until_its_prerequisites_hold(tenant: UUID) -> None:
    player = await play(tenant, sco("a"), sco("b", prerequisites="a"))
    first = await ask(player, Request.START)
    with pytest.raises(Conflict):
        await ask(player, Request.CHOICE, "b")
    assert (entry(first, "b").selectable, entry(first, "b").reason) == (False, "PREREQUISITES")
    assert not first.controls.proceed

    await player.send({STATUS: "completed"}, sco="a")
    state = await delivery.status(player.opened.launch.id, player.opened.handle, player.now)

    assert state.controls.proceed
    assert (await given(player, Request.CONTINUE)).item == "b"


async def test_continue_and_previous_walk_through_the_parts(tenant: UUID) -> None:
    player = await play(tenant, sco("a"), sco("b"), sco("c"))

    walked = [
        (await given(player, request)).item
        for request in (Request.START, Request.CONTINUE, Request.CONTINUE, Request.PREVIOUS)
    ]

    assert walked == ["a", "b", "c", "b"]


async def test_start_goes_to_where_the_learner_was(tenant: UUID) -> None:
    player = await play(tenant, sco("a"), sco("b"))
    await given(player, Request.CHOICE, "b")

    assert (await given(await opened(tenant, player.opened.session.package_id))).item == "b"


async def test_continuing_past_the_last_part_ends_the_course(tenant: UUID) -> None:
    player = await play(tenant)
    await given(player)

    step = await ask(player, Request.CONTINUE)

    assert step.delivery is None
    assert step.ended is not None
    assert step.ended.reason == "finished"


async def test_a_choice_of_nothing_is_refused(tenant: UUID) -> None:
    player = await play(tenant)

    with pytest.raises(Invalid):
        await ask(player, Request.CHOICE, "nowhere")


@pytest.mark.parametrize(
    ("request_", "reason", "suspended"),
    [
        (Request.EXIT_ALL, "exited", False),
        (Request.SUSPEND_ALL, "suspended", True),
        (Request.ABANDON_ALL, "abandoned", False),
    ],
)
async def test_the_learner_ends_the_session(
    tenant: UUID, request_: Request, reason: str, suspended: bool
) -> None:
    player = await play(tenant, return_url="https://lms.test/done")
    await given(player)
    await player.send({STATUS: "passed", "cmi.core.score.raw": "90"})

    step = await ask(player, request_)
    again = await ask(player, Request.START)

    assert step.ended is not None
    assert (step.ended.reason, step.ended.return_url) == (reason, "https://lms.test/done")
    assert (step.ended.success_status, step.ended.score.raw) == ("passed", 90.0)
    assert again == step
    assert (await session_of(player)).suspended is suspended


@pytest.mark.parametrize("request_", [Request.EXIT, Request.ABANDON])
async def test_leaving_a_part_leaves_the_choice_to_the_learner(
    tenant: UUID, request_: Request
) -> None:
    player = await play(tenant, sco("a"), sco("b"))
    await given(player)

    step = await ask(player, request_)

    assert (step.delivery, step.ended) == (None, None)
    assert entry(step, "b").selectable


async def test_only_the_newest_window_moves_the_course(tenant: UUID) -> None:
    player = await play(tenant)
    newer = await opened(tenant, player.opened.session.package_id)

    with pytest.raises(Superseded):
        await ask(player, Request.START)
    with pytest.raises(Superseded):
        await delivery.capability(player.opened.launch.id, player.opened.handle, player.now, ISSUER)
    old = await delivery.status(player.opened.launch.id, player.opened.handle, player.now)
    assert (old.state, old.superseded_at) == ("superseded", newer.now)


async def test_a_handle_opens_its_own_launch_for_a_day(tenant: UUID) -> None:
    player, other = await play(tenant), await play(tenant, session_id="s2")
    launch = player.opened.launch

    with pytest.raises(InvalidToken):
        await delivery.status(launch.id, other.opened.handle, player.now)
    with pytest.raises(InvalidToken):
        await delivery.status(launch.id, "x", player.now)
    late = player.now + timedelta(hours=25)
    with pytest.raises(TokenExpired):
        await delivery.status(launch.id, player.opened.handle, late)


async def test_time_of_two_visits_in_one_launch_adds_up(tenant: UUID) -> None:
    player = await play(tenant, sco("a"), sco("b"))
    time = "cmi.core.session_time"
    await given(player)
    await player.send({STATUS: "incomplete", time: "00:01:00"}, sco="a", t={"a": 60})
    await given(player, Request.CONTINUE)
    await given(player, Request.PREVIOUS)
    await player.send({time: "00:00:30"}, sco="a", t={"a": 90, "b": 5})

    session = await session_of(player)
    delivered = await given(await opened(tenant, session.package_id), Request.CHOICE, "a")

    assert session.time_spent == 95
    assert delivered.cmi["cmi.core.total_time"] == "0000:01:30"


async def test_looking_back_shows_the_data_and_says_so(tenant: UUID) -> None:
    player = await play(tenant)
    await given(player)
    await player.send({STATUS: "completed", PLACE: "p9"}, flags={"terminate": True})

    delivered = await given(await opened(tenant, player.opened.session.package_id))

    assert delivered.mode == "review"
    assert delivered.cmi["cmi.core.lesson_mode"] == "review"
    assert delivered.cmi["cmi.core.credit"] == "no-credit"
    assert delivered.cmi[PLACE] == "p9"


async def test_a_2004_package_without_rules_waits_for_a_choice(tenant: UUID) -> None:
    course = manifest(sco("a"), sco("b"), edition=Edition.SCORM_2004_3RD)
    player = await opened(tenant, await make_package(tenant, course))

    first = await ask(player, Request.START)
    step = await ask(player, Request.CHOICE, "a")

    assert (first.delivery, first.ended) == (None, None)
    assert [each.id for each in first.toc if each.selectable] == ["a", "b"]
    assert step.delivery is not None
    assert step.delivery.version == "2004"
    assert step.delivery.edition == "2004 3rd Edition"
    assert step.delivery.cmi["cmi.entry"] == "ab-initio"
    assert step.delivery.cmi["cmi.learner_id"] == "ada"
    assert step.controls.wire()["abandonAll"]
    assert step.delivery.valid == {
        **{"continue": False, "previous": False},
        **{
            "choice": {"org": False, "a": True, "b": True},
            "jump": {"org": False, "a": True, "b": True},
        },
    }

    await player.send({"cmi.completion_status": "completed"}, sco="a")
    later = await ask(player, Request.CHOICE, "b")
    assert entry(later, "a").status == "completed"


async def test_pages_that_report_nothing_complete_the_course_when_each_was_seen(
    tenant: UUID,
) -> None:
    player = await play(tenant, sco("a", sco=False), sco("b", sco=False))
    first = await given(player)
    halfway = await session_of(player)
    await given(player, Request.CONTINUE)

    assert (first.sco, first.cmi) == (False, {})
    assert halfway.completion_status == "incomplete"
    assert (await session_of(player)).completion_status == "completed"
