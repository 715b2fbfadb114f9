"""A record tells of its parts: results by activity, objectives, and answers."""

from uuid import UUID

from scorm.packaging.manifest import Item
from services.lists import Page
from services.sessions import listing, sessions
from services.sessions.listing import SessionFilter
from services.tracking.contents import Request
from services.tracking.session_view import ActivityResult, Parts
from tests.lectern_records import NOW, make_package, manifest, opened, sco
from tests.lectern_tree_plays import ask, block, course_of, do, part

STATUS = "cmi.core.lesson_status"


async def parts(tenant: UUID) -> Parts:
    return (await sessions.find(tenant, "s1", NOW)).parts


def of(found: Parts, name: str) -> ActivityResult:
    return next(each for each in found.activities if each.id == name)


async def test_every_activity_has_a_result_and_blocks_one_by_rollup(tenant: UUID) -> None:
    package = await course_of(tenant, block("one", part("a"), part("b")), part("c"))
    player = await opened(tenant, package)
    await ask(player)
    await player.send(
        {"cmi.completion_status": "completed", "cmi.score.scaled": "0.6"},
        sco="a",
        t={"a": 20},
        flags={"terminate": True},
    )
    await ask(player, Request.CONTINUE)
    await player.send({}, sco="b", t={"b": 12})

    found = await parts(tenant)

    assert [(each.id, each.level, each.parent) for each in found.activities] == [
        *(("one", 1, None), ("a", 2, "one"), ("b", 2, "one"), ("c", 1, None)),
    ]
    assert of(found, "a").title == "Part a"
    assert of(found, "a").result.completion_status == "completed"
    assert of(found, "a").result.scaled == 0.6
    assert [of(found, name).seconds for name in ("a", "b", "one", "c")] == [20, 12, 32, 0]
    assert [each.id for each in found.activities if each.current] == ["b"]
    assert [of(found, name).attempts for name in ("one", "a", "b", "c")] == [1, 1, 1, 0]
    assert of(found, "one").result.completion_status == "incomplete"
    assert of(found, "c").result.completion_status == "not_attempted"


async def test_answers_of_all_parts_are_listed_with_their_activity(tenant: UUID) -> None:
    player = await opened(tenant, await course_of(tenant, part("a"), part("b")))
    await ask(player)
    for name in ("a", "b"):
        row = "cmi.interactions.0"
        patch = {f"{row}.id": f"q-{name}", f"{row}.type": "true-false"}
        patch |= {f"{row}.learner_response": "true", f"{row}.result": "correct"}
        patch |= {"cmi.objectives.0.id": f"o-{name}", "cmi.objectives.0.success_status": "passed"}
        await player.send(patch, sco=name, flags={"terminate": True})
        await ask(player, Request.CONTINUE)

    found = await parts(tenant)

    assert [(each.activity_id, each.id, each.result) for each in found.interactions] == [
        *(("a", "q-a", "correct"), ("b", "q-b", "correct")),
    ]
    assert [(each.activity_id, each.id, each.success_status) for each in found.objectives] == [
        *(("a", "o-a", "passed"), ("b", "o-b", "passed")),
    ]


async def test_a_12_record_has_the_same_parts(tenant: UUID) -> None:
    inside = (sco("a"), sco("b"))
    unit = Item(identifier="unit", title="Unit", children=inside)
    player = await opened(tenant, await make_package(tenant, manifest(unit, sco("c"))))
    await ask(player)
    row = "cmi.interactions.0"
    patch = {STATUS: "passed", "cmi.core.score.raw": "80", f"{row}.id": "q"}
    await player.send({**patch, f"{row}.student_response": "t"}, sco="a", t={"a": 9})

    found = await parts(tenant)

    assert [(each.id, each.level, each.parent, each.attempts) for each in found.activities] == [
        *(("unit", 1, None, 1), ("a", 2, "unit", 1), ("b", 2, "unit", 0), ("c", 1, None, 0)),
    ]
    assert (of(found, "a").result.success_status, of(found, "a").result.raw) == ("passed", 80)
    assert of(found, "unit").result.completion_status == "incomplete"
    assert (of(found, "unit").seconds, of(found, "a").current) == (9, True)
    assert [(each.id, each.learner_response) for each in found.interactions] == [("q", "t")]


async def test_another_attempt_has_parts_of_its_own(tenant: UUID) -> None:
    package = await course_of(tenant, part("a"))
    player = await opened(tenant, package)
    await ask(player)
    await do(player, "a", completion_status="completed")

    await opened(tenant, package, new_attempt=True)

    assert of(await parts(tenant), "a").result.completion_status == "not_attempted"
    assert of(await parts(tenant), "a").attempts == 0


async def test_lists_stay_lean(tenant: UUID) -> None:
    player = await opened(tenant, await course_of(tenant, part("a")))
    await ask(player)

    [listed], _ = await listing.page(tenant, SessionFilter(), Page(1, 10))

    assert (listed.parts, listed.cmi_data) == (Parts(), None)
