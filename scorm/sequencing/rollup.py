"""What the children of a block amount to. [RB.1.1-RB.1.5]"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from typing import Final

from scorm.sequencing import objectives, rules
from scorm.sequencing.definition import (
    ChildSet,
    Condition,
    Consideration,
    PreAction,
    RollupAction,
    RollupRule,
    RuleCondition,
)
from scorm.sequencing.tree import Activity, ActivityTree

# Maps can run in circles, in which a value may never come to rest: every block is looked at so
# often in one roll-up and no more.
MOST_VISITS: Final = 16

# What holds where the manifest has no rule of the kind. [RB.1.2.b, RB.1.3.b]
_DEFAULTS: Final = {
    RollupAction.NOT_SATISFIED: RollupRule(
        action=RollupAction.NOT_SATISFIED,
        conditions=(RuleCondition(condition=Condition.OBJECTIVE_STATUS_KNOWN),),
    ),
    RollupAction.SATISFIED: RollupRule(
        action=RollupAction.SATISFIED,
        conditions=(RuleCondition(condition=Condition.SATISFIED),),
    ),
    RollupAction.INCOMPLETE: RollupRule(
        action=RollupAction.INCOMPLETE,
        conditions=(RuleCondition(condition=Condition.ACTIVITY_PROGRESS_KNOWN),),
    ),
    RollupAction.COMPLETED: RollupRule(
        action=RollupAction.COMPLETED,
        conditions=(RuleCondition(condition=Condition.COMPLETED),),
    ),
}


class _Waiting:
    """Blocks to roll up: the deepest first, so that each sees what its children have become, and
    among these the earlier first, as values mostly travel forward.
    """

    def __init__(self) -> None:
        self._blocks: dict[int, Activity] = {}
        self._order: list[tuple[int, int]] = []
        self._visits: Counter[int] = Counter()

    def add(self, activities: Iterable[Activity]) -> None:
        for each in activities:
            is_new = each.number not in self._blocks and self._visits[each.number] < MOST_VISITS
            if is_new and not each.is_leaf:
                self._blocks[each.number] = each
                heappush(self._order, (-each.depth, each.number))

    def __iter__(self) -> Iterator[Activity]:
        """Goes on while blocks are added."""
        while self._order:
            number = heappop(self._order)[1]
            self._visits[number] += 1
            yield self._blocks.pop(number)


def overall_rollup(tree: ActivityTree, activity: Activity) -> None:
    """Up to the root, and wherever a global objective is read that has changed. [RB.1.5]"""
    waiting = _Waiting()
    waiting.add(activity.path())
    waiting.add(_affected(tree))
    for block in waiting:
        roll_up(tree, block)
        waiting.add(_affected(tree))


def roll_up(tree: ActivityTree, block: Activity) -> None:
    """One block from its children."""
    if not block.sequencing.delivery.tracked:
        return
    measure_rollup(tree, block)
    completion_measure_rollup(tree, block)
    objective_rollup(tree, block)
    activity_progress_rollup(tree, block)


def measure_rollup(tree: ActivityTree, block: Activity) -> None:
    """The weighted mean of the children's measures. [RB.1.1.a]"""
    mean = _weighted_mean(
        (each.sequencing.rollup.measure_weight, objectives.measure(tree, each, each.primary))
        for each in _tracked(block)
    )
    objectives.update(tree, block, block.primary, "measure", mean)


def completion_measure_rollup(tree: ActivityTree, block: Activity) -> None:
    """The weighted mean of the children's progress. [RB.1.1.b]"""
    mean = _weighted_mean(
        (each.sequencing.rollup.progress_weight, objectives.progress(tree, each, each.primary))
        for each in _tracked(block)
    )
    objectives.update(tree, block, block.primary, "progress", mean)


def objective_rollup(tree: ActivityTree, block: Activity) -> None:
    """Satisfied by its measure or by rules. [RB.1.2]"""
    if block.primary.satisfied_by_measure:
        objectives.judge_satisfaction(tree, block)
    else:
        objective_rollup_using_rules(tree, block)


def objective_rollup_using_rules(tree: ActivityTree, block: Activity) -> None:
    """Where no rule applies, what was known stays. [RB.1.2.b]"""
    verdict = _by_rules(tree, block, RollupAction.NOT_SATISFIED, RollupAction.SATISFIED)
    if verdict is not None:
        tree.trace.note("RB.1.2.b", block.identifier, "satisfied" if verdict else "not satisfied")
        objectives.update(tree, block, block.primary, "satisfied", verdict)


