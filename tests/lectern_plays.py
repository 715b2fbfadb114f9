"""A course played by chance, and what must hold at every step of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from lectern_random_trees import NOW, Ask, Event, Tell, Wait

from scorm.sequencing import selection, snapshot
from scorm.sequencing.definition import ActivityDefinition, Channels, TreeDefinition
from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.navigation import NavigationRequest
from scorm.sequencing.process import Result, navigate
from scorm.sequencing.rollup import overall_rollup
from scorm.sequencing.runtime_data import initial, record, record_time
from scorm.sequencing.tree import Activity, ActivityTree, Surroundings
from scorm.sequencing.validity import CONTROLS, Verdict, look_ahead

LEAVING = (
    NavigationRequest.SUSPEND_ALL,
    NavigationRequest.EXIT_ALL,
    NavigationRequest.ABANDON_ALL,
)


class Foreseeable:
    """Chance that answers the same question the same way."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def sample(self, population: Sequence[Any], k: int) -> list[Any]:
        return Random(self.seed).sample(population, k)  # noqa: S311 - repeatable


class Play:
    """One registration."""

    def __init__(self, definition: TreeDefinition, seed: int) -> None:
        self.definition = definition
        self.chance = Foreseeable(seed)
        self.tree = self.fresh()
        selection.prepare_first(self.tree)
        self.seen: Counter[str] = Counter()

    def fresh(self) -> ActivityTree:
        return ActivityTree(self.definition, Surroundings(NOW, self.chance))

    def reloaded(self) -> ActivityTree:
        """What the next request finds: the snapshot, and the global objectives of the learner."""
        twin = ActivityTree(self.definition, Surroundings(self.tree.now, self.chance))
        snapshot.restore(twin, snapshot.save(self.tree))
        if self.definition.objectives_global_to_system:
            twin.globals = self.tree.copy().globals
        return twin


def walk(definition: ActivityDefinition) -> Iterator[ActivityDefinition]:
    yield definition
    for each in definition.children:
        yield from walk(each)


def state(tree: ActivityTree) -> tuple[str, object]:
    return snapshot.save(tree), dict(sorted(tree.copy().globals.items()))


def attempt(tree: ActivityTree, request: NavigationRequest, target: str = "") -> Result | None:
    try:
        return navigate(tree, request, target)
    except Blocked:
        return None


Check = Callable[[Play], None]


def check_history(play: Play, events: Sequence[Event], *checks: Check) -> None:
    for event in events:
        take(play, event)
        for check in checks or ALL:
            check(play)


def take(play: Play, event: Event) -> None:
    tree = play.tree
    if isinstance(event, Wait):
        tree.now += timedelta(seconds=event.seconds)
    elif isinstance(event, Tell):
        if tree.current is not None and tree.current.tracking.active:
            tell(tree, tree.current, event)
    else:
        navigates(play, event)


def tell(tree: ActivityTree, current: Activity, event: Tell) -> None:
    record(tree, current, initial(tree, current, event.cmi), suspended=event.suspended)
    record_time(current, event.seconds)


def navigates(play: Play, event: Ask) -> None:
    tree, target = play.tree, f"a{event.where % len(play.tree.activities)}"
    before, attempts = state(tree), attempts_of(tree)
    other = play.reloaded()
    result = attempt(tree, event.request, target)
    assert result == attempt(other, event.request, target) or result is not None
    assert state(tree) == state(other), "a reloaded tree goes on otherwise"
    play.seen[f"{event.request} {describe(result)}"] += 1
    after = attempts_of(tree)
    assert all(after[name] >= attempts[name] for name in attempts)
    if result is None:
        assert state(tree) == before, "a refusal left traces"
    elif result.ended:
        assert tree.current is None
        assert not any(each.tracking.active for each in tree.activities.values())
    elif result.delivered is not None:
        delivered = tree.activities[result.delivered.identifier]
        assert delivered is tree.current
        assert delivered.is_leaf
        assert delivered.definition.deliverable
        assert delivered.tracking.active
        assert all(each.is_available for each in delivered.path())


def describe(result: Result | None) -> str:
    if result is None:
        return "blocked"
    return "ended" if result.ended else "delivered" if result.delivered else "nothing"


def attempts_of(tree: ActivityTree) -> dict[str, int]:
    return {name: each.tracking.attempts for name, each in tree.activities.items()}


def check_consistent(play: Play) -> None:
    tree = play.tree
    active = [each for each in tree.activities.values() if each.tracking.active]
    path = [] if tree.current is None else list(tree.current.path())
    assert all(each in path for each in active), "active beside the current path"
    assert all(each.parent is None or each.parent.tracking.active for each in active)
    for each in tree.activities.values():
        for order in (each.tracking.chosen, each.tracking.upcoming):
            assert order is None or len(set(order)) == len(order)
            assert order is None or set(order) <= set(range(len(each.children)))


def check_snapshot(play: Play) -> None:
    assert state(play.reloaded()) == state(play.tree)
    assert look_ahead(play.reloaded()) == look_ahead(play.tree)


def check_look_ahead(play: Play) -> None:
    tree = play.tree
    before = state(tree)
    validity = look_ahead(tree)
    assert state(tree) == before, "looking ahead changed something"
    for request in CONTROLS:
        check_verdict(tree, validity.controls[request], request)
    for name in tree.activities:
        check_verdict(tree, validity.choice[name], NavigationRequest.CHOICE, name)
        check_verdict(tree, validity.jump[name], NavigationRequest.JUMP, name)
    assert state(tree) == before, "copies are not independent"


def check_verdict(
    tree: ActivityTree, verdict: Verdict, request: NavigationRequest, target: str = ""
) -> None:
    result = attempt(tree.copy(), request, target)
    assert verdict.allowed == (result is not None), (request, target)
    if result is not None and request not in LEAVING:
        assert verdict.ends == result.ended, (request, target)


def check_rollup(play: Play) -> None:
    if is_circular(play.tree):
        play.seen["circular"] += 1
        return
    play.seen["straight"] += 1
    for each in list(play.tree.activities):
        tree = play.tree.copy()
        overall_rollup(tree, tree.activities[each])
        once = state(tree)
        overall_rollup(tree, tree.activities[each])
        assert state(tree) == once, "roll-up is not idempotent"


def is_circular(tree: ActivityTree) -> bool:
    """Whether a value can come back to where it came from through maps and roll-up."""
    follows: dict[str, set[str]] = {}
    for each in tree.activities.values():
        if each.parent is not None:
            follows.setdefault(each.identifier, set()).add(each.parent.identifier)
        for pair in (pair for one in each.sequencing.objectives for pair in one.maps):
            if pair.write != Channels():
                follows.setdefault(each.identifier, set()).add(pair.target)
            if pair.read != Channels():
                follows.setdefault(pair.target, set()).add(each.identifier)
    return _has_circle(follows)


def _has_circle(follows: dict[str, set[str]]) -> bool:
    done: set[str] = set()
    open_: set[str] = set()

    def visit(name: str) -> bool:
        if name in open_:
            return True
        if name in done:
            return False
        open_.add(name)
        found = any(visit(each) for each in follows.get(name, ()))
        open_.discard(name)
        done.add(name)
        return found

    return any(visit(name) for name in list(follows))


ALL: tuple[Check, ...] = (check_consistent, check_snapshot, check_look_ahead, check_rollup)
