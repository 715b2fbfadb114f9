"""The activity tree: who is whose parent, what is open, what was suspended. No rules. [SN 2.1]"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any, Protocol

from scorm.sequencing.definition import ActivityDefinition, Objective, TreeDefinition
from scorm.sequencing.trace import Trace
from scorm.sequencing.tracking import GlobalObjective, Tracking


class Chance(Protocol):
    """Where selection and randomization get their luck from; ``random.Random`` is one."""

    def sample(self, population: Sequence[Any], k: int) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a tree needs of the world."""

    now: datetime
    chance: Chance


class Activity:
    """One node; ``number`` is its place in a forward preorder walk over the whole tree, ``last``
    that of the last activity inside of it, ``place`` the one among its siblings as the manifest
    has them.
    """

    __slots__ = (
        "_path",
        "children",
        "definition",
        "depth",
        "identifier",
        "last",
        "number",
        "parent",
        "place",
        "pre_actions",
        "primary",
        "sequencing",
        "tracking",
    )

    def __init__(
        self, definition: ActivityDefinition, parent: "Activity | None" = None, place: int = 0
    ) -> None:
        self.definition = definition
        self.identifier = definition.identifier
        self.sequencing = definition.sequencing
        self.primary: Objective = definition.sequencing.primary
        self.pre_actions = frozenset(each.action for each in definition.sequencing.pre_rules)
        self.parent = parent
        self._path: tuple[Activity, ...] = (self,) if parent is None else (self, *parent.path())
        self.depth = len(self._path) - 1
        self.place = place
        self.number = self.last = 0
        self.children: tuple[Activity, ...] = ()
        self.tracking = Tracking()

    def __repr__(self) -> str:
        return f"<{self.identifier}>"

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def order(self) -> tuple[int, ...] | None:
        """The places of the available children: those of the attempt that goes on, or of the
        next one when none does; None for all of them as they stand.
        """
        tracking = self.tracking
        under_way = tracking.active or tracking.suspended
        return tracking.chosen if tracking.upcoming is None or under_way else tracking.upcoming

    @property
    def available(self) -> Sequence["Activity"]:
        order = self.order
        return self.children if order is None else [self.children[place] for place in order]

    @property
    def rolled_up(self) -> Sequence["Activity"]:
        """The children whose results count: those of the latest attempt."""
        chosen = self.tracking.chosen
        return self.children if chosen is None else [self.children[place] for place in chosen]

    @property
    def is_available(self) -> bool:
        order = None if self.parent is None else self.parent.order
        return order is None or self.place in order

    @property
    def rank(self) -> int:
        """The place among the available siblings, of which it must be one."""
        order = None if self.parent is None else self.parent.order
        return self.place if order is None else order.index(self.place)

    @property
    def targets(self) -> set[str]:
        """The global objectives that it reads from or writes to."""
        return {each.target for one in self.sequencing.objectives for each in one.maps}

    def path(self) -> "tuple[Activity, ...]":
        """This activity, its parent, and so on up to the root."""
        return self._path

    def is_inside(self, other: "Activity") -> bool:
        """Whether it is the other one or lies below it."""
        return other.number <= self.number <= other.last


@dataclass(frozen=True, slots=True)
class State:
    """What changes about a tree: the trackings in the order of its activities, and the rest."""

    trackings: list[Tracking]
    current: Activity | None
    suspended: Activity | None
    globals: dict[str, GlobalObjective]
    changed: set[str]
    unsettled: set[str]

    def copy(self) -> "State":
        return State(
            [each.copy() for each in self.trackings],
            self.current,
            self.suspended,
            {target: known.copy() for target, known in self.globals.items()},
            set(self.changed),
            set(self.unsettled),
        )


