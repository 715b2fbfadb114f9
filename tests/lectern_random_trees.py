"""Activity trees and what learners do in them, as chance will have it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from scorm.sequencing.definition import (
    ActivityDefinition,
    Channels,
    ChildSet,
    Combination,
    Completion,
    Condition,
    Consideration,
    ConstrainChoice,
    ControlModes,
    DeliveryControls,
    ExitRule,
    Limits,
    Objective,
    ObjectiveMap,
    PostAction,
    PostRule,
    PreAction,
    PreRule,
    Randomization,
    RollupAction,
    RollupControls,
    RollupRule,
    RuleCondition,
    Selection,
    Sequencing,
    Timing,
    TreeDefinition,
)
from scorm.sequencing.navigation import NavigationRequest

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TARGETS = ("g0", "g1", "g2")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tell:
    """What the content that is open records."""

    cmi: dict[str, str]
    suspended: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Ask:
    """``where`` picks the target among all activities."""

    request: NavigationRequest
    where: int


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: int


Event = Tell | Ask | Wait


def random_tree(luck: Random, most: int = 12) -> TreeDefinition:
    """Blocks three deep with up to so many activities."""
    names = iter(range(most))
    left = luck.randint(2, most) - 1

    def grow(depth: int) -> ActivityDefinition:
        nonlocal left
        name = f"a{next(names)}"
        count = min(left, luck.randint(1 if depth == 0 else 0, 4 if depth < 3 else 0))
        left -= count
        children = tuple(grow(depth + 1) for _ in range(count))
        return ActivityDefinition(
            identifier=name,
            visible=not _rarely(luck),
            deliverable=not children and not _rarely(luck),
            sequencing=_sequencing(luck),
            children=children,
        )

    return TreeDefinition(root=grow(0), objectives_global_to_system=_evenly(luck))


def random_events(luck: Random, most: int = 12) -> list[Event]:
    first = luck.choice((NavigationRequest.START, NavigationRequest.CHOICE))
    rest = (_event(luck) for _ in range(luck.randint(most // 2, most)))
    return [Ask(first, luck.randint(0, 999)), *rest]


def _event(luck: Random) -> Event:
    kind = luck.random()
    if kind < 0.35:
        return Tell(_cmi(luck), _often_not(luck), float(luck.randint(0, 40)))
    if kind < 0.45:
        return Wait(luck.randint(0, 60))
    frequent = (NavigationRequest.CONTINUE, NavigationRequest.CHOICE, NavigationRequest.START)
    request = luck.choice(frequent if luck.random() < 0.65 else list(NavigationRequest))
    return Ask(request, luck.randint(0, 999))


def _cmi(luck: Random) -> dict[str, str]:
    cmi: dict[str, str] = {}
    _say(luck, cmi, "cmi")
    for place, name in enumerate(luck.sample(("o0", "o1", "nobody"), luck.randint(0, 3))):
        cmi[f"cmi.objectives.{place}.id"] = name
        _say(luck, cmi, f"cmi.objectives.{place}")
    return cmi


def _say(luck: Random, cmi: dict[str, str], place: str) -> None:
    words = {
        "success_status": ("passed", "failed", "unknown"),
        "completion_status": ("completed", "incomplete", "not attempted", "unknown"),
        "score.scaled": ("-1", "0", "0.5", "1"),
        "score.raw": ("7",),
        "progress_measure": ("0", "0.6", "1"),
    }
    for leaf, values in words.items():
        if _evenly(luck):
            cmi[f"{place}.{leaf}"] = luck.choice(values)


def _sequencing(luck: Random) -> Sequencing:
    return Sequencing(
        modes=ControlModes(
            choice=_mostly(luck),
            choice_exit=_mostly(luck),
            flow=_mostly(luck),
            forward_only=_rarely(luck),
            use_current_objective_info=_mostly(luck),
            use_current_progress_info=_mostly(luck),
        ),
        constrain=ConstrainChoice(prevent_activation=_rarely(luck), constrain_choice=_rarely(luck)),
        pre_rules=_some(luck, lambda: PreRule(action=luck.choice(list(PreAction)), **_if(luck))),
        exit_rules=_some(luck, lambda: ExitRule(**_if(luck))),
        post_rules=_some(luck, lambda: PostRule(action=luck.choice(list(PostAction)), **_if(luck))),
        limits=_limits(luck) if _often_not(luck) else Limits(),
        rollup_rules=_some(luck, lambda: _rollup_rule(luck)),
        rollup=_rollup(luck) if _often_not(luck) else RollupControls(),
        objectives=_objectives(luck),
        completion=Completion(
            by_measure=_often_not(luck), minimum_progress=luck.choice((0.0, 0.6, 1.0))
        ),
        selection=_selection(luck),
        randomization=_randomization(luck),
        delivery=DeliveryControls(
            tracked=not _rarely(luck),
            completion_set_by_content=_often_not(luck),
            objective_set_by_content=_often_not(luck),
        ),
    )


def _selection(luck: Random) -> Selection:
    timing = luck.choice(list(Timing)) if _often_not(luck) else Timing.NEVER
    return Selection(timing=timing, count=luck.choice((None, 0, 1, 1, 2, 2, 9)))


def _randomization(luck: Random) -> Randomization:
    timing = luck.choice(list(Timing)) if _often_not(luck) else Timing.NEVER
    return Randomization(timing=timing, reorder=_mostly(luck))


def _limits(luck: Random) -> Limits:
    def seconds() -> float | None:
        return float(luck.randint(0, 60)) if _often_not(luck) else None

    return Limits(
        attempts=luck.choice((None, 0, 1, 2)),
        attempt_absolute=seconds(),
        attempt_experienced=seconds(),
        activity_absolute=seconds(),
        activity_experienced=seconds(),
        begin=NOW + timedelta(seconds=luck.randint(-60, 60)) if _rarely(luck) else None,
        end=NOW + timedelta(seconds=luck.randint(-60, 60)) if _rarely(luck) else None,
    )


def _if(luck: Random) -> dict[str, Any]:
    conditions = tuple(_condition(luck, list(Condition)) for _ in range(luck.choice((1, 1, 2))))
    return {"conditions": conditions, "combination": luck.choice(list(Combination))}


def _condition(luck: Random, known: Sequence[Condition]) -> RuleCondition:
    return RuleCondition(
        condition=luck.choice(known),
        negated=_often_not(luck),
        objective=luck.choice(("", "", "o0", "o1", "nobody")),
        threshold=luck.choice((0.0, 0.5)),
    )


def _rollup_rule(luck: Random) -> RollupRule:
    return RollupRule(
        action=luck.choice(list(RollupAction)),
        conditions=(_condition(luck, list(Condition)),),
        combination=luck.choice(list(Combination)),
        child_set=luck.choice(list(ChildSet)),
        minimum_count=luck.randint(0, 2),
        minimum_percent=luck.choice((0.0, 0.5, 1.0)),
    )


def _rollup(luck: Random) -> RollupControls:
    needed = list(Consideration)
    return RollupControls(
        objective_satisfied=_mostly(luck),
        progress_completion=_mostly(luck),
        measure_weight=luck.choice((0.0, 0.3, 1.0)),
        progress_weight=luck.choice((0.0, 0.3, 1.0)),
        required_for_satisfied=luck.choice(needed),
        required_for_not_satisfied=luck.choice(needed),
        required_for_completed=luck.choice(needed),
        required_for_incomplete=luck.choice(needed),
        measure_satisfaction_if_active=_evenly(luck),
    )


def _objectives(luck: Random) -> tuple[Objective, ...]:
    names = ("o0", "o1") if _often_not(luck) else ("o0",) if _evenly(luck) else ("",)
    return tuple(_objective(luck, name, primary=place == 0) for place, name in enumerate(names))


def _objective(luck: Random, name: str, *, primary: bool) -> Objective:
    targets = luck.sample(TARGETS, luck.choice((0, 0, 1, 2)))
    return Objective(
        identifier=name,
        primary=primary,
        satisfied_by_measure=_often_not(luck),
        minimum_measure=luck.choice((-1.0, 0.5, 1.0)),
        maps=tuple(
            ObjectiveMap(target=each, read=_channels(luck), write=_channels(luck))
            for each in targets
        ),
    )


def _channels(luck: Random) -> Channels:
    if luck.random() < 0.7:
        return Channels()
    return Channels(
        satisfied=_evenly(luck),
        measure=_evenly(luck),
        raw=_often_not(luck),
        completion=_evenly(luck),
        progress=_evenly(luck),
    )


def _some(luck: Random, make: Callable[[], T]) -> tuple[T, ...]:
    share = luck.choice((0.02, 0.15, 0.5))

    def found() -> Iterator[T]:
        while luck.random() < share:
            yield make()

    return tuple(found())


def _mostly(luck: Random) -> bool:
    return luck.random() < 0.8


def _evenly(luck: Random) -> bool:
    return luck.random() < 0.5


def _often_not(luck: Random) -> bool:
    return luck.random() < 0.2


def _rarely(luck: Random) -> bool:
    return luck.random() < 0.1
