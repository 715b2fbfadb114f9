"""Who is who at a dispatch: what shows whose record it is, and when it begins anew."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from models.dispatch import Arrival, Dispatch, EntryKind, Identity, Retake
from models.launch import Mode
from models.session import Session, SessionStatus
from scorm.status import Completion
from services import database
from services.dispatches import ledger
from services.dispatches.admission import Admitted, Outcome
from services.errors import Gone, SeatsExceeded
from tests.lectern_arrivals import (
    changed,
    come,
    dispatched,
    entries_of,
    play,
    registrations_of,
    seats_of,
    take_over,
)
from tests.lectern_records import NOW, make_package

LATER = NOW + timedelta(hours=1)


@pytest.fixture
async def package(tenant: UUID) -> UUID:
    return await make_package(tenant)


@pytest.fixture
async def dispatch(tenant: UUID, package: UUID) -> Dispatch:
    return await dispatched(tenant, package)


async def session_of(tenant: UUID, admitted: Admitted) -> Session:
    async with database.tenant_scope(tenant):
        return await Session.get(id=admitted.session_id)


async def finish(tenant: UUID, admitted: Admitted, *, suspended: bool = False) -> None:
    async with database.tenant_scope(tenant):
        await Session.filter(id=admitted.session_id).update(
            completion_status=Completion.COMPLETED, suspended=suspended
        )


@pytest.mark.parametrize("proof", ["binding", "remembered"])
async def test_the_secret_opens_the_same_record(dispatch: Dispatch, proof: str) -> None:
    first = await come(dispatch)

    told: dict[str, Any] = {proof: first.binding}
    back = await come(dispatch, **told)

    assert (back.session_id, back.outcome) == (first.session_id, Outcome.RESUMED)
    assert back.binding == (None if proof == "binding" else first.binding)
    assert (await changed(dispatch)).registration_count == 1
    assert len(await registrations_of(dispatch)) == 1


async def test_a_name_alone_opens_nothing_of_who_has_it(dispatch: Dispatch) -> None:
    first = await come(dispatch)

    again = await come(dispatch, binding="made up")

    assert again.outcome is Outcome.UNBOUND
    assert again.session_id != first.session_id
    assert again.binding not in {None, first.binding}
    assert [each.arrival for each in await registrations_of(dispatch)] == [
        Arrival.NEW,
        Arrival.UNBOUND,
    ]
    kinds = [(each.kind, each.registrations) for each in await entries_of(dispatch)]
    assert kinds == [(EntryKind.REGISTERED, 1), (EntryKind.UNBOUND, 0)]


async def test_where_names_are_trusted_the_latest_record_opens(tenant: UUID, package: UUID) -> None:
    dispatch = await dispatched(tenant, package, identity=Identity.ASSERTED)
    first = await come(dispatch)

    back = await come(dispatch, now=LATER)
    bound = await come(dispatch, binding=back.binding)

    assert (back.session_id, back.outcome) == (first.session_id, Outcome.RESUMED)
    assert back.binding not in {None, first.binding}
    assert (bound.session_id, bound.binding) == (first.session_id, None)
    assert (await come(dispatch, "grace")).outcome is Outcome.NEW


async def test_what_a_browser_remembers_of_somebody_else_counts_for_nothing(
    dispatch: Dispatch,
) -> None:
    ada = await come(dispatch)

    grace = await come(dispatch, "grace", remembered=ada.binding)

    assert (grace.outcome, grace.user_id) == (Outcome.NEW, "grace")


async def test_a_secret_is_good_at_its_own_dispatch_only(
    tenant: UUID, package: UUID, dispatch: Dispatch
) -> None:
    elsewhere = await dispatched(tenant, package)
    first = await come(dispatch)

    there = await come(elsewhere, binding=first.binding, remembered=first.binding)

    assert there.outcome is Outcome.NEW


async def test_who_has_no_name_is_known_by_the_secret(dispatch: Dispatch) -> None:
    first = await come(dispatch, "")
    other = await come(dispatch, "  ")
    back = await come(dispatch, "", remembered=first.binding)

    assert first.user_id.startswith("anonymous-")
    assert first.user_id != other.user_id
    assert (back.session_id, back.user_id) == (first.session_id, first.user_id)
    assert (await changed(dispatch)).registration_count == 2


@pytest.mark.parametrize("name", ["x" * 201, "é" * 5000, "a\x00b", "a\nb", ".", ".."])
async def test_a_name_that_cannot_be_kept_is_kept_as_its_digest(
    dispatch: Dispatch, name: str
) -> None:
    first = await come(dispatch, name, name="\x07" * 9 + "y" * 900, email="z" * 900)

    assert first.user_id.startswith("sha256:")
    assert (await come(dispatch, name)).user_id == first.user_id
    assert len(await seats_of(dispatch)) == 1


@pytest.mark.parametrize("full", ["registration_limit", "license_limit"])
async def test_a_returning_learner_costs_nothing_when_all_is_taken_and_closed_to_others(
    tenant: UUID, package: UUID, full: str
) -> None:
    dispatch = await dispatched(tenant, package, **{full: 1})
    first = await come(dispatch)
    await changed(dispatch, accepts_new=False)

    bound = await come(dispatch, binding=first.binding)
    unbound = await come(dispatch)

    assert (bound.outcome, unbound.outcome) == (Outcome.RESUMED, Outcome.UNBOUND)
    counted = await changed(dispatch)
    assert (counted.registration_count, counted.license_count) == (1, full == "license_limit")


async def test_whose_license_was_given_back_needs_a_free_one(tenant: UUID, package: UUID) -> None:
    dispatch = await dispatched(tenant, package, license_limit=1)
    ada = await come(dispatch)
    await ledger.release(tenant, str(dispatch.id), "ada")
    grace = await come(dispatch, "grace")

    with pytest.raises(SeatsExceeded) as refused:
        await come(dispatch, binding=ada.binding)
    assert refused.value.details["reason"] == "license_limit"

    await ledger.release(tenant, str(dispatch.id), "grace")
    back = await come(dispatch, binding=ada.binding)
    counted = await changed(dispatch)
    assert back.session_id == ada.session_id != grace.session_id
    assert (counted.license_count, counted.registration_count) == (1, 2)


async def test_after_a_renewal_whoever_comes_back_counts_again(tenant: UUID, package: UUID) -> None:
    dispatch = await dispatched(tenant, package, registration_limit=1)
    ada = await come(dispatch)
    await ledger.renew(tenant, str(dispatch.id))
    assert (await changed(dispatch)).registration_count == 0

    await changed(dispatch, accepts_new=False)
    back = await come(dispatch, binding=ada.binding)

    entries = await entries_of(dispatch)
    assert back.session_id == ada.session_id
    assert (await changed(dispatch)).registration_count == 1
    assert sum(entry.registrations for entry in entries) == 1


@pytest.mark.parametrize(
    ("agreed", "proof", "outcome"),
    [
        ((Retake.REVIEW, False), "binding", Outcome.RESUMED),
        ((Retake.NEW_ATTEMPT, False), "binding", Outcome.NEW_ATTEMPT),
        ((Retake.NEW_ATTEMPT, True), "binding", Outcome.RESUMED),
        ((Retake.REVIEW, False), "remembered", Outcome.NEW_ATTEMPT),
        ((Retake.REVIEW, True), "remembered", Outcome.NEW_ATTEMPT),
    ],
)
async def test_who_has_completed_begins_anew_where_it_was_agreed_or_the_system_did(
    tenant: UUID, package: UUID, agreed: tuple[Retake, bool], proof: str, outcome: Outcome
) -> None:
    retake, suspended = agreed
    dispatch = await dispatched(tenant, package, retake=retake)
    first = await come(dispatch)
    player = await play(first)
    await finish(tenant, first, suspended=suspended)
    await take_over(player, await session_of(tenant, first))

    told: dict[str, Any] = {proof: first.binding}
    back = await come(dispatch, **told, now=LATER)
    player = await play(back, LATER)

    anew = outcome is Outcome.NEW_ATTEMPT
    assert (back.session_id, back.outcome) == (first.session_id, outcome)
    assert player.opened.launch.attempt == (2 if anew else 1)
    review = retake is Retake.REVIEW and not anew
    assert player.opened.launch.mode == (Mode.REVIEW if review else Mode.NORMAL)


async def test_a_completion_that_the_system_never_took_is_handed_over_before_anything_begins_anew(
    tenant: UUID, dispatch: Dispatch
) -> None:
    first = await come(dispatch)
    await play(first)
    await finish(tenant, first)

    back = await come(dispatch, remembered=first.binding, now=LATER)

    assert (back.session_id, back.outcome) == (first.session_id, Outcome.RESUMED)
    player = await play(back, LATER)
    await take_over(player, await session_of(tenant, first))
    anew = await come(dispatch, remembered=first.binding, now=LATER)
    assert (anew.session_id, anew.outcome) == (first.session_id, Outcome.NEW_ATTEMPT)


async def test_behind_a_plain_link_a_browser_that_remembers_shows_the_review(
    tenant: UUID, dispatch: Dispatch
) -> None:
    first = await come(dispatch, standard="", host="")
    await finish(tenant, first)

    back = await come(dispatch, standard="", host="", remembered=first.binding, now=LATER)

    assert back.outcome is Outcome.RESUMED
    assert (await play(back, LATER)).opened.launch.mode == Mode.REVIEW


async def test_who_is_not_done_goes_on_however_they_are_known(tenant: UUID, package: UUID) -> None:
    dispatch = await dispatched(
        tenant, package, retake=Retake.NEW_ATTEMPT, identity=Identity.ASSERTED
    )
    first = await come(dispatch)
    await play(first)

    back = await come(dispatch, now=LATER)

    assert (back.session_id, back.outcome) == (first.session_id, Outcome.RESUMED)
    assert (await play(back, LATER)).opened.launch.attempt == 1


@pytest.mark.parametrize("mode", [Mode.REVIEW, Mode.BROWSE])
async def test_the_mode_of_the_other_system_is_ours(
    tenant: UUID, package: UUID, mode: Mode
) -> None:
    dispatch = await dispatched(tenant, package, retake=Retake.NEW_ATTEMPT)
    first = await come(dispatch)
    await finish(tenant, first)

    back = await come(dispatch, remembered=first.binding, mode=mode, now=LATER)

    assert back.outcome is Outcome.RESUMED
    assert (await play(back, LATER)).opened.launch.mode == mode


async def test_an_expired_record_is_revived_and_a_locked_one_is_not(
    tenant: UUID, dispatch: Dispatch
) -> None:
    first = await come(dispatch)
    async with database.tenant_scope(tenant):
        mine = Session.filter(id=first.session_id)
        await mine.update(status=SessionStatus.EXPIRED, expires_at=NOW)
    await come(dispatch, binding=first.binding, now=LATER)
    assert (await session_of(tenant, first)).status == SessionStatus.ACTIVE

    async with database.tenant_scope(tenant):
        await Session.filter(id=first.session_id).update(status=SessionStatus.TERMINATED)
    with pytest.raises(Gone):
        await come(dispatch, binding=first.binding, now=LATER)
