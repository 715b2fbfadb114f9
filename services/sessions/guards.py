"""What stands in the way of changing a session."""

from datetime import datetime

from models.session import Session, SessionStatus
from services.errors import Conflict, SessionExpired, VersionConflict


def check_version(session: Session, version: int | None) -> None:
    """Raises VersionConflict when somebody was faster; without a version, nobody can be."""
    if version is not None and version != session.version:
        raise VersionConflict(
            category="CONFLICT",
            provided_version=version,
            current_version=session.version,
            updated_at=session.updated_at.isoformat().replace("+00:00", "Z"),
        )


def check_unlocked(session: Session) -> None:
    """Raises Conflict."""
    if session.status == SessionStatus.TERMINATED:
        raise Conflict("The record is locked; reactivate it first.", reason="session_terminated")


def check_writable(session: Session, version: int | None, now: datetime) -> None:
    """Raises VersionConflict, Conflict, SessionExpired."""
    check_version(session, version)
    check_unlocked(session)
    if session.status != SessionStatus.ACTIVE or session.expires_at <= now:
        raise SessionExpired(reason="session_expired")
