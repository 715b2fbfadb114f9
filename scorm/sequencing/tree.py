"""The activity tree: who is whose parent, what is open, what was suspended. No rules. [SN 2.1]"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
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
    """One node; ``number`` is its place in a forward preorder walk over the whole tree, ``place``
    the one among its siblings as the manifest has them.
    """

    __slots__ = (
        "children",
        "definition",
        "depth",
        "identifier",
        "number",
        "parent",
        "place",
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
        self.parent = parent
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.place = place
        self.number = 0
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
    def targets(self) -> set[str]:
        """The global objectives that it reads from or writes to."""
        return {each.target for one in self.sequencing.objectives for each in one.maps}

    def path(self) -> Iterator["Activity"]:
        """This activity, its parent, and so on up to the root."""
        here: Activity | None = self
        while here is not None:
            yield here
            here = here.parent

    def is_inside(self, other: "Activity") -> bool:
        """Whether it is the other one or lies below it."""
        return any(each is other for each in self.path())


class ActivityTree:
    """A course as one learner goes through it.

    ``current`` and ``suspended`` are the Current Activity and the Suspended Activity of the book
    [SN 4.2.1.7]. ``changed`` names the global objectives that were written since loading,
    ``unsettled`` those that no roll-up has taken into account yet.
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
        self._readers: dict[str, list[Activity]] | None = None

    def _grow(self, definition: ActivityDefinition) -> Activity:
        root = Activity(definition)
        waiting = [root]
        while waiting:
            here = waiting.pop()
            here.number = len(self.activities)
            self.activities[here.identifier] = here
            here.children = tuple(
                Activity(each, here, place) for place, each in enumerate(here.definition.children)
            )
            waiting.extend(reversed(here.children))
        return root

    def copy(self) -> "ActivityTree":
        """The same state, to try something on; it keeps no trace."""
        twin = ActivityTree(self.definition, Surroundings(self.now, self.chance))
        twin.trace.is_kept = False
        for mine, its in zip(self.activities.values(), twin.activities.values(), strict=True):
            its.tracking = mine.tracking.copy()
        twin.current = twin.activities[self.current.identifier] if self.current else None
        twin.suspended = twin.activities[self.suspended.identifier] if self.suspended else None
        twin.globals = {target: replace(known) for target, known in self.globals.items()}
        twin.changed, twin.unsettled = set(self.changed), set(self.unsettled)
        return twin

    def adopt(self, twin: "ActivityTree") -> None:
        """Take over what was tried."""
        self.root, self.activities, self._readers = twin.root, twin.activities, None
        self.current, self.suspended = twin.current, twin.suspended
        self.globals, self.changed, self.unsettled = twin.globals, twin.changed, twin.unsettled

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
    above = set(map(id, one.path()))
    return next(each for each in other.path() if id(each) in above)


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
