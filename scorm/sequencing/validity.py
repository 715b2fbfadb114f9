"""Which requests would be granted now: the look-ahead runs the very processes of the deed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from scorm.sequencing.definition import PreAction
from scorm.sequencing.delivery import delivery_request
from scorm.sequencing.exceptions import Blocked, Hint
from scorm.sequencing.navigation import Navigation, NavigationRequest, navigation_request
from scorm.sequencing.requests import SequencingRequest, sequencing_request
from scorm.sequencing.rules import pre_condition
from scorm.sequencing.termination import termination_request
from scorm.sequencing.tree import Activity, ActivityTree

CONTROLS: Final = (
    NavigationRequest.CONTINUE,
    NavigationRequest.PREVIOUS,
    NavigationRequest.EXIT,
    NavigationRequest.ABANDON,
    NavigationRequest.SUSPEND_ALL,
    NavigationRequest.EXIT_ALL,
    NavigationRequest.ABANDON_ALL,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``code`` is the exception of the book, ``activity`` where it arose."""

    allowed: bool
    code: str = ""
    activity: str = ""
    reason: str = ""
    hint: Hint | None = None


GRANTED: Final = Verdict(True)


@dataclass(frozen=True, slots=True)
class Validity:
    """``hidden`` are the activities that no table of contents may show."""

    controls: dict[NavigationRequest, Verdict] = field(
        default_factory=dict[NavigationRequest, Verdict]
    )
    choice: dict[str, Verdict] = field(default_factory=dict[str, Verdict])
    jump: dict[str, Verdict] = field(default_factory=dict[str, Verdict])
    hidden: frozenset[str] = frozenset()


def look_ahead(tree: ActivityTree) -> Validity:
    """Every request that a learner or content could make, without making it."""
    after = _After(tree)
    return Validity(
        {request: _verdict(lambda each=request: after.controls(each)) for request in CONTROLS},
        {name: _verdict(lambda each=name: after.choose(each)) for name in tree.activities},
        {name: _verdict(lambda each=name: after.jump(each)) for name in tree.activities},
        _hidden(tree),
    )


def _verdict(attempt: Callable[[], None]) -> Verdict:
    try:
        attempt()
    except Blocked as blocked:
        return Verdict(False, blocked.code, blocked.activity, blocked.reason, blocked.hint)
    return GRANTED


class _After:
    """The tree as it will be when the current activity has been left, worked out once."""

    def __init__(self, tree: ActivityTree) -> None:
        self.now = tree.copy()
        self._left: ActivityTree | None = None
        self._instead: SequencingRequest | None = None
        self._refused: Blocked | None = None

    def controls(self, request: NavigationRequest) -> None:
        navigation = navigation_request(self.now, request)
        if navigation.sequencing is SequencingRequest.EXIT:
            self._end(request)
        else:
            self._follow(navigation)

    def choose(self, name: str) -> None:
        self._follow(navigation_request(self.now, NavigationRequest.CHOICE, name))

    def jump(self, name: str) -> None:
        self._follow(navigation_request(self.now, NavigationRequest.JUMP, name))

    def _end(self, request: NavigationRequest) -> None:
        tried = self.now.copy()
        navigation = navigation_request(tried, request)
        if navigation.termination is not None:
            instead = termination_request(tried, navigation.termination)
            _check(tried, instead or navigation.sequencing, None)

    def _follow(self, navigation: Navigation) -> None:
        if navigation.termination is None:
            _check(self.now, navigation.sequencing, navigation.target)
            return
        left = self._leave(navigation)
        target = None if navigation.target is None else left.find(navigation.target.identifier)
        _check(left, self._instead or navigation.sequencing, target)

    def _leave(self, navigation: Navigation) -> ActivityTree:
        if self._left is None:
            self._left = self.now.copy()
            if navigation.termination is not None:
                try:
                    self._instead = termination_request(self._left, navigation.termination)
                except Blocked as blocked:
                    self._refused = blocked
        if self._refused is not None:
            raise self._refused
        return self._left


def _check(tree: ActivityTree, request: SequencingRequest, target: Activity | None) -> None:
    identified = sequencing_request(tree, request, target)
    if identified.activity is not None:
        delivery_request(tree, identified.activity)


def _hidden(tree: ActivityTree) -> frozenset[str]:
    """Hidden from choice, not selected, or inside of something hidden."""
    found: set[str] = set()
    for activity in tree.activities.values():
        above = activity.parent is not None and activity.parent.identifier in found
        if above or not activity.is_available or _is_hidden(tree, activity):
            found.add(activity.identifier)
    return frozenset(found)


def _is_hidden(tree: ActivityTree, activity: Activity) -> bool:
    return pre_condition(tree, activity, PreAction.HIDDEN_FROM_CHOICE, "SB.2.9")
