"""Sequencing in plain sentences: what a rule says, and why a request is not granted.

Sentences speak of activities by their titles, so they are made for one course.
"""

from collections.abc import Iterable
from typing import Final

from scorm.sequencing import rules
from scorm.sequencing.definition import (
    ChildSet,
    Combination,
    Condition,
    ExitRule,
    Limits,
    PostAction,
    PostRule,
    PreAction,
    PreRule,
    RollupAction,
    RollupRule,
    RuleCondition,
)
from scorm.sequencing.tree import Activity, ActivityTree
from scorm.sequencing.validity import Verdict

Rule = PreRule | ExitRule | PostRule

_ACTIONS: Final[dict[PreAction | PostAction, str]] = {
    PreAction.SKIP: "Skipped",
    PreAction.DISABLED: "Disabled",
    PreAction.HIDDEN_FROM_CHOICE: "Hidden from choice",
    PreAction.STOP_FORWARD_TRAVERSAL: "Stops the way forward",
    PostAction.EXIT_PARENT: "Ends the block around it",
    PostAction.EXIT_ALL: "Ends the course",
    PostAction.RETRY: "Begins again",
    PostAction.RETRY_ALL: "The whole course begins again",
    PostAction.CONTINUE: "Goes on to what comes next",
    PostAction.PREVIOUS: "Goes back to what came before",
}
_ROLLED_UP: Final = {
    RollupAction.SATISFIED: "Satisfied",
    RollupAction.NOT_SATISFIED: "Not satisfied",
    RollupAction.COMPLETED: "Completed",
    RollupAction.INCOMPLETE: "Incomplete",
}
# Each condition, and the same with "not" before it.
_CONDITIONS: Final = {
    Condition.SATISFIED: ("satisfied", "not satisfied"),
    Condition.OBJECTIVE_STATUS_KNOWN: ("success is known", "success is not known"),
    Condition.OBJECTIVE_MEASURE_KNOWN: ("a score is known", "no score is known"),
    Condition.OBJECTIVE_MEASURE_GREATER_THAN: ("the score is above {:g}", "no score above {:g}"),
    Condition.OBJECTIVE_MEASURE_LESS_THAN: ("the score is below {:g}", "no score below {:g}"),
    Condition.COMPLETED: ("completed", "not completed"),
    Condition.ACTIVITY_PROGRESS_KNOWN: ("completion is known", "completion is not known"),
    Condition.ATTEMPTED: ("attempted", "not attempted"),
    Condition.ATTEMPT_LIMIT_EXCEEDED: ("all attempts are used up", "attempts are left"),
    Condition.TIME_LIMIT_EXCEEDED: ("the time is used up", "time is left"),
    Condition.OUTSIDE_AVAILABLE_TIME_RANGE: ("its time is over or to come", "it is its time"),
    Condition.ALWAYS: ("always", "never"),
}
SENTENCES: Final = {
    "NB.2.1-1": "The course is already under way, at {name}.",
    "NB.2.1-4": "The block {name} does not allow flow, so there is no next and no previous.",
    "NB.2.1-5": "The block {name} allows no way back.",
    "NB.2.1-8": "{name} may not be left by choosing or jumping.",
    "NB.2.1-10": "The block {name} does not allow choosing.",
    "NB.2.1-12": "{name} has ended already.",
    "TB.2.3-2": "{name} has ended already.",
    "SB.2.1-2": "The block {name} has no activities to open.",
    "SB.2.1-4": "The block {name} allows only the way forward.",
    "SB.2.2-1": "The block {parent} does not allow flow.",
    "SB.2.2-2": "{name}, which comes next, is not available{why}.",
    "SB.2.4-1": "{name} stops the way forward{why}.",
    "SB.2.4-2": "The block {name} allows only the way forward.",
    "SB.2.7-2": "The block {name} does not allow flow.",
    "SB.2.8-2": "The block {name} does not allow flow.",
    "SB.2.9-2": "{name} was not selected for this attempt.",
    "SB.2.9-3": "A rule hides {name} from choice{why}.",
    "SB.2.9-4": "The block {name} does not allow choosing.",
    "SB.2.9-6": "The block {name} lets nobody in by choosing before it was begun.",
    "SB.2.9-7": "The block {name} may not be left by choosing.",
    "SB.2.9-8": "From the block {name} only what comes next or before may be chosen.",
    "SB.2.9-9": "Nothing inside {name} can be opened now.",
    "SB.2.10-3": "Nothing inside {name} can be opened now.",
    "SB.2.13-2": "{name} was not selected for this attempt.",
    "DB.1.1-1": "{name} is a block; only an activity without children can be opened.",
    "DB.1.1-3": "{name} is not available{why}.",
    "DB.1.1-4": "Nothing to open is attached to {name}.",
    "DB.2-1": "{name} has not ended yet.",
}
# What the activity that is named does by rule.
_BY_RULE: Final = {
    "SB.2.2-2": PreAction.DISABLED,
    "SB.2.4-1": PreAction.STOP_FORWARD_TRAVERSAL,
    "SB.2.9-3": PreAction.HIDDEN_FROM_CHOICE,
    "DB.1.1-3": PreAction.DISABLED,
}


