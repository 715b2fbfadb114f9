"""Changing the record of a session from outside: its data, its result, its time."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from models.session import ScoState
from scorm.status import Outcome
from services import events
from services.errors import Conflict
from services.sessions import sequenced_changes, session_changes
from services.sessions.sco_states import Record
from services.sessions.session_changes import TimedChange
from services.tracking import results
from services.tracking.session_view import event_body

IDLE: Final = timedelta(days=1)


async def change(record: Record, amendment: TimedChange, now: datetime) -> None:
    """Raises Invalid, Conflict."""
    session, before = record.session, results.result_of(record.session)
    visit = session_changes.visit_time(record, amendment)
    basis = _of_the_parts(record)
    changed = None
    if session_changes.concerns_data(record.course, amendment):
        changed = await _change_data(record, amendment, now)
    if record.course.tree is not None:
        after = await _rolled_up(record, amendment, changed, now)
    else:
        found = _of_the_parts(record)
        if len(record.course.scos) > 1:
            found = results.upheld(before, found, basis)
        after = session_changes.overruled(found, amendment)
    results.store_result(session, after, now)
    if visit is not None:
        session.time_spent += session_changes.growth(session.session_time, visit)
        session.session_time = visit
    session.version += 1
    session.updated_at = now
    session.expires_at = max(session.expires_at, now + IDLE)
    told = events.transitions(before, after, session.key, session.attempts, session.version)
    subject = events.subject_of(session)
    session.event_count += len(told)
    await session.save()
    await events.record(record.connection, subject, told, event_body(session, record.cmi), now)


async def _change_data(record: Record, amendment: TimedChange, now: datetime) -> ScoState:
    course, session = record.course, record.session
    state = record.shown
    if state is None and not session_changes.speaks_for_the_course(course):
        raise Conflict(
            "No part of this course has been opened, so there is none whose data could change.",
            reason="NOTHING_OPENED",
        )
    state = state or record.blank()
    cmi, outcome = session_changes.amended(course, session, state, amendment)
    state.cmi, state.outcome = msgspec.json.encode(cmi).decode(), results.outcome_text(outcome)
    state.updated_at = now
    await state.save()
    record.states[state.sco] = state
    return state


async def _rolled_up(
    record: Record, amendment: TimedChange, changed: ScoState | None, now: datetime
) -> Outcome:
    """By the activity tree, and what is stated in so many words on top.

    What a course of one part comes to is what its data say, as after a commit.
    """
    rolled_up = await sequenced_changes.roll_up(record, amendment, changed, now)
    if not record.course.single:
        return rolled_up
    return session_changes.overruled(_of_the_parts(record), amendment)


def _of_the_parts(record: Record) -> Outcome:
    parts = [results.outcome_of(each.outcome) for each in record.states.values()]
    return results.roll_up(parts, len(record.course.scos))
