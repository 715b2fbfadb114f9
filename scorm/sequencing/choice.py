"""Choosing an activity: whether it may be reached from where the learner is. [SB.2.4, SB.2.9]

Nothing here changes the tree.
"""

from collections.abc import Iterator

from scorm.sequencing import rules
from scorm.sequencing.definition import PreAction
from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.flow import Direction, EndOfCourse, flow
from scorm.sequencing.tree import Activity, ActivityTree, beside, common_ancestor, way_up


def choice_request(tree: ActivityTree, target: Activity) -> Activity:
    """The activity to deliver when the target is chosen. [SB.2.9] Raises Blocked."""
    _check_is_offered(tree, target)
    _check_way(tree, target)
    if target.is_leaf:
        return target
    try:
        return flow(tree, target, Direction.FORWARD, enter=True)
    except (Blocked, EndOfCourse):
        raise Blocked("SB.2.9-9", target.identifier) from None


def _check_is_offered(tree: ActivityTree, target: Activity) -> None:
    _check_is_shown(tree, target)
    block = target.parent
    if block is None:
        return
    closed = rules.once(tree, block, "SB.2.9", lambda: _not_shown(tree, block.path()))
    if closed is not None:
        _check_is_shown(tree, closed)
    if not block.sequencing.modes.choice:
        raise Blocked("SB.2.9-4", block.identifier)


def _not_shown(tree: ActivityTree, path: tuple[Activity, ...]) -> Activity | None:
    return next((each for each in path if not each.is_available or _is_hidden(tree, each)), None)


def _check_is_shown(tree: ActivityTree, activity: Activity) -> None:
    if not activity.is_available:
        raise Blocked("SB.2.9-2", activity.identifier)
    if _is_hidden(tree, activity):
        raise Blocked("SB.2.9-3", activity.identifier)


def _is_hidden(tree: ActivityTree, activity: Activity) -> bool:
    return rules.pre_condition(tree, activity, PreAction.HIDDEN_FROM_CHOICE, "SB.2.9")


def _check_way(tree: ActivityTree, target: Activity) -> None:
    current = tree.current
    if current is target:
        return
    if current is None or target.is_inside(current):
        _check_way_down(tree, current or tree.root, target)
    elif current.parent is target.parent:
        _check_siblings(tree, current, target)
    elif current.is_inside(target):
        for each in _between(current, target):
            _check_choice_exit(each)
    else:
        common = common_ancestor(current, target)
        _check_way_out(current, common, target)
        _check_way_down(tree, common, target)


def _check_siblings(tree: ActivityTree, current: Activity, target: Activity) -> None:
    """Where the way back is closed it is so at every step, and the first of them tells."""
    if not _is_after(target, current):
        choice_activity_traversal(tree, current, Direction.BACKWARD)
        return
    stop = rules.once(tree, current, "SB.2.4", lambda: _first_stop(tree, current))
    if stop is not None and not _is_after(stop, target) and stop is not target:
        raise Blocked("SB.2.4-1", stop.identifier)


def _first_stop(tree: ActivityTree, current: Activity) -> Activity | None:
    """The first sibling, from here on, that may not be passed on the way forward."""
    parent = current.parent
    siblings = () if parent is None else parent.available[current.rank :]
    return next((each for each in siblings if _stops(tree, each)), None)


def _check_way_down(tree: ActivityTree, ancestor: Activity, target: Activity) -> None:
    """From an ancestor through the blocks that hold the target."""
    for each in (*_between(target, ancestor), ancestor) if target is not ancestor else ():
        choice_activity_traversal(tree, each, Direction.FORWARD)
        closed = each.sequencing.constrain.prevent_activation and not each.tracking.active
        if closed and each is not ancestor:
            raise Blocked("SB.2.9-6", each.identifier)


def _check_way_out(current: Activity, common: Activity, target: Activity) -> None:
    constrained: Activity | None = None
    for each in _between(current, common):
        _check_choice_exit(each)
        if constrained is None and each.sequencing.constrain.constrain_choice:
            constrained = each
    if constrained is None:
        return
    direction = Direction.FORWARD if _is_after(target, constrained) else Direction.BACKWARD
    considered = choice_flow(constrained, direction)
    if not target.is_inside(considered):
        raise Blocked("SB.2.9-8", constrained.identifier)


def _check_choice_exit(activity: Activity) -> None:
    if not activity.sequencing.modes.choice_exit:
        raise Blocked("SB.2.9-7", activity.identifier)


def choice_activity_traversal(tree: ActivityTree, activity: Activity, direction: Direction) -> None:
    """Whether the way of a choice may lead past the activity. [SB.2.4] Raises Blocked."""
    if direction is Direction.FORWARD:
        if _stops(tree, activity):
            raise Blocked("SB.2.4-1", activity.identifier)
    elif activity.parent is None:
        raise Blocked("SB.2.4-3", activity.identifier)
    elif activity.parent.sequencing.modes.forward_only:
        raise Blocked("SB.2.4-2", activity.parent.identifier)


def _stops(tree: ActivityTree, activity: Activity) -> bool:
    return rules.pre_condition(tree, activity, PreAction.STOP_FORWARD_TRAVERSAL, "SB.2.4")


def choice_flow(activity: Activity, direction: Direction) -> Activity:
    """The next activity in a direction, whatever the rules say, or itself. [SB.2.9.1]"""
    return choice_flow_tree_traversal(activity, direction) or activity


def choice_flow_tree_traversal(activity: Activity, direction: Direction) -> Activity | None:
    """[SB.2.9.2]"""
    found = (beside(each, direction) for each in activity.path())
    return next((each for each in found if each is not None), None)


def _between(lower: Activity, upper: Activity) -> Iterator[Activity]:
    """The activities strictly between two that lie on one path, from below."""
    return (each for each in way_up(lower, upper) if each is not lower)


def _is_after(one: Activity, other: Activity) -> bool:
    """In the order in which the learner meets them."""
    common = common_ancestor(one, other)
    if other is common or one is common:
        return one.number > other.number
    return _branch(one, common).rank > _branch(other, common).rank


def _branch(activity: Activity, ancestor: Activity) -> Activity:
    return next(each for each in activity.path() if each.parent is ancestor)
