"""What another system hears of a launch: the result as it stands, over and over again."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from models.attempt import Attempt
from models.launch import Launch
from models.session import Session
from services import database
from services.playing import attempts
from services.tracking import results
from services.tracking.session_view import Score, score_of

FIRST: Final = 1


@dataclass(frozen=True, slots=True)
class Result:
    """``seconds`` are those of the present attempt over all launches, ``visit_seconds`` those of
    this launch.
    """

    version: int
    completion_status: str
    success_status: str
    score: Score
    progress: float | None
    seconds: float
    visit_seconds: float
    attempt: int


@dataclass(frozen=True, slots=True)
class Relay:
    """``host`` is the origin of the page that hears of it."""

    host: str
    result: Result


async def relay_of(launch: Launch) -> Relay | None:
    """Of a launch that was just opened; None where nobody listens."""
    if not launch.relay_host:
        return None
    async with database.tenant_scope(launch.tenant_id):
        session = await Session.get(tenant_id=launch.tenant_id, key=launch.session_key)
        return Relay(launch.relay_host, await result_of(session, launch))


async def result_of(session: Session, launch: Launch) -> Result:
    """Within the tenant's scope."""
    seconds = session.time_spent - await _seconds_before(session.tenant_id, session)
    visits = results.visits(launch.times).values()
    return Result(
        version=session.version,
        completion_status=session.completion_status,
        success_status=session.success_status,
        score=score_of(session),
        progress=session.progress_measure,
        seconds=round(max(0.0, seconds), 2),
        visit_seconds=round(sum(visit.spent for visit in visits), 2),
        attempt=session.attempts,
    )


async def _seconds_before(tenant_id: UUID, session: Session) -> float:
    if session.attempts == FIRST:
        return 0.0
    kept = await Attempt.filter(tenant_id=tenant_id, session_key=session.key)
    return attempts.seconds_before(kept, session.attempts, with_runs=False)
