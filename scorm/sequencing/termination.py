"""Ending attempts: exit action rules, post-condition rules, termination. [TB.2, UP.3, UP.4]"""

from dataclasses import dataclass
from enum import StrEnum

from scorm.sequencing import objectives, rules
from scorm.sequencing.definition import PostAction
from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.requests import SequencingRequest
from scorm.sequencing.rollup import overall_rollup
from scorm.sequencing.tree import Activity, ActivityTree, common_ancestor, way_up


class TerminationRequest(StrEnum):
    EXIT = "exit"
    EXIT_ALL = "exitAll"
    SUSPEND_ALL = "suspendAll"
    ABANDON = "abandon"
    ABANDON_ALL = "abandonAll"


@dataclass(frozen=True, slots=True)
class PostCondition:
    """What a post-condition rule asks for."""

    termination: TerminationRequest | None = None
    exits_parent: bool = False
    sequencing: SequencingRequest | None = None


_POST = {
    PostAction.EXIT_PARENT: PostCondition(exits_parent=True),
    PostAction.EXIT_ALL: PostCondition(TerminationRequest.EXIT_ALL),
    PostAction.RETRY: PostCondition(sequencing=SequencingRequest.RETRY),
    PostAction.RETRY_ALL: PostCondition(
        TerminationRequest.EXIT_ALL, sequencing=SequencingRequest.RETRY
    ),
    PostAction.CONTINUE: PostCondition(sequencing=SequencingRequest.CONTINUE),
    PostAction.PREVIOUS: PostCondition(sequencing=SequencingRequest.PREVIOUS),
}


def termination_request(
    tree: ActivityTree, request: TerminationRequest
) -> SequencingRequest | None:
    """The sequencing request that takes the place of the learner's, if any. [TB.2.3]

    Raises Blocked.
    """
    current = check_termination(tree, request)
    tree.trace.note("TB.2.3", current.identifier, f"Termination request {request}.")
    return _TERMINATIONS[request](tree, current)


def check_termination(tree: ActivityTree, request: TerminationRequest) -> Activity:
    """The activity that there is to end, or to suspend. Raises Blocked."""
    current = _current(tree)
    tracking = current.tracking
    ends_one = request in (TerminationRequest.EXIT, TerminationRequest.ABANDON)
    if ends_one and not tracking.active:
        raise Blocked("TB.2.3-2", current.identifier)
    is_over = not (tracking.active or tracking.suspended)
    if request is TerminationRequest.SUSPEND_ALL and is_over and current.parent is None:
        raise Blocked("TB.2.3-3", current.identifier)
    return current


def _exit(tree: ActivityTree, current: Activity) -> SequencingRequest | None:
    end_attempt(tree, current)
    sequencing_exit_action_rules(tree)
    while True:
        here = _current(tree)
        found = sequencing_post_condition_rules(tree)
        if found.termination is TerminationRequest.EXIT_ALL:
            return _exit_all(tree, here, found.sequencing)
        if not found.exits_parent:
            break
        if here.parent is None:
            raise Blocked("TB.2.3-4", here.identifier)
        tree.current = here.parent
        end_attempt(tree, here.parent)
    if here.parent is None and found.sequencing is not SequencingRequest.RETRY:
        return SequencingRequest.EXIT
    return found.sequencing


def _exit_all(
    tree: ActivityTree, current: Activity, then: SequencingRequest | None = None
) -> SequencingRequest:
    if current.tracking.active:
        end_attempt(tree, current)
    terminate_descendent_attempts(tree, tree.root)
    end_attempt(tree, tree.root)
    tree.current = tree.root
    return then or SequencingRequest.EXIT


def _suspend_all(tree: ActivityTree, current: Activity) -> SequencingRequest:
    if current.tracking.active or current.tracking.suspended:
        overall_rollup(tree, current)
        tree.suspended = current
    else:
        tree.suspended = current.parent or current
    for each in tree.suspended.path():
        each.tracking.active = False
        each.tracking.suspended = True
    tree.current = tree.root
    return SequencingRequest.EXIT


