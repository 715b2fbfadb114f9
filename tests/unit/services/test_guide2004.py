"""How a learner comes and goes in a sequenced course, by real rows and commits."""

from datetime import UTC, datetime
from uuid import UUID

from lectern_records import ISSUER, Player, make_package, opened, session_of
from lectern_sequencing import Written, item, sequencing

from scorm.packaging.manifest import Manifest
from services.errors import Conflict
from services.playing import delivery
from services.playing.delivery import Step, Wish
from services.tracking.contents import Request

FLOW = sequencing('<imsss:controlMode flow="true"/>')
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ENDED = {"terminate": True}


def course(*items: str, organization: str = FLOW) -> Manifest:
    manifest, _ = Written("".join(items), organization=organization).read()
    return manifest


def objective(maps: str, rules: str = "") -> str:
    primary = f'<imsss:primaryObjective objectiveID="own">{maps}</imsss:primaryObjective>'
    return sequencing(f"{rules}<imsss:objectives>{primary}</imsss:objectives>")


async def ask(player: Player, request: Request, target: str = "") -> Step:
    launch, handle = player.opened.launch, player.opened.handle
    return await delivery.step(launch.id, handle, Wish(request, target), player.now, ISSUER)


async def begun(tenant: UUID, package: UUID, **fields: str) -> tuple[Player, Step]:
    player = await opened(tenant, package, NOW, **fields)
    return player, await ask(player, Request.START)


def item_of(step: Step) -> str | None:
    return step.delivery.item if step.delivery else None


async def test_who_closes_the_window_comes_back_to_the_same_activity(tenant: UUID) -> None:
    package = await make_package(tenant, course(item("a"), item("b"), item("c")))
    player, _ = await begun(tenant, package)
    await player.send({}, sco="a", flags=ENDED)
    await ask(player, Request.CONTINUE)
    await player.send({"cmi.location": "p7"}, sco="b")

    _, step = await begun(tenant, package)

    assert item_of(step) == "b"
    assert step.delivery is not None
    assert step.delivery.cmi["cmi.entry"] == "resume"
    assert step.delivery.cmi["cmi.location"] == "p7"


async def test_who_finishes_begins_anew_and_keeps_the_better_result(tenant: UUID) -> None:
    package = await make_package(tenant, course(item("a"), item("b")))
    player, _ = await begun(tenant, package)
    for name in "ab":
        told = {"cmi.completion_status": "completed", "cmi.success_status": "passed"}
        await player.send(told, sco=name, flags=ENDED)
        await ask(player, Request.CONTINUE)
    first = await session_of(player)

    player, step = await begun(tenant, package)
    await player.send({"cmi.completion_status": "incomplete"}, sco="a", flags=ENDED)
    second = await session_of(player)

    assert (first.completion_status, first.success_status) == ("completed", "passed")
    assert item_of(step) == "a"
    assert step.delivery is not None
    assert step.delivery.mode == "normal"
    assert step.delivery.cmi["cmi.entry"] == "ab-initio"
    assert (second.completion_status, second.success_status) == ("completed", "passed")


async def test_a_single_activity_that_is_not_done_goes_on_after_its_exit(tenant: UUID) -> None:
    package = await make_package(tenant, course(item("only"), organization=""))
    player, _ = await begun(tenant, package)
    told = {"cmi.location": "p3", "cmi.completion_status": "incomplete", "cmi.exit": "normal"}
    await player.send(told, sco="only", flags=ENDED)
    left = await ask(player, Request.EXIT)

    _, step = await begun(tenant, package)

    assert left.ended is not None
    assert step.delivery is not None
    assert step.delivery.cmi["cmi.entry"] == "resume"
    assert step.delivery.cmi["cmi.location"] == "p3"


async def test_a_single_activity_that_is_done_is_reviewed(tenant: UUID) -> None:
    package = await make_package(tenant, course(item("only"), organization=""))
    player, _ = await begun(tenant, package)
    told = {"cmi.location": "end", "cmi.completion_status": "completed", "cmi.exit": "normal"}
    await player.send(told, sco="only", flags=ENDED)
    await ask(player, Request.EXIT_ALL)

    _, step = await begun(tenant, package)

    assert step.delivery is not None
    assert step.delivery.mode == "review"
    assert step.delivery.cmi["cmi.location"] == "end"


