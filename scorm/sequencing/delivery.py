"""Delivering an activity: whether it may be, and what then begins. [DB.1.1, DB.2]"""

from collections.abc import Callable, Iterator

from scorm.sequencing import rules, selection
from scorm.sequencing.definition import ControlModes
from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.termination import terminate_descendent_attempts
from scorm.sequencing.tree import Activity, ActivityTree, common_ancestor, way_up


def delivery_request(tree: ActivityTree, activity: Activity) -> None:
    """[DB.1.1] Raises Blocked."""
    if not activity.is_leaf:
        raise Blocked("DB.1.1-1", activity.identifier)
    closed = _outermost_closed(tree, activity)
    if closed is not None:
        raise Blocked("DB.1.1-3", closed.identifier, rules.check_activity(tree, closed))
    if not activity.definition.deliverable:
        raise Blocked("DB.1.1-4", activity.identifier)


def _outermost_closed(tree: ActivityTree, activity: Activity) -> Activity | None:
    """Which activity on the way from the root is not available, if any."""
    block = activity.parent
    if block is not None:
        above = rules.once(tree, block, "DB.1.1", lambda: _first_closed(tree, block.path()))
        if above is not None:
            return above
    return _first_closed(tree, (activity,))


def _first_closed(tree: ActivityTree, path: tuple[Activity, ...]) -> Activity | None:
    return next((each for each in reversed(path) if rules.check_activity(tree, each)), None)


def content_delivery_environment(tree: ActivityTree, activity: Activity) -> bool:
    """Begin or resume the attempts from the root down to the activity. [DB.2]

    Returns whether the attempt on the activity itself is resumed; raises Blocked.
    """
    if tree.current is not None:
        if tree.current.tracking.active:
            raise Blocked("DB.2-1", tree.current.identifier)
        terminate_descendent_attempts(tree, activity)
    if activity is not tree.suspended:
        clear_suspended_activity(tree, activity)
    is_resumed = activity.tracking.suspended
    for each in reversed(activity.path()):
        if not each.tracking.active:
            _begin(tree, each)
    tree.current, tree.suspended = activity, None
    tree.trace.note("DB.2", activity.identifier, "Resumed." if is_resumed else "Delivered.")
    return is_resumed


def clear_suspended_activity(tree: ActivityTree, activity: Activity) -> None:
    """Another activity than the suspended one is delivered. [DB.2.1]"""
    if tree.suspended is None:
        return
    common = common_ancestor(tree.suspended, activity)
    for each in way_up(tree.suspended, common):
        each.tracking.suspended = any(child.tracking.suspended for child in each.children)
    tree.suspended = None


def _begin(tree: ActivityTree, activity: Activity) -> None:
    tracking = activity.tracking
    if not tracking.suspended:
        selection.begin_attempt(tree, activity)
        if activity.sequencing.delivery.tracked:
            tracking.begin_attempt(tree.now)
            _age(activity)
    tracking.suspended = False
    tracking.active = True


def _age(block: Activity) -> None:
    """What is recorded inside belongs to an earlier attempt on the block from now on, and does
    not count in its roll-up where it wants the current attempt's alone. [SN 3.2.5, 3.2.6]
    """
    if block.sequencing.modes.use_current_objective_info:
        for each in _inside(block, lambda modes: modes.use_current_objective_info):
            each.tracking.objective_stale = True
    if block.sequencing.modes.use_current_progress_info:
        for each in _inside(block, lambda modes: modes.use_current_progress_info):
            each.tracking.progress_stale = True


def _inside(block: Activity, goes_on: Callable[[ControlModes], bool]) -> Iterator[Activity]:
    """The activities below that have been attempted, as deep as the blocks want it."""
    waiting = list(block.children)
    while waiting:
        here = waiting.pop()
        if here.tracking.attempts:
            yield here
        if goes_on(here.sequencing.modes):
            waiting.extend(here.children)
