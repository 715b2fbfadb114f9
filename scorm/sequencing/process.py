"""The overall sequencing process: the only way in from outside. [OP.1]"""

from dataclasses import dataclass

from scorm.sequencing.delivery import content_delivery_environment, delivery_request
from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.navigation import NavigationRequest, navigation_request
from scorm.sequencing.requests import Identified, SequencingRequest, sequencing_request
from scorm.sequencing.termination import (
    TerminationRequest,
    end_attempt,
    terminate_descendent_attempts,
    termination_request,
)
from scorm.sequencing.tree import Activity, ActivityTree


@dataclass(frozen=True, slots=True)
class Result:
    """``delivered`` is the activity that begins, or goes on when it is ``resumed``.

    With neither a delivery nor an end, the learner has to choose.
    """

    delivered: Activity | None = None
    resumed: bool = False
    ended: bool = False


def navigate(tree: ActivityTree, request: NavigationRequest, target: str = "") -> Result:
    """Carry out a request, or leave the tree as it was and raise Blocked. [OP.1]"""
    before = tree.branch()
    try:
        return _overall_sequencing(tree, request, target)
    except Blocked as blocked:
        tree.put_back(before)
        tree.trace.note(blocked.code, blocked.activity, blocked.reason)
        raise


def _overall_sequencing(tree: ActivityTree, request: NavigationRequest, target: str) -> Result:
    navigation = navigation_request(tree, request, target)
    sequencing = terminate(tree, navigation.termination) or navigation.sequencing
    identified = sequencing_request(tree, sequencing, navigation.target)
    return _deliver(tree, identified)


def terminate(
    tree: ActivityTree, termination: TerminationRequest | None
) -> SequencingRequest | None:
    """What is open ends; what a rule wants to happen takes the place of the request."""
    instead = None if termination is None else termination_request(tree, termination)
    if tree.current is None or (tree.current is tree.root and instead is SequencingRequest.RETRY):
        forget_scoped_objectives(tree)
    return instead


def forget_scoped_objectives(tree: ActivityTree) -> None:
    """Global objectives of this registration alone end with the attempt on it. [SN 3.10.2]"""
    if not tree.definition.objectives_global_to_system and not tree.root.tracking.suspended:
        tree.globals.clear()


def _deliver(tree: ActivityTree, identified: Identified) -> Result:
    if identified.ends:
        _end_session(tree)
        return Result(ended=True)
    if identified.activity is None:
        return Result()
    delivery_request(tree, identified.activity)
    resumed = content_delivery_environment(tree, identified.activity)
    return Result(identified.activity, resumed)


def _end_session(tree: ActivityTree) -> None:
    """Whatever is still open ends with it."""
    if tree.current is not None and tree.root.tracking.active:
        terminate_descendent_attempts(tree, tree.root)
        end_attempt(tree, tree.root)
    tree.current = None
    tree.trace.note("OP.1", tree.root.identifier, "The sequencing session has ended.")
