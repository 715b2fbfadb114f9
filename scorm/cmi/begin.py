"""What a SCO finds when it begins, and what stays when it ends.

A *state* is what one attempt on one SCO has recorded: a flat dictionary of element names. What the
player knows about the learner, the launch and the manifest is no part of it; it is laid over the
state for every delivery and taken off again at the end. ``cmi.core.entry`` (``cmi.entry``) of the
state is what the next visit will find.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from scorm.cmi.datatypes import number
from scorm.duration import format_period, format_timespan, parse_period, parse_timespan
from scorm.edition import Edition

RESUME: Final = "resume"
FIRST: Final = "ab-initio"


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What the player knows and content may only read. ``entry`` None: as the state says."""

    learner_id: str
    learner_name: str
    credit: str = "credit"
    mode: str = "normal"
    entry: str | None = None
    launch_data: str = ""
    mastery_score: str = ""
    max_time_allowed: str = ""
    time_limit_action: str = ""
    total_seconds: float = 0.0
    completion_threshold: str = ""
    scaled_passing_score: str = ""


@dataclass(frozen=True, slots=True)
class Bucket:
    """One row of ``adl.data``, and what the activity may do with it."""

    identifier: str
    store: str | None = None
    readable: bool = True
    writable: bool = True

    @property
    def access(self) -> str:
        return ("r" if self.readable else "") + ("w" if self.writable else "")


# Of one visit only: they are taken into account at its end, and then forgotten.
_VISIT_12: Final = ("cmi.core.exit", "cmi.core.session_time")
_VISIT_2004: Final = ("cmi.exit", "cmi.session_time", "adl.nav.request")

# What SessionFacts says, by the names of each edition.
FACTS_12: Final = (
    "cmi.core.student_id",
    "cmi.core.student_name",
    "cmi.core.credit",
    "cmi.core.lesson_mode",
    "cmi.core.total_time",
    "cmi.launch_data",
    "cmi.student_data.mastery_score",
    "cmi.student_data.max_time_allowed",
    "cmi.student_data.time_limit_action",
)
FACTS_2004: Final = (
    "cmi.learner_id",
    "cmi.learner_name",
    "cmi.credit",
    "cmi.mode",
    "cmi.total_time",
    "cmi.launch_data",
    "cmi.max_time_allowed",
    "cmi.time_limit_action",
    "cmi.completion_threshold",
    "cmi.scaled_passing_score",
)


