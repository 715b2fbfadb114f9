"""Rules and limits in words, for people who have to explain a course to somebody."""

from datetime import UTC, datetime

import pytest

from scorm.sequencing import wording
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
from scorm.sequencing.exceptions import REASONS

SATISFIED = RuleCondition(condition=Condition.SATISFIED)
UNDONE = RuleCondition(condition=Condition.COMPLETED, negated=True)
ALWAYS = RuleCondition(condition=Condition.ALWAYS)
HIGH = RuleCondition(
    condition=Condition.OBJECTIVE_MEASURE_GREATER_THAN, objective="quiz", threshold=0.8
)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (PreRule(action=PreAction.SKIP, conditions=(SATISFIED,)), "Skipped if satisfied"),
        (
            PreRule(action=PreAction.DISABLED, conditions=(SATISFIED, UNDONE)),
            "Disabled if satisfied and not completed",
        ),
        (
            PreRule(
                action=PreAction.HIDDEN_FROM_CHOICE,
                conditions=(UNDONE, HIGH),
                combination=Combination.ANY,
            ),
            'Hidden from choice if not completed or the score is above 0.8 (objective "quiz")',
        ),
        (
            PreRule(action=PreAction.STOP_FORWARD_TRAVERSAL, conditions=(ALWAYS,)),
            "Stops the way forward always",
        ),
        (PreRule(action=PreAction.SKIP, conditions=()), "Skipped never"),
        (ExitRule(conditions=(SATISFIED,)), "Ends if satisfied"),
        (PostRule(action=PostAction.RETRY, conditions=(UNDONE,)), "Begins again if not completed"),
    ],
)
def test_a_rule_is_said_in_words(rule: wording.Rule, said: str) -> None:
    assert wording.rule_says(rule) == said


@pytest.mark.parametrize(
    ("child_set", "numbers", "said"),
    [
        (ChildSet.ALL, {}, "Completed if for all inside: satisfied"),
        (ChildSet.NONE, {}, "Completed if for none inside: satisfied"),
        (
            ChildSet.AT_LEAST_COUNT,
            {"minimum_count": 2},
            "Completed if for at least 2 inside: satisfied",
        ),
        (
            ChildSet.AT_LEAST_PERCENT,
            {"minimum_percent": 0.5},
            "Completed if for at least 50% inside: satisfied",
        ),
    ],
)
def test_a_rollup_rule_says_of_how_many(
    child_set: ChildSet, numbers: dict[str, float], said: str
) -> None:
    rule = RollupRule(
        action=RollupAction.COMPLETED,
        conditions=(SATISFIED,),
        child_set=child_set,
        minimum_count=int(numbers.get("minimum_count", 0)),
        minimum_percent=numbers.get("minimum_percent", 0.0),
    )

    assert wording.rollup_says(rule) == said


def test_limits_are_said_one_by_one() -> None:
    limits = Limits(attempts=2, attempt_absolute=90, begin=datetime(2026, 1, 1, tzinfo=UTC))

    assert wording.limits_say(Limits()) == []
    assert wording.limits_say(limits) == [
        "At most 2 attempts",
        "At most 90 seconds of an attempt",
        "Not before 2026-01-01T00:00:00+00:00",
    ]


@pytest.mark.parametrize("condition", Condition)
def test_every_condition_has_words_for_both_answers(condition: Condition) -> None:
    yes, no = (
        wording.rule_says(
            ExitRule(conditions=(RuleCondition(condition=condition, negated=negated),))
        )
        for negated in (False, True)
    )

    assert yes != no
    assert "{" not in yes + no


def test_only_exceptions_of_the_book_have_sentences() -> None:
    assert set(wording.SENTENCES) <= set(REASONS)
