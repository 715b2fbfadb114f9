"""Locking a record, so that nothing more is written to it, and unlocking it again."""

from datetime import datetime
from uuid import UUID

from models.session import Session, SessionStatus
from services import database
from services.playing import fencing
from services.playing.fencing import Closed
from services.sessions import guards, steps
from services.sessions.amending import IDLE
from services.sessions.sco_states import session_of


async def terminate(
    tenant_id: UUID, session_id: str, version: int | None, now: datetime
) -> Session:
    """Its results stay, and what a window still sends is refused.

    Raises SessionNotFound, VersionConflict.
    """
    async with database.tenant_scope(tenant_id) as connection:
        session = await session_of(tenant_id, session_id, lock=True)
        guards.check_version(session, version)
        if session.status != SessionStatus.TERMINATED:
            session.status = SessionStatus.TERMINATED
            await fencing.fence_off(session, Closed.TERMINATED, now)
            await steps.store(connection, session, steps.TERMINATED, now)
    return session


async def reactivate(
    tenant_id: UUID, session_id: str, version: int | None, now: datetime
) -> Session:
    """A locked or expired record can be written again; raises SessionNotFound, VersionConflict."""
    async with database.tenant_scope(tenant_id) as connection:
        session = await session_of(tenant_id, session_id, lock=True)
        guards.check_version(session, version)
        if session.status != SessionStatus.ACTIVE or session.expires_at <= now:
            session.status = SessionStatus.ACTIVE
            session.expires_at = now + IDLE
            await steps.store(connection, session, steps.REACTIVATED, now)
    return session
