"""Working out what one commit changes in a session, and storing it in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from models.commit import WRITE, WRITE_AT_ONCE
from models.launch import Mode
from scorm.cmi.begin import (
    RESUME,
    Bucket,
    bucket_rows,
    finish12,
    finish2004,
    session_seconds,
    without_buckets,
)
from scorm.cmi.patch import apply_patch
from scorm.status import Completion, Outcome, Success
from services import events
from services.events import NewEvent, Subject
from services.holding import Held
from services.packages.courses import Course
from services.playing.situation import Situation
from services.tracking import results, shared_data
from services.tracking.facts import mastery, outcome_of_part
from services.tracking.results import Visit

MOST_CALL_BYTES: Final = 4 * 1024 * 1024
CONTENT_LIFE: Final = timedelta(hours=24)
# Expiry is moved by the minute, as each move rewrites indexes.
WORTH_MOVING: Final = timedelta(minutes=1)
# By whether the edition is one of SCORM 2004.
NOT_RUNNING: Final = {False: 301, True: 133}
ENTRY: Final = {False: "cmi.core.entry", True: "cmi.entry"}
EXIT: Final = {False: "cmi.core.exit", True: "cmi.exit"}


@dataclass(frozen=True, slots=True)
class Change:
    """The session after a commit; ``state`` is None where the mode lets nothing be stored.

    ``shared`` has the buckets of ``adl.data`` that were changed.
    """

    errors: dict[str, int]
    version: int
    state: dict[str, str] | None
    seconds: float
    terminated: bool
    suspended: bool
    own: Outcome
    result: Outcome
    times: dict[str, Visit]
    time_spent: float
    told: list[NewEvent]
    shared: dict[str, str]


def apply(course: Course, it: Situation, buckets: Sequence[Bucket] = ()) -> Change:
    row, request = it.row, it.request
    lent = bucket_rows(buckets)
    stored = results.state_of(row["cmi"])
    if lent:
        stored = without_buckets(stored) | lent
    state, errors = _patched(course, it, stored)
    shared = shared_data.changes(buckets, lent, state)
    if lent:
        state = without_buckets(state)
    reported = session_seconds(course.edition, state)
    if it.ends:
        state = _finished(course, it, stored, state)

    times, spent = _times(course, it, reported)
    known = results.visits(row["times"]).get(request.sco, Visit())
    own = outcome_of_part(course, request.sco, state)
    result = _result(course, it, own)
    version = row["version"] + 1
    before = result_of(row)
    return Change(
        errors=errors,
        version=version,
        state=state if row["mode"] == Mode.NORMAL else None,
        seconds=(row["seconds"] or 0.0) + times[request.sco].told - known.told,
        terminated=it.ends or bool(row["terminated"]),
        suspended=_is_suspended(course, it, state),
        own=own,
        result=result,
        times=times,
        time_spent=row["time_spent"] + (spent if row["mode"] == Mode.NORMAL else 0.0),
        told=events.transitions(before, result, it.claims.session_key, row["attempt"], version),
        shared=shared if row["mode"] == Mode.NORMAL else {},
    )


def _patched(
    course: Course, it: Situation, stored: dict[str, str]
) -> tuple[dict[str, str], dict[str, int]]:
    patch = it.request.patch
    if it.is_after_end:
        code = NOT_RUNNING[course.edition.is_2004]
        return stored, {name: code for name in patch if patch[name] != stored.get(name)}
    if not patch:
        return stored, {}
    return apply_patch(course.edition, course.strict, stored, patch)


def _finished(
    course: Course, it: Situation, stored: dict[str, str], state: dict[str, str]
) -> dict[str, str]:
    if course.edition.is_2004:
        finished = finish2004(state)
    else:
        item = course.items[it.request.sco]
        finished = finish12(state, mastery(item), mode=it.row["mode"])
    if it.row["terminated"] and EXIT[course.edition.is_2004] not in it.request.patch:
        # The rest of a visit whose end is known: the way it ended was told with the end.
        entry = ENTRY[course.edition.is_2004]
        finished[entry] = stored.get(entry, "")
    return finished


def _is_suspended(course: Course, it: Situation, state: dict[str, str]) -> bool:
    if not it.ends or it.row["mode"] != Mode.NORMAL or not it.is_present:
        return it.row["suspended"]
    return state.get(ENTRY[course.edition.is_2004]) == RESUME


def _times(course: Course, it: Situation, reported: float | None) -> tuple[dict[str, Visit], float]:
    """The launch's visits after this commit, and by how many seconds they have grown."""
    known = results.visits(it.row["times"])
    found = dict(known)
    for sco, seconds in it.request.t.items():
        if sco in course.items:
            found[sco] = known.get(sco, Visit()).heard(seconds, None)
    sco = it.request.sco
    found[sco] = found.get(sco, Visit()).heard(None, None if it.is_after_end else reported)
    grown = sum(visit.spent - known.get(name, Visit()).spent for name, visit in found.items())
    return found, max(grown, 0.0)


