"""What integrators and support see of a learner's way through a course."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from quart.typing import TestClientProtocol as Client

from models.launch import Mode
from scorm.sequencing.definition import (
    Channels,
    Condition,
    ControlModes,
    Limits,
    Objective,
    ObjectiveMap,
    PreAction,
    PreRule,
    RuleCondition,
    Selection,
    Timing,
)
from services.errors import Conflict
from services.playing import delivery
from services.tracking.contents import Request
from tests.lectern_records import Player, launched, make_package, manifest, opened, sco
from tests.lectern_tree_plays import ask, block, course_of, do, part

Make = Callable[..., Awaitable[Any]]
READ = "/api/v1/sessions/s1/sequencing"


@pytest.fixture
def look(client: Client, acme: Any) -> Make:
    async def read() -> dict[str, Any]:
        answer = await client.get(READ, headers=acme.headers)
        assert answer.status_code == 200, await answer.get_data(as_text=True)
        return await answer.get_json()

    return read


def rule(action: PreAction, condition: Condition = Condition.SATISFIED) -> PreRule:
    return PreRule(action=action, conditions=(RuleCondition(condition=condition),))


def activity(told: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in told["activities"] if each["id"] == name)


async def check_against_the_shell(player: Player, told: dict[str, Any]) -> None:
    """What the endpoint says is what the learner sees."""
    launch, handle = player.opened.launch, player.opened.handle
    shell = await delivery.status(launch.id, handle, player.now)
    shown = shell.controls.wire()
    assert [each["allowed"] for each in told["controls"].values()] == [
        shown[name] for name in told["controls"]
    ]
    selected = [each for each in told["activities"] if each["selected"]]
    assert [(each["id"], each["title"], each["level"], each["visible"]) for each in selected] == [
        (each.id, each.title, each.level, each.visible) for each in shell.toc
    ]
    assert [each["choice"]["allowed"] for each in selected] == [
        each.selectable for each in shell.toc
    ]


async def begin(tenant: UUID, package: UUID, **fields: Any) -> Player:
    """The API looks at the real clock."""
    return await opened(tenant, package, datetime.now(UTC), **fields)


async def test_a_course_nobody_opened_shows_its_fresh_tree(
    tenant: UUID, acme: Any, look: Make
) -> None:
    await launched(tenant, await course_of(tenant, part("a"), part("b")), datetime.now(UTC))

    told = await look()

    assert (told["edition"], told["player"], told["attempt"]) == ("2004 4th Edition", "never", 1)
    assert [each["id"] for each in told["activities"]] == ["course", "a", "b"]
    assert [each["attempts"] for each in told["activities"]] == [0, 0, 0]
    assert told["controls"]["exitAll"] == {
        "allowed": False,
        "reason": "The course has not been opened yet.",
        "code": "PLAYER_CLOSED",
        "activity": None,
        "ends": False,
    }
    assert activity(told, "a")["choice"]["allowed"] is True


async def test_it_says_what_the_learner_sees_at_every_step(tenant: UUID, look: Make) -> None:
    no_choice = ControlModes(choice=False, flow=True)
    one_way = ControlModes(flow=True, forward_only=True)
    package = await course_of(
        tenant,
        part("a", pre_rules=(rule(PreAction.SKIP),)),
        block("one", part("b"), part("c", limits=Limits(attempts=1)), modes=no_choice),
        block("two", part("d"), part("e", pre_rules=(rule(PreAction.DISABLED),)), modes=one_way),
        part("f", pre_rules=(rule(PreAction.HIDDEN_FROM_CHOICE, Condition.ALWAYS),)),
    )
    player = await begin(tenant, package)
    await check_against_the_shell(player, await look())
    await ask(player)
    await check_against_the_shell(player, await look())
    for name in ("a", "b", "c", "d"):
        await do(player, name, last=False, success_status="passed")
        await check_against_the_shell(player, await look())
        await ask(player, Request.CONTINUE)
        await check_against_the_shell(player, await look())
    await ask(player, Request.SUSPEND_ALL)
    told = await look()
    assert (told["player"], told["current"], told["suspended"]) == ("ended", None, "e")
    await check_against_the_shell(player, told)


async def test_reasons_name_the_activity_and_the_rule(tenant: UUID, look: Make) -> None:
    stop = rule(PreAction.STOP_FORWARD_TRAVERSAL, Condition.ALWAYS)
    package = await course_of(
        tenant,
        block("zero", part("z"), modes=ControlModes(choice=True)),
        part("a"),
        block("one", part("b"), part("c"), modes=ControlModes(choice=False, flow=True)),
        part("d", pre_rules=(rule(PreAction.HIDDEN_FROM_CHOICE, Condition.ALWAYS),)),
        part("e", pre_rules=(rule(PreAction.DISABLED, Condition.ATTEMPTED),)),
        part("f", limits=Limits(attempts=1)),
        part("g", pre_rules=(stop,)),
        block("two", part("h")),
    )
    player = await begin(tenant, package)
    for name in ("e", "f", "a"):
        await ask(player, Request.CHOICE, name)
        await do(player, name, last=name != "a")

    told = await look()

    def why(name: str, what: str = "choice") -> str:
        return activity(told, name)[what]["reason"]

    assert why("b") == 'The block "Block one" does not allow choosing.'
    assert why("d") == 'A rule hides "Part d" from choice always.'
    assert why("e") == '"Part e" is not available: disabled if attempted.'
    assert why("f") == '"Part f" is not available: its only attempt is used up.'
    assert why("zero") == 'Nothing inside "Block zero" can be opened now.'
    assert why("two") == '"Part g" stops the way forward always.'
    assert why("one", "jump") == (
        '"Block one" is a block; only an activity without children can be opened.'
    )
    assert activity(told, "b")["choice"]["code"] == "NB.2.1-10"
    assert activity(told, "b")["choice"]["activity"] == "one"
    assert activity(told, "b")["jump"] == {
        **{"allowed": True, "reason": None, "code": None, "activity": None, "ends": False}
    }
    assert activity(told, "e")["rules"] == [
        {"kind": "precondition", "says": "Disabled if attempted", "applies": True}
    ]
    assert activity(told, "f")["rules"] == [
        {"kind": "limit", "says": "At most 1 attempt", "applies": None}
    ]
    previous = told["controls"]["previous"]
    assert (previous["reason"], previous["code"]) == (
        *('The block "Block zero" does not allow flow.', "SB.2.2-1"),
    )


async def test_global_objectives_are_shown_with_their_readers(tenant: UUID, look: Make) -> None:
    shared = ObjectiveMap(
        target="com.example.shared",
        read=Channels(satisfied=True, measure=True),
        write=Channels(satisfied=True, measure=True),
    )
    primary = Objective(identifier="own", primary=True, maps=(shared,))
    package = await course_of(tenant, part("a", objectives=(primary,)), part("b"))
    player = await begin(tenant, package)
    await ask(player)
    await do(player, "a", success_status="passed", score__scaled="0.75")

    told = await look()

    [objective] = activity(told, "a")["objectives"]
    assert (objective["id"], objective["primary"]) == ("own", True)
    assert (objective["satisfied"], objective["measure"]) == (True, 0.75)
    [link] = objective["globals"]
    assert link == {
        "id": "com.example.shared",
        "reads": ["satisfied", "measure"],
        "writes": ["satisfied", "measure"],
    }
    [known] = told["global_objectives"]
    assert (known["id"], known["satisfied"], known["measure"]) == (
        *("com.example.shared", True, 0.75),
    )
    assert told["objectives_global_to_system"] is True


async def test_the_latest_requests_are_told_with_their_decisions(tenant: UUID, look: Make) -> None:
    player = await begin(
        tenant, await course_of(tenant, part("a"), part("b", pre_rules=(rule(PreAction.SKIP),)))
    )
    await ask(player)
    await ask(player, Request.CONTINUE)

    told = await look()
    latest, first = told["requests"]

    assert (first["request"], first["answer"]) == ("start", "a")
    assert (latest["request"], latest["target"], latest["answer"]) == ("continue", None, "b")
    assert latest["decisions"][-1] == {
        **{"process": "DB.2", "activity": "b", "title": "Part b", "said": "Delivered."}
    }
    assert latest["at"].endswith("Z")
    assert told["controls"]["continue"]["ends"] is True
    assert told["controls"]["previous"]["ends"] is False


async def test_a_request_that_was_refused_is_told_as_well(tenant: UUID, look: Make) -> None:
    closed = ControlModes(choice=False, flow=True)
    player = await begin(tenant, await course_of(tenant, part("a"), part("b"), modes=closed))
    await ask(player)
    with pytest.raises(Conflict):
        await ask(player, Request.CHOICE, "b")

    told = await look()

    assert told["current"] == "a"
    latest, first = told["requests"]
    assert (latest["request"], latest["target"]) == ("choice", "b")
    assert latest["answer"] == 'NB.2.1-10: The block "Block course" does not allow choosing.'
    assert [each["process"] for each in latest["decisions"]] == ["NB.2.1-10"]
    assert first["request"] == "start"


async def test_a_review_leaves_the_tree_of_the_record_alone(tenant: UUID, look: Make) -> None:
    package = await course_of(tenant, part("a"), part("b"))
    await ask(await begin(tenant, package))
    looking = await begin(tenant, package, mode=Mode.REVIEW)
    await ask(looking)
    await ask(looking, Request.CONTINUE)

    told = await look()

    assert (told["current"], told["mode"]) == ("a", "review")
    assert told["controls"]["continue"]["code"] == "PLAYER_CLOSED"


async def test_scorm_12_answers_in_the_same_shape(tenant: UUID, look: Make) -> None:
    course = manifest(sco("one"), sco("two", prerequisites="one"), sco("three"))
    player = await begin(tenant, await make_package(tenant, course))
    await ask(player)

    told = await look()

    assert told["edition"] == "1.2"
    await check_against_the_shell(player, told)
    closed = activity(told, "two")["choice"]
    assert closed["reason"] == (
        '"Two" opens once its prerequisites hold (one): "One" is not attempted.'
    )
    assert (closed["code"], closed["activity"]) == ("PREREQUISITES", "two")
    assert activity(told, "one")["jump"]["code"] == "NOT_IN_EDITION"
    assert (told["requests"], told["global_objectives"]) == ([], [])
    assert told["controls"]["previous"]["reason"] == 'No part before "One" can be opened now.'

    assert (activity(told, "one")["active"], activity(told, "one")["suspended"]) == (True, False)

    ended = {"cmi.core.lesson_status": "completed", "cmi.core.exit": "suspend"}
    await player.send(ended, sco="one", flags={"terminate": True})
    told = await look()
    assert (activity(told, "one")["active"], activity(told, "one")["suspended"]) == (False, True)
    assert activity(told, "two")["choice"]["allowed"] is True
    await check_against_the_shell(player, await look())


async def test_it_needs_a_key_that_may_read(client: Client, key_with: Make, tenant: UUID) -> None:
    await begin(tenant, await course_of(tenant, part("a")))
    writer = await key_with("write")

    assert (await client.get(READ)).status_code == 401
    assert (await client.get(READ, headers=writer.headers)).status_code == 403


async def test_what_was_not_selected_is_listed_last_and_says_so(tenant: UUID, look: Make) -> None:
    some = Selection(timing=Timing.ONCE, count=1)
    package = await course_of(tenant, block("pool", part("a"), part("b"), selection=some))
    player = await begin(tenant, package)
    await ask(player)

    told = await look()

    *_, taken, left = told["activities"]
    assert (taken["selected"], left["selected"], left["visible"]) == (True, False, False)
    assert left["choice"]["allowed"] is False
    assert left["jump"]["reason"] == f'"Part {left["id"]}" was not selected for this attempt.'
    await check_against_the_shell(player, told)


async def test_a_control_that_the_manifest_hides_is_said_to_be_hidden(
    tenant: UUID, look: Make
) -> None:
    quiet = replace(part("a"), hidden_controls=frozenset({"continue", "exitAll"}))
    player = await begin(tenant, await course_of(tenant, quiet, part("b")))
    await ask(player)

    told = await look()

    for name in ("continue", "exitAll"):
        assert told["controls"][name]["reason"] == '"Part a" hides this control.'
        assert told["controls"][name]["code"] == "HIDDEN"
    assert told["controls"]["suspendAll"]["allowed"] is True
    await check_against_the_shell(player, told)


async def test_after_a_day_of_silence_the_controls_say_that_the_session_has_expired(
    tenant: UUID, look: Make
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=2)
    player = await opened(tenant, await course_of(tenant, part("a"), part("b")), long_ago)
    await ask(player)

    told = await look()

    assert (told["player"], told["current"]) == ("expired", "a")
    assert told["controls"]["continue"]["reason"].startswith("The session has expired")


async def test_a_new_attempt_shows_a_tree_of_its_own(tenant: UUID, look: Make) -> None:
    package = await course_of(tenant, part("a"), part("b"))
    player = await begin(tenant, package)
    await ask(player)
    await do(player, "a", completion_status="completed")
    await begin(tenant, package, new_attempt=True)

    told = await look()

    assert (told["attempt"], told["current"], told["requests"]) == (2, None, [])
    assert activity(told, "a")["completion_status"] == "not_attempted"


async def test_it_agrees_with_the_session_read(
    client: Client, acme: Any, tenant: UUID, look: Make
) -> None:
    player = await begin(tenant, await course_of(tenant, block("one", part("a"), part("b"))))
    await ask(player)
    await do(player, "a", last=False, completion_status="completed", score__scaled="0.5")

    told = await look()
    answer = await client.get("/api/v1/sessions/s1", headers=acme.headers)
    record = await answer.get_json()

    shared = ("title", "completion_status", "success_status", "score", "progress_measure")
    for each in record["activities"]:
        there = activity(told, each["id"])
        assert {name: each[name] for name in shared} == {name: there[name] for name in shared}
        assert (each["attempts"], each["current"]) == (there["attempts"], there["current"])
    root = activity(told, "course")
    assert (root["completion_status"], root["score"]) == (
        *(record["completion_status"], record["score"]),
    )


async def test_why_the_way_on_is_closed_is_said_by_the_rule_of_what_comes_next(
    tenant: UUID, look: Make
) -> None:
    waits = part("b", pre_rules=(rule(PreAction.DISABLED, Condition.ALWAYS),))
    player = await begin(tenant, await course_of(tenant, part("a"), waits))
    await ask(player)

    told = await look()

    assert told["controls"]["continue"] == {
        "allowed": False,
        "reason": '"Part b", which comes next, is not available: disabled always.',
        "code": "SB.2.2-2",
        "activity": "b",
        "ends": False,
    }
    await check_against_the_shell(player, told)
