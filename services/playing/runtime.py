"""Taking a commit: keep it, check it, store it, roll it up and announce what changed.

The protocol is that of the design: one writer per session, numbered commits with all changes
since the last acknowledged one, absolute times. So a repeated, reordered or late commit changes
nothing twice and takes nothing back, and what nobody may apply is kept as an orphan.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec import structs

from models.commit import KEEP_ORPHAN, LATER, READ, READ_AT_ONCE, RECORD
from models.session import SessionStatus
from services.errors import (
    Gone,
    Invalid,
    InvalidToken,
    Refusal,
    Resync,
    SequenceReused,
    Superseded,
)
from services.holding import Held, borrowed, hold
from services.packages import courses
from services.packages.courses import Course
from services.playing import commit_request, commit_rollup, former_attempts
from services.playing.applying import Change, apply, saved_answer, write, write_at_once
from services.playing.commit_request import CommitRequest, Flags
from services.playing.commit_rollup import Valid
from services.playing.situation import Situation, learner_of
from services.tokens import CommitClaims
from services.tracking import shared_data
from services.tracking.shared_data import Writer

LATE_DELIVERY: Final = timedelta(hours=72)

_answer_decoder = msgspec.json.Decoder(dict[str, Any])


@dataclass(frozen=True, slots=True)
class Answer:
    """``may_renew`` is false for a late delivery: it ends with what it brought. ``valid`` is there
    for who asked: which navigation requests would be granted now.
    """

    applied: int
    version: int
    errors: dict[str, int]
    replayed: bool
    may_renew: bool
    valid: Valid | None = None


async def commit(
    request: CommitRequest, claims: CommitClaims, now: datetime, idle: timedelta
) -> Answer:
    """Raises InvalidToken, Invalid, Superseded, SequenceReused, Resync, Gone."""
    if request.launch != claims.launch_id:
        raise InvalidToken
    arrived = _Arrived(request, claims, now, idle)
    return await _at_once(arrived) or await _in_turn(arrived)


@dataclass(frozen=True, slots=True)
class _Arrived:
    request: CommitRequest
    claims: CommitClaims
    now: datetime
    idle: timedelta

    @property
    def keys(self) -> tuple[Any, ...]:
        claims, request = self.claims, self.request
        return (
            *(claims.tenant_id, claims.session_key, claims.launch_id),
            *(request.sco, request.seq),
        )

    def meets(self, row: Any) -> Situation:
        body_hash = commit_request.hash_of(self.request)
        return Situation(self.request, self.claims, row, body_hash, self.now, self.idle)


async def _at_once(arrived: _Arrived) -> Answer | None:
    """The ordinary commit, next in line and alone; None leaves anything else to the lock."""
    async with borrowed() as held:
        row = await held.fetchrow(READ_AT_ONCE, *arrived.keys)
        if row is None:
            return None
        it = arrived.meets(row)
        course = courses.remembered(row["revision_id"])
        if course is None or not _is_ordinary(it) or it.request.sco not in course.items:
            return None
        if _shares(course, it) or commit_rollup.concerns(course, it):
            return None
        change = apply(course, it)
        if not await write_at_once(held, it, change):
            return None
    return _answer(it, it.reached, change.version, change.errors)


def _is_ordinary(it: Situation) -> bool:
    fits = it.request.base <= it.row["applied_seq"] and not it.is_older and it.is_present
    return fits and it.row["seen_hash"] is None and _objection(it) is None


async def _in_turn(arrived: _Arrived) -> Answer:
    async with hold(arrived.claims.tenant_id, arrived.claims.session_key) as held:
        row = await held.fetchrow(READ, *arrived.keys)
        if row is None:
            raise Gone
        settled = await _settle(held, arrived.meets(row))
    # A refusal may have something to keep, so it is raised after the transaction.
    if isinstance(settled, Refusal):
        raise settled
    return settled


async def _settle(held: Held, it: Situation) -> Answer | Refusal:
    refusal = _objection(it)
    if refusal is not None:
        await _keep_orphan(held, it, refusal)
        return refusal
    if it.row["seen_hash"] is not None:
        return _repeated(it)
    if it.request.base > it.row["applied_seq"]:
        return Resync(applied=it.row["applied_seq"])
    course = await courses.course(held, it.claims.tenant_id, it.row["revision_id"])
    if it.request.sco not in course.items:
        return Invalid.field("sco", "is no item of this course")
    if it.is_older:
        it = await _without_overtaken(held, it)
        if not it.request.patch and not it.request.flags.terminate:
            return await _record(held, it)
    change, valid = await _apply(held, course, it)
    answer = _answer(it, it.reached, change.version, change.errors)
    return replace(answer, valid=valid)


def _shares(course: Course, it: Situation) -> bool:
    """Whether the commit speaks of buckets that others have a hand in."""
    return it.request.sco in course.buckets and shared_data.touches(it.request.patch)


async def _apply(held: Held, course: Course, it: Situation) -> tuple[Change, Valid | None]:
    claims, row = it.claims, it.row
    shelf = shared_data.shelf_of(
        course, claims.tenant_id, learner_of(row), claims.session_key, row["attempt"]
    )
    allowed = course.buckets[it.request.sco] if _shares(course, it) else ()
    buckets = await shared_data.load(held, shelf, allowed)
    change = apply(course, it, buckets)
    valid = None
    if commit_rollup.concerns(course, it):
        change, valid = await commit_rollup.roll_up(held, course, it, change)
    await write(held, it, change)
    if not it.is_present and change.state is not None:
        await former_attempts.amend(held, course, it, change)
    writer = Writer(claims.launch_id, it.is_late, it.now)
    await shared_data.store(held, shelf, change.shared, writer)
    return change, valid


def _objection(it: Situation) -> Refusal | None:
    """Why this launch may not deliver, if so; being late alone is no reason for three days."""
    row = it.row
    if row["status"] == SessionStatus.TERMINATED or row["writer_id"] is None:
        return Gone()
    if not it.is_writer and not _goes_first(it):
        return Superseded(current_launch_started_at=row["writer_started"])
    if it.is_late and it.now > row["last_contact_at"] + LATE_DELIVERY:
        return Gone()
    return None


def _goes_first(it: Situation) -> bool:
    """An older launch may still deliver before the newer one has written anything."""
    return it.row["previous_id"] == it.claims.launch_id and it.row["writer_applied"] == 0


async def _keep_orphan(held: Held, it: Situation, refusal: Refusal) -> None:
    if it.row["seen_hash"] == it.body_hash:
        return
    await held.execute(
        KEEP_ORPHAN,
        it.claims.tenant_id,
        it.claims.session_key,
        it.claims.launch_id,
        it.request.seq,
        refusal.code,
        it.body_hash,
        commit_request.text_of(it.request),
    )


def _repeated(it: Situation) -> Answer | Refusal:
    if it.row["seen_hash"] != it.body_hash:
        return SequenceReused(seq=it.request.seq)
    saved = _answer_decoder.decode(it.row["seen_answer"])
    return Answer(saved["applied"], saved["version"], saved["errors"], True, it.may_renew)


async def _without_overtaken(held: Held, it: Situation) -> Situation:
    """An older commit after a newer one: what the newer one says as well, it says better.

    Something may be left: a page that dies sends the small values first, and each commit speaks
    of one SCO only.
    """
    values = (it.claims.tenant_id, it.claims.launch_id, it.request.sco, it.request.seq)
    later = await held.fetch(LATER, *values)
    said = {name for row in later for name in _answer_decoder.decode(row["patch"])}
    left = {name: value for name, value in it.request.patch.items() if name not in said}
    flags = Flags() if later else it.request.flags
    return replace(it, request=structs.replace(it.request, patch=left, flags=flags))


async def _record(held: Held, it: Situation) -> Answer:
    """Nothing new, but a repetition of it must be recognised."""
    answer = _answer(it, it.row["applied_seq"], it.row["version"], {})
    await held.execute(
        RECORD,
        it.claims.tenant_id,
        it.claims.launch_id,
        it.request.seq,
        it.request.sco,
        it.body_hash,
        msgspec.json.encode(it.request.patch).decode(),
        saved_answer(answer.applied, answer.version, answer.errors),
        it.is_late,
    )
    return answer


def _answer(it: Situation, applied: int, version: int, errors: dict[str, int]) -> Answer:
    return Answer(applied, version, errors, False, it.may_renew)