def _result(course: Course, it: Situation, own: Outcome) -> Outcome:
    before = result_of(it.row)
    if it.row["mode"] != Mode.NORMAL or not it.is_present:
        return before
    if course.tree is not None and not course.single:
        # What several activities amount to is a matter of roll-up in the activity tree.
        return before
    others = results.outcomes(it.row["others"])
    after = results.roll_up([own, *others], len(course.scos))
    if len(course.scos) > 1:
        # What was stated of the whole from outside is in none of its parts.
        basis = results.roll_up([*_known(course, it), *others], len(course.scos))
        after = results.upheld(before, after, basis)
    backwards = it.is_late or it.is_older or not it.is_writer or not it.request.patch
    return results.without_regress(before, after) if backwards else after


def _known(course: Course, it: Situation) -> list[Outcome]:
    """What the part came to before the commit, where it had anything."""
    stored = results.state_of(it.row["cmi"])
    return [outcome_of_part(course, it.request.sco, stored)] if stored else []


def result_of(row: Any) -> Outcome:
    return Outcome(
        Completion(row["completion_status"]),
        Success(row["success_status"]),
        scaled=row["score_scaled"],
        raw=row["score_raw"],
        min=row["score_min"],
        max=row["score_max"],
        progress=row["progress_measure"],
    )


def concluded(it: Situation, change: Change, result: Outcome) -> Change:
    """The same change with another result of the session."""
    backwards = it.is_late or it.is_older or not it.is_writer
    before = result_of(it.row)
    after = results.without_regress(before, result) if backwards else result
    key, attempt = it.claims.session_key, it.row["attempt"]
    told = events.transitions(before, after, key, attempt, change.version)
    return replace(change, result=after, told=told)


async def write(held: Held, it: Situation, change: Change) -> None:
    """While the session is held."""
    await held.execute(WRITE, *_values(it, change))


async def write_at_once(held: Held, it: Situation, change: Change) -> bool:
    """Whether it was written: not when anyone has changed the session since it was read."""
    values = _values(it, change)
    return bool(await held.fetchval(WRITE_AT_ONCE, *values, it.row["row_version"]))


def _values(it: Situation, change: Change) -> list[Any]:
    row, request, claims, result = it.row, it.request, it.claims, change.result
    subject = Subject(claims.tenant_id, claims.session_key, row["event_count"])
    answer = saved_answer(it.reached, change.version, change.errors)
    calls = _calls(it)
    return [
        claims.tenant_id,
        claims.session_key,
        claims.launch_id,
        row["attempt"],
        request.sco,
        it.now,
        _text(change.state or {}),
        results.outcome_text(change.own),
        change.seconds,
        claims.launch_id if change.terminated else None,
        change.state is not None,
        request.seq,
        results.times_of(change.times),
        _moved(row["content_expires_at"], it.now + CONTENT_LIFE, it),
        it.body_hash,
        _text(request.patch),
        answer,
        it.is_late,
        calls,
        result.completion_status,
        result.success_status,
        result.scaled,
        result.raw,
        result.min,
        result.max,
        result.progress,
        change.time_spent,
        _session_time(it, change),
        change.suspended,
        change.version,
        row["call_log_bytes"] + len(calls or ""),
        row["event_count"] + len(change.told),
        _completed_at(it, result),
        *events.columns(subject, change.told, _event_body(it, change), it.now),
        _moved(row["expires_at"], it.now + it.idle, it),
    ]


def saved_answer(applied: int, version: int, errors: dict[str, int]) -> str:
    return _text({"applied": applied, "version": version, "errors": errors})


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _calls(it: Situation) -> str | None:
    if not it.request.has_calls:
        return None
    text = bytes(it.request.calls).decode()
    return text if it.row["call_log_bytes"] + len(text) <= MOST_CALL_BYTES else None


def _moved(present: datetime, wanted: datetime, it: Situation) -> datetime:
    return wanted if not it.is_late and wanted - present >= WORTH_MOVING else present


def _session_time(it: Situation, change: Change) -> str:
    """Of the latest visit that counts."""
    if it.row["mode"] != Mode.NORMAL:
        return it.row["session_time"]
    return results.period(sum(visit.spent for visit in change.times.values()))


def _completed_at(it: Situation, result: Outcome) -> datetime | None:
    if result.completion_status != Completion.COMPLETED:
        return None
    return it.row["completed_at"] or it.now


def _event_body(it: Situation, change: Change) -> dict[str, Any]:
    if not change.told:
        return {}
    row, result = it.row, change.result
    return {
        "id": row["id"],
        "session_id": row["id"],
        "package_id": row["package_id"],
        "user_id": row["user_id"],
        "registration": row["registration"],
        "completion_status": result.completion_status,
        "success_status": result.success_status,
        "score": {
            "scaled": result.scaled,
            "raw": result.raw,
            "min": result.min,
            "max": result.max,
        },
        "progress_measure": result.progress,
        "attempts": row["attempts"],
        "time_spent_seconds": int(change.time_spent),
        "version": change.version,
        "cmi_data": change.state or {},
    }
