"""The record that a learner brings along from another system, checked by the book."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from scorm.cmi.begin import RESUME, finish12, finish2004, recorded, session_seconds
from scorm.cmi.errors import Fault, codes
from scorm.cmi.patch import apply_patch
from scorm.duration import parse_period, parse_timespan
from scorm.edition import Edition
from services.errors import Invalid
from services.packages.courses import Course

EARLY_BY: Final = timedelta(minutes=1)
MOST_NAMED: Final = 10
_KEYWORDS: Final = ("._children", "._count", "._version")
_STATUS: Final = ("cmi.core.lesson_status", "cmi.completion_status")
_DONE: Final = {"completed", "passed", "failed"}
Data = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class InitialState:
    """``current`` is the activity that the learner was at; top-level data are of that one."""

    cmi_data: Data = field(default_factory=dict[str, str])
    activities: Mapping[str, Data] = field(default_factory=dict[str, Data])
    current: str | None = None
    completion_status: str | None = None
    success_status: str | None = None
    score: Any = None
    progress_measure: float | None = None
    time_spent_seconds: float | None = None
    attempts: int = 1
    suspend_data: str | None = None
    location: str | None = None
    launched_at: datetime | None = None
    completed_at: datetime | None = None
    created_at: datetime | None = None

    @property
    def states_result(self) -> bool:
        stated = (self.completion_status, self.success_status, self.score)
        return any(each is not None for each in stated)


@dataclass(frozen=True, slots=True)
class Brought:
    """What one activity has recorded, and whether its data tell that the visit was suspended."""

    cmi: dict[str, str]
    seconds: float = 0.0
    suspended: bool | None = None

    @property
    def resumes(self) -> bool:
        """As the last visit ended, else as long as the learner is not done."""
        if self.suspended is not None:
            return self.suspended
        return not any(self.cmi.get(name) in _DONE for name in _STATUS)

    def stored(self, edition: Edition) -> dict[str, str]:
        """With what the next visit will find."""
        name = "cmi.entry" if edition.is_2004 else "cmi.core.entry"
        return {**self.cmi, name: RESUME if self.resumes else ""}


def check_times(given: InitialState, now: datetime) -> None:
    """Raises Invalid: nothing has happened in the future, or ended before it began."""
    for name in ("created_at", "launched_at", "completed_at"):
        moment: datetime | None = getattr(given, name)
        if moment is not None and moment > now + EARLY_BY:
            raise Invalid.field(f"initial_state.{name}", "lies in the future")
    if given.launched_at and given.completed_at and given.completed_at < given.launched_at:
        raise Invalid.field("initial_state.completed_at", "lies before launched_at")


def brought(course: Course, given: InitialState) -> dict[str, Brought]:
    """By the identifiers of the activities, in the course's order; raises Invalid."""
    playable = [name for name, item in course.items.items() if item.href is not None]
    data = {name: dict(cmi) for name, cmi in given.activities.items()}
    whole = _whole(course.edition, given)
    only = playable[0] if len(playable) == 1 else None
    place = given.current or only
    if whole:
        if place is None:
            raise Invalid.field(
                "initial_state.current",
                "name the activity that these data belong to, or give them by activities",
            )
        data[place] = {**data.get(place, {}), **whole}
    for name in (*data, *filter(None, [given.current])):
        if name not in playable:
            raise Invalid.field("initial_state.activities", f"{name[:80]!r} is none of this course")
    return {name: _brought(course, name, data[name]) for name in playable if name in data}


def _whole(edition: Edition, given: InitialState) -> dict[str, str]:
    found = dict(given.cmi_data)
    if given.suspend_data is not None:
        found["cmi.suspend_data"] = given.suspend_data
    if given.location is not None:
        found["cmi.location" if edition.is_2004 else "cmi.core.lesson_location"] = given.location
    return found


def _brought(course: Course, name: str, given: dict[str, str]) -> Brought:
    edition = course.edition
    data = _settable(edition, given)
    state, errors = apply_patch(edition, course.strict, {}, data)
    # What only the system may write (comments, say) is left out, as it will write it itself.
    read_only = codes(edition)[Fault.READ_ONLY]
    wrong = {element: code for element, code in errors.items() if code != read_only}
    if wrong:
        shown = ", ".join(f"{each} ({wrong[each]})" for each in sorted(wrong)[:MOST_NAMED])
        raise Invalid.field(
            f"initial_state.activities.{name}",
            f"SCORM {edition.value} does not allow these values; the error codes: {shown}",
        )
    seconds = _seconds(edition, given) + (session_seconds(edition, state) or 0.0)
    finish = finish2004 if edition.is_2004 else finish12
    return Brought(finish(state, finished=False), seconds, _suspended(edition, given))


def _settable(edition: Edition, given: Data) -> dict[str, str]:
    """Without what the system itself says, and without a status that nobody can set."""
    data = {name: value for name, value in given.items() if not name.endswith(_KEYWORDS)}
    for name in _STATUS:
        if data.get(name) == "not_attempted":
            data[name] = "not attempted"
    if not edition.is_2004 and data.get(_STATUS[0]) == "not attempted":
        del data[_STATUS[0]]
    return recorded(edition, data)


def _suspended(edition: Edition, given: Data) -> bool | None:
    """None where the data do not tell how the last visit ended."""
    prefix = "cmi." if edition.is_2004 else "cmi.core."
    leaving = given.get(f"{prefix}exit")
    if given.get(f"{prefix}entry") == RESUME or leaving == "suspend":
        return True
    return None if leaving is None else False


def _seconds(edition: Edition, given: Data) -> float:
    if edition.is_2004:
        return parse_period(given.get("cmi.total_time", ""), tolerant=True) or 0.0
    return parse_timespan(given.get("cmi.core.total_time", ""), tolerant=True) or 0.0
