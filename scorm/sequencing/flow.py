"""Following the flow: from one activity to the next that can be delivered. [SB.2.1-SB.2.3]

Nothing here changes the tree.
"""

from dataclasses import dataclass
from enum import IntEnum

from scorm.sequencing import rules
from scorm.sequencing.definition import PreAction
from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.tree import Activity, ActivityTree, beside


class Direction(IntEnum):
    FORWARD = 1
    BACKWARD = -1


class EndOfCourse(Exception):
    """The walk forward has left the tree: the sequencing session ends. [SB.2.1]"""


@dataclass(frozen=True, slots=True)
class Reached:
    """``came`` is the direction before it was turned around in a forward-only block."""

    activity: Activity
    direction: Direction
    came: Direction | None = None


def flow(tree: ActivityTree, activity: Activity, direction: Direction, *, enter: bool) -> Activity:
    """The activity to deliver, coming from another one, or from above with ``enter``. [SB.2.3]

    Raises Blocked, EndOfCourse.
    """
    return flow_activity_traversal(tree, flow_tree_traversal(activity, direction, enter=enter))


def flow_tree_traversal(
    activity: Activity, direction: Direction, came: Direction | None = None, *, enter: bool
) -> Reached:
    """One step through the tree. [SB.2.1] Raises Blocked, EndOfCourse."""
    turned = False
    if came is Direction.BACKWARD and activity.parent and beside(activity, 1) is None:
        # At the end of a forward-only block that was entered backwards: on, out of its front.
        direction, activity, turned = Direction.BACKWARD, activity.parent.available[0], True
    if direction is Direction.FORWARD:
        return _forward(activity, came, enter=enter)
    return _backward(activity, came, enter=enter, turned=turned)


def _forward(activity: Activity, came: Direction | None, *, enter: bool) -> Reached:
    if activity.is_leaf or not enter:
        for each in activity.path():
            following = beside(each, 1)
            if following is not None:
                return Reached(following, Direction.FORWARD, came)
        raise EndOfCourse
    if not activity.available:
        raise Blocked("SB.2.1-2", activity.identifier)
    return Reached(activity.available[0], Direction.FORWARD, came)


def _backward(activity: Activity, came: Direction | None, *, enter: bool, turned: bool) -> Reached:
    if activity.is_leaf or not enter:
        return Reached(_before(activity, turned=turned), Direction.BACKWARD, came)
    if not activity.available:
        raise Blocked("SB.2.1-2", activity.identifier)
    if activity.sequencing.modes.forward_only:
        return Reached(activity.available[0], Direction.FORWARD, Direction.BACKWARD)
    return Reached(activity.available[-1], Direction.BACKWARD, came)


def _before(activity: Activity, *, turned: bool) -> Activity:
    """The previous sibling, or that of the nearest ancestor that has one."""
    for each in activity.path():
        if each.parent is None:
            break
        if each.parent.sequencing.modes.forward_only and not turned:
            raise Blocked("SB.2.1-4", each.parent.identifier)
        preceding = beside(each, -1)
        if preceding is not None:
            return preceding
        turned = False
    raise Blocked("SB.2.1-3", activity.identifier)


def flow_activity_traversal(tree: ActivityTree, reached: Reached) -> Activity:
    """On from an activity until one can be delivered. [SB.2.2] Raises Blocked, EndOfCourse."""
    while True:
        activity = reached.activity
        parent = activity.parent
        if parent is None or not parent.sequencing.modes.flow:
            raise Blocked("SB.2.2-1", activity.identifier)
        if rules.pre_condition(tree, activity, PreAction.SKIP, "SB.2.2"):
            reached = _skip(reached)
            continue
        if rules.check_activity(tree, activity):
            raise Blocked("SB.2.2-2", activity.identifier)
        if activity.is_leaf:
            return activity
        reached = flow_tree_traversal(activity, reached.direction, enter=True)


def _skip(reached: Reached) -> Reached:
    came = reached.came
    further = flow_tree_traversal(reached.activity, reached.direction, came, enter=False)
    if came is Direction.BACKWARD and further.direction is Direction.BACKWARD:
        return Reached(further.activity, Direction.BACKWARD)
    return further
