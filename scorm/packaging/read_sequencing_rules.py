"""The rules of an activity: before it, after it, and for the roll-up of its children."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeVar

from scorm.packaging.findings import Rule
from scorm.packaging.read_sequencing_values import Values, Word
from scorm.packaging.values import one_line
from scorm.packaging.xml import Element
from scorm.sequencing.definition import (
    ChildSet,
    Combination,
    Condition,
    ExitRule,
    PostAction,
    PostRule,
    PreAction,
    PreRule,
    RollupAction,
    RollupRule,
    RuleCondition,
)


class _ExitAction(StrEnum):
    EXIT = "exit"


class _Operator(StrEnum):
    NOT = "not"
    NO_OPERATION = "noOp"


# What the roll-up cannot ask about a child. [CAM 4th Ed. 5.1.6.1.2]
_NOT_ABOUT_CHILDREN: Final = frozenset(
    {
        Condition.ALWAYS,
        Condition.OBJECTIVE_MEASURE_GREATER_THAN,
        Condition.OBJECTIVE_MEASURE_LESS_THAN,
    }
)
_COUNTING: Final = {
    ChildSet.AT_LEAST_COUNT: "minimumcount",
    ChildSet.AT_LEAST_PERCENT: "minimumpercent",
}

Made = TypeVar("Made")
Premises = tuple[Combination, tuple[RuleCondition, ...]]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of an activity; ``references`` are the objectives they name, each with a line."""

    pre: tuple[PreRule, ...] = ()
    exits: tuple[ExitRule, ...] = ()
    post: tuple[PostRule, ...] = ()
    references: dict[str, int | None] = field(default_factory=dict[str, int | None])


def read_rules(element: Element, values: Values) -> Rules:
    """[CAM 4th Ed. 5.1.3] A rule whose action or conditions make no sense is left out."""
    reader = _RuleReader(values)
    return Rules(
        pre=reader.rules(element, "preconditionrule", PreAction, _pre),
        exits=reader.rules(element, "exitconditionrule", _ExitAction, _exit),
        post=reader.rules(element, "postconditionrule", PostAction, _post),
        references=reader.references,
    )


def read_rollup_rules(element: Element, values: Values) -> tuple[RollupRule, ...]:
    """[CAM 4th Ed. 5.1.6]"""
    reader = _RuleReader(values)
    rules = (reader.rollup_rule(each) for each in element.children("rolluprule"))
    return tuple(rule for rule in rules if rule is not None)


def _pre(action: PreAction, premises: Premises) -> PreRule:
    return PreRule(action=action, combination=premises[0], conditions=premises[1])


def _exit(_action: _ExitAction, premises: Premises) -> ExitRule:
    return ExitRule(combination=premises[0], conditions=premises[1])


def _post(action: PostAction, premises: Premises) -> PostRule:
    return PostRule(action=action, combination=premises[0], conditions=premises[1])


@dataclass(slots=True)
class _RuleReader:
    values: Values
    references: dict[str, int | None] = field(default_factory=dict[str, int | None])

    def rules(
        self,
        parent: Element,
        name: str,
        actions: type[Word],
        made: Callable[[Word, Premises], Made],
    ) -> tuple[Made, ...]:
        return tuple(
            made(*usable)
            for element in parent.children(name)
            if (usable := self._usable(element, actions)) is not None
        )

    def rollup_rule(self, element: Element) -> RollupRule | None:
        action = self._action(element.child("rollupaction"), element, RollupAction)
        child_set = self.values.word(element, "childactivityset", ChildSet)
        if child_set is None and element.get("childactivityset").strip():
            return self._ignored(element, "does not say which children it means")
        child_set = child_set or ChildSet.ALL
        count = self.values.count(element, "minimumcount")
        percent = self._percent(element)
        minimum = percent if child_set is ChildSet.AT_LEAST_PERCENT else count
        if minimum is None and element.get(_COUNTING.get(child_set, "")).strip():
            return self._ignored(element, "does not say how many children it means")
        premises = self._premises(element.child("rollupconditions"), element, Combination.ANY)
        if action is None or premises is None:
            return None
        return RollupRule(
            action=action,
            combination=premises[0],
            conditions=premises[1],
            child_set=child_set,
            minimum_count=count or 0,
            minimum_percent=percent or 0.0,
        )

    def _percent(self, element: Element) -> float | None:
        """A fraction; what is above one was meant in hundredths."""
        read = self.values.number(element, "minimumpercent", 0, 100)
        if read is None or read <= 1:
            return read
        self.values.mention(
            Rule.BAD_VALUE,
            f"A minimumPercent of {read:g} is taken as {read / 100:g}, which is what it stands for "
            "in SCORM.",
            element.line,
        )
        return read / 100

    def _usable(self, element: Element, actions: type[Word]) -> tuple[Word, Premises] | None:
        action = self._action(element.child("ruleaction"), element, actions)
        premises = self._premises(element.child("ruleconditions"), element, Combination.ALL)
        return None if action is None or premises is None else (action, premises)

    def _action(self, element: Element | None, rule: Element, actions: type[Word]) -> Word | None:
        given = element.get("action").strip() if element is not None else ""
        plain = given[:50].lower()
        for action in actions:
            if action.lower() == plain:
                return action
        said = f'has the unknown action "{one_line(given[:50])}"' if given else "has no action"
        return self._ignored(rule, said)

    def _premises(
        self, parent: Element | None, rule: Element, default: Combination
    ) -> Premises | None:
        if parent is None:
            return self._ignored(rule, "has no condition")
        combination = self.values.word(parent, "conditioncombination", Combination) or default
        read = tuple(self._conditions(parent))
        known = tuple(each for each in read if each is not None)
        if not known:
            return self._ignored(rule, "has no condition that can be checked")
        if len(known) < len(read) and combination is Combination.ALL:
            # What cannot be known is never true, and so all of it is not. [SN 4th Ed. UP.2.1]
            return self._ignored(rule, "needs a condition that cannot be checked")
        return combination, known

    def _conditions(self, parent: Element) -> Iterator[RuleCondition | None]:
        """None stands for a condition that is not understood."""
        for element in parent.children("rulecondition", "rollupcondition"):
            condition = self._condition(element)
            if condition is None:
                yield None
                continue
            objective = self.values.identifier(element, "referencedobjective")
            if objective:
                self.references.setdefault(objective, element.line)
            threshold = self.values.number(element, "measurethreshold", -1, 1)
            operator = self.values.word(element, "operator", _Operator)
            yield RuleCondition(
                condition=condition,
                negated=operator is _Operator.NOT,
                objective=objective,
                threshold=threshold or 0.0,
            )

    def _condition(self, element: Element) -> Condition | None:
        given = element.get("condition").strip()
        plain = given[:50].lower()
        about_children = element.name == "rollupcondition"
        for condition in Condition:
            if condition.lower() == plain and not (
                about_children and condition in _NOT_ABOUT_CHILDREN
            ):
                return condition
        self.values.warn(
            Rule.SEQUENCING_RULE,
            f'The condition "{one_line(given[:50])}" is unknown here and is ignored.',
            element.line,
        )
        return None

    def _ignored(self, rule: Element, why: str) -> None:
        self.values.warn(Rule.SEQUENCING_RULE, f"A {rule.name} {why} and is ignored.", rule.line)
