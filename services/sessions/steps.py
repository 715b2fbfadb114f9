"""A step in the life of a record: it has a new version, and an event and an entry tell of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from models.session import Session
from services import events
from services.accounts import audit
from services.database import Connection
from services.tracking.session_view import event_body


@dataclass(frozen=True, slots=True)
class Step:
    """``action`` names it in the record of what was done, ``event`` to those who listen."""

    action: str
    event: str


STARTED: Final = Step("session.attempt_started", events.ATTEMPTED)
RESET: Final = Step("session.reset", events.RESET)
TERMINATED: Final = Step("session.terminated", events.TERMINATED)
REACTIVATED: Final = Step("session.reactivated", events.REACTIVATED)
DELETED: Final = Step("session.deleted", events.DELETED)


async def store(connection: Connection, session: Session, step: Step, now: datetime) -> None:
    """The session as it is now, and that this happened."""
    session.version += 1
    session.updated_at = now
    subject = events.subject_of(session)
    session.event_count += 1
    await session.save()
    told = [events.changed(step.event, session.key, session.version)]
    await events.record(connection, subject, told, event_body(session), now)
    await note(connection, session, step)


async def note(connection: Connection, session: Session, step: Step, **more: Any) -> None:
    facts = {"package_id": session.package_id, "version": session.version, **more}
    await audit.note(connection, session.tenant_id, step.action, session.key, facts)
