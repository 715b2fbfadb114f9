"""Sequencing requests: which activity each of them identifies. [SB.2.5-SB.2.13]

Nothing here changes the tree; what follows is done by ``process``.
"""

from dataclasses import dataclass
from enum import StrEnum

from scorm.sequencing.choice import choice_request
from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.flow import Direction, EndOfCourse, flow
from scorm.sequencing.tree import Activity, ActivityTree

_CLOSED_TO_FLOW = frozenset({"SB.2.1-2", "SB.2.2-1"})


class SequencingRequest(StrEnum):
    START = "start"
    RESUME_ALL = "resumeAll"
    CONTINUE = "continue"
    PREVIOUS = "previous"
    CHOICE = "choice"
    JUMP = "jump"
    RETRY = "retry"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Identified:
    """What a request leads to: an activity to deliver, the end of the session, or neither."""

    activity: Activity | None = None
    ends: bool = False


def sequencing_request(
    tree: ActivityTree, request: SequencingRequest, target: Activity | None
) -> Identified:
    """[SB.2.12] Raises Blocked."""
    if request is SequencingRequest.CHOICE:
        if target is None:
            raise Blocked("SB.2.9-1")
        return Identified(choice_request(tree, target))
    if request is SequencingRequest.JUMP:
        return Identified(jump_request(tree, target))
    return _WITHOUT_TARGET[request](tree)


def start_request(tree: ActivityTree) -> Identified:
    """[SB.2.5]"""
    if tree.current is not None:
        raise Blocked("SB.2.5-1")
    if tree.root.is_leaf:
        return Identified(tree.root)
    try:
        return Identified(flow(tree, tree.root, Direction.FORWARD, enter=True))
    except EndOfCourse:
        return Identified(ends=True)


def resume_all_request(tree: ActivityTree) -> Identified:
    """[SB.2.6]"""
    if tree.current is not None:
        raise Blocked("SB.2.6-1")
    if tree.suspended is None:
        raise Blocked("SB.2.6-2")
    return Identified(tree.suspended)


def continue_request(tree: ActivityTree) -> Identified:
    """After the last activity the course is over. [SB.2.7]

    Where a block comes next that flow does not enter, the learner shall choose: the suite offers
    Continue there, and the book only refuses.
    """
    current = _current(tree, "SB.2.7-1")
    if current.parent is not None and not current.parent.sequencing.modes.flow:
        raise Blocked("SB.2.7-2", current.parent.identifier)
    try:
        return Identified(flow(tree, current, Direction.FORWARD, enter=False))
    except EndOfCourse:
        return Identified(ends=True)
    except Blocked as blocked:
        if blocked.code in _CLOSED_TO_FLOW:
            return Identified()
        raise


def previous_request(tree: ActivityTree) -> Identified:
    """[SB.2.8]"""
    current = _current(tree, "SB.2.8-1")
    if current.parent is not None and not current.parent.sequencing.modes.flow:
        raise Blocked("SB.2.8-2", current.parent.identifier)
    try:
        return Identified(flow(tree, current, Direction.BACKWARD, enter=False))
    except EndOfCourse:
        return Identified(ends=True)


def retry_request(tree: ActivityTree) -> Identified:
    """[SB.2.10]"""
    current = _current(tree, "SB.2.10-1")
    if current.tracking.active or current.tracking.suspended:
        raise Blocked("SB.2.10-2", current.identifier)
    if current.is_leaf:
        return Identified(current)
    try:
        return Identified(flow(tree, current, Direction.FORWARD, enter=True))
    except (Blocked, EndOfCourse):
        raise Blocked("SB.2.10-3", current.identifier) from None


def exit_request(tree: ActivityTree) -> Identified:
    """[SB.2.11]"""
    current = _current(tree, "SB.2.11-1")
    if current.tracking.active:
        raise Blocked("SB.2.11-2", current.identifier)
    return Identified(ends=current.parent is None)


def jump_request(tree: ActivityTree, target: Activity | None) -> Activity:
    """Whatever the control modes say. [SB.2.13]"""
    _current(tree, "SB.2.13-1")
    if target is None or not all(each.is_available for each in target.path()):
        raise Blocked("SB.2.13-2", "" if target is None else target.identifier)
    return target


def _current(tree: ActivityTree, otherwise: str) -> Activity:
    if tree.current is None:
        raise Blocked(otherwise)
    return tree.current


_WITHOUT_TARGET = {
    SequencingRequest.START: start_request,
    SequencingRequest.RESUME_ALL: resume_all_request,
    SequencingRequest.CONTINUE: continue_request,
    SequencingRequest.PREVIOUS: previous_request,
    SequencingRequest.RETRY: retry_request,
    SequencingRequest.EXIT: exit_request,
}
