"""Attempts side by side: what an earlier one has come to is kept when the next one begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from models.attempt import Attempt
from models.launch import Launch, Mode
from models.session import ScoState, Session
from scorm.status import Completion, Outcome, Success
from services.holding import Held
from services.tracking import results

AMEND: Final = """
UPDATE attempt SET completion_status = $4, success_status = $5, score_scaled = $6,
  score_raw = $7, score_min = $8, score_max = $9, progress_measure = $10,
  time_spent = time_spent + $11
WHERE tenant_id = $1 AND session_key = $2 AND number = $3 AND run = 0
"""


@dataclass(frozen=True, slots=True)
class Numbered:
    tenant_id: UUID
    session_key: UUID
    number: int


async def is_begun(session: Session) -> bool:
    """Whether the present attempt holds anything that a new one would replace."""
    if session.completion_status != Completion.NOT_ATTEMPTED:
        return True
    mine: dict[str, Any] = {
        "tenant_id": session.tenant_id,
        "session_key": session.key,
        "attempt": session.attempts,
    }
    launched = Launch.filter(**mine, mode=Mode.NORMAL)
    return await launched.exists() or await ScoState.filter(**mine).exists()


async def begin(session: Session, now: datetime) -> None:
    """A new attempt, and the one before it kept; the caller saves the session."""
    await _keep(session, 0, results.result_of(session), now)
    session.attempts += 1
    clear(session)


def clear(session: Session) -> None:
    """Nothing has come of the attempt yet."""
    session.completion_status = Completion.NOT_ATTEMPTED
    session.success_status = Success.UNKNOWN
    session.score_scaled = session.score_raw = session.score_min = session.score_max = None
    session.progress_measure = None
    session.completed_at = None
    session.current_sco = ""
    session.suspended = False


async def keep_run(session: Session, launch: Launch, found: Outcome, now: datetime) -> None:
    """The learner begins again on the activity tree, within the same attempt, by this launch."""
    mine = Attempt.filter(
        tenant_id=session.tenant_id, session_key=session.key, number=session.attempts
    )
    runs = await mine.filter(run__gt=0).count()
    await _keep(session, runs + 1, found, now, besides=launch)


async def amend(held: Held, attempt: Numbered, found: Outcome, seconds: float) -> None:
    """Late data of an earlier attempt belong to what it has come to."""
    await held.execute(
        AMEND,
        *(attempt.tenant_id, attempt.session_key, attempt.number),
        found.completion_status,
        found.success_status,
        *(found.scaled, found.raw, found.min, found.max, found.progress),
        seconds,
    )


def seconds_before(kept: Iterable[Attempt], number: int, *, with_runs: bool) -> float:
    """Of the time of a session, what belongs to earlier attempts, and earlier runs of this one."""
    return sum(
        each.time_spent
        for each in kept
        if (each.run == 0 and each.number < number)
        or (with_runs and each.run > 0 and each.number == number)
    )


async def _keep(
    session: Session, run: int, found: Outcome, now: datetime, besides: Launch | None = None
) -> None:
    kept = await Attempt.filter(tenant_id=session.tenant_id, session_key=session.key)
    number = session.attempts
    before = [each for each in kept if run and each.number == number and each.run]
    since = max((each.ended_at for each in before), default=None)
    started, ended = await _times(session, since, besides)
    first = session.launched_at if number == 1 and not before else None
    await Attempt.create(
        tenant_id=session.tenant_id,
        session_key=session.key,
        number=number,
        run=run,
        revision_id=session.revision_id,
        completion_status=found.completion_status,
        success_status=found.success_status,
        score_scaled=found.scaled,
        score_raw=found.raw,
        score_min=found.min,
        score_max=found.max,
        progress_measure=found.progress,
        time_spent=max(0.0, session.time_spent - seconds_before(kept, number, with_runs=bool(run))),
        started_at=first or started or since,
        ended_at=min(ended or session.updated_at, now),
        created_at=now,
    )


async def _times(
    session: Session, since: datetime | None, besides: Launch | None
) -> tuple[datetime | None, datetime | None]:
    """When the attempt's first window was opened, and when its last one was heard of."""
    query = Launch.filter(
        tenant_id=session.tenant_id,
        session_key=session.key,
        attempt=session.attempts,
        mode=Mode.NORMAL,
    )
    if since is not None:
        query = query.filter(created_at__gte=since)
    if besides is not None:
        query = query.exclude(id=besides.id)
    found = await query.only("id", "created_at", "ended_at", "last_contact_at")
    opened = [each.created_at for each in found]
    left = [each.ended_at or each.last_contact_at for each in found]
    return min(opened, default=None), max(left, default=None)
