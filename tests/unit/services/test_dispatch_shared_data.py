"""What the courses of one learner share: within a dispatch, and with nobody outside of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from models.dispatch import Dispatch
from models.sequencing import GlobalObjective, SharedStore
from scorm.edition import Edition
from scorm.packaging.manifest import Manifest, SharedData
from services import database
from services.dispatches import dispatches
from services.erasure import erasures, removing
from services.playing import delivery, previews
from services.playing.delivery import Step, Wish
from services.sessions import resetting
from services.sessions.resetting import Reset
from services.tracking.contents import Request
from tests.lectern_arrivals import come, dispatched, play, token_of
from tests.lectern_records import (
    ISSUER,
    KEYRING,
    NOW,
    Player,
    make_package,
    manifest,
    opened,
    sco,
)
from tests.lectern_sequencing import Written, item, sequencing

STORE = "adl.data.0.store"
ENDED = {"terminate": True}
WRITES = '<imsss:mapInfo targetObjectiveID="licence" writeSatisfiedStatus="true"/>'
READS = '<imsss:mapInfo targetObjectiveID="licence"/>'
SKIPS = (
    "<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>"
    '<imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions>'
    '<imsss:ruleAction action="skip"/></imsss:preConditionRule></imsss:sequencingRules>'
)


def sequenced(*items: str) -> Manifest:
    flow = sequencing('<imsss:controlMode flow="true"/>')
    made, _ = Written("".join(items), organization=flow).read()
    return made


def objective(maps: str, rules: str = "") -> str:
    primary = f'<imsss:primaryObjective objectiveID="own">{maps}</imsss:primaryObjective>'
    return sequencing(f"{rules}<imsss:objectives>{primary}</imsss:objectives>")


def with_bucket() -> Manifest:
    made = manifest(
        sco(shared_data=(SharedData(target_id="notes"),)), edition=Edition.SCORM_2004_4TH
    )
    organization = replace(made.organization, shared_data_global_to_system=True)
    return replace(made, organizations=(organization,))


async def ask(player: Player, request: Request = Request.START) -> Step:
    launch, handle = player.opened.launch, player.opened.handle
    return await delivery.step(launch.id, handle, Wish(request), player.now, ISSUER)


async def guest(dispatch: Dispatch, **told: Any) -> Player:
    return await play(await come(dispatch, **told))


async def found(player: Player) -> str | None:
    step = await ask(player)
    assert step.delivery is not None
    return step.delivery.cmi.get(STORE)


async def keys_of(tenant: UUID, model: Any = GlobalObjective) -> set[str]:
    async with database.tenant_scope(tenant):
        return {row.user_id for row in await model.filter(tenant_id=tenant)}


@pytest.fixture
async def basics(tenant: UUID) -> UUID:
    return await make_package(tenant, sequenced(item("test", objective(WRITES)), item("more")))


@pytest.fixture
async def advanced(tenant: UUID) -> UUID:
    return await make_package(
        tenant, sequenced(item("revision", objective(READS, SKIPS)), item("main"))
    )


async def passed(player: Player) -> None:
    """As the hot path takes it, with the end of a visit that the tree hears of."""
    await ask(player)
    await player.send({"cmi.success_status": "passed"}, sco="test", flags=ENDED)


async def first_item(player: Player) -> str:
    step = await ask(player)
    assert step.delivery is not None
    return step.delivery.item


async def test_what_a_guest_reached_opens_nothing_for_our_own_learner_of_that_name(
    tenant: UUID, basics: UUID, advanced: UUID
) -> None:
    here, there = await dispatched(tenant, basics), await dispatched(tenant, advanced)
    await passed(await guest(here))

    assert await keys_of(tenant) == {f"dispatch:{here.id}:ada"}
    assert await first_item(await opened(tenant, advanced, session_id="own")) == "revision"
    assert await first_item(await guest(there)) == "revision"


async def test_what_our_own_learner_reached_opens_nothing_for_a_guest(
    tenant: UUID, basics: UUID, advanced: UUID
) -> None:
    await passed(await opened(tenant, basics, session_id="own"))

    assert await keys_of(tenant) == {"ada"}
    assert await first_item(await guest(await dispatched(tenant, advanced))) == "revision"
    assert await first_item(await opened(tenant, advanced, session_id="next")) == "main"


async def test_two_records_of_one_guest_share_what_was_reached(tenant: UUID, basics: UUID) -> None:
    dispatch = await dispatched(tenant, basics)
    await passed(await guest(dispatch))

    await passed(await guest(dispatch))

    assert await keys_of(tenant) == {f"dispatch:{dispatch.id}:ada"}


async def test_buckets_of_guests_are_their_own(tenant: UUID) -> None:
    package = await make_package(tenant, with_bucket())
    here, there = await dispatched(tenant, package), await dispatched(tenant, package)
    players = [
        await opened(tenant, package, session_id="own"),
        await guest(here),
        await guest(there),
        await guest(here, user_id="grace"),
    ]

    for number, player in enumerate(players):
        assert await found(player) is None
        await player.send({STORE: f"note {number}"})

    assert [await found(player) for player in players] == [f"note {n}" for n in range(4)]
    assert await found(await guest(here)) == "note 1"
    assert await keys_of(tenant, SharedStore) == {
        "ada",
        f"dispatch:{here.id}:ada",
        f"dispatch:{there.id}:ada",
        f"dispatch:{here.id}:grace",
    }


async def test_the_longest_name_of_a_guest_fits(tenant: UUID, basics: UUID) -> None:
    dispatch = await dispatched(tenant, basics)

    await passed(await guest(dispatch, user_id="語" * 200))

    assert await keys_of(tenant) == {f"dispatch:{dispatch.id}:{'語' * 200}"}


async def test_an_erasure_takes_what_the_learner_has_at_every_dispatch(
    tenant: UUID, basics: UUID
) -> None:
    here, there = await dispatched(tenant, basics), await dispatched(tenant, basics)
    package = await make_package(tenant, with_bucket())
    bucket = await dispatched(tenant, package)
    for dispatch in (here, there):
        await passed(await guest(dispatch))
    await passed(await guest(here, user_id="grace"))
    player = await guest(bucket)
    await ask(player)
    await player.send({STORE: "x"})

    erasure = await erasures.request(tenant, "ada", KEYRING)
    await removing.run(tenant, erasure.id, KEYRING)

    assert await keys_of(tenant) == {f"dispatch:{here.id}:grace"}
    assert await keys_of(tenant, SharedStore) == set()


async def test_a_trial_leaves_nothing_behind(tenant: UUID, basics: UUID) -> None:
    dispatch = await dispatched(tenant, basics)
    await passed(await guest(dispatch, token=token_of(dispatch, test=True)))
    assert len(await keys_of(tenant)) == 1

    await previews.collect(tenant, NOW + timedelta(days=3))

    assert await keys_of(tenant) == set()


async def test_a_reset_forgets_what_the_guest_had_reached(tenant: UUID, basics: UUID) -> None:
    dispatch = await dispatched(tenant, basics)
    player = await guest(dispatch)
    await passed(player)
    await passed(await opened(tenant, basics, session_id="own"))

    wanted = Reset(objectives=True)
    await resetting.reset(tenant, player.opened.session.id, wanted, NOW)

    assert await keys_of(tenant) == {"ada"}


async def test_late_data_of_a_revoked_dispatch_still_reach_its_own_objectives(
    tenant: UUID, basics: UUID
) -> None:
    dispatch = await dispatched(tenant, basics)
    player = await guest(dispatch)
    await ask(player)
    await dispatches.revoke(tenant, str(dispatch.id), NOW)

    await player.send({"cmi.success_status": "passed"}, sco="test", flags=ENDED)

    assert await keys_of(tenant) == {f"dispatch:{dispatch.id}:ada"}
