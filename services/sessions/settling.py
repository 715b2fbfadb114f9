"""Storing a record that was brought along, so that the next launch goes on exactly there."""

from dataclasses import replace
from datetime import datetime
from typing import cast

import msgspec

from models.session import ScoState
from scorm.packaging.manifest import Item
from scorm.sequencing import runtime_data
from scorm.sequencing.tree import Activity, ActivityTree
from scorm.status import Completion, Outcome, outcome
from services.database import raw_connection
from services.holding import Held
from services.packages.courses import Course
from services.sessions import initial_state, session_changes
from services.sessions.initial_state import Brought, InitialState
from services.sessions.record_trees import registration_of
from services.sessions.sco_states import Record
from services.tracking import results, sequencer
from services.tracking.facts import thresholds


async def settle(record: Record, given: InitialState, now: datetime) -> None:
    """Of a session that was just begun; the caller saves it. Raises Invalid."""
    initial_state.check_times(given, now)
    course, session = record.course, record.session
    record.attempt = session.attempts = given.attempts
    parts = _with_result(record, given, initial_state.brought(course, given))
    if given.time_spent_seconds is not None and len(parts) == 1:
        [(name, part)] = parts.items()
        parts = {name: replace(part, seconds=part.seconds or given.time_spent_seconds)}
    for name, part in parts.items():
        await _store(record, name, part, now)
    result = await _result(record, given, parts, now)
    results.store_result(session, result, now)
    current = given.current or _latest(parts) or ""
    session.current_sco = current
    done = result.completion_status is Completion.COMPLETED
    resumes = any(part.resumes for part in parts.values())
    session.suspended = resumes or (bool(parts) and not done)
    _take_times(record, given, sum(part.seconds for part in parts.values()))


def _with_result(
    record: Record, given: InitialState, parts: dict[str, Brought]
) -> dict[str, Brought]:
    """A course of one part finds in its own data what was decided about the whole."""
    course = record.course
    playable = [name for name, item in course.items.items() if item.href is not None]
    if not given.states_result or len(playable) != 1:
        return parts
    [name] = playable
    part = parts.get(name, Brought({}))
    cmi = dict(part.cmi)
    stated = _stated(outcome(course.edition, _judged(course, name, cmi)), given)
    # What is not stated of the status is what the data say.
    session_changes.write_back(course, stated, given, cmi)
    return {name: replace(part, cmi=cmi)}


def _stated(found: Outcome, given: InitialState) -> Outcome:
    progress = found.progress if given.progress_measure is None else given.progress_measure
    return replace(session_changes.overruled(found, given), progress=progress)


def _judged(course: Course, name: str, cmi: dict[str, str]) -> dict[str, str]:
    item = course.items.get(name) or Item(identifier="", title="")
    return {**cmi, **thresholds(item, course.sequencing.get(name))}


async def _store(record: Record, name: str, part: Brought, now: datetime) -> None:
    session = record.session
    cmi = part.stored(record.course.edition)
    found = outcome(record.course.edition, _judged(record.course, name, cmi))
    record.states[name] = await ScoState.create(
        tenant_id=session.tenant_id,
        session_key=session.key,
        attempt=session.attempts,
        sco=name,
        cmi=msgspec.json.encode(cmi).decode(),
        outcome=results.outcome_text(found),
        seconds=part.seconds,
        # No launch of ours ended the visit, yet it is over: it did not break off.
        ended_by=session.key,
        created_at=now,
        updated_at=now,
    )


async def _result(
    record: Record, given: InitialState, parts: dict[str, Brought], now: datetime
) -> Outcome:
    course = record.course
    if course.tree is None:
        found = [results.outcome_of(each.outcome) for each in record.states.values()]
        return _stated(results.roll_up(found, len(course.scos)), given)
    connection = cast(Held, raw_connection(record.connection))
    registration = registration_of(record)
    standing = await sequencer.load(connection, registration, course, now, hold=True)
    for name, part in parts.items():
        _take(standing.tree, name, part)
    found = sequencer.result(standing)
    stated = _stated(found, given)
    if stated != found:
        sequencer.overrule(standing, stated)
    place = given.current or _latest(parts)
    resumes = any(part.resumes for part in parts.values())
    if place and (resumes or found.completion_status is not Completion.COMPLETED):
        _suspend(standing.tree, place)
    await sequencer.keep(connection, registration, standing, now)
    return stated


def _take(tree: ActivityTree, name: str, part: Brought) -> None:
    activity = tree.find(name)
    if activity is None:
        return
    _begin(tree, activity)
    runtime_data.record(tree, activity, part.cmi, suspended=part.resumes)
    runtime_data.record_time(activity, part.seconds)


def _begin(tree: ActivityTree, activity: Activity) -> None:
    for each in activity.path():
        if each.sequencing.delivery.tracked and not each.tracking.attempts:
            each.tracking.begin_attempt(tree.now)


def _suspend(tree: ActivityTree, name: str) -> None:
    activity = tree.find(name)
    if activity is not None:
        _begin(tree, activity)
        for each in activity.path():
            each.tracking.suspended = True
        tree.suspended = activity


def _latest(parts: dict[str, Brought]) -> str | None:
    """Where the learner goes on: at the last part that is not done with, else the last one."""
    going_on = [name for name, part in parts.items() if part.resumes]
    return (going_on or list(parts) or [None])[-1]


def _take_times(record: Record, given: InitialState, seconds: float) -> None:
    session = record.session
    told = given.time_spent_seconds
    session.time_spent = seconds if told is None else told
    session.session_time = results.period(session.time_spent)
    session.created_at = given.created_at or session.created_at
    session.launched_at = given.launched_at
    if session.completion_status == Completion.COMPLETED:
        session.completed_at = given.completed_at or session.completed_at