def activity_progress_rollup(tree: ActivityTree, block: Activity) -> None:
    """Completed by its measure or by rules. [RB.1.3]"""
    if block.sequencing.completion.by_measure:
        objectives.judge_completion(tree, block)
    else:
        activity_progress_rollup_using_rules(tree, block)


def activity_progress_rollup_using_rules(tree: ActivityTree, block: Activity) -> None:
    """Where no rule applies, what was known stays. [RB.1.3.b]"""
    verdict = _by_rules(tree, block, RollupAction.INCOMPLETE, RollupAction.COMPLETED)
    if verdict is not None:
        tree.trace.note("RB.1.3.b", block.identifier, "completed" if verdict else "incomplete")
        objectives.update(tree, block, block.primary, "completed", verdict)


def _by_rules(
    tree: ActivityTree, block: Activity, against: RollupAction, favour: RollupAction
) -> bool | None:
    """The rules in favour have the last word."""
    own = [rule for rule in block.sequencing.rollup_rules if rule.action in (against, favour)]
    found = own or [_DEFAULTS[against], _DEFAULTS[favour]]
    verdict: bool | None = None
    for action in (against, favour):
        if any(rollup_rule_check(tree, block, rule) for rule in found if rule.action is action):
            verdict = action is favour
    return verdict


def rollup_rule_check(tree: ActivityTree, block: Activity, rule: RollupRule) -> bool:
    """Where no child has a say, "all" and "none" hold and the others do not. [RB.1.4]"""
    bag = [
        evaluate_rollup_conditions(tree, child, rule)
        for child in _tracked(block)
        if check_child_for_rollup(tree, child, rule.action)
    ]
    return _CHILD_SETS[rule.child_set](bag, rule)


def evaluate_rollup_conditions(
    tree: ActivityTree, child: Activity, rule: RollupRule
) -> bool | None:
    """What counts is what belongs to the present attempt on the parent. [RB.1.4.1]"""
    return rules.combine(
        [rules.evaluate(tree, child, each, fresh=True) for each in rule.conditions],
        rule.combination,
    )


def check_child_for_rollup(tree: ActivityTree, child: Activity, action: RollupAction) -> bool:
    """Whether the child has a say. [RB.1.4.2]"""
    controls = child.sequencing.rollup
    contributes, consideration = {
        RollupAction.SATISFIED: (controls.objective_satisfied, controls.required_for_satisfied),
        RollupAction.NOT_SATISFIED: (
            controls.objective_satisfied,
            controls.required_for_not_satisfied,
        ),
        RollupAction.COMPLETED: (controls.progress_completion, controls.required_for_completed),
        RollupAction.INCOMPLETE: (controls.progress_completion, controls.required_for_incomplete),
    }[action]
    return contributes and _is_considered(tree, child, consideration)


def _is_considered(tree: ActivityTree, child: Activity, consideration: Consideration) -> bool:
    attempted = child.tracking.attempts > 0
    if consideration is Consideration.IF_NOT_SUSPENDED:
        return not (attempted and child.tracking.suspended)
    if consideration is Consideration.IF_ATTEMPTED:
        return attempted
    if consideration is Consideration.IF_NOT_SKIPPED:
        return not rules.pre_condition(tree, child, PreAction.SKIP, "RB.1.4.2")
    return True


def _tracked(block: Activity) -> list[Activity]:
    return [each for each in block.rolled_up if each.sequencing.delivery.tracked]


def _weighted_mean(found: Iterable[tuple[float, float | None]]) -> float | None:
    """A child without a value weighs as much as one with nothing."""
    pairs = list(found)
    weight = sum(weight for weight, _ in pairs)
    if not weight or all(value is None for _, value in pairs):
        return None
    return sum(weight * (value or 0.0) for weight, value in pairs) / weight


def _affected(tree: ActivityTree) -> Iterator[Activity]:
    """The activities that read what has changed, and what is above them."""
    targets, tree.unsettled = tree.unsettled, set()
    readers = (each for target in sorted(targets) for each in tree.readers(target))
    return (above for each in readers for above in each.path())


_CHILD_SETS: Final[dict[ChildSet, Callable[[list[bool | None], RollupRule], bool]]] = {
    ChildSet.ALL: lambda bag, _: all(bag),
    ChildSet.ANY: lambda bag, _: True in bag,
    ChildSet.NONE: lambda bag, _: True not in bag and None not in bag,
    ChildSet.AT_LEAST_COUNT: lambda bag, rule: bool(bag) and bag.count(True) >= rule.minimum_count,
    ChildSet.AT_LEAST_PERCENT: lambda bag, rule: (
        bool(bag) and bag.count(True) >= rule.minimum_percent * len(bag)
    ),
}
