"""Closing a session to the window that has it open, without opening it elsewhere."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from models.launch import Launch
from models.session import Session, SessionStatus


class Closed(StrEnum):
    """Why a window may not write any more, as the launch's history tells it."""

    RESET = "reset"
    TERMINATED = "terminated"
    NEW_ATTEMPT = "new_attempt"


LEAVES: Final = frozenset({Closed.TERMINATED})


async def is_open(session: Session, now: datetime) -> bool:
    """Whether a learner may be in the course at this moment."""
    if session.writer_id is None or session.status != SessionStatus.ACTIVE:
        return False
    going_on = Launch.filter(
        tenant_id=session.tenant_id, id=session.writer_id, ended_at__isnull=True
    )
    return session.expires_at > now and await going_on.exists()


async def fence_off(session: Session, why: Closed, now: datetime) -> None:
    """From now on nothing that the window sends is applied; the caller saves the session."""
    mine = Launch.filter(tenant_id=session.tenant_id, session_key=session.key)
    if session.writer_id is not None:
        writer = mine.filter(id=session.writer_id)
        await writer.filter(superseded_at__isnull=True).update(superseded_at=now)
        await writer.filter(ended_at__isnull=True).update(ended_at=now, end_reason=why)
    if why in LEAVES:
        await mine.filter(content_expires_at__gt=now).update(content_expires_at=now)
    session.writer_id = session.previous_id = None
