"""Sequencing rules, limit conditions and the availability of an activity. [UP.1, UP.2, UP.5]"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from scorm.sequencing import objectives
from scorm.sequencing.definition import (
    Combination,
    Condition,
    ExitRule,
    PostAction,
    PostRule,
    PreAction,
    PreRule,
    RuleCondition,
)
from scorm.sequencing.tree import Activity, ActivityTree

T = TypeVar("T")


def limit_conditions_check(tree: ActivityTree, activity: Activity) -> bool:
    """Whether a limit keeps a new attempt from beginning. [UP.1]"""
    tracking, limits = activity.tracking, activity.sequencing.limits
    if not activity.sequencing.delivery.tracked or tracking.active or tracking.suspended:
        return False
    if limits.attempts is not None and tracking.attempts >= limits.attempts:
        tree.trace.note("UP.1", activity.identifier, "All attempts are used up.")
        return True
    if _is_time_used_up(activity) or _is_outside_time_range(tree, activity):
        tree.trace.note("UP.1", activity.identifier, "Its time is over, or has not come.")
        return True
    return False


def pre_condition(tree: ActivityTree, activity: Activity, action: PreAction, process: str) -> bool:
    """Whether a pre-condition rule with this action applies."""
    if action not in activity.pre_actions:
        return False
    return once(tree, activity, action, lambda: _pre_condition(tree, activity, action, process))


def _pre_condition(tree: ActivityTree, activity: Activity, action: PreAction, process: str) -> bool:
    rules = (rule for rule in activity.sequencing.pre_rules if rule.action is action)
    if not sequencing_rules_check(tree, activity, rules):
        return False
    tree.trace.note(process, activity.identifier, f"A rule says {action}.")
    return True


def once(tree: ActivityTree, activity: Activity, question: str, ask: Callable[[], T]) -> T:
    """During a standstill every question is asked once."""
    answers = tree.answers
    if answers is None:
        return ask()
    key = (activity.number, question)
    if key not in answers:
        answers[key] = ask()
    return answers[key]


def post_condition(tree: ActivityTree, activity: Activity) -> PostAction | None:
    """The action of the first post-condition rule that applies."""
    rule = sequencing_rules_check(tree, activity, activity.sequencing.post_rules)
    return rule.action if isinstance(rule, PostRule) else None


def exit_condition(tree: ActivityTree, activity: Activity) -> bool:
    """Whether an exit action rule applies."""
    return sequencing_rules_check(tree, activity, activity.sequencing.exit_rules) is not None


def check_activity(tree: ActivityTree, activity: Activity) -> str:
    """Why the activity is not available: ``UP.5`` or ``UP.1``; empty when it is. [UP.5]"""
    return once(tree, activity, "UP.5", lambda: _check_activity(tree, activity))


def _check_activity(tree: ActivityTree, activity: Activity) -> str:
    if pre_condition(tree, activity, PreAction.DISABLED, "UP.5"):
        return "UP.5"
    return "UP.1" if limit_conditions_check(tree, activity) else ""


def sequencing_rules_check(
    tree: ActivityTree, activity: Activity, rules: Iterable[PreRule | PostRule | ExitRule]
) -> PreRule | PostRule | ExitRule | None:
    """The first rule that applies. [UP.2]"""
    return next((rule for rule in rules if rule_check(tree, activity, rule)), None)


def rule_check(tree: ActivityTree, activity: Activity, rule: PreRule | PostRule | ExitRule) -> bool:
    """Unknown is not true. [UP.2.1]"""
    return (
        combine([evaluate(tree, activity, each) for each in rule.conditions], rule.combination)
        is True
    )


def combine(found: Iterable[bool | None], combination: Combination) -> bool | None:
    """Three-valued and/or. [UP.2.1, RB.1.4.1]"""
    values = list(found)
    decisive = combination is Combination.ANY
    if decisive in values:
        return decisive
    return None if None in values or not values else not decisive


def evaluate(
    tree: ActivityTree, activity: Activity, condition: RuleCondition, *, fresh: bool = False
) -> bool | None:
    """None where it is not known; ``fresh`` leaves out earlier attempts on the parent."""
    value = _evaluate(tree, activity, condition, fresh)
    return value if value is None or not condition.negated else not value


def _evaluate(
    tree: ActivityTree, activity: Activity, asked: RuleCondition, fresh: bool
) -> bool | None:
    condition = asked.condition
    if condition is Condition.ALWAYS:
        return True
    if condition in _OF_LIMITS:
        return _evaluate_attempts(tree, activity, condition)
    objective = objectives.find(activity, asked.objective)
    if objective is None or not activity.sequencing.delivery.tracked:
        return None
    if condition in _OF_PROGRESS:
        done = objectives.completed(tree, activity, objective, fresh=fresh)
        return done if condition is Condition.COMPLETED else done is not None
    if condition in _OF_STATUS:
        passed = objectives.satisfied(tree, activity, objective, fresh=fresh)
        return passed if condition is Condition.SATISFIED else passed is not None
    return _compare(asked, objectives.measure(tree, activity, objective, fresh=fresh))


def _compare(asked: RuleCondition, measure: float | None) -> bool | None:
    if asked.condition is Condition.OBJECTIVE_MEASURE_KNOWN:
        return measure is not None
    if measure is None:
        return None
    if asked.condition is Condition.OBJECTIVE_MEASURE_GREATER_THAN:
        return measure > asked.threshold
    return measure < asked.threshold


def _evaluate_attempts(tree: ActivityTree, activity: Activity, condition: Condition) -> bool | None:
    if condition is Condition.ATTEMPTED:
        return activity.tracking.attempts > 0
    if condition is Condition.TIME_LIMIT_EXCEEDED:
        return _is_time_used_up(activity)
    if condition is Condition.OUTSIDE_AVAILABLE_TIME_RANGE:
        return _is_outside_time_range(tree, activity)
    limit = activity.sequencing.limits.attempts
    return None if limit is None else activity.tracking.attempts >= limit


def _is_time_used_up(activity: Activity) -> bool:
    limits, spent = activity.sequencing.limits, activity.tracking.durations
    return (
        _reaches(spent.attempt_absolute, limits.attempt_absolute)
        or _reaches(spent.attempt_experienced, limits.attempt_experienced)
        or _reaches(spent.activity_absolute, limits.activity_absolute)
        or _reaches(spent.activity_experienced, limits.activity_experienced)
    )


def _reaches(seconds: float, limit: float | None) -> bool:
    return limit is not None and seconds >= limit


def _is_outside_time_range(tree: ActivityTree, activity: Activity) -> bool:
    limits = activity.sequencing.limits
    too_early = limits.begin is not None and tree.now < limits.begin
    return too_early or (limits.end is not None and tree.now > limits.end)


_OF_LIMITS = frozenset(
    {
        Condition.ATTEMPTED,
        Condition.ATTEMPT_LIMIT_EXCEEDED,
        Condition.TIME_LIMIT_EXCEEDED,
        Condition.OUTSIDE_AVAILABLE_TIME_RANGE,
    }
)
_OF_PROGRESS = frozenset({Condition.COMPLETED, Condition.ACTIVITY_PROGRESS_KNOWN})
_OF_STATUS = frozenset({Condition.SATISFIED, Condition.OBJECTIVE_STATUS_KNOWN})