def why_not(tree: ActivityTree, verdict: Verdict, course_title: str) -> str:
    """The reason of a refusal, with the activity and the rule that it comes from."""
    activity = tree.find(verdict.activity)
    sentence = SENTENCES.get(verdict.code)
    if activity is None or sentence is None:
        return verdict.reason
    name, parent = (
        f'"{title_of(each, course_title)}"' for each in (activity, activity.parent or activity)
    )
    return sentence.format(name=name, parent=parent, why=_why(tree, activity, verdict.code))


def title_of(activity: Activity, course_title: str) -> str:
    fallback = course_title if activity.parent is None else ""
    return activity.definition.title or fallback or activity.identifier


def rule_says(rule: Rule) -> str:
    """Such as "Skipped if satisfied"."""
    action = "Ends" if isinstance(rule, ExitRule) else _ACTIONS[rule.action]
    return f"{action} {_when(rule)}"


def rollup_says(rule: RollupRule) -> str:
    """Such as "Completed if for at least 2 inside: satisfied or attempted"."""
    sets = {
        ChildSet.ALL: "all",
        ChildSet.ANY: "any",
        ChildSet.NONE: "none",
        ChildSet.AT_LEAST_COUNT: f"at least {rule.minimum_count}",
        ChildSet.AT_LEAST_PERCENT: f"at least {rule.minimum_percent:.0%}",
    }
    conditions = _conditions(rule.conditions, rule.combination)
    return f"{_ROLLED_UP[rule.action]} if for {sets[rule.child_set]} inside: {conditions}"


def limits_say(limits: Limits) -> list[str]:
    durations = (
        ("of an attempt", limits.attempt_absolute),
        ("of an attempt, as the content counts it", limits.attempt_experienced),
        ("in all", limits.activity_absolute),
        ("in all, as the content counts it", limits.activity_experienced),
    )
    said = [] if limits.attempts is None else [f"At most {_attempts(limits.attempts)}"]
    said += [f"At most {value:g} seconds {what}" for what, value in durations if value is not None]
    said += [f"Not before {limits.begin.isoformat()}"] if limits.begin else []
    return said + ([f"Not after {limits.end.isoformat()}"] if limits.end else [])


def _why(tree: ActivityTree, activity: Activity, code: str) -> str:
    """By the rules that apply now; else by those that will once the open activity has ended."""
    action = _BY_RULE.get(code)
    if action is None:
        return ""
    given = [rule for rule in activity.sequencing.pre_rules if rule.action is action]
    applying = [rule for rule in given if rules.rule_check(tree, activity, rule)][:1]
    said = " or ".join(map(_when, applying or given))
    if action is not PreAction.DISABLED:
        return f" {said}" if said else ""
    if not applying and _are_attempts_used_up(activity):
        count = activity.sequencing.limits.attempts
        one, many = "its only attempt is used up", f"all {count} attempts are used up"
        return f": {one if count == 1 else many}"
    return f": disabled {said}" if said else ": its time is over, or has not come"


def _are_attempts_used_up(activity: Activity) -> bool:
    limit = activity.sequencing.limits.attempts
    return limit is not None and activity.tracking.attempts >= limit


def _when(rule: Rule) -> str:
    conditions = _conditions(rule.conditions, rule.combination)
    return conditions if conditions in {"always", "never"} else f"if {conditions}"


def _attempts(count: int) -> str:
    return "1 attempt" if count == 1 else f"{count} attempts"


def _conditions(conditions: Iterable[RuleCondition], combination: Combination) -> str:
    word = " and " if combination is Combination.ALL else " or "
    return word.join(map(_condition, conditions)) or "never"


def _condition(asked: RuleCondition) -> str:
    words = _CONDITIONS[asked.condition][asked.negated].format(asked.threshold)
    return f'{words} (objective "{asked.objective}")' if asked.objective else words