def _without(state: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    kept = dict(state)
    for name in names:
        kept.pop(name, None)
    return kept


def recorded(edition: Edition, state: Mapping[str, str]) -> dict[str, str]:
    """The state without anything that the player itself laid over it."""
    if not edition.is_2004:
        return _without(state, FACTS_12)
    return without_buckets(_without(state, (*FACTS_2004, "adl.nav.request")))


def without_buckets(state: Mapping[str, str]) -> dict[str, str]:
    """The state without the rows of ``adl.data``, which are not its own."""
    return {name: value for name, value in state.items() if not name.startswith("adl.data.")}


def session_seconds(edition: Edition, state: Mapping[str, str]) -> float | None:
    """How long the visit has lasted according to the content, or None if it has not said."""
    if edition.is_2004:
        return parse_period(state.get("cmi.session_time", ""), tolerant=True)
    return parse_timespan(state.get("cmi.core.session_time", ""), tolerant=True)


def begin12(state: Mapping[str, str], facts: SessionFacts) -> dict[str, str]:
    entry = state.get("cmi.core.entry", FIRST) if facts.entry is None else facts.entry
    return _without(state, _VISIT_12) | {
        "cmi.core.student_id": facts.learner_id,
        "cmi.core.student_name": facts.learner_name,
        "cmi.core.credit": facts.credit,
        "cmi.core.lesson_mode": facts.mode,
        "cmi.core.entry": entry,
        "cmi.core.total_time": format_timespan(facts.total_seconds),
        "cmi.launch_data": facts.launch_data,
        "cmi.student_data.mastery_score": facts.mastery_score,
        "cmi.student_data.max_time_allowed": facts.max_time_allowed,
        "cmi.student_data.time_limit_action": facts.time_limit_action,
    }


def finish12(
    state: Mapping[str, str],
    mastery_score: str = "",
    *,
    mode: str = "normal",
    credit: str = "credit",
    finished: bool = True,
) -> dict[str, str]:
    """The state after ``LMSFinish``, or after an abnormal end, which counts as suspending.

    All data stays whatever the exit was; only ``cmi.core.entry`` tells the exits apart.
    """
    kept = recorded(Edition.SCORM_12, _without(state, _VISIT_12))
    if finished and mode != "review":
        kept["cmi.core.lesson_status"] = _final_status(state, mastery_score, mode, credit)
    suspended = not finished or state.get("cmi.core.exit") == "suspend"
    kept["cmi.core.entry"] = RESUME if suspended else ""
    return kept


def _final_status(state: Mapping[str, str], mastery_score: str, mode: str, credit: str) -> str:
    """The status at ``LMSFinish`` [SCORM 1.2 RTE 3.4.4, cmi.core.lesson_status].

    The book lets the mastery score overrule any status. We leave ``incomplete`` alone: content
    reports a running score while the learner is halfway, and would be failed for pausing.
    """
    status = state.get("cmi.core.lesson_status", "not attempted")
    unset = status == "not attempted"
    if mode == "browse":
        return "browsed" if unset else status
    if credit == "credit" and status not in ("incomplete", "browsed"):
        judged = mastery_status(mastery_score, state.get("cmi.core.score.raw", ""))
        status = judged or status
    return "completed" if status == "not attempted" else status


def mastery_status(mastery_score: str, raw: str) -> str | None:
    """``passed`` or ``failed``, when there is a score to compare with a mastery score."""
    needed, reached = number(mastery_score), number(raw)
    if needed is None or reached is None:
        return None
    return "passed" if reached >= needed else "failed"


def begin2004(
    state: Mapping[str, str], facts: SessionFacts, buckets: Iterable[Bucket] = ()
) -> dict[str, str]:
    """Elements without a value, such as an absent passing score, are left out: they answer 403."""
    entry = state.get("cmi.entry", FIRST) if facts.entry is None else facts.entry
    given = {
        "cmi.learner_id": facts.learner_id,
        "cmi.learner_name": facts.learner_name,
        "cmi.credit": facts.credit,
        "cmi.mode": facts.mode,
        "cmi.total_time": format_period(facts.total_seconds),
        "cmi.launch_data": facts.launch_data,
        "cmi.max_time_allowed": facts.max_time_allowed,
        "cmi.time_limit_action": facts.time_limit_action,
        "cmi.completion_threshold": facts.completion_threshold,
        "cmi.scaled_passing_score": facts.scaled_passing_score,
    }
    filled = {name: value for name, value in given.items() if value}
    data = recorded(Edition.SCORM_2004_4TH, _without(state, _VISIT_2004))
    return data | filled | {"cmi.entry": entry} | bucket_rows(buckets)


def bucket_rows(buckets: Iterable[Bucket]) -> dict[str, str]:
    """``adl.data`` as content finds it. [SCORM 2004 4th Ed. RTE 4.3.1]"""
    values: dict[str, str] = {}
    for index, bucket in enumerate(buckets):
        row = f"adl.data.{index}"
        values[f"{row}.id"] = bucket.identifier
        values[f"{row}._access"] = bucket.access
        if bucket.store:
            values[f"{row}.store"] = bucket.store
    return values


def stores(state: Mapping[str, str]) -> dict[str, str]:
    """The shared data after a visit: the contents of each bucket, by its identifier."""
    found: dict[str, str] = {}
    index = 0
    while (identifier := state.get(f"adl.data.{index}.id")) is not None:
        found[identifier] = state.get(f"adl.data.{index}.store", "")
        index += 1
    return found


def finish2004(
    state: Mapping[str, str], *, finished: bool = True, suspending: bool = False
) -> dict[str, str]:
    """The state after ``Terminate`` or an abnormal end [SCORM 2004 RTE 4.2.8].

    Whoever suspends the whole session suspends the attempt, whatever ``cmi.exit`` says. Any other
    exit than ``suspend`` ends the attempt: what it leaves is a record, and the next visit starts
    with an empty state.
    """
    kept = recorded(Edition.SCORM_2004_4TH, _without(state, _VISIT_2004))
    suspended = suspending or not finished or state.get("cmi.exit") == "suspend"
    kept["cmi.entry"] = RESUME if suspended else ""
    return kept
