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


@dataclass(frozen=True, slots=True)
class Record:
    """``states`` are by the identifiers of the items."""

    session: Session
    course: Course
    connection: Connection
    states: dict[str, ScoState]

    @property
    def shown(self) -> ScoState | None:
        """That of the current SCO, else of the one that was used last."""
        latest = max(self.states.values(), key=lambda each: each.updated_at, default=None)
        return self.states.get(self.session.current_sco, latest)

    @property
    def cmi(self) -> dict[str, str]:
        return results.state_of(self.shown.cmi) if self.shown else {}

    def blank(self) -> ScoState:
        """For the SCO that is current, or the first one."""
        session = self.session
        return ScoState(
            tenant_id=session.tenant_id,
            session_key=session.key,
            attempt=session.attempts,
            sco=session.current_sco or next(iter(self.course.scos), ""),
        )


async def record_of(
    connection: Connection, tenant_id: UUID, session_id: str, *, lock: bool = False
) -> Record:
    """Call it inside the tenant's scope; raises SessionNotFound."""
    if len(session_id) > LONGEST_ID or "\x00" in session_id:
        raise SessionNotFound
    query = Session.filter(tenant_id=tenant_id, id=session_id)
    session = await (query.select_for_update() if lock else query).get_or_none()
    if session is None:
        raise SessionNotFound
    course = await courses.course(raw_connection(connection), tenant_id, session.revision_id)
    found = await ScoState.filter(
        tenant_id=tenant_id, session_key=session.key, attempt=session.attempts
    )
    return Record(session, course, connection, {each.sco: each for each in found})
