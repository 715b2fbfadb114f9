"""Buckets of adl.data: who finds what another activity, or another course, has left."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from models.launch import Mode
from models.sequencing import SharedStore
from models.session import ScoState, Session
from scorm.cmi.begin import Bucket
from scorm.edition import Edition
from scorm.packaging.manifest import Item, Manifest, SharedData
from services import database
from services.database import raw_connection
from services.errors import Superseded
from services.holding import Held
from services.playing import delivery
from services.playing.delivery import Wish
from services.tracking import shared_data
from services.tracking.contents import Request
from services.tracking.shared_data import Shelf
from tests.lectern_records import ISSUER, Player, make_package, manifest, opened, sco

FIRST = "adl.data.0.store"
SECOND = "adl.data.1.store"
NOTES = SharedData(target_id="notes")
BOOKMARK = SharedData(target_id="bookmark")
TERMINATE = {"terminate": True}


def course(*items: Item, with_learner: bool = True) -> Manifest:
    made = manifest(*items, edition=Edition.SCORM_2004_4TH)
    organization = replace(made.organization, shared_data_global_to_system=with_learner)
    return replace(made, organizations=(organization,))


def sharing(*buckets: SharedData, name: str = "sco") -> Item:
    return sco(name, shared_data=buckets or (NOTES,))


async def play(tenant: UUID, made: Manifest, session: str = "s1", **fields: Any) -> Player:
    now = datetime.now(UTC)
    package = await make_package(tenant, made)
    return await opened(tenant, package, now, session_id=session, **fields)


async def again(player: Player, **fields: Any) -> Player:
    session = player.opened.session
    package, tenant = session.package_id, session.tenant_id
    return await opened(tenant, package, player.now, session_id=session.id, **fields)


async def found(player: Player, item: str = "sco") -> dict[str, str]:
    """What a delivery of the item shows of ``adl.data``."""
    launch = player.opened.launch
    shown = await delivery.status(launch.id, player.opened.handle, player.now)
    # A course of one part begins by itself, and offers nothing to choose.
    is_offered = any(each.id == item and each.selectable for each in shown.toc)
    wish = Wish(Request.CHOICE, item) if is_offered else Wish(Request.START)
    step = await delivery.step(launch.id, player.opened.handle, wish, player.now, ISSUER)
    assert step.delivery is not None
    return {name: v for name, v in step.delivery.cmi.items() if name.startswith("adl.data")}


async def stored(tenant: UUID) -> list[SharedStore]:
    async with database.tenant_scope(tenant):
        return await SharedStore.all().order_by("target")


async def recorded(tenant: UUID) -> list[str]:
    async with database.tenant_scope(tenant):
        return [state.cmi for state in await ScoState.all()]


async def test_an_item_finds_its_buckets_in_the_order_of_its_manifest(tenant: UUID) -> None:
    secret = SharedData(target_id="secret", read=False, write=False)
    player = await play(tenant, course(sharing(BOOKMARK, NOTES, secret)))

    assert await found(player) == {
        **{"adl.data.0.id": "bookmark", "adl.data.0._access": "rw"},
        **{"adl.data.1.id": "notes", "adl.data.1._access": "rw"},
        **{"adl.data.2.id": "secret", "adl.data.2._access": ""},
    }


@pytest.mark.parametrize("edition", [Edition.SCORM_2004_2ND, Edition.SCORM_2004_3RD])
async def test_earlier_editions_have_no_buckets(tenant: UUID, edition: Edition) -> None:
    player = await play(tenant, replace(course(sharing()), edition=edition))

    assert await found(player) == {}
    assert (await player.send({FIRST: "x"})).errors == {FIRST: 401}


async def test_what_one_activity_stores_another_finds(tenant: UUID) -> None:
    reading = replace(NOTES, write=False)
    player = await play(tenant, course(sharing(), sharing(BOOKMARK, reading, name="other")))

    answer = await player.send({FIRST: "remember\0this"})

    assert answer.errors == {}
    assert (await found(player))[FIRST] == "remember\0this"
    assert (await found(player, "other"))[SECOND] == "remember\0this"


async def test_what_is_shared_is_no_part_of_what_a_sco_recorded(tenant: UUID) -> None:
    player = await play(tenant, course(sharing()))
    await found(player)

    await player.send({FIRST: "x", "cmi.location": "p1"})
    await player.send({FIRST: "y", "cmi.location": "p2"}, flags=TERMINATE)

    assert [cmi for cmi in await recorded(tenant) if "adl.data" in cmi] == []
    assert [cmi for cmi in await recorded(tenant) if "p2" in cmi]
    assert (await found(player))[FIRST] == "y"


async def test_two_courses_of_one_learner_share_a_bucket(tenant: UUID) -> None:
    one = await play(tenant, course(sharing()))
    two = await play(tenant, course(sharing(BOOKMARK, NOTES)), "s2")

    await one.send({FIRST: "from one"})
    seen = await found(two)
    await two.send({SECOND: "from two", FIRST: "page 3"})

    assert seen[SECOND] == "from one"
    assert (await found(one))[FIRST] == "from two"
    assert [row.target for row in await stored(tenant)] == ["bookmark", "notes"]


async def test_other_learners_and_other_tenants_have_buckets_of_their_own(
    tenant: UUID, other_tenant: UUID
) -> None:
    made = course(sharing())
    await (await play(tenant, made)).send({FIRST: "x"})

    grace = await play(tenant, made, "s2", user_id="grace")
    elsewhere = await play(other_tenant, made)

    assert FIRST not in await found(grace)
    assert FIRST not in await found(elsewhere)


async def test_buckets_of_an_attempt_are_not_those_of_the_learner(tenant: UUID) -> None:
    shared = await play(tenant, course(sharing()))
    own = await play(tenant, course(sharing(), with_learner=False), "s2")
    await shared.send({FIRST: "the learner's"})

    before = await found(own)
    await own.send({FIRST: "the attempt's"})

    assert FIRST not in before
    assert (await found(await again(own)))[FIRST] == "the attempt's"
    assert (await found(shared))[FIRST] == "the learner's"


async def test_buckets_of_an_attempt_stay_behind_when_a_new_one_begins(tenant: UUID) -> None:
    player = await play(tenant, course(sharing(), with_learner=False))
    await player.send({FIRST: "x"})

    assert FIRST not in await found(await again(player, new_attempt=True))


async def test_buckets_of_an_attempt_can_be_forgotten_and_those_of_the_learner_cannot(
    tenant: UUID,
) -> None:
    shared = await play(tenant, course(sharing()))
    own = await play(tenant, course(sharing(), with_learner=False), "s2")
    for player in (shared, own):
        await player.send({FIRST: "x"})
        async with database.tenant_scope(tenant) as connection:
            key = player.opened.session.key
            await shared_data.forget(raw_connection(connection), tenant, key, 1)

    assert FIRST not in await found(own)
    assert (await found(shared))[FIRST] == "x"


async def test_buckets_of_an_attempt_go_with_their_session(tenant: UUID) -> None:
    shared = await play(tenant, course(sharing()))
    own = await play(tenant, course(sharing(), with_learner=False), "s2")
    await shared.send({FIRST: "stays"})
    await own.send({FIRST: "goes"})

    async with database.tenant_scope(tenant):
        await Session.all().delete()

    assert [row.store for row in await stored(tenant)] == ['"stays"']


async def test_a_bucket_that_may_not_be_written_stays_as_it_is(tenant: UUID) -> None:
    reading = replace(NOTES, write=False)
    player = await play(tenant, course(sharing(), sharing(reading, name="other")))
    await player.send({FIRST: "x"})

    answer = await player.send({FIRST: "y"}, sco="other")
    await player.send({FIRST: None}, sco="other")

    assert answer.errors == {FIRST: 404}
    assert (await found(player))[FIRST] == "x"


async def test_no_bucket_comes_into_being_by_being_written(tenant: UUID) -> None:
    player = await play(tenant, course(sharing(), sco("plain")))

    beyond = await player.send({SECOND: "x", "adl.data.0.id": "mine", "adl.data.0._access": "rw"})
    without = await player.send({FIRST: "x"}, sco="plain")

    assert beyond.errors == {SECOND: 351, "adl.data.0.id": 404, "adl.data.0._access": 401}
    assert without.errors == {FIRST: 351}
    assert await stored(tenant) == []


@pytest.mark.parametrize("nothing", ["", None])
async def test_an_emptied_bucket_is_as_if_never_filled(tenant: UUID, nothing: str | None) -> None:
    player = await play(tenant, course(sharing()))
    await player.send({FIRST: "x"})

    assert (await player.send({FIRST: nothing})).errors == {}

    assert FIRST not in await found(player)


@pytest.mark.parametrize("mode", [Mode.REVIEW, Mode.BROWSE])
async def test_who_only_looks_reads_buckets_and_leaves_them(tenant: UUID, mode: Mode) -> None:
    player = await play(tenant, course(sharing()))
    await player.send({FIRST: "x"}, flags=TERMINATE)

    looking = await again(player, mode=mode)
    seen = await found(looking)
    answer = await looking.send({FIRST: "y"})

    assert seen[FIRST] == "x"
    assert answer.errors == {}
    assert (await found(looking))[FIRST] == "x"


async def test_a_repeated_commit_does_not_fill_a_bucket_twice(tenant: UUID) -> None:
    one = await play(tenant, course(sharing()))
    two = await play(tenant, course(sharing()), "s2")
    await one.send({FIRST: "first"})
    await two.send({FIRST: "second"})

    assert (await one.send({FIRST: "first"}, seq=1)).replayed

    assert (await found(one))[FIRST] == "second"


async def test_an_older_commit_does_not_overtake_what_a_newer_one_stored(tenant: UUID) -> None:
    player = await play(tenant, course(sharing(NOTES, BOOKMARK)))
    await player.send({FIRST: "new"}, seq=3)

    await player.send({FIRST: "old", SECOND: "left out"}, seq=2)

    seen = await found(player)
    assert (seen[FIRST], seen[SECOND]) == ("new", "left out")


async def test_a_launch_that_may_no_longer_write_leaves_buckets_alone(tenant: UUID) -> None:
    player = await play(tenant, course(sharing()))
    newer = await again(player)
    await newer.send({FIRST: "newer"})

    with pytest.raises(Superseded):
        await player.send({FIRST: "older"})

    assert (await found(newer))[FIRST] == "newer"


async def test_after_the_end_of_a_visit_nothing_is_stored(tenant: UUID) -> None:
    player = await play(tenant, course(sharing()))
    await player.send({FIRST: "x"}, flags=TERMINATE)

    answer = await player.send({FIRST: "y"})
    same = await player.send({FIRST: "x"})

    assert (answer.errors, same.errors) == ({FIRST: 133}, {})
    assert (await found(player))[FIRST] == "x"


async def test_what_comes_late_takes_nothing_back_that_another_launch_stored(tenant: UUID) -> None:
    one = await play(tenant, course(sharing(NOTES, BOOKMARK)))
    two = await play(tenant, course(sharing()), "s2")
    await replace(two, now=datetime.now(UTC) + timedelta(seconds=1)).send({FIRST: "two"})

    await one.send({FIRST: "one, late", SECOND: "page 3"}, flags={"late": True})
    await one.send({FIRST: "one, later", SECOND: "page 4"}, flags={"late": True})

    seen = await found(one)
    assert (seen[FIRST], seen[SECOND]) == ("two", "page 4")


async def test_only_a_commit_that_touches_a_bucket_waits_in_turn(
    tenant: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = await play(tenant, course(sharing()))
    await player.send({"cmi.location": "p1"})
    loaded: list[str] = []
    load = shared_data.load

    async def noticed(
        connection: Held, shelf: Shelf, allowed: Sequence[SharedData]
    ) -> tuple[Bucket, ...]:
        loaded.extend(each.target_id for each in allowed)
        return await load(connection, shelf, allowed)

    monkeypatch.setattr(shared_data, "load", noticed)
    await player.send({"cmi.location": "p2"})
    assert loaded == []

    await player.send({FIRST: "x"})
    assert loaded == ["notes"]


async def test_a_target_of_the_greatest_length_is_kept(tenant: UUID) -> None:
    long = "".join(chr(0x4E00 + n) for n in range(4000))
    player = await play(tenant, course(sharing(SharedData(target_id=long))))

    await player.send({FIRST: "x" * 64_000})

    assert len((await found(player))[FIRST]) == 64_000
    assert [row.target for row in await stored(tenant)] == [long]


async def test_two_courses_that_write_the_same_buckets_in_another_order_do_not_block(
    tenant: UUID,
) -> None:
    one = await play(tenant, course(sharing(NOTES, BOOKMARK)))
    two = await play(tenant, course(sharing(BOOKMARK, NOTES)), "s2")

    # The database would end a deadlock by refusing one of them.
    for turn in range(20):
        patch = {FIRST: f"a{turn}", SECOND: f"b{turn}"}
        await asyncio.gather(one.send(patch), two.send(patch))
