"""A course with sequencing rules: its table of contents, its controls, and where requests lead."""

from dataclasses import replace
from typing import Final

from scorm.sequencing import outcomes
from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.navigation import NavigationRequest
from scorm.sequencing.process import Result, navigate
from scorm.sequencing.tree import Activity, ActivityTree
from scorm.sequencing.validity import Validity, Verdict
from scorm.status import Completion, Success
from services.errors import Conflict, Invalid
from services.tracking import sequencer
from services.tracking.contents import Controls, Request, TocEntry
from services.tracking.sequencer import Standing

# Whoever has nothing open may leave all the same.
_LEAVING: Final = (Request.EXIT_ALL, Request.SUSPEND_ALL, Request.ABANDON_ALL)


def toc(standing: Standing, validity: Validity, title: str) -> list[TocEntry]:
    """Every activity in the order of the manifest.

    One that may not be seen says so; what it holds moves up to its place, and while it is open
    the block around it counts as the current entry.
    """
    tree = standing.tree
    shown = {each.identifier for each in tree.activities.values() if _is_shown(each, validity)}
    current = _current_entry(tree, shown)
    found: list[TocEntry] = []
    waiting = [(tree.root, 0)]
    while waiting:
        here, level = waiting.pop()
        entry = _entry(tree, here, validity.choice[here.identifier])
        found.append(
            replace(
                entry,
                title=entry.title or (title if here is tree.root else ""),
                level=level,
                current=here is current,
                visible=here.identifier in shown,
            )
        )
        below = level + (here.identifier in shown)
        waiting.extend((each, below) for each in reversed(here.available))
    return found


def _is_shown(activity: Activity, validity: Validity) -> bool:
    return activity.definition.visible and activity.identifier not in validity.hidden


def _current_entry(tree: ActivityTree, shown: set[str]) -> Activity | None:
    current = tree.current
    path = current.path() if current is not None and current.tracking.active else ()
    return next((each for each in path if each.identifier in shown), None)


def controls(standing: Standing, validity: Validity) -> Controls:
    tree = standing.tree
    if tree.current is None:
        return Controls(suspend_all=True, exit_all=True)
    hidden = tree.current.definition.hidden_controls
    may = {
        request: verdict.allowed and request not in hidden
        for request, verdict in validity.controls.items()
    }
    return Controls(
        proceed=may[NavigationRequest.CONTINUE],
        previous=may[NavigationRequest.PREVIOUS],
        suspend_all=may[NavigationRequest.SUSPEND_ALL],
        exit_all=may[NavigationRequest.EXIT_ALL],
        abandon_all=may[NavigationRequest.ABANDON_ALL],
        finishes=validity.controls[NavigationRequest.CONTINUE].ends,
    )


def valid(validity: Validity) -> dict[str, object]:
    """For content that asks before it asks. [SN 5.6.2]"""
    return {
        Request.CONTINUE: validity.controls[NavigationRequest.CONTINUE].allowed,
        Request.PREVIOUS: validity.controls[NavigationRequest.PREVIOUS].allowed,
        Request.CHOICE: {name: verdict.allowed for name, verdict in validity.choice.items()},
        Request.JUMP: {name: verdict.allowed for name, verdict in validity.jump.items()},
    }


def follow(standing: Standing, request: Request, target: str, *, goes_on: bool) -> Result:
    """``goes_on``: an attempt that ended before the course was completed is resumed.

    Raises Invalid, Conflict.
    """
    tree = standing.tree
    if request is Request.START:
        return _start(standing, goes_on=goes_on)
    if tree.current is None and request in _LEAVING:
        return Result(ended=True)
    if target and tree.find(target) is None:
        raise Invalid.field("target", "names no activity of this course")
    if tree.current is None:
        sequencer.settle(standing)
    return _navigate(standing, NavigationRequest(request), target)


def _start(standing: Standing, *, goes_on: bool) -> Result:
    """Resumes where the learner was suspended, or simply closed the window; else begins."""
    tree = standing.tree
    if tree.current is not None:
        _navigate(standing, NavigationRequest.SUSPEND_ALL)
    elif goes_on and tree.suspended is None:
        _reopen(standing)
    if tree.suspended is not None:
        return _attempt(standing, NavigationRequest.RESUME_ALL)
    sequencer.settle(standing)
    return _attempt(standing, NavigationRequest.START)


def _reopen(standing: Standing) -> None:
    """The book would begin anew with nothing; a learner who is not done goes on instead."""
    tree = standing.tree
    done = sequencer.result(standing).completion_status is Completion.COMPLETED
    if done or not tree.root.tracking.attempts:
        return
    tree.suspended = max(tree.activities.values(), key=lambda each: each.depth)
    for each in tree.suspended.path():
        each.tracking.suspended = True


def _attempt(standing: Standing, request: NavigationRequest) -> Result:
    """Where nothing can be delivered the learner may still choose."""
    try:
        return _navigate(standing, request)
    except Conflict:
        return Result()


def _navigate(standing: Standing, request: NavigationRequest, target: str = "") -> Result:
    try:
        result = navigate(standing.tree, request, target)
    except Blocked as blocked:
        sequencer.note(standing, request, target, f"{blocked.code}: {blocked.reason}")
        raise Conflict(
            blocked.reason, reason=blocked.hint, code=blocked.code, activity=blocked.activity
        ) from None
    answer = "ended" if result.ended else "nothing delivered"
    delivered = result.delivered
    sequencer.note(standing, request, target, delivered.identifier if delivered else answer)
    return result


def _entry(tree: ActivityTree, activity: Activity, verdict: Verdict) -> TocEntry:
    return TocEntry(
        id=activity.identifier,
        title=activity.definition.title,
        level=activity.depth,
        status=_status(tree, activity),
        selectable=verdict.allowed,
        current=activity is tree.current,
        visible=True,
        reason=_reason(activity, verdict),
    )


def _reason(activity: Activity, verdict: Verdict) -> str | None:
    """Blocks are headings: only what could be opened deserves a reason."""
    return None if verdict.allowed or not activity.is_leaf else verdict.hint


def _status(tree: ActivityTree, activity: Activity) -> str:
    completion, success = outcomes.status(tree, activity)
    if success is not Success.UNKNOWN and activity.tracking.attempts:
        return success
    return completion.replace("_", " ")