def _abandon(tree: ActivityTree, current: Activity) -> None:
    current.tracking.active = False
    _forget(tree, current)


def _abandon_all(tree: ActivityTree, current: Activity) -> SequencingRequest:
    for each in current.path():
        each.tracking.active = False
    _forget(tree, current)
    tree.current = tree.root
    return SequencingRequest.EXIT


def _forget(tree: ActivityTree, activity: Activity) -> None:
    """An abandoned attempt leaves nothing behind, neither above nor where it was read."""
    activity.tracking.abandoned = True
    objectives.forget(tree, activity)
    overall_rollup(tree, activity)


_TERMINATIONS = {
    TerminationRequest.EXIT: _exit,
    TerminationRequest.EXIT_ALL: _exit_all,
    TerminationRequest.SUSPEND_ALL: _suspend_all,
    TerminationRequest.ABANDON: _abandon,
    TerminationRequest.ABANDON_ALL: _abandon_all,
}


def sequencing_exit_action_rules(tree: ActivityTree) -> None:
    """The outermost block whose exit rule applies ends, and becomes the current one. [TB.2.1]"""
    current = _current(tree)
    for each in reversed(current.path()[1:]):
        if rules.exit_condition(tree, each):
            tree.trace.note("TB.2.1", each.identifier, "An exit rule applies.")
            terminate_descendent_attempts(tree, each)
            end_attempt(tree, each)
            tree.current = each
            return


def sequencing_post_condition_rules(tree: ActivityTree) -> PostCondition:
    """[TB.2.2]"""
    current = _current(tree)
    action = None if current.tracking.suspended else rules.post_condition(tree, current)
    if action is None:
        return PostCondition()
    tree.trace.note("TB.2.2", current.identifier, f"A rule says {action}.")
    return _POST[action]


def terminate_descendent_attempts(tree: ActivityTree, activity: Activity) -> None:
    """End the attempts between the current activity and this one, both excluded. [UP.3]"""
    current = _current(tree)
    common = common_ancestor(current, activity)
    for each in way_up(current, common):
        if each is not current:
            end_attempt(tree, each)


def end_attempt(tree: ActivityTree, activity: Activity) -> None:
    """[UP.4]"""
    tracking = activity.tracking
    if activity.is_leaf:
        if activity.sequencing.delivery.tracked and not tracking.suspended:
            _assume_success(tree, activity)
    else:
        tracking.suspended = any(each.tracking.suspended for each in activity.children)
    tracking.active = False
    _stop_clock(tree, activity)
    if activity.sequencing.delivery.tracked:
        objectives.judge(tree, activity)
    overall_rollup(tree, activity)


def _assume_success(tree: ActivityTree, leaf: Activity) -> None:
    """Content that says nothing has been completed and satisfied by being seen. [UP.4]"""
    delivery, tracking, primary = leaf.sequencing.delivery, leaf.tracking, leaf.primary
    says_nothing = (
        objectives.completed(tree, leaf, primary) is None and not tracking.completion_told
    )
    if says_nothing and not delivery.completion_set_by_content:
        objectives.write(tree, leaf, primary, "completed", True)
    says_nothing = objectives.satisfied(tree, leaf, primary) is None and not tracking.success_told
    if says_nothing and not delivery.objective_set_by_content:
        objectives.write(tree, leaf, primary, "satisfied", True)


def _stop_clock(tree: ActivityTree, activity: Activity) -> None:
    tracking = activity.tracking
    if tracking.began_at is None:
        return
    elapsed = max((tree.now - tracking.began_at).total_seconds(), 0.0)
    grown = elapsed - tracking.durations.attempt_absolute
    tracking.durations.attempt_absolute = elapsed
    tracking.durations.activity_absolute += grown


def _current(tree: ActivityTree) -> Activity:
    if tree.current is None:
        raise Blocked("TB.2.3-1")
    return tree.current
