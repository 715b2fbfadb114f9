"""The record of a session with the data of its SCOs, in its present attempt."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from models.session import ScoState, Session
from services.database import Connection, raw_connection
from services.errors import SessionNotFound
from services.packages import courses
from services.packages.courses import Course
from services.tracking import results

LONGEST_ID: Final = 255


@dataclass(slots=True)
class Record:
    """``states`` are by the identifiers of the items, and of one attempt, usually the present."""

    session: Session
    course: Course
    connection: Connection
    states: dict[str, ScoState]
    attempt: int

    @property
    def shown(self) -> ScoState | None:
        """That of the current SCO, else of the one that was used last."""
        latest = max(self.states.values(), key=lambda each: each.updated_at, default=None)
        current = self.session.current_sco if self.attempt == self.session.attempts else ""
        return self.states.get(current, latest)

    @property
    def cmi(self) -> dict[str, str]:
        return results.state_of(self.shown.cmi) if self.shown else {}

    def blank(self) -> ScoState:
        """For the SCO that is current, or the first one."""
        session = self.session
        return ScoState(
            tenant_id=session.tenant_id,
            session_key=session.key,
            attempt=self.attempt,
            sco=session.current_sco or next(iter(self.course.scos), ""),
        )


async def record_of(
    connection: Connection, tenant_id: UUID, session_id: str, *, lock: bool = False
) -> Record:
    """Call it inside the tenant's scope; raises SessionNotFound."""
    session = await session_of(tenant_id, session_id, lock=lock)
    return await record_at(connection, session, session.attempts, session.revision_id)


async def session_of(tenant_id: UUID, session_id: str, *, lock: bool = False) -> Session:
    """Locked, nobody else changes it until the transaction ends; raises SessionNotFound."""
    if len(session_id) > LONGEST_ID or "\x00" in session_id:
        raise SessionNotFound
    query = Session.filter(tenant_id=tenant_id, id=session_id)
    session = await (query.select_for_update() if lock else query).get_or_none()
    if session is None:
        raise SessionNotFound
    return session


async def record_at(
    connection: Connection, session: Session, attempt: int, revision_id: UUID
) -> Record:
    """As it stands in one attempt, on the revision that it was made on."""
    course = await courses.course(raw_connection(connection), session.tenant_id, revision_id)
    found = await ScoState.filter(
        tenant_id=session.tenant_id, session_key=session.key, attempt=attempt
    )
    return Record(session, course, connection, {each.sco: each for each in found}, attempt)
