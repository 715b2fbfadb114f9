"""Whether a dispatch still lets in whoever it has led to a course."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from models.dispatch import Dispatch
from models.session import Session
from services import database
from services.database import Connection
from services.errors import DispatchNotActive

_OF_SESSION: Final = """
SELECT d.revoked_at, d.paused, d.expires_at FROM session s
JOIN dispatch d ON d.tenant_id = $1 AND d.id = s.dispatch_id
WHERE s.tenant_id = $1 AND s.key = $2
"""


class Closed(StrEnum):
    REVOKED = "revoked"
    PAUSED = "paused"
    EXPIRED = "expired"


_WORDS: Final = {
    Closed.REVOKED: "This dispatch was revoked.",
    Closed.PAUSED: "This dispatch is paused.",
    Closed.EXPIRED: "This dispatch has expired.",
}


@dataclass(frozen=True, slots=True)
class _Terms:
    revoked_at: datetime | None
    paused: bool
    expires_at: datetime | None


async def check_dispatch(session: Session, now: datetime, *, launching: bool) -> None:
    """Within the tenant's scope; a pause or the end of its time close it to newcomers only.

    Raises DispatchNotActive.
    """
    if session.dispatch_id is None:
        return
    found = await Dispatch.get_or_none(tenant_id=session.tenant_id, id=session.dispatch_id)
    refuse(_reason(found, now, launching=launching) if found else Closed.REVOKED)


async def check_link(
    connection: Connection, tenant_id: UUID, session_key: UUID, now: datetime
) -> None:
    """The same for a link that shall be opened; raises DispatchNotActive."""
    rows = await connection.execute_query_dict(_OF_SESSION, [tenant_id, session_key])
    for row in rows:
        refuse(_reason(_Terms(**row), now, launching=True))


def check_open(dispatch: Dispatch, now: datetime) -> None:
    """Whether it leads to its course at all; raises DispatchNotActive."""
    refuse(_reason(dispatch, now, launching=True))


async def may_go_on(tenant_id: UUID, session_key: UUID) -> bool:
    """Whether a running launch may be given more time: not after a revocation."""
    async with database.tenant_scope(tenant_id) as connection:
        rows = await connection.execute_query_dict(_OF_SESSION, [tenant_id, session_key])
    return all(row["revoked_at"] is None for row in rows)


def refuse(reason: Closed | None) -> None:
    """Raises DispatchNotActive where there is a reason."""
    if reason is not None:
        raise DispatchNotActive(_WORDS[reason], reason=str(reason))


def _reason(terms: Dispatch | _Terms, now: datetime, *, launching: bool) -> Closed | None:
    if terms.revoked_at is not None:
        return Closed.REVOKED
    if launching and terms.paused:
        return Closed.PAUSED
    over = terms.expires_at is not None and terms.expires_at <= now
    return Closed.EXPIRED if launching and over else None
