"""The ledger of seats: each change of a dispatch's counts is a line, and the lines add up to them.

Whoever writes one holds the row of the dispatch.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from models.dispatch import Dispatch, DispatchEntry, DispatchSeat, EntryKind
from services import database
from services.accounts import acting, audit
from services.database import Row
from services.dispatches import dispatches
from services.errors import LearnerNotFound

LONGEST_ID: Final = 255
# The counts behind each line are those of today without the lines that came after it.
PAGE: Final = """
SELECT line.*, st.user_id, s.id AS session_id,
  d.registration_count - line.registrations_since AS registration_count,
  d.license_count - line.licenses_since AS license_count
FROM dispatch d
CROSS JOIN LATERAL (
  SELECT e.*,
    coalesce(sum(e.registrations) OVER later, 0)::int AS registrations_since,
    coalesce(sum(e.licenses) OVER later, 0)::int AS licenses_since
  FROM dispatch_entry e WHERE e.tenant_id = $1 AND e.dispatch_id = $2
  WINDOW later AS (ORDER BY e.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
  ORDER BY e.id DESC LIMIT $3 OFFSET $4
) AS line
LEFT JOIN dispatch_seat st ON st.tenant_id = $1 AND st.id = line.seat_id
LEFT JOIN session s ON s.tenant_id = $1 AND s.key = line.session_key
WHERE d.tenant_id = $1 AND d.id = $2
ORDER BY line.id DESC
"""
COUNT: Final = """
SELECT count(*)::int AS total FROM dispatch_entry WHERE tenant_id = $1 AND dispatch_id = $2
"""
UNREGISTER: Final = """
UPDATE dispatch_seat SET registered = false
WHERE tenant_id = $1 AND dispatch_id = $2 AND registered
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """By how much the counts change, and for whom."""

    kind: EntryKind
    registrations: int = 0
    licenses: int = 0
    seat_id: UUID | None = None
    session_key: UUID | None = None


async def enter(dispatch: Dispatch, line: Line) -> None:
    """The line, and the counts as they are with it; the dispatch is held."""
    actor = acting.current()
    await DispatchEntry.create(
        tenant_id=dispatch.tenant_id,
        dispatch_id=dispatch.id,
        seat_id=line.seat_id,
        session_key=line.session_key,
        kind=line.kind,
        registrations=line.registrations,
        licenses=line.licenses,
        actor_kind=actor.kind,
        actor_id=actor.id[:64],
        actor_name=actor.name[:320],
    )
    if line.registrations or line.licenses:
        dispatch.registration_count += line.registrations
        dispatch.license_count += line.licenses
        counts = ["registration_count", "license_count"]
        await dispatch.save(update_fields=counts, force_update=True)


async def release(tenant_id: UUID, dispatch_id: str, user_id: str) -> DispatchSeat:
    """Give back the license that a learner holds; who holds none is left as they are.

    Raises DispatchNotFound, LearnerNotFound.
    """
    async with database.tenant_scope(tenant_id) as connection:
        dispatch = await dispatches.held(tenant_id, dispatch_id)
        seat = await _seat(dispatch, user_id)
        if seat.licensed:
            seat.licensed = False
            await seat.save(update_fields=["licensed"], force_update=True)
            await enter(dispatch, Line(kind=EntryKind.RELEASED, licenses=-1, seat_id=seat.id))
            facts = {"seat": seat.id}
            await audit.note(connection, tenant_id, "dispatch.seat_released", dispatch.id, facts)
    return seat


async def renew(tenant_id: UUID, dispatch_id: str) -> Dispatch:
    """From now on every learner counts anew; those who come back as well.

    Licenses stay with who holds them. Raises DispatchNotFound, Conflict.
    """
    async with database.tenant_scope(tenant_id) as connection:
        dispatch = await dispatches.changeable(tenant_id, dispatch_id)
        count = dispatch.registration_count
        if count:
            await connection.execute_query(UNREGISTER, [tenant_id, dispatch.id])
            await enter(dispatch, Line(kind=EntryKind.RENEWED, registrations=-count))
            facts = {"registrations": count}
            await audit.note(connection, tenant_id, "dispatch.renewed", dispatch.id, facts)
    return dispatch


async def page(dispatch: Dispatch, number: int, size: int) -> tuple[list[Row], int]:
    """Lines, newest first, each with the counts that it led to; and how many there are in all."""
    place: list[Any] = [dispatch.tenant_id, dispatch.id]
    async with database.tenant_scope(dispatch.tenant_id) as connection:
        [counted] = await connection.execute_query_dict(COUNT, place)
        rows = await connection.execute_query_dict(PAGE, [*place, size, (number - 1) * size])
    return rows, counted["total"]


async def _seat(dispatch: Dispatch, user_id: str) -> DispatchSeat:
    if not 0 < len(user_id) <= LONGEST_ID or "\x00" in user_id:
        raise LearnerNotFound
    found = await DispatchSeat.get_or_none(
        tenant_id=dispatch.tenant_id, dispatch_id=dispatch.id, user_id=user_id
    )
    if found is None:
        raise LearnerNotFound("No learner of this dispatch has this id.")
    return found
