"""Commits: what is repeated, late, reordered or forbidden changes nothing it should not."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from models.commit import CallLog, Commit, OrphanCommit
from models.event import Event
from models.session import ScoState
from scorm.edition import Edition
from services import database
from services.errors import Gone, Resync, SequenceReused, Superseded
from services.playing import runtime
from services.playing.commit_request import decode
from tests.lectern_records import (
    IDLE,
    Player,
    launched,
    make_package,
    manifest,
    opened,
    sco,
    session_of,
)

STATUS = "cmi.core.lesson_status"
RAW = "cmi.core.score.raw"
PLACE = "cmi.core.lesson_location"
EXIT = "cmi.core.exit"


async def rows(tenant: UUID, model: Any) -> list[Any]:
    async with database.tenant_scope(tenant):
        return await model.filter(tenant_id=tenant).order_by("created_at")


async def event_types(tenant: UUID) -> list[str]:
    async with database.tenant_scope(tenant):
        found = await Event.filter(tenant_id=tenant).order_by("ordinal")
    return [event.event_type for event in found]


async def cmi(tenant: UUID) -> str:
    return (await rows(tenant, ScoState))[0].cmi


@pytest.fixture
async def player(tenant: UUID) -> Player:
    return await opened(tenant, await make_package(tenant))


async def test_a_commit_is_stored_and_rolled_up(tenant: UUID, player: Player) -> None:
    answer = await player.send({STATUS: "incomplete", RAW: "40", PLACE: "p3"}, t={"sco": 12.5})

    session = await session_of(player)
    assert (answer.applied, answer.errors, answer.replayed) == (1, {}, False)
    assert answer.version == session.version
    assert (session.completion_status, session.score_raw) == ("incomplete", 40.0)
    assert session.score_scaled == 0.4
    assert session.time_spent == 12.5
    assert session.session_time == "PT12.5S"


async def test_a_repeated_commit_gets_the_same_answer_and_changes_nothing(
    tenant: UUID, player: Player
) -> None:
    first = await player.send({STATUS: "completed"}, t={"sco": 5})

    again = await asyncio.gather(
        *(player.send({STATUS: "completed"}, seq=1, t={"sco": 5}) for _ in range(5))
    )

    assert {(a.applied, a.version, a.replayed) for a in again} == {(1, first.version, True)}
    assert len(await rows(tenant, Commit)) == 1
    assert (await event_types(tenant)).count("session.completed") == 1
    assert (await session_of(player)).time_spent == 5


async def test_five_first_sendings_at_once_have_one_effect(tenant: UUID, player: Player) -> None:
    answers = await asyncio.gather(
        *(player.send({STATUS: "completed"}, seq=1, t={"sco": 5}) for _ in range(5))
    )

    assert sorted(answer.replayed for answer in answers) == [False, True, True, True, True]
    assert (await session_of(player)).time_spent == 5


async def test_another_body_under_a_known_number_is_refused(player: Player) -> None:
    await player.send({PLACE: "p1"})

    with pytest.raises(SequenceReused):
        await player.send({PLACE: "p2"}, seq=1)


async def test_a_base_ahead_of_what_was_applied_asks_for_everything(player: Player) -> None:
    with pytest.raises(Resync) as refused:
        await player.send({PLACE: "p1"}, seq=4, base=3)

    assert refused.value.details == {"applied": 0}


async def test_an_older_commit_never_overwrites_a_newer_one(tenant: UUID, player: Player) -> None:
    await player.send({STATUS: "completed", PLACE: "p5"}, seq=5, t={"sco": 50})

    older = await player.send({STATUS: "incomplete", PLACE: "p3"}, seq=3, t={"sco": 30})
    await player.send({STATUS: "incomplete", PLACE: "p4"}, seq=4, t={"sco": 40})

    session = await session_of(player)
    assert older.applied == 5
    assert session.completion_status == "completed"
    assert session.time_spent == 50
    assert '"p5"' in await cmi(tenant)


async def test_an_older_commit_still_brings_what_a_dying_page_left_out(
    tenant: UUID, player: Player
) -> None:
    flags = {"hidden": True, "partial": True}
    await player.send({PLACE: "p5"}, seq=2, flags=flags)

    await player.send({PLACE: "p4", "cmi.suspend_data": "large"}, seq=1)

    stored = await cmi(tenant)
    assert '"p5"' in stored
    assert '"large"' in stored


async def test_the_rest_of_an_ended_visit_is_stored_after_its_end(
    tenant: UUID, player: Player
) -> None:
    flags = {"terminate": True, "partial": True}
    await player.send({STATUS: "incomplete", EXIT: "suspend"}, flags=flags)

    await player.send(
        {STATUS: "incomplete", EXIT: "suspend", "cmi.suspend_data": "large"},
        flags={"terminate": True},
    )

    stored = await cmi(tenant)
    assert '"large"' in stored
    assert '"cmi.core.entry":"resume"' in stored


async def test_after_the_end_nothing_can_be_set(tenant: UUID, player: Player) -> None:
    await player.send({STATUS: "failed", RAW: "10"}, flags={"terminate": True})

    answer = await player.send({STATUS: "passed", RAW: "100"})

    assert answer.errors == {STATUS: 301, RAW: 301}
    assert (await session_of(player)).success_status == "failed"


async def test_what_content_may_only_read_is_refused_element_by_element(
    tenant: UUID, player: Player
) -> None:
    answer = await player.send(
        {
            "cmi.core.student_id": "eve",
            "cmi.core.total_time": "99:00:00",
            "cmi.core.credit": "credit",
            PLACE: "p1",
        }
    )

    assert answer.errors == {
        "cmi.core.student_id": 403,
        "cmi.core.total_time": 403,
        "cmi.core.credit": 403,
    }
    assert await cmi(tenant) == '{"cmi.core.lesson_location":"p1"}'


async def test_the_time_of_a_session_is_the_sum_over_its_launches(tenant: UUID) -> None:
    package = await make_package(tenant)
    first = await opened(tenant, package)
    await first.send({PLACE: "1"}, t={"sco": 10})
    await first.send({PLACE: "2"}, t={"sco": 20})

    second = await opened(tenant, package)
    await second.send({PLACE: "3"}, t={"sco": 7})

    assert (await session_of(second)).time_spent == 27


async def test_of_session_time_the_latest_value_of_a_visit_counts(tenant: UUID) -> None:
    package = await make_package(tenant)
    first = await opened(tenant, package)
    await first.send({"cmi.core.session_time": "00:10:00", STATUS: "incomplete"})
    await first.send({"cmi.core.session_time": "00:20:00"}, flags={"terminate": True})

    second = await opened(tenant, package)
    await second.send({"cmi.core.session_time": "00:01:00"})

    assert (await session_of(second)).time_spent == 21 * 60
    assert (await rows(tenant, ScoState))[0].seconds == 21 * 60


async def test_a_superseded_launch_is_told_and_its_data_kept(tenant: UUID) -> None:
    package = await make_package(tenant)
    first = await opened(tenant, package)
    second = await opened(tenant, package)
    await second.send({PLACE: "new"})

    with pytest.raises(Superseded) as refused:
        await first.send({PLACE: "old"})

    [orphan] = await rows(tenant, OrphanCommit)
    assert refused.value.details == {"current_launch_started_at": second.now}
    assert '"old"' in orphan.body
    assert (orphan.reason, orphan.launch_id) == ("SUPERSEDED", first.opened.launch.id)


async def test_an_older_launch_may_deliver_before_the_newer_one_writes(tenant: UUID) -> None:
    package = await make_package(tenant)
    first = await opened(tenant, package)
    second = await opened(tenant, package)

    await first.send({PLACE: "old", STATUS: "incomplete"}, flags={"late": True})
    await second.send({STATUS: "completed"})

    assert '"old"' in await cmi(tenant)
    assert (await session_of(second)).completion_status == "completed"


async def test_an_expired_token_delivers_for_three_days_and_is_not_renewed(
    tenant: UUID, player: Player
) -> None:
    late = player.later(hours=71)
    late.expired = True

    answer = await late.send({STATUS: "completed"})

    assert not answer.may_renew
    assert (await rows(tenant, Commit))[0].late
    assert (await session_of(player)).completion_status == "completed"


async def test_after_three_days_of_silence_a_delivery_is_kept_aside(
    tenant: UUID, player: Player
) -> None:
    late = player.later(hours=73)
    late.expired = True

    with pytest.raises(Gone):
        await late.send({STATUS: "completed"})

    assert [orphan.reason for orphan in await rows(tenant, OrphanCommit)] == ["GONE"]


async def test_a_late_arrival_never_takes_a_status_back(tenant: UUID) -> None:
    package = await make_package(tenant)
    first = await opened(tenant, package)
    await first.send({STATUS: "completed"})
    await opened(tenant, package)

    await first.send({STATUS: "incomplete"}, flags={"late": True})

    assert (await session_of(first)).completion_status == "completed"


async def test_looking_back_changes_neither_status_nor_score(tenant: UUID) -> None:
    package = await make_package(tenant)
    first = await opened(tenant, package)
    await first.send({STATUS: "passed", RAW: "90"}, flags={"terminate": True})

    second = await opened(tenant, package)
    answer = await second.send({STATUS: "failed", RAW: "1"}, t={"sco": 3})

    session = await session_of(second)
    assert second.opened.launch.mode == "review"
    assert answer.applied == 1
    assert (session.success_status, session.score_raw) == ("passed", 90.0)


async def test_events_tell_each_transition_once_and_in_order(tenant: UUID, player: Player) -> None:
    await player.send({STATUS: "incomplete"})
    await player.send({STATUS: "incomplete", PLACE: "2"})
    await player.send({RAW: "80"})
    await player.send({STATUS: "completed"})
    await player.send({STATUS: "passed"})

    assert await event_types(tenant) == [
        *("session.launched", "session.updated", "session.updated", "session.scored"),
        *("session.updated", "session.completed", "session.updated"),
    ]


async def test_a_failed_course_is_no_completed_one(tenant: UUID, player: Player) -> None:
    await player.send({STATUS: "failed"})
    await player.send({STATUS: "passed"})

    told = await event_types(tenant)

    assert [kind for kind in told if kind in {"session.failed", "session.completed"}] == [
        *("session.failed", "session.completed")
    ]


async def test_a_course_is_complete_when_each_of_its_scos_is(tenant: UUID) -> None:
    package = await make_package(tenant, manifest(sco("a"), sco("b")))
    player = await opened(tenant, package)

    await player.send({STATUS: "completed", RAW: "50"}, sco="a")
    halfway = await session_of(player)
    await player.send({STATUS: "passed", RAW: "100"}, sco="b")
    whole = await session_of(player)

    assert (halfway.completion_status, halfway.progress_measure) == ("incomplete", 0.5)
    assert (whole.completion_status, whole.success_status) == ("completed", "passed")
    assert (whole.score_scaled, whole.score_raw) == (0.75, 75.0)


async def test_a_mastery_score_decides_at_the_end(tenant: UUID) -> None:
    package = await make_package(tenant, manifest(sco(mastery_score=80.0)))
    player = await opened(tenant, package)

    await player.send({RAW: "79", STATUS: "completed"}, flags={"terminate": True})

    assert (await session_of(player)).success_status == "failed"


async def test_a_progress_threshold_decides_in_scorm_2004(tenant: UUID) -> None:
    package = await make_package(tenant, manifest(edition=Edition.SCORM_2004_4TH))
    player = await opened(tenant, package)

    answer = await player.send({"cmi.score.scaled": "0.9", "cmi.success_status": "passed"})

    session = await session_of(player)
    assert answer.errors == {}
    assert (session.completion_status, session.success_status) == ("incomplete", "passed")


async def test_calls_are_kept_as_they_were_made(tenant: UUID, player: Player) -> None:
    await player.send({}, calls=[[0, "LMSInitialize", "", "", "true", 0]])

    [log] = await rows(tenant, CallLog)
    assert log.calls == '[[0,"LMSInitialize","","","true",0]]'


async def test_half_a_surrogate_pair_costs_one_character_only(tenant: UUID, player: Player) -> None:
    launch = player.opened.launch.id
    body = (
        f'{{"token":"","launch":"{launch}","seq":1,"base":0,"sco":"sco",'
        '"patch":{"cmi.core.lesson_location":"cut \\ud83d"}}'
    )
    await runtime.commit(decode(body.encode()), player.claims, player.now, IDLE)

    assert '"cut ?"' in await cmi(tenant)


async def test_a_relaunch_after_commits_resumes(tenant: UUID, player: Player) -> None:
    await player.send({STATUS: "incomplete"})

    link = await launched(tenant, player.opened.session.package_id)

    assert link.resumed
