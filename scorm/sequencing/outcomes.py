"""What an activity has come to, as the world outside wants to know it: status, score, progress."""

from collections.abc import Iterator

from scorm.sequencing import objectives
from scorm.sequencing.tracking import ObjectiveState
from scorm.sequencing.tree import Activity, ActivityTree
from scorm.status import Completion, Outcome, Success

_SUCCESS = {True: Success.PASSED, False: Success.FAILED, None: Success.UNKNOWN}


def outcome(tree: ActivityTree, activity: Activity) -> Outcome:
    """By roll-up for a block. Where no progress is measured, it is the share of what is done."""
    primary = activity.primary
    done = objectives.completed(tree, activity, primary)
    completion, success = status(tree, activity)
    scaled = objectives.measure(tree, activity, primary)
    raw, low, high = _score(tree, activity, scaled)
    return Outcome(
        completion,
        success,
        scaled=scaled,
        raw=raw,
        min=low,
        max=high,
        progress=_progress(tree, activity, done),
    )


def status(tree: ActivityTree, activity: Activity) -> tuple[Completion, Success]:
    """The part of the outcome that a table of contents shows."""
    done = objectives.completed(tree, activity, activity.primary)
    return _completion(activity, done), _success(tree, activity)


def _completion(activity: Activity, done: bool | None) -> Completion:
    if done is None:
        begun = any(_is_begun(each) for each in _leaves(activity))
        return Completion.INCOMPLETE if begun else Completion.NOT_ATTEMPTED
    return Completion.COMPLETED if done else Completion.INCOMPLETE


def _is_begun(leaf: Activity) -> bool:
    """A first visit that has told nothing yet is no beginning."""
    tracking = leaf.tracking
    told = any(state != ObjectiveState() for state in tracking.objectives.values())
    return tracking.attempts > 0 and (told or not tracking.active)


def _success(tree: ActivityTree, activity: Activity) -> Success:
    """Sequencing takes content that says nothing for satisfied; nobody has passed by that."""
    passed = objectives.satisfied(tree, activity, activity.primary)
    if passed and not any(_is_judged(tree, each) for each in _leaves(activity)):
        return Success.UNKNOWN
    return _SUCCESS[passed]


def _is_judged(tree: ActivityTree, leaf: Activity) -> bool:
    if leaf.tracking.success_told or objectives.measure(tree, leaf, leaf.primary) is not None:
        return True
    known = objectives.satisfied(tree, leaf, leaf.primary) is not None
    return known and objectives.local(leaf, leaf.primary, "satisfied") is None


def _score(
    tree: ActivityTree, activity: Activity, scaled: float | None
) -> tuple[float | None, float | None, float | None]:
    """A block with one scored part has its very score, with several a scaled one of 100."""
    if activity.is_leaf:
        return _recorded(tree, activity)
    scored = [each for each in _leaves(activity) if _recorded(tree, each)[0] is not None]
    if len(scored) == 1:
        return _recorded(tree, scored[0])
    return (None, None, None) if scaled is None else (round(scaled * 100, 5), 0.0, 100.0)


def _recorded(
    tree: ActivityTree, leaf: Activity
) -> tuple[float | None, float | None, float | None]:
    raw, low, high = (
        objectives.read(tree, leaf, leaf.primary, name) for name in ("raw", "min", "max")
    )
    return raw, low, high


def _progress(tree: ActivityTree, activity: Activity, done: bool | None) -> float | None:
    if done:
        return 1.0
    measured = objectives.progress(tree, activity, activity.primary)
    if measured is not None or activity.is_leaf:
        return measured
    shares = [
        1.0
        if objectives.completed(tree, each, each.primary)
        else objectives.progress(tree, each, each.primary) or 0.0
        for each in _leaves(activity)
    ]
    begun = activity.tracking.attempts > 0 and shares
    return round(sum(shares) / len(shares), 7) if begun else None


def _leaves(activity: Activity) -> Iterator[Activity]:
    """The tracked activities without children, as far as they are part of the attempt."""
    waiting = [activity]
    while waiting:
        here = waiting.pop()
        waiting.extend(here.rolled_up)
        if here.is_leaf and here.sequencing.delivery.tracked:
            yield here
