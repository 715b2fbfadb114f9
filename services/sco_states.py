"""The record of a session with the data of its SCOs, in its present attempt."""

from dataclasses import dataclass

from models.session import ScoState, Session
from services.courses import Course
from services.database import Connection


@dataclass(frozen=True, slots=True)
class Record:
    """``states`` are by the identifiers of the items."""

    session: Session
    course: Course
    connection: Connection
    states: dict[str, ScoState]

    @property
    def shown(self) -> ScoState | None:
        return shown(self.session, self.states)

    def blank(self) -> ScoState:
        """For the SCO that is current, or the first one."""
        session = self.session
        return ScoState(
            tenant_id=session.tenant_id,
            session_key=session.key,
            attempt=session.attempts,
            sco=session.current_sco or next(iter(self.course.scos), ""),
        )


async def of_attempt(session: Session) -> dict[str, ScoState]:
    found = await ScoState.filter(
        tenant_id=session.tenant_id, session_key=session.key, attempt=session.attempts
    )
    return {each.sco: each for each in found}


def shown(session: Session, states: dict[str, ScoState]) -> ScoState | None:
    """That of the current SCO, else of the one that was used last."""
    latest = max(states.values(), key=lambda each: each.updated_at, default=None)
    return states.get(session.current_sco, latest)
