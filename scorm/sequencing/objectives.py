"""Reading and writing objectives through their maps to global ones. [SN 4th Ed. 3.10, 4.2.1.1]

A known value of a global objective that is read takes the place of the local one; a local value
that is recorded goes to every global objective that is written.
"""

from typing import Final

from scorm.sequencing.definition import Objective
from scorm.sequencing.tracking import GlobalObjective
from scorm.sequencing.tree import Activity, ActivityTree

Value = bool | float | None

# What an objective records, and on which channel of a map it travels.
FIELDS: Final = ("satisfied", "measure", "raw", "min", "max", "completed", "progress")
_CHANNEL: Final = {name: "completion" if name == "completed" else name for name in FIELDS}
_OF_PROGRESS: Final = frozenset({"completed", "progress"})
_OF_IMS: Final = frozenset({"satisfied", "measure"})


def find(activity: Activity, identifier: str) -> Objective | None:
    """An objective of the activity; no identifier means the primary one."""
    if not identifier:
        return activity.primary
    objectives = activity.sequencing.objectives
    return next((each for each in objectives if each.identifier == identifier), None)


def satisfied(
    tree: ActivityTree, activity: Activity, objective: Objective, *, fresh: bool = False
) -> bool | None:
    if objective.satisfied_by_measure:
        if activity.tracking.active and not _is_judged_while_active(activity):
            return None
        reached = measure(tree, activity, objective, fresh=fresh)
        return None if reached is None else reached >= objective.minimum_measure
    value = read(tree, activity, objective, "satisfied", fresh=fresh)
    return None if value is None else bool(value)


def measure(
    tree: ActivityTree, activity: Activity, objective: Objective, *, fresh: bool = False
) -> float | None:
    return read(tree, activity, objective, "measure", fresh=fresh)


def completed(
    tree: ActivityTree, activity: Activity, objective: Objective, *, fresh: bool = False
) -> bool | None:
    threshold = activity.sequencing.completion
    if objective.primary and threshold.by_measure:
        reached = progress(tree, activity, objective, fresh=fresh)
        return None if reached is None else reached >= threshold.minimum_progress
    value = read(tree, activity, objective, "completed", fresh=fresh)
    return None if value is None else bool(value)


def progress(
    tree: ActivityTree, activity: Activity, objective: Objective, *, fresh: bool = False
) -> float | None:
    return read(tree, activity, objective, "progress", fresh=fresh)


def read(
    tree: ActivityTree, activity: Activity, objective: Objective, name: str, *, fresh: bool = False
) -> float | None:
    """One recorded value. A global one that is read takes the place of the local one; completion
    and scores, which came later to the book, only where it is known.
    """
    channel = _CHANNEL[name]
    for each in objective.maps:
        if getattr(each.read, channel):
            shared = tree.globals.get(each.target)
            value = None if shared is None else getattr(shared, name)
            if value is not None or name in _OF_IMS:
                return value
    return None if fresh and _is_stale(activity, name) else local(activity, objective, name)


def local(activity: Activity, objective: Objective, name: str) -> float | None:
    """What the activity itself has recorded."""
    state = activity.tracking.objectives.get(objective.identifier)
    return None if state is None else getattr(state, name)


def write(
    tree: ActivityTree, activity: Activity, objective: Objective, name: str, value: Value
) -> None:
    """Record one value, and pass it on to every global objective that is written."""
    setattr(activity.tracking.state_of(objective.identifier), name, value)
    publish(tree, objective, name, value)


def update(
    tree: ActivityTree, activity: Activity, objective: Objective, name: str, value: Value
) -> None:
    """Record what a block has come to. What it was before is no news to global objectives: others
    may have written to them since.
    """
    if local(activity, objective, name) != value:
        write(tree, activity, objective, name, value)


def publish(tree: ActivityTree, objective: Objective, name: str, value: Value) -> None:
    channel = _CHANNEL[name]
    for each in objective.maps:
        if getattr(each.write, channel):
            _write_global(tree, each.target, name, value)


def judge(tree: ActivityTree, activity: Activity) -> None:
    """What follows from measures becomes known to those who read it."""
    judge_satisfaction(tree, activity)
    if activity.sequencing.completion.by_measure:
        judge_completion(tree, activity)


def judge_satisfaction(tree: ActivityTree, activity: Activity) -> None:
    """Of every objective that its measure decides about. [RB.1.2.a]"""
    for objective in activity.sequencing.objectives:
        if objective.satisfied_by_measure:
            _settle(tree, activity, objective, "satisfied", satisfied(tree, activity, objective))


def judge_completion(tree: ActivityTree, activity: Activity) -> None:
    """Of an activity that its progress decides about. [RB.1.3.a]"""
    primary = activity.primary
    _settle(tree, activity, primary, "completed", completed(tree, activity, primary))


def _settle(
    tree: ActivityTree, activity: Activity, objective: Objective, name: str, verdict: Value
) -> None:
    if verdict is not None:
        (write if activity.is_leaf else update)(tree, activity, objective, name, verdict)


def forget(tree: ActivityTree, activity: Activity) -> None:
    """An abandoned attempt leaves nothing behind."""
    for objective in activity.sequencing.objectives:
        for name in FIELDS:
            if local(activity, objective, name) is not None:
                write(tree, activity, objective, name, None)


def _write_global(tree: ActivityTree, target: str, name: str, value: Value) -> None:
    shared = tree.globals.setdefault(target, GlobalObjective())
    if getattr(shared, name) != value:
        setattr(shared, name, value)
        tree.changed.add(target)
        tree.unsettled.add(target)


def _is_stale(activity: Activity, name: str) -> bool:
    tracking = activity.tracking
    return tracking.progress_stale if name in _OF_PROGRESS else tracking.objective_stale


def _is_judged_while_active(activity: Activity) -> bool:
    return activity.sequencing.rollup.measure_satisfaction_if_active
