"""How a change from outside meets the data of a SCO: merged key by key, the top level winning."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Protocol

from models.session import ScoState, Session
from scorm.duration import parse_period
from scorm.status import Completion, Outcome, Success
from services.errors import Invalid
from services.packages.courses import Course
from services.sessions.sco_states import Record
from services.tracking.facts import outcome_of_part
from services.tracking.results import period, result_of, state_of

MOST_ELEMENTS: Final = 10_000
MOST_CHARACTERS: Final = 4 * 1024 * 1024
LONGEST_NAME: Final = 300

_SCORE: Final = ("scaled", "raw", "min", "max")
_STATUS_12: Final = {
    ("completed", "passed"): "passed",
    ("completed", "failed"): "failed",
    ("completed", "unknown"): "completed",
    ("incomplete", "passed"): "passed",
    ("incomplete", "failed"): "failed",
    ("incomplete", "unknown"): "incomplete",
    ("not_attempted", "unknown"): "not attempted",
    ("not_attempted", "passed"): "passed",
    ("not_attempted", "failed"): "failed",
}


class Result(Protocol):
    """What is stated about the whole, as far as it is."""

    @property
    def completion_status(self) -> str | None: ...

    @property
    def success_status(self) -> str | None: ...

    @property
    def score(self) -> Any: ...


class Change(Result, Protocol):
    """The parts of an amendment that concern the data of a SCO."""

    @property
    def cmi_data(self) -> Mapping[str, str | None]: ...

    @property
    def suspend_data(self) -> str | None: ...


class TimedChange(Change, Protocol):
    """A whole amendment, as far as a record knows it."""

    @property
    def session_time(self) -> str | None: ...


def concerns_data(course: Course, change: Change) -> bool:
    """Whether the data of a SCO change, and not the result of a course of many alone."""
    if change.cmi_data or change.suspend_data is not None:
        return True
    stated = (change.completion_status, change.success_status, change.score)
    return speaks_for_the_course(course) and any(each is not None for each in stated)


def amended(
    course: Course, session: Session, state: ScoState, change: Change
) -> tuple[dict[str, str], Outcome]:
    """The data after the change and what they amount to; raises Invalid."""
    cmi = state_of(state.cmi)
    for name, value in change.cmi_data.items():
        _check_name(name)
        if value is None:
            cmi.pop(name, None)
        else:
            cmi[name] = value
    if change.suspend_data is not None:
        cmi["cmi.suspend_data"] = change.suspend_data
    if speaks_for_the_course(course):
        write_back(course, result_of(session), change, cmi)
    if len(cmi) > MOST_ELEMENTS or sum(map(len, cmi.values())) > MOST_CHARACTERS:
        raise Invalid.field("cmi_data", "holds more than a session can keep")
    return cmi, outcome_of_part(course, state.sco, cmi)


def speaks_for_the_course(course: Course) -> bool:
    """Where activities are sequenced, what one of them says is not what the course comes to."""
    return course.tree is None or course.single


def overruled(found: Outcome, change: Result) -> Outcome:
    """What is said in so many words counts more than what the data would amount to."""
    if change.completion_status is not None:
        found = replace(found, completion_status=Completion(change.completion_status))
    if change.success_status is not None:
        found = replace(found, success_status=Success(change.success_status))
    if change.score is not None:
        given = {name: getattr(change.score, name) for name in _SCORE}
        found = replace(found, **{n: value for n, value in given.items() if value is not None})
    return found


def visit_time(record: Record, change: TimedChange) -> str | None:
    """How long a visit was, in ISO 8601, where that is newly reported; raises Invalid."""
    if change.session_time is not None:
        told = _period(change.session_time)
        if told is None:
            raise Invalid.field("session_time", "must be an ISO 8601 duration such as PT1H30M")
        return told
    name = "cmi.session_time" if record.course.edition.is_2004 else "cmi.core.session_time"
    within = change.cmi_data.get(name)
    # Who sends back what was read reports no visit.
    return None if within in {None, record.cmi.get(name)} else _period(within or "")


def growth(before: str, after: str) -> float:
    """Seconds that a newly reported visit adds: it replaces what was reported of it before."""
    known, reported = (parse_period(each, tolerant=True) or 0.0 for each in (before, after))
    return max(0.0, reported - known)


def _period(text: str) -> str | None:
    """What is in ISO 8601 already stays as it was written."""
    seconds = parse_period(text, tolerant=True)
    if seconds is None:
        return None
    return text.strip() if "P" in text.upper() else period(seconds)


def _check_name(name: str) -> None:
    if not name.startswith(("cmi.", "adl.")) or len(name) > LONGEST_NAME:
        raise Invalid.field("cmi_data", f"{name[:80]!r} is no element of the data model")


def write_back(course: Course, known: Outcome, change: Result, cmi: dict[str, str]) -> None:
    """The course must find what was decided outside, so it is said in its own terms as well."""
    prefix = "cmi.score." if course.edition.is_2004 else "cmi.core.score."
    for name, value in _spoken_score(course, change).items():
        if value is not None:
            cmi[prefix + name] = _decimal(value)
    if change.completion_status is None and change.success_status is None:
        return
    completion = change.completion_status or str(known.completion_status)
    success = change.success_status or str(known.success_status)
    if course.edition.is_2004:
        cmi["cmi.completion_status"] = completion.replace("_", " ")
        cmi["cmi.success_status"] = success
    else:
        cmi["cmi.core.lesson_status"] = _STATUS_12[completion, success]


def _spoken_score(course: Course, change: Result) -> dict[str, float | None]:
    """SCORM 1.2 knows no share, so one that is stated alone is told by points and bounds."""
    given: dict[str, float | None] = {n: getattr(change.score, n, None) for n in _SCORE}
    if course.edition.is_2004:
        return given
    scaled = given.pop("scaled")
    if scaled is None or scaled < 0 or given["raw"] is not None:
        return given
    low, high = given["min"] or 0.0, given["max"]
    high = 100.0 if high is None else high
    return {"raw": low + scaled * (high - low), "min": low, "max": high}


def _decimal(value: float) -> str:
    """As CMIDecimal and real(10,7) want it: no exponent, at most seven decimals."""
    return f"{value:.7f}".rstrip("0").rstrip(".")
