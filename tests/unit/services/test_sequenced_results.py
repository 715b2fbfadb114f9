"""The record of a course of several activities is what the activity tree comes to."""

from uuid import UUID

from scorm.sequencing.definition import Limits
from services.sessions import sessions
from services.tracking.contents import Request
from services.tracking.session_view import SessionView
from tests.lectern_records import NOW, opened
from tests.lectern_tree_plays import ask, block, course_of, do, part, play


async def record(tenant: UUID) -> SessionView:
    return await sessions.find(tenant, "s1", NOW)


def words(view: SessionView) -> tuple[str, str]:
    return str(view.completion_status), str(view.success_status)


async def test_a_record_follows_commits_and_navigation(tenant: UUID) -> None:
    player = await play(tenant, part("a"), part("b"))
    await ask(player)

    await do(player, "a", last=False, completion_status="completed", score__scaled="0.5")
    told = await record(tenant)
    assert words(told) == ("incomplete", "unknown")
    assert told.progress_measure == 0.5

    await do(player, "a", completion_status="completed", success_status="passed")
    await ask(player, Request.CONTINUE)
    await do(player, "b", completion_status="completed", success_status="passed", score__scaled="1")
    told = await record(tenant)
    assert words(told) == ("completed", "passed")
    assert (told.score.scaled, told.progress_measure) == (0.75, 1.0)

    await ask(player, Request.EXIT_ALL)
    assert words(await record(tenant)) == ("completed", "passed")


async def test_a_failure_in_one_part_is_one_of_the_whole(tenant: UUID) -> None:
    player = await play(tenant, part("a"), part("b"))
    await ask(player)
    await do(player, "a", completion_status="completed", success_status="failed")
    await ask(player, Request.CONTINUE)
    await do(player, "b", completion_status="completed", success_status="passed")

    assert words(await record(tenant)) == ("completed", "failed")


async def test_time_counts_over_all_parts(tenant: UUID) -> None:
    player = await play(tenant, part("a"), part("b"))
    await ask(player)
    await player.send({}, sco="a", t={"a": 30}, flags={"terminate": True})
    await ask(player, Request.CONTINUE)
    await player.send({}, sco="b", t={"b": 12.5}, flags={"terminate": True})

    told = await record(tenant)
    assert (told.time_spent_seconds, told.session_time) == (42, "PT42.5S")


async def test_a_new_pass_through_the_tree_takes_nothing_back(tenant: UUID) -> None:
    package = await course_of(tenant, part("a"), part("b"))
    player = await opened(tenant, package)
    await ask(player)
    for name in ("a", "b"):
        await do(player, name, last=False, completion_status="completed", score__scaled="0.9")
        await do(player, name, success_status="passed")
        await ask(player, Request.CONTINUE)
    assert words(await record(tenant)) == ("completed", "passed")

    again = await opened(tenant, package)
    step = await ask(again)
    assert step.delivery is not None
    assert step.delivery.cmi.get("cmi.completion_status") is None
    await do(again, "a", completion_status="incomplete", success_status="failed")
    told = await record(tenant)
    assert words(told) == ("completed", "passed")
    assert told.score.scaled == 0.9
    await ask(again, Request.EXIT_ALL)
    assert words(await record(tenant)) == ("completed", "passed")


async def test_a_new_attempt_begins_with_nothing(tenant: UUID) -> None:
    package = await course_of(tenant, part("a"), part("b"))
    player = await opened(tenant, package)
    await ask(player)
    await do(player, "a", completion_status="completed", score__scaled="0.9")
    await ask(player, Request.EXIT_ALL)

    again = await opened(tenant, package, new_attempt=True)
    told = await record(tenant)
    assert words(told) == ("not_attempted", "unknown")
    assert (told.attempts, told.score.scaled, told.progress_measure) == (2, None, None)

    await ask(again)
    await do(again, "a", completion_status="completed")
    assert (await record(tenant)).progress_measure == 0.5


async def test_a_window_that_was_closed_leaves_the_result_where_it_was(tenant: UUID) -> None:
    package = await course_of(tenant, part("a"), part("b"))
    player = await opened(tenant, package)
    await ask(player)
    await do(player, "a", last=False, completion_status="completed", score__scaled="0.5")

    again = await opened(tenant, package)
    assert words(await record(tenant)) == ("incomplete", "unknown")
    step = await ask(again)
    assert step.delivery is not None
    assert step.delivery.cmi["cmi.completion_status"] == "completed"
    assert (await record(tenant)).progress_measure == 0.5


async def test_blocks_roll_up_to_the_whole(tenant: UUID) -> None:
    player = await play(
        tenant,
        block("one", part("a"), part("b")),
        block("two", part("c", limits=Limits(attempts=1))),
    )
    await ask(player)
    for name in ("a", "b", "c"):
        await do(player, name, completion_status="completed", success_status="passed")
        await ask(player, Request.CONTINUE)

    assert words(await record(tenant)) == ("completed", "passed")
    assert (await record(tenant)).completed_at == NOW


async def test_what_arrives_after_the_learner_has_moved_on_still_counts(tenant: UUID) -> None:
    player = await play(tenant, part("a"), part("b"))
    await ask(player)
    await ask(player, Request.CONTINUE)

    await do(player, "a", completion_status="completed", success_status="passed")
    told = await record(tenant)
    assert (words(told), told.progress_measure) == (("incomplete", "unknown"), 0.5)

    await do(player, "b", completion_status="completed", success_status="passed")
    await ask(player, Request.EXIT_ALL)
    assert words(await record(tenant)) == ("completed", "passed")


async def test_what_arrives_after_the_end_still_counts(tenant: UUID) -> None:
    package = await course_of(tenant, part("a"), part("b"))
    player = await opened(tenant, package)
    await ask(player)
    await do(player, "a", completion_status="completed", success_status="passed")
    await ask(player, Request.CONTINUE)
    await ask(player, Request.SUSPEND_ALL)

    await do(player, "b", completion_status="completed", success_status="passed")

    assert words(await record(tenant)) == ("completed", "passed")
    step = await ask(await opened(tenant, package))
    assert step.delivery is not None
    assert step.delivery.cmi["cmi.completion_status"] == "completed"
    assert words(await record(tenant)) == ("completed", "passed")