class ActivityTree:
    """A course as one learner goes through it.

    ``current`` and ``suspended`` are the Current Activity and the Suspended Activity of the book
    [SN 4.2.1.7]. ``changed`` names the global objectives that were written since loading,
    ``unsettled`` those that no roll-up has taken into account yet. ``answers`` are those that
    rules have given during a standstill.
    """

    def __init__(self, definition: TreeDefinition, surroundings: Surroundings) -> None:
        self.definition = definition
        self.now = surroundings.now
        self.chance = surroundings.chance
        self.trace = Trace()
        self.activities: dict[str, Activity] = {}
        self.root = self._grow(definition.root)
        self.current: Activity | None = None
        self.suspended: Activity | None = None
        self.globals: dict[str, GlobalObjective] = {}
        self.changed: set[str] = set()
        self.unsettled: set[str] = set()
        self.answers: dict[tuple[int, str], Any] | None = None
        self._readers: dict[str, list[Activity]] | None = None

    def _grow(self, definition: ActivityDefinition) -> Activity:
        root = Activity(definition)
        waiting = [root]
        while waiting:
            here = waiting.pop()
            here.number = here.last = len(self.activities)
            self.activities[here.identifier] = here
            here.children = tuple(
                Activity(each, here, place) for place, each in enumerate(here.definition.children)
            )
            waiting.extend(reversed(here.children))
        for here in reversed(self.activities.values()):
            if here.children:
                here.last = here.children[-1].last
        return root

    def copy(self) -> "ActivityTree":
        """The same state, to try something on; it keeps no trace."""
        twin = ActivityTree(self.definition, Surroundings(self.now, self.chance))
        twin.trace.is_kept = False
        twin.put_back(self.state().copy())
        twin.current = twin.activities[self.current.identifier] if self.current else None
        twin.suspended = twin.activities[self.suspended.identifier] if self.suspended else None
        return twin

    def state(self) -> State:
        """What is so now, until the next change."""
        return State(
            [each.tracking for each in self.activities.values()],
            self.current,
            self.suspended,
            self.globals,
            self.changed,
            self.unsettled,
        )

    @contextmanager
    def trial(self) -> Generator[None]:
        """Whatever happens inside is undone, and leaves no trace."""
        before, is_kept = self.branch(), self.trace.is_kept
        self.trace.is_kept = False
        try:
            yield
        finally:
            self.put_back(before)
            self.trace.is_kept = is_kept

    @contextmanager
    def standstill(self) -> Generator[None]:
        """Nothing changes inside, so that no rule needs to be asked twice."""
        self.answers = {}
        try:
            yield
        finally:
            self.answers = None

    def branch(self) -> State:
        """Go on with a copy of the state; what is returned can be put back."""
        before = self.state()
        self.put_back(before.copy())
        return before

    def put_back(self, state: State) -> None:
        for activity, tracking in zip(self.activities.values(), state.trackings, strict=True):
            activity.tracking = tracking
        self.current, self.suspended = state.current, state.suspended
        self.globals, self.changed, self.unsettled = state.globals, state.changed, state.unsettled

    def find(self, identifier: str) -> Activity | None:
        return self.activities.get(identifier)

    def readers(self, target: str) -> Sequence[Activity]:
        """The activities that have a map to a global objective."""
        if self._readers is None:
            self._readers = {}
            for activity in self.activities.values():
                for name in activity.targets:
                    self._readers.setdefault(name, []).append(activity)
        return self._readers.get(target, ())


def common_ancestor(one: Activity, other: Activity) -> Activity:
    """The deepest activity that holds both; each of them holds itself."""
    return next(each for each in one.path() if other.is_inside(each))


def way_up(lower: Activity, upper: Activity) -> Iterator[Activity]:
    """From an activity to one above it, which is left out itself."""
    return takewhile(lambda each: each is not upper, lower.path())


def beside(activity: Activity, step: int) -> Activity | None:
    """The next (1) or previous (-1) available sibling."""
    if activity.parent is None:
        return None
    order = activity.parent.order
    if order is None:
        place, siblings = activity.place + step, activity.parent.children
        return siblings[place] if 0 <= place < len(siblings) else None
    if activity.place not in order:
        return None
    place = order.index(activity.place) + step
    return activity.parent.children[order[place]] if 0 <= place < len(order) else None