async def test_content_that_asks_hears_what_follows_from_what_it_has_just_told(
    tenant: UUID,
) -> None:
    barred = sequencing(
        '<imsss:controlMode flow="true"/><imsss:sequencingRules><imsss:preConditionRule>'
        '<imsss:ruleConditions conditionCombination="any">'
        '<imsss:ruleCondition operator="not" condition="satisfied" referencedObjective="own"/>'
        '<imsss:ruleCondition operator="not" condition="objectiveStatusKnown"'
        ' referencedObjective="own"/></imsss:ruleConditions>'
        '<imsss:ruleAction action="disabled"/></imsss:preConditionRule></imsss:sequencingRules>'
        '<imsss:objectives><imsss:primaryObjective/><imsss:objective objectiveID="own">'
        '<imsss:mapInfo targetObjectiveID="key"/></imsss:objective></imsss:objectives>'
    )
    door = objective('<imsss:mapInfo targetObjectiveID="key" writeSatisfiedStatus="true"/>')
    manifest = course(item("door", door), item("room", item("desk") + barred, page=False))
    player, step = await begun(tenant, await make_package(tenant, manifest))
    assert step.delivery is not None

    failed = await player.send({"cmi.success_status": "failed"}, sco="door", flags={"asks": True})
    passed = await player.send({"cmi.success_status": "passed"}, sco="door", flags={"asks": True})
    silent = await player.send({"cmi.location": "x"}, sco="door")

    assert failed.valid is not None
    assert passed.valid is not None
    assert failed.valid["choice"] == {"course": True, "door": True, "room": False, "desk": False}
    assert passed.valid["choice"] == {"course": True, "door": True, "room": True, "desk": True}
    assert silent.valid is None


async def test_a_global_objective_opens_the_next_course_of_the_same_learner(tenant: UUID) -> None:
    writes = '<imsss:mapInfo targetObjectiveID="licence" writeSatisfiedStatus="true"/>'
    skips = (
        "<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>"
        '<imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>'
        '<imsss:ruleAction action="skip"/></imsss:preConditionRule></imsss:sequencingRules>'
    )
    reads = objective('<imsss:mapInfo targetObjectiveID="licence"/>', skips)
    basics = await make_package(tenant, course(item("test", objective(writes)), item("more")))
    advanced = await make_package(tenant, course(item("revision", reads), item("main")))
    player, _ = await begun(tenant, basics, session_id="basics")
    await player.send({"cmi.success_status": "passed"}, sco="test", flags=ENDED)

    _, hers = await begun(tenant, advanced, session_id="advanced")
    _, other = await begun(tenant, advanced, session_id="bob", user_id="bob")

    assert item_of(hers) == "main"
    assert item_of(other) == "revision"


async def test_what_arrives_after_the_learner_went_on_still_counts(tenant: UUID) -> None:
    package = await make_package(tenant, course(item("a"), item("b")))
    player, _ = await begun(tenant, package)
    await player.send({"cmi.location": "1"}, sco="a")
    await ask(player, Request.CONTINUE)

    told = {"cmi.success_status": "failed", "cmi.completion_status": "completed"}
    await player.send(told, sco="a", flags=ENDED)
    step = await ask(player, Request.PREVIOUS)

    entry = next(each for each in step.toc if each.id == "a")
    assert item_of(step) == "a"
    assert entry.status == "failed"


async def test_a_refused_request_changes_nothing(tenant: UUID) -> None:
    package = await make_package(tenant, course(item("a"), item("b")))
    player, step = await begun(tenant, package)
    launch, handle = player.opened.launch, player.opened.handle

    refused = await delivery.status(launch.id, handle, player.now)
    assert not refused.controls.previous
    try:
        await ask(player, Request.PREVIOUS)
    except Conflict as conflict:
        said = conflict.details
    else:
        raise AssertionError("there is nothing before the first part")
    after = await delivery.status(launch.id, handle, player.now)

    assert said["reason"] == "NO_WAY_BACK"
    assert after.toc == step.toc


async def test_what_an_abandoned_attempt_has_told_does_not_come_back(tenant: UUID) -> None:
    package = await make_package(tenant, course(item("a"), item("b")))
    player, _ = await begun(tenant, package)
    told = {"cmi.success_status": "passed", "cmi.completion_status": "completed"}
    await player.send(told, sco="a", flags=ENDED)

    left = await ask(player, Request.ABANDON)
    seen = await delivery.status(player.opened.launch.id, player.opened.handle, player.now)
    await player.send({"cmi.score.scaled": "1"}, sco="a", flags=ENDED)
    later = await ask(player, Request.CONTINUE)

    for toc in (left.toc, seen.toc, later.toc):
        assert next(each for each in toc if each.id == "a").status == "incomplete"
