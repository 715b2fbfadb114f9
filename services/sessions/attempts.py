"""The attempts of a session side by side: reading them, and beginning the next one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from models.attempt import Attempt
from models.launch import Launch, Mode
from models.package import Revision
from models.session import Session
from scorm.status import Completion, Outcome, Success
from services import database
from services.database import Connection
from services.errors import Conflict, NotFound
from services.playing import attempts, fencing
from services.playing.fencing import Closed
from services.sessions import guards, sco_states, session_parts, steps
from services.sessions.sco_states import Record, session_of
from services.tracking import results
from services.tracking.session_view import NO_PARTS, Parts


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an attempt, or of one run through the activity tree within it."""

    number: int
    found: Outcome
    seconds: float
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class AttemptView(Result):
    """``data`` are those of each activity; an attempt that goes on has not ended."""

    current: bool
    package_revision: int
    runs: list[Result] = field(default_factory=list[Result])
    parts: Parts = NO_PARTS
    data: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    cmi: dict[str, str] = field(default_factory=dict[str, str])


async def page(
    tenant_id: UUID, session_id: str, offset: int, limit: int, now: datetime
) -> tuple[list[AttemptView], int]:
    """The present one first, and how many are known; raises SessionNotFound."""
    async with database.tenant_scope(tenant_id) as connection:
        reading = await _reading(connection, await session_of(tenant_id, session_id))
        numbers = reading.numbers
        shown = numbers[offset : offset + limit]
        return [await _view(reading, number, now) for number in shown], len(numbers)


async def find(tenant_id: UUID, session_id: str, number: int, now: datetime) -> AttemptView:
    """Raises SessionNotFound, NotFound."""
    async with database.tenant_scope(tenant_id) as connection:
        reading = await _reading(connection, await session_of(tenant_id, session_id))
        if number not in reading.numbers:
            raise NotFound("This session has no such attempt.")
        return await _view(reading, number, now)


@dataclass(frozen=True, slots=True)
class Start:
    """``force``: even while a learner has the course open."""

    force: bool = False
    version: int | None = None


async def begin(
    tenant_id: UUID, session_id: str, start: Start, now: datetime
) -> tuple[AttemptView, bool]:
    """A new attempt, unless nothing has come of the present one yet; and whether it is new.

    Raises SessionNotFound, VersionConflict, Conflict.
    """
    async with database.tenant_scope(tenant_id) as connection:
        session = await session_of(tenant_id, session_id, lock=True)
        guards.check_version(session, start.version)
        guards.check_unlocked(session)
        is_new = await attempts.is_begun(session)
        if is_new:
            if not start.force and await fencing.is_open(session, now):
                raise Conflict(
                    "A learner has the course open; begin anew with force, or wait.",
                    reason="COURSE_OPEN",
                )
            await attempts.begin(session, now)
            await fencing.fence_off(session, Closed.NEW_ATTEMPT, now)
            await steps.store(connection, session, steps.STARTED, now)
        reading = await _reading(connection, session)
        return await _view(reading, session.attempts, now), is_new


@dataclass(frozen=True, slots=True)
class _Reading:
    connection: Connection
    session: Session
    kept: list[Attempt]
    revisions: dict[UUID, int]

    @property
    def numbers(self) -> list[int]:
        """Those that are known, latest first; an imported record may begin with a later one."""
        whole = {each.number for each in self.kept if each.run == 0}
        return sorted(whole | {self.session.attempts}, reverse=True)


async def _reading(connection: Connection, session: Session) -> _Reading:
    kept = await Attempt.filter(tenant_id=session.tenant_id, session_key=session.key).order_by(
        "number", "run"
    )
    wanted = {session.revision_id, *(each.revision_id for each in kept)}
    found = await Revision.filter(tenant_id=session.tenant_id, id__in=wanted).only("id", "number")
    return _Reading(connection, session, kept, {each.id: each.number for each in found})


async def _view(reading: _Reading, number: int, now: datetime) -> AttemptView:
    session = reading.session
    mine = [each for each in reading.kept if each.number == number]
    whole = next((each for each in mine if each.run == 0), None)
    runs = [_result(each, each.run) for each in mine if each.run]
    revision = session.revision_id if whole is None else whole.revision_id
    record = await sco_states.record_at(reading.connection, session, number, revision)
    result = await _present(session, reading.kept) if whole is None else _result(whole, number)
    return AttemptView(
        number=number,
        found=result.found,
        seconds=result.seconds,
        started_at=result.started_at,
        ended_at=result.ended_at,
        current=whole is None,
        package_revision=reading.revisions[revision],
        runs=runs,
        parts=await _parts(record, now),
        data={name: results.state_of(each.cmi) for name, each in record.states.items()},
        cmi=record.cmi,
    )


async def _parts(record: Record, now: datetime) -> Parts:
    """Nothing where nothing was recorded."""
    return await session_parts.parts(record, now, alone=True) if record.states else NO_PARTS


async def _present(session: Session, kept: Iterable[Attempt]) -> Result:
    number = session.attempts
    earlier = attempts.seconds_before(kept, number, with_runs=False)
    first = (
        await Launch.filter(
            tenant_id=session.tenant_id,
            session_key=session.key,
            attempt=number,
            mode=Mode.NORMAL,
        )
        .order_by("created_at")
        .first()
    )
    started = first.created_at if first is not None else None
    if session.imported and started is None:
        started = session.launched_at
    seconds = max(0.0, session.time_spent - earlier)
    return Result(number, results.result_of(session), seconds, started, None)


def _result(kept: Attempt, number: int) -> Result:
    found = Outcome(
        Completion(kept.completion_status),
        Success(kept.success_status),
        scaled=kept.score_scaled,
        raw=kept.score_raw,
        min=kept.score_min,
        max=kept.score_max,
        progress=kept.progress_measure,
    )
    return Result(number, found, kept.time_spent, kept.started_at, kept.ended_at)
