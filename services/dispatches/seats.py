"""The places of a dispatch: who has one, and whether there is one more."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from models.dispatch import Dispatch, DispatchSeat, EntryKind
from services.dispatches import ledger
from services.dispatches.ledger import Line
from services.errors import DispatchNotActive, SeatsExceeded

REGISTRATION: Final = "registration_limit"
LICENSE: Final = "license_limit"


@dataclass(frozen=True, slots=True)
class Taken:
    """``is_new`` if the learner was never here; what they ``need`` is not in the counts yet."""

    seat: DispatchSeat
    is_new: bool
    needs_license: bool
    needs_place: bool


async def take(dispatch: Dispatch, user_id: str) -> Taken:
    """A place for a learner, for which the dispatch is held; ``enter`` counts it.

    Who has one already needs no other, also when nobody new is let in. Raises DispatchNotActive,
    SeatsExceeded.
    """
    known = await DispatchSeat.get_or_none(
        tenant_id=dispatch.tenant_id, dispatch_id=dispatch.id, user_id=user_id
    )
    if known is None and not dispatch.accepts_new:
        raise DispatchNotActive("This dispatch takes no new learners.", reason="new_learners")
    needs_license = counts_licenses(dispatch) and (known is None or not known.licensed)
    needs_place = known is None or not known.registered
    if needs_license:
        _refuse_full(LICENSE, dispatch.license_limit, dispatch.license_count)
    if needs_place:
        _refuse_full(REGISTRATION, dispatch.registration_limit, dispatch.registration_count)
    seat = known or DispatchSeat(
        tenant_id=dispatch.tenant_id, dispatch_id=dispatch.id, user_id=user_id
    )
    return Taken(seat, known is None, needs_license, needs_place)


async def enter(dispatch: Dispatch, taken: Taken, session_key: UUID) -> list[str]:
    """Count what was needed; the limits that were reached by that."""
    seat, reached = taken.seat, list[str]()
    seat.registered, seat.licensed = True, seat.licensed or taken.needs_license
    if taken.is_new:
        await seat.save(force_create=True)
    elif taken.needs_place or taken.needs_license:
        await seat.save(update_fields=["registered", "licensed"], force_update=True)
    if taken.needs_license:
        await ledger.enter(
            dispatch,
            Line(kind=EntryKind.LICENSED, licenses=1, seat_id=seat.id, session_key=session_key),
        )
        if dispatch.license_count == dispatch.license_limit:
            reached.append(LICENSE)
    if taken.needs_place:
        kind = EntryKind.REGISTERED
        await ledger.enter(
            dispatch, Line(kind=kind, registrations=1, seat_id=seat.id, session_key=session_key)
        )
        if dispatch.registration_count == dispatch.registration_limit:
            reached.append(REGISTRATION)
    return reached


def counts_licenses(dispatch: Dispatch) -> bool:
    return dispatch.track_licenses or dispatch.license_limit is not None


def _refuse_full(reason: str, limit: int | None, current: int) -> None:
    if limit is not None and current >= limit:
        raise SeatsExceeded(reason=reason, limit=limit, current=current)
