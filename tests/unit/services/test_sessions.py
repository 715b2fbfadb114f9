"""Records from outside: read whole, listed by page, changed by version."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from models.event import Event
from models.session import SessionStatus
from services import database
from services.errors import Invalid, SessionExpired, SessionNotFound, VersionConflict
from services.lists import Page
from services.playing import delivery
from services.playing.delivery import Wish
from services.sessions import listing, sessions
from services.sessions.listing import SessionFilter
from services.sessions.sessions import Amendment
from services.tracking.contents import Request
from tests.lectern_records import ISSUER, NOW, Player, launched, make_package, manifest, opened, sco

STATUS = "cmi.core.lesson_status"
RAW = "cmi.core.score.raw"
TIME = "cmi.core.session_time"


@dataclass
class Points:
    scaled: float | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None


@pytest.fixture
async def player(tenant: UUID) -> Player:
    return await opened(tenant, await make_package(tenant), learner_name="Lovelace, Ada")


async def test_a_record_shows_what_the_course_stored(tenant: UUID, player: Player) -> None:
    patch = {STATUS: "incomplete", "cmi.suspend_data": "abc", "cmi.core.lesson_location": "p3"}
    await player.send(patch, t={"sco": 61.7})

    found = await sessions.find(tenant, "s1", NOW)

    assert found.cmi_data == patch
    assert (found.suspend_data, found.location) == ("abc", "p3")
    assert (found.package.title, found.package.version) == ("Course", "1.2")
    assert (found.package_revision, found.attempts) == (1, 1)
    assert (found.time_spent_seconds, found.session_time) == (61, "PT1M1.7S")
    assert (found.status, found.learner_name) == ("active", "Lovelace, Ada")
    assert found.launched_at == NOW
    assert found.completed_at is None


@pytest.mark.parametrize("name", ["nope", "", "a\x00b", "x" * 300])
async def test_an_unknown_record_is_not_found(tenant: UUID, player: Player, name: str) -> None:
    with pytest.raises(SessionNotFound):
        await sessions.find(tenant, name, NOW)


async def test_another_tenants_record_is_not_found(other_tenant: UUID, player: Player) -> None:
    with pytest.raises(SessionNotFound):
        await sessions.find(other_tenant, "s1", NOW)


async def test_records_are_listed_newest_first_and_filtered(tenant: UUID) -> None:
    package, other = await make_package(tenant), await make_package(tenant)
    for minute, (name, user, where) in enumerate(
        [("s1", "ada", package), ("s2", "ada", other), ("s3", "bob", package)]
    ):
        moment = NOW + timedelta(minutes=minute)
        await launched(tenant, where, moment, session_id=name, user_id=user)

    async def names(number: int = 1, size: int = 10, **wanted: Any) -> list[str]:
        found, _ = await listing.page(tenant, SessionFilter(**wanted), Page(number, size))
        return [each.id for each in found]

    assert await names() == ["s3", "s2", "s1"]
    assert await names(2, 2) == ["s1"]
    assert await names(9) == []
    assert await names(user_id="ada") == ["s2", "s1"]
    assert await names(package_id=str(package)) == ["s3", "s1"]
    assert await names(package_id="no uuid") == []
    assert await names(completion_status="completed") == []
    assert (await listing.page(tenant, SessionFilter(), Page(1, 1)))[1] == 3


async def test_a_change_is_merged_key_by_key(tenant: UUID, player: Player) -> None:
    await player.send({STATUS: "incomplete", "cmi.suspend_data": "old", RAW: "10"})

    changed = await sessions.amend(
        tenant,
        "s1",
        Amendment(cmi_data={"cmi.core.lesson_location": "p9", RAW: None}, suspend_data="new"),
        NOW,
    )

    assert changed.cmi_data == {
        **{STATUS: "incomplete", "cmi.suspend_data": "new"},
        "cmi.core.lesson_location": "p9",
    }
    assert changed.score.raw is None


async def test_the_top_level_wins_and_the_course_finds_it(tenant: UUID, player: Player) -> None:
    changed = await sessions.amend(
        tenant,
        "s1",
        Amendment(
            cmi_data={STATUS: "incomplete"},
            completion_status="completed",
            success_status="passed",
            score=Points(scaled=0.9, raw=90, min=0, max=100),
        ),
        NOW,
    )

    assert (changed.completion_status, changed.success_status) == ("completed", "passed")
    assert (changed.score.raw, changed.score.scaled) == (90, 0.9)
    assert changed.completed_at == NOW
    assert changed.cmi_data is not None
    assert changed.cmi_data[STATUS] == "passed"
    assert changed.cmi_data[RAW] == "90"


@pytest.mark.parametrize(
    ("raw", "written"),
    [(85.1234567, "85.1234567"), (1_234_567, "1234567"), (0, "0"), (-2.5, "-2.5")],
)
async def test_a_score_is_written_back_to_the_last_digit(
    tenant: UUID, player: Player, raw: float, written: str
) -> None:
    changed = await sessions.amend(
        tenant, "s1", Amendment(score=Points(scaled=None, raw=raw, min=None, max=None)), NOW
    )

    assert changed.cmi_data is not None
    assert changed.cmi_data[RAW] == written


async def test_a_change_counts_with_the_players_own(tenant: UUID, player: Player) -> None:
    answer = await player.send({STATUS: "incomplete"})
    changed = await sessions.amend(tenant, "s1", Amendment(suspend_data="x"), NOW)
    later = await player.send({STATUS: "completed"})

    assert [answer.version + 1, answer.version + 2] == [changed.version, later.version]


async def test_of_twenty_changes_to_one_version_one_is_made(tenant: UUID, player: Player) -> None:
    version = (await sessions.find(tenant, "s1", NOW)).version

    made = await asyncio.gather(
        *(
            sessions.amend(tenant, "s1", Amendment(suspend_data=str(n), version=version), NOW)
            for n in range(20)
        ),
        return_exceptions=True,
    )

    refused = [each for each in made if isinstance(each, VersionConflict)]
    assert len(refused) == 19
    assert refused[0].details == {
        "category": "CONFLICT",
        "provided_version": version,
        "current_version": version + 1,
        "updated_at": "2026-11-21T12:00:00Z",
    }


async def test_reported_time_replaces_that_of_the_same_visit(tenant: UUID, player: Player) -> None:
    for time in ("PT10M", "PT45M", "PT45M"):
        changed = await sessions.amend(tenant, "s1", Amendment(session_time=time), NOW)

    assert (changed.time_spent_seconds, changed.session_time) == (2700, "PT45M")


async def test_time_in_the_data_counts_like_time_at_the_top(tenant: UUID, player: Player) -> None:
    spent: list[tuple[int, str]] = []
    for time in ("00:10:00", "00:10:00", "00:45:00", "soon"):
        changed = await sessions.amend(tenant, "s1", Amendment(cmi_data={TIME: time}), NOW)
        spent.append((changed.time_spent_seconds, changed.session_time))
    both = Amendment(cmi_data={TIME: "09:00:00"}, session_time="PT1H")
    won = await sessions.amend(tenant, "s1", both, NOW)

    ten, rest = (600, "PT10M"), (2700, "PT45M")
    assert spent == [ten, ten, rest, rest]
    assert (won.time_spent_seconds, won.session_time) == (3600, "PT1H")


async def test_time_in_the_notation_of_scorm_12_is_told_as_iso_8601(
    tenant: UUID, player: Player
) -> None:
    changed = await sessions.amend(tenant, "s1", Amendment(session_time="01:30:00"), NOW)

    assert (changed.time_spent_seconds, changed.session_time) == (5400, "PT1H30M")


@pytest.mark.parametrize(
    ("stated", "raw"),
    [
        (Points(scaled=0.9, raw=None, min=None, max=None), 90),
        (Points(scaled=0.5, raw=None, min=10, max=20), 15),
    ],
)
async def test_a_share_that_is_stated_alone_outlasts_later_changes(
    tenant: UUID, player: Player, stated: Points, raw: float
) -> None:
    await sessions.amend(tenant, "s1", Amendment(score=stated), NOW)
    await sessions.amend(tenant, "s1", Amendment(suspend_data="x"), NOW)
    await player.send({"cmi.core.lesson_location": "p2"})

    found = await sessions.find(tenant, "s1", NOW)
    assert (found.score.scaled, found.score.raw) == (stated.scaled, raw)


@pytest.mark.parametrize(
    "wrong",
    [
        Amendment(cmi_data={"nothing": "x"}),
        Amendment(cmi_data={"cmi." + "x" * 400: "x"}),
        Amendment(session_time="soon"),
    ],
)
async def test_a_change_that_cannot_be_meant_is_refused(
    tenant: UUID, player: Player, wrong: Amendment
) -> None:
    with pytest.raises(Invalid):
        await sessions.amend(tenant, "s1", wrong, NOW)


async def test_a_change_from_outside_is_announced_once(tenant: UUID, player: Player) -> None:
    for _ in range(2):
        await sessions.amend(tenant, "s1", Amendment(completion_status="completed"), NOW)

    async with database.tenant_scope(tenant):
        kinds = [each.event_type for each in await Event.all().order_by("ordinal")]
    assert kinds == ["session.launched", "session.updated", "session.completed"]


async def test_after_a_day_of_silence_a_record_is_closed_but_kept(
    tenant: UUID, player: Player
) -> None:
    await player.send({STATUS: "incomplete"})

    assert await sessions.expire(tenant, NOW + timedelta(hours=23)) == 0
    assert await sessions.expire(tenant, NOW + timedelta(hours=25)) == 1

    found = await sessions.find(tenant, "s1", NOW)
    assert found.status == SessionStatus.EXPIRED
    assert found.cmi_data == {STATUS: "incomplete"}
    with pytest.raises(SessionExpired) as refused:
        await sessions.amend(tenant, "s1", Amendment(suspend_data="x"), NOW)
    assert refused.value.details == {"reason": "session_expired"}


async def test_a_change_reaches_the_part_the_learner_is_in(tenant: UUID) -> None:
    package = await make_package(tenant, manifest(sco("a"), sco("b")))
    player = await opened(tenant, package)
    launch, handle = player.opened.launch, player.opened.handle
    for part in ("a", "b"):
        wish = Wish(Request.CHOICE, part)
        await delivery.step(launch.id, handle, wish, NOW, ISSUER)
    await player.send({STATUS: "incomplete"}, sco="b")
    # What the part before still had to say moves nobody back to it.
    await player.send({STATUS: "completed"}, sco="a")

    changed = await sessions.amend(tenant, "s1", Amendment(cmi_data={STATUS: "completed"}), NOW)

    assert changed.completion_status == "completed"


async def test_what_is_stated_of_many_parts_holds_until_they_come_to_more(tenant: UUID) -> None:
    package = await make_package(tenant, manifest(sco("a"), sco("b")))
    player = await opened(tenant, package)
    await delivery.step(
        player.opened.launch.id, player.opened.handle, Wish(Request.CHOICE, "a"), NOW, ISSUER
    )
    await player.send({STATUS: "incomplete"}, sco="a")
    stated = Amendment(completion_status="completed", score=Points(scaled=0.8, raw=80))
    await sessions.amend(tenant, "s1", stated, NOW)

    await sessions.amend(tenant, "s1", Amendment(session_time="PT5M"), NOW)
    await player.send({"cmi.core.lesson_location": "p2"}, sco="a")

    held = await sessions.find(tenant, "s1", NOW)
    assert (held.completion_status, held.score.scaled) == ("completed", 0.8)

    await player.send({STATUS: "passed", RAW: "95"}, sco="a")
    better = await sessions.find(tenant, "s1", NOW)
    assert (better.success_status, better.score.raw) == ("passed", 95)


async def test_what_nobody_stated_follows_the_parts_also_downwards(tenant: UUID) -> None:
    package = await make_package(tenant, manifest(sco("a"), sco("b"), sco("c")))
    player = await opened(tenant, package)
    for part, raw in (("a", "90"), ("b", "77"), ("c", "35"), ("c", "31"), ("b", "20")):
        wish = Wish(Request.CHOICE, part)
        await delivery.step(player.opened.launch.id, player.opened.handle, wish, NOW, ISSUER)
        await player.send({STATUS: "completed", RAW: raw}, sco=part)

    found = await sessions.find(tenant, "s1", NOW)
    assert found.score.scaled == pytest.approx(0.47)
    changed = await sessions.amend(tenant, "s1", Amendment(cmi_data={RAW: "11"}), NOW)
    assert changed.score.scaled == pytest.approx(0.44)
