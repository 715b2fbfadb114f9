"""Which requests would be granted now: the look-ahead runs the very processes of the deed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from scorm.sequencing.definition import PreAction
from scorm.sequencing.delivery import delivery_request
from scorm.sequencing.exceptions import Blocked, Hint
from scorm.sequencing.navigation import Navigation, NavigationRequest, navigation_request
from scorm.sequencing.process import terminate
from scorm.sequencing.requests import SequencingRequest, sequencing_request
from scorm.sequencing.rules import once, pre_condition
from scorm.sequencing.termination import TerminationRequest, check_termination
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
    """``code`` is the exception of the book, ``activity`` where it arose. ``ends``: the request
    is granted, and the course is over by it.
    """

    allowed: bool
    ends: bool = False
    code: str = ""
    activity: str = ""
    reason: str = ""
    hint: Hint | None = None


Wish = tuple[NavigationRequest, str]
GRANTED: Final = Verdict(True)
ENDING: Final = Verdict(True, ends=True)


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
    wishes = [
        *((request, "") for request in CONTROLS),
        *((NavigationRequest.CHOICE, name) for name in tree.activities),
        *((NavigationRequest.JUMP, name) for name in tree.activities),
    ]
    with tree.trial():
        hidden = _hidden(tree)
        verdicts = _verdicts(tree, wishes)
    return Validity(
        {request: verdicts[request, ""] for request in CONTROLS},
        {name: verdicts[NavigationRequest.CHOICE, name] for name in tree.activities},
        {name: verdicts[NavigationRequest.JUMP, name] for name in tree.activities},
        hidden,
    )


def _verdicts(tree: ActivityTree, wishes: Iterable[Wish]) -> dict[Wish, Verdict]:
    """What leaves the current activity is judged by how the tree will be after it was left."""
    verdicts: dict[Wish, Verdict] = {}
    staying: dict[Wish, Navigation] = {}
    leaving: dict[Wish, Navigation] = {}
    for wish in wishes:
        try:
            navigation = navigation_request(tree, *wish)
            if navigation.termination is None:
                staying[wish] = navigation
            elif navigation.termination is TerminationRequest.EXIT:
                leaving[wish] = navigation
            else:
                # No rule has a say in these, so that nothing but the check can refuse them.
                check_termination(tree, navigation.termination)
                verdicts[wish] = GRANTED
        except Blocked as blocked:
            verdicts[wish] = _refusal(blocked)
    verdicts |= _after(tree, None, staying)
    return verdicts | _after(tree, TerminationRequest.EXIT, leaving)


def _after(
    tree: ActivityTree, termination: TerminationRequest | None, wishes: dict[Wish, Navigation]
) -> dict[Wish, Verdict]:
    """Changes the tree: the termination is carried out."""
    if not wishes:
        return {}
    try:
        instead = terminate(tree, termination)
    except Blocked as blocked:
        return dict.fromkeys(wishes, _refusal(blocked))
    if instead is not None:
        return dict.fromkeys(wishes, _verdict(tree, instead, None))
    with tree.standstill():
        return {
            wish: _verdict(tree, navigation.sequencing, navigation.target)
            for wish, navigation in wishes.items()
        }


def _verdict(tree: ActivityTree, request: SequencingRequest, target: Activity | None) -> Verdict:
    try:
        identified = sequencing_request(tree, request, target)
    except Blocked as blocked:
        return _refusal(blocked)
    activity = identified.activity
    if activity is None:
        return ENDING if identified.ends else GRANTED
    return once(tree, activity, "DB.1.1 delivers", lambda: _delivery(tree, activity))


def _delivery(tree: ActivityTree, activity: Activity) -> Verdict:
    try:
        delivery_request(tree, activity)
    except Blocked as blocked:
        return _refusal(blocked)
    return GRANTED


def _refusal(blocked: Blocked) -> Verdict:
    return Verdict(
        False,
        code=blocked.code,
        activity=blocked.activity,
        reason=blocked.reason,
        hint=blocked.hint,
    )


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
