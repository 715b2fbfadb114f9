"""Run-time data and tracking: what content told becomes tracked, what is tracked is shown to it.

[RTE 4th Ed. 4.1, 4.2.17; SN 4th Ed. 4.2.1.5]
"""

from collections.abc import Iterator, Mapping
from typing import Final

from scorm.cmi.datatypes import number
from scorm.sequencing import objectives
from scorm.sequencing.definition import Objective
from scorm.sequencing.rollup import overall_rollup
from scorm.sequencing.tree import Activity, ActivityTree

_SUCCESS: Final = {"passed": True, "failed": False}
_COMPLETION: Final = {"completed": True, "incomplete": False, "not attempted": False}
_SCORES: Final = ("raw", "min", "max")
_SUCCESS_WORDS: Final = {True: "passed", False: "failed"}
_COMPLETION_WORDS: Final = {True: "completed", False: "incomplete"}


def record(
    tree: ActivityTree, activity: Activity, cmi: Mapping[str, str], *, suspended: bool
) -> None:
    """Take what content has stored in the latest attempt into the tracking of its activity.

    Nothing is taken of an activity that is not tracked, or of an attempt that was abandoned.
    """
    if not activity.sequencing.delivery.tracked or activity.tracking.abandoned:
        return
    activity.tracking.suspended = suspended
    rows = dict(_rows(cmi))
    for objective in activity.sequencing.objectives:
        row = rows.get(objective.identifier) if objective.identifier else None
        if objective.primary:
            _record_primary(tree, activity, cmi, row)
        elif row is not None:
            _record_row(tree, activity, objective, _read(cmi, row))
    objectives.judge(tree, activity)
    overall_rollup(tree, activity)


def record_time(activity: Activity, seconds: float) -> None:
    """The time that content says this attempt has taken so far, all its visits included."""
    durations = activity.tracking.durations
    durations.activity_experienced += max(seconds - durations.attempt_experienced, 0.0)
    durations.attempt_experienced = max(seconds, durations.attempt_experienced)


def initial(tree: ActivityTree, activity: Activity, stored: Mapping[str, str]) -> dict[str, str]:
    """Rows of ``cmi.objectives`` for a delivery, laid over what the attempt has stored.

    Every objective with an identifier has a row. What is read from global objectives is always
    current; what the attempt has recorded itself stays. [RTE 4.2.17.1]
    """
    cmi = dict(stored)
    places = {name: row.rpartition(".")[2] for name, row in _rows(stored)}
    for objective in activity.sequencing.objectives:
        if objective.identifier:
            place = places.setdefault(objective.identifier, str(len(places)))
            row = f"cmi.objectives.{place}"
            cmi[f"{row}.id"] = objective.identifier
            for leaf, value in _shown(tree, activity, objective):
                cmi[f"{row}.{leaf}"] = value
    return cmi


def _rows(cmi: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The identifier of each objective that content keeps, and the name of its row."""
    place = 0
    while (identifier := cmi.get(f"cmi.objectives.{place}.id")) is not None:
        yield identifier, f"cmi.objectives.{place}"
        place += 1


def _record_primary(
    tree: ActivityTree, activity: Activity, cmi: Mapping[str, str], row: str | None
) -> None:
    """The status of the SCO itself; where it says nothing, that of the objective's own row."""
    told = _read(cmi, "cmi")
    if row is not None:
        of_row = _read(cmi, row)
        if _SUCCESS.get(of_row.get("success_status", "")) is not None:
            told["success_status"] = of_row["success_status"]
        told = of_row | told
    tracking = activity.tracking
    tracking.success_told |= "success_status" in told
    tracking.completion_told |= "completion_status" in told
    _record_row(tree, activity, activity.primary, told)


def _record_row(
    tree: ActivityTree, activity: Activity, objective: Objective, told: Mapping[str, str]
) -> None:
    """An objective that is judged by its measure is told nothing else; "unknown" unsets."""
    for name in _SCORES:
        _record_number(tree, activity, objective, name, told.get(f"score.{name}"))
    _record_number(tree, activity, objective, "measure", told.get("score.scaled"))
    _record_number(tree, activity, objective, "progress", told.get("progress_measure"))
    if "success_status" in told and not objective.satisfied_by_measure:
        verdict = _SUCCESS.get(told["success_status"])
        objectives.write(tree, activity, objective, "satisfied", verdict)
    by_measure = objective.primary and activity.sequencing.completion.by_measure
    if "completion_status" in told and not by_measure:
        verdict = _COMPLETION.get(told["completion_status"])
        objectives.write(tree, activity, objective, "completed", verdict)


def _record_number(
    tree: ActivityTree, activity: Activity, objective: Objective, name: str, text: str | None
) -> None:
    value = number(text)
    if value is not None:
        objectives.write(tree, activity, objective, name, value)


_LEAVES: Final = (
    "success_status",
    "completion_status",
    "progress_measure",
    "score.scaled",
    *(f"score.{name}" for name in _SCORES),
)


def _read(cmi: Mapping[str, str], place: str) -> dict[str, str]:
    return {leaf: cmi[f"{place}.{leaf}"] for leaf in _LEAVES if f"{place}.{leaf}" in cmi}


def _shown(
    tree: ActivityTree, activity: Activity, objective: Objective
) -> Iterator[tuple[str, str]]:
    passed = objectives.satisfied(tree, activity, objective)
    if passed is not None:
        yield "success_status", _SUCCESS_WORDS[passed]
    done = objectives.read(tree, activity, objective, "completed")
    if done is not None:
        yield "completion_status", _COMPLETION_WORDS[bool(done)]
    numbers = {"score.scaled": "measure", "progress_measure": "progress"}
    numbers |= {f"score.{name}": name for name in _SCORES}
    for leaf, name in numbers.items():
        value = objectives.read(tree, activity, objective, name)
        if value is not None:
            yield leaf, f"{value:.10g}"
