"""Whether a navigation request makes sense, and what it means. [NB.2.1]"""

from dataclasses import dataclass
from enum import StrEnum

from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.requests import SequencingRequest
from scorm.sequencing.termination import TerminationRequest
from scorm.sequencing.tree import Activity, ActivityTree


class NavigationRequest(StrEnum):
    START = "start"
    RESUME_ALL = "resumeAll"
    CONTINUE = "continue"
    PREVIOUS = "previous"
    CHOICE = "choice"
    JUMP = "jump"
    EXIT = "exit"
    EXIT_ALL = "exitAll"
    ABANDON = "abandon"
    ABANDON_ALL = "abandonAll"
    SUSPEND_ALL = "suspendAll"


@dataclass(frozen=True, slots=True)
class Navigation:
    """The requests that a navigation request turns into."""

    termination: TerminationRequest | None
    sequencing: SequencingRequest
    target: Activity | None = None


def navigation_request(
    tree: ActivityTree, request: NavigationRequest, target: str = ""
) -> Navigation:
    """[NB.2.1] Raises Blocked."""
    if request in (NavigationRequest.START, NavigationRequest.RESUME_ALL):
        return _begin(tree, request)
    if request is NavigationRequest.CHOICE:
        return _choice(tree, target)
    current = tree.current
    if current is None:
        raise Blocked("NB.2.1-2")
    if request is NavigationRequest.JUMP:
        return _leaving(current, SequencingRequest.JUMP, _find(tree, target))
    if request in (NavigationRequest.CONTINUE, NavigationRequest.PREVIOUS):
        return _flow(current, request)
    return _exit(current, request)


def _begin(tree: ActivityTree, request: NavigationRequest) -> Navigation:
    if tree.current is not None:
        raise Blocked("NB.2.1-1", tree.current.identifier)
    if request is NavigationRequest.RESUME_ALL and tree.suspended is None:
        raise Blocked("NB.2.1-3")
    return Navigation(None, SequencingRequest(request))


def _flow(current: Activity, request: NavigationRequest) -> Navigation:
    parent = current.parent
    if parent is None:
        raise Blocked("NB.2.1-6", current.identifier)
    if not parent.sequencing.modes.flow:
        raise Blocked("NB.2.1-4", parent.identifier)
    if request is NavigationRequest.PREVIOUS and parent.sequencing.modes.forward_only:
        raise Blocked("NB.2.1-5", parent.identifier)
    return _leaving(current, SequencingRequest(request))


def _choice(tree: ActivityTree, name: str) -> Navigation:
    target = _find(tree, name)
    if not (_offers_choice(tree) if target.parent is None else _allows_choice(target.parent)):
        raise Blocked("NB.2.1-10", (target.parent or target).identifier)
    current = tree.current
    if current is None:
        return Navigation(None, SequencingRequest.CHOICE, target)
    _check_choice_exit(current, target)
    return _leaving(current, SequencingRequest.CHOICE, target)


def _check_choice_exit(current: Activity, target: Activity) -> None:
    """Where the book looks at blocks alone, the suite wants a leaf to hold the learner as well."""
    for each in current.path():
        holds = each.tracking.active and not each.sequencing.modes.choice_exit
        if holds and (each is current or not target.is_inside(each)):
            raise Blocked("NB.2.1-8", each.identifier)


def _offers_choice(tree: ActivityTree) -> bool:
    """The whole course is an entry to choose where anything inside of it is."""
    return any(_allows_choice(each) for each in tree.activities.values())


def _allows_choice(block: Activity) -> bool:
    return not block.is_leaf and block.sequencing.modes.choice


def _exit(current: Activity, request: NavigationRequest) -> Navigation:
    ends_one = request in (NavigationRequest.EXIT, NavigationRequest.ABANDON)
    if ends_one and not current.tracking.active:
        raise Blocked("NB.2.1-12", current.identifier)
    return Navigation(TerminationRequest(request), SequencingRequest.EXIT)


def _leaving(
    current: Activity, sequencing: SequencingRequest, target: Activity | None = None
) -> Navigation:
    """What is open has to end first."""
    termination = TerminationRequest.EXIT if current.tracking.active else None
    return Navigation(termination, sequencing, target)


def _find(tree: ActivityTree, name: str) -> Activity:
    found = tree.find(name)
    if found is None:
        raise Blocked("NB.2.1-11", name)
    return found
