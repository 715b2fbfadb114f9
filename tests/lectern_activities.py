"""Small activity trees for tests, and a learner who goes through them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from scorm.sequencing import selection, snapshot
from scorm.sequencing.definition import (
    ActivityDefinition,
    Channels,
    Condition,
    ControlModes,
    ExitRule,
    Objective,
    ObjectiveMap,
    PostAction,
    PostRule,
    PreAction,
    PreRule,
    RuleCondition,
    Sequencing,
    TreeDefinition,
)
from scorm.sequencing.exceptions import Blocked
from scorm.sequencing.navigation import NavigationRequest
from scorm.sequencing.process import navigate
from scorm.sequencing.runtime_data import record, record_time
from scorm.sequencing.tracking import GlobalObjective
from scorm.sequencing.tree import Activity, ActivityTree, Chance, Surroundings
from scorm.sequencing.validity import Verdict, look_ahead

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FLOW = ControlModes(flow=True)
ENDED = "the session has ended"
NOTHING = "nothing is delivered"


def leaf(name: str, **given: Any) -> ActivityDefinition:
    return ActivityDefinition(identifier=name, deliverable=True, sequencing=Sequencing(**given))


def block(name: str, *children: ActivityDefinition, **given: Any) -> ActivityDefinition:
    """With flow, unless it says otherwise."""
    modes = given.pop("modes", FLOW)
    sequencing = Sequencing(modes=modes, **given)
    return ActivityDefinition(identifier=name, sequencing=sequencing, children=children)


def leaves(*names: str) -> list[ActivityDefinition]:
    return [leaf(name) for name in names]


def when(condition: Condition, *, negated: bool = False, **given: Any) -> dict[str, Any]:
    """The premise of a rule."""
    return {"conditions": (RuleCondition(condition=condition, negated=negated, **given),)}


ALWAYS = when(Condition.ALWAYS)


def before(action: PreAction, premise: dict[str, Any] = ALWAYS) -> dict[str, Any]:
    return {"pre_rules": (PreRule(action=action, **premise),)}


def afterwards(action: PostAction, premise: dict[str, Any] = ALWAYS) -> dict[str, Any]:
    return {"post_rules": (PostRule(action=action, **premise),)}


def exits(premise: dict[str, Any] = ALWAYS) -> dict[str, Any]:
    return {"exit_rules": (ExitRule(**premise),)}


def shares(target: str, *, reads: bool = False, writes: bool = False) -> Objective:
    """A primary objective with a map that carries the status and the measure."""
    every, none = Channels(satisfied=True, measure=True, completion=True), Channels()
    carried = ObjectiveMap(
        target=target, read=every if reads else none, write=every if writes else none
    )
    return Objective(identifier="own", primary=True, maps=(carried,))


class Backwards:
    """Chance that turns every order around."""

    def sample(self, population: Sequence[Any], k: int) -> list[Any]:
        return list(reversed(population))[:k]


class Course:
    """One registration of one learner; between two requests there is nothing but the snapshot."""

    def __init__(
        self,
        root: ActivityDefinition,
        chance: Chance | None = None,
        shared: dict[str, GlobalObjective] | None = None,
    ) -> None:
        """Global objectives are those of the learner only if they are given."""
        self.definition = TreeDefinition(root=root, objectives_global_to_system=shared is not None)
        self.chance = chance or Random(1)  # noqa: S311 - repeatable
        self.shared = shared
        self.now = NOW
        self.tree = self._fresh()
        selection.prepare_first(self.tree)

    def _fresh(self) -> ActivityTree:
        tree = ActivityTree(self.definition, Surroundings(self.now, self.chance))
        if self.shared is not None:
            tree.globals = self.shared
        return tree

    def reload(self) -> None:
        text = snapshot.save(self.tree)
        shared = self.tree.globals
        if self.shared is not None:
            self.shared.update(shared)
        self.tree = self._fresh()
        snapshot.restore(self.tree, text)

    def revise(self, root: ActivityDefinition) -> None:
        """The manifest has changed since the last launch."""
        self.definition = replace(self.definition, root=root)
        self.reload()

    def go(self, request: NavigationRequest, target: str = "") -> str:
        """What is delivered then, or the exception of the book."""
        self.reload()
        try:
            result = navigate(self.tree, request, target)
        except Blocked as blocked:
            return blocked.code
        if result.delivered is not None:
            return result.delivered.identifier
        return ENDED if result.ended else NOTHING

    def start(self) -> str:
        return self.go(NavigationRequest.START)

    def resume(self) -> str:
        return self.go(NavigationRequest.RESUME_ALL)

    def onward(self) -> str:
        return self.go(NavigationRequest.CONTINUE)

    def back(self) -> str:
        return self.go(NavigationRequest.PREVIOUS)

    def choose(self, target: str) -> str:
        return self.go(NavigationRequest.CHOICE, target)

    def jump(self, target: str) -> str:
        return self.go(NavigationRequest.JUMP, target)

    def leave(self, request: NavigationRequest = NavigationRequest.EXIT_ALL) -> str:
        return self.go(request)

    def suspend(self) -> str:
        return self.go(NavigationRequest.SUSPEND_ALL)

    def tell(self, *, suspended: bool = False, **told: str) -> None:
        """What the open content records: ``success_status="passed"``, ``scaled="0.5"``."""
        names = {"scaled": "score.scaled"}
        cmi = {f"cmi.{names.get(name, name)}": value for name, value in told.items()}
        assert self.tree.current is not None
        record(self.tree, self.tree.current, cmi, suspended=suspended)

    def passes(self) -> None:
        self.tell(success_status="passed", completion_status="completed")

    def fails(self) -> None:
        self.tell(success_status="failed", completion_status="completed")

    def spend(self, seconds: float) -> None:
        """Time passes, and the content that is open has taken all of it."""
        self.wait(seconds)
        assert self.tree.current is not None
        record_time(self.tree.current, seconds)

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.tree.now = self.now

    def at(self, name: str) -> Activity:
        return self.tree.activities[name]

    def order(self, name: str) -> list[str]:
        return [each.identifier for each in self.at(name).available]

    def choice(self, name: str) -> Verdict:
        return look_ahead(self.tree).choice[name]

    def may(self, request: NavigationRequest) -> bool:
        return look_ahead(self.tree).controls[request].allowed

    def hidden(self) -> frozenset[str]:
        return look_ahead(self.tree).hidden
