"""What the children of a block amount to. [RB.1.1-RB.1.5]"""

from typing import Any

import pytest
from lectern_activities import Course, before, block, leaf, leaves, when

from scorm.sequencing.definition import (
    ChildSet,
    Combination,
    Completion,
    Condition,
    Consideration,
    ControlModes,
    DeliveryControls,
    Objective,
    PreAction,
    RollupAction,
    RollupControls,
    RollupRule,
    RuleCondition,
)
from scorm.sequencing.tracking import ObjectiveState

UNTRACKED = DeliveryControls(tracked=False)
BY_MEASURE = Objective(primary=True, satisfied_by_measure=True, minimum_measure=0.6)


def rolled(course: Course, name: str = "r") -> ObjectiveState:
    return course.at(name).tracking.objectives.get("", ObjectiveState())


def after(course: Course, *told: dict[str, str]) -> ObjectiveState:
    """The root when one leaf after the other has told something."""
    course.start()
    for place, each in enumerate(told):
        if place:
            course.onward()
        course.tell(suspended=False, **each)
    return rolled(course)


def rule(action: RollupAction, condition: Condition, **given: Any) -> RollupRule:
    return RollupRule(action=action, conditions=(RuleCondition(condition=condition),), **given)


PASSED, FAILED = {"success_status": "passed"}, {"success_status": "failed"}
UNSAID: dict[str, str] = {"success_status": "unknown"}


def test_the_measure_of_a_block_is_the_weighted_mean_of_its_children() -> None:
    heavy = RollupControls(measure_weight=0.75)
    light = RollupControls(measure_weight=0.25)
    course = Course(block("r", leaf("a", rollup=heavy), leaf("b", rollup=light)))

    assert after(course, {"scaled": "1"}, {"scaled": "0"}).measure == 0.75


def test_a_child_without_a_measure_weighs_as_much_as_one_with_nothing() -> None:
    assert after(Course(block("r", *leaves("a", "b"))), {"scaled": "1"}).measure == 0.5


def test_children_without_weight_have_no_measure_together() -> None:
    weightless = RollupControls(measure_weight=0, progress_weight=0)
    course = Course(block("r", leaf("a", rollup=weightless)))

    state = after(course, {"scaled": "1", "progress_measure": "1"})

    assert (state.measure, state.progress) == (None, None)


def test_progress_has_weights_of_its_own() -> None:
    heavy = RollupControls(progress_weight=1.0)
    light = RollupControls(progress_weight=0.25)
    course = Course(block("r", leaf("a", rollup=heavy), leaf("b", rollup=light)))

    state = after(course, {"progress_measure": "0.5"}, {"progress_measure": "1"})

    assert state.progress == pytest.approx(0.6)


def test_a_threshold_of_progress_completes_a_block() -> None:
    half = Completion(by_measure=True, minimum_progress=0.5)
    course = Course(block("r", *leaves("a", "b"), completion=half))

    assert after(course, {"progress_measure": "0.5"}).completed is False
    course.tell(progress_measure="1")
    assert rolled(course).completed is True


def test_a_passing_measure_satisfies_a_block() -> None:
    course = Course(block("r", *leaves("a", "b"), objectives=(BY_MEASURE,)))

    assert after(course, {"scaled": "1"}).satisfied is False
    course.onward()
    course.tell(scaled="0.2")
    assert rolled(course).satisfied is True


def test_a_measure_that_does_not_count_while_active_is_judged_in_the_end() -> None:
    later = RollupControls(measure_satisfaction_if_active=False)
    inner = block("x", leaf("a", objectives=(BY_MEASURE,), rollup=later), leaf("b"))
    course = Course(block("r", inner))

    after(course, {"scaled": "1"})
    assert course.at("a").tracking.objectives[""].satisfied is None
    course.onward()

    assert course.at("a").tracking.objectives[""].satisfied is True


def test_without_rules_all_have_to_be_satisfied_and_completed() -> None:
    course = Course(block("r", *leaves("a", "b")))

    state = after(course, {**PASSED, "completion_status": "completed"})
    assert (state.satisfied, state.completed) == (None, None)
    course.onward()
    course.passes()

    state = rolled(course)
    assert (state.satisfied, state.completed) == (True, True)


def test_without_rules_a_block_is_not_satisfied_when_all_is_known_and_not_all_passed() -> None:
    assert after(Course(block("r", *leaves("a", "b"))), PASSED, FAILED).satisfied is False


@pytest.mark.parametrize(
    ("given", "told", "verdict"),
    [
        ({"child_set": ChildSet.ALL}, [PASSED, PASSED], True),
        ({"child_set": ChildSet.ALL}, [PASSED, UNSAID], None),
        ({"child_set": ChildSet.ANY}, [FAILED, PASSED], True),
        ({"child_set": ChildSet.ANY}, [FAILED, UNSAID], None),
        ({"child_set": ChildSet.NONE}, [FAILED, FAILED], True),
        ({"child_set": ChildSet.NONE}, [FAILED, UNSAID], None),
        ({"child_set": ChildSet.NONE}, [FAILED, PASSED], None),
        ({"child_set": ChildSet.AT_LEAST_COUNT, "minimum_count": 1}, [FAILED, PASSED], True),
        ({"child_set": ChildSet.AT_LEAST_COUNT, "minimum_count": 2}, [FAILED, PASSED], None),
        ({"child_set": ChildSet.AT_LEAST_PERCENT, "minimum_percent": 0.5}, [FAILED, PASSED], True),
        ({"child_set": ChildSet.AT_LEAST_PERCENT, "minimum_percent": 0.6}, [FAILED, PASSED], None),
    ],
)
def test_a_set_of_children(
    given: dict[str, Any], told: list[dict[str, str]], verdict: bool | None
) -> None:
    """[RB.1.4]"""
    one = rule(RollupAction.SATISFIED, Condition.SATISFIED, **given)
    course = Course(block("r", *leaves("a", "b"), rollup_rules=(one,)))

    assert after(course, *told).satisfied is verdict


@pytest.mark.parametrize(
    ("child_set", "holds"),
    [
        (ChildSet.ALL, True),
        (ChildSet.NONE, True),
        (ChildSet.ANY, None),
        (ChildSet.AT_LEAST_COUNT, None),
        (ChildSet.AT_LEAST_PERCENT, None),
    ],
)
def test_where_no_child_has_a_say(child_set: ChildSet, holds: bool | None) -> None:
    mute = RollupControls(objective_satisfied=False)
    one = rule(RollupAction.SATISFIED, Condition.SATISFIED, child_set=child_set)
    course = Course(block("r", leaf("a", rollup=mute), rollup_rules=(one,)))

    assert after(course, FAILED).satisfied is holds


def test_untracked_children_have_no_say() -> None:
    course = Course(block("r", leaf("a"), leaf("b", delivery=UNTRACKED)))

    assert after(course, PASSED).satisfied is True


def test_an_untracked_block_becomes_nothing() -> None:
    course = Course(block("r", leaf("a"), delivery=UNTRACKED))

    assert after(course, PASSED) == ObjectiveState()


def test_rules_in_favour_have_the_last_word() -> None:
    rules = (
        rule(RollupAction.SATISFIED, Condition.ATTEMPTED, child_set=ChildSet.ANY),
        rule(RollupAction.NOT_SATISFIED, Condition.ATTEMPTED, child_set=ChildSet.ANY),
    )
    course = Course(block("r", *leaves("a", "b"), rollup_rules=rules))

    assert after(course, FAILED).satisfied is True


def test_a_rule_of_one_kind_replaces_the_defaults_of_both_verdicts() -> None:
    one = rule(RollupAction.COMPLETED, Condition.COMPLETED, child_set=ChildSet.ANY)
    course = Course(block("r", *leaves("a", "b"), rollup_rules=(one,)))

    assert after(course, {"completion_status": "incomplete"}).completed is None
    course.tell(completion_status="completed")
    assert rolled(course).completed is True


def test_conditions_of_a_rule_are_combined() -> None:
    """[RB.1.4.1]"""
    both = (
        RuleCondition(condition=Condition.SATISFIED),
        RuleCondition(condition=Condition.COMPLETED),
    )
    one = RollupRule(action=RollupAction.SATISFIED, conditions=both, combination=Combination.ALL)
    course = Course(block("r", leaf("a"), rollup_rules=(one,)))

    assert after(course, PASSED).satisfied is None
    course.tell(completion_status="completed")
    assert rolled(course).satisfied is True


def test_what_is_skipped_need_not_be_completed() -> None:
    """[RB.1.4.2]"""
    skipped = before(PreAction.SKIP)
    needed = RollupControls(required_for_completed=Consideration.IF_NOT_SKIPPED)
    course = Course(block("r", leaf("a"), leaf("b", rollup=needed, **skipped)))

    assert after(course, {"completion_status": "completed"}).completed is True


def test_what_was_never_attempted_need_not_be_satisfied() -> None:
    needed = RollupControls(required_for_satisfied=Consideration.IF_ATTEMPTED)
    course = Course(block("r", leaf("a"), leaf("b", rollup=needed)))

    assert after(course, PASSED).satisfied is True


def test_what_is_suspended_does_not_count_against() -> None:
    needed = RollupControls(required_for_incomplete=Consideration.IF_NOT_SUSPENDED)
    one = rule(RollupAction.INCOMPLETE, Condition.ACTIVITY_PROGRESS_KNOWN, child_set=ChildSet.ANY)
    course = Course(block("r", leaf("a", rollup=needed), rollup_rules=(one,)))
    course.start()

    course.tell(completion_status="incomplete", suspended=True)
    assert rolled(course).completed is None
    course.tell(completion_status="incomplete")
    assert rolled(course).completed is False


def test_earlier_attempts_do_not_count_in_a_new_attempt_on_the_block() -> None:
    """[SN 3.2.5, 3.2.6]"""
    inner = block("x", *leaves("a", "b"))
    course = Course(block("r", inner, leaf("c")))
    course.start()
    course.passes()
    course.onward()
    course.passes()
    course.onward()
    assert rolled(course, "x").satisfied is True

    course.choose("a")
    course.fails()

    assert rolled(course, "x").satisfied is None, "b has not been seen in this attempt"


def test_earlier_attempts_count_where_the_block_says_so() -> None:
    ever = ControlModes(
        flow=True, use_current_objective_info=False, use_current_progress_info=False
    )
    course = Course(block("r", block("x", *leaves("a", "b"), modes=ever), leaf("c")))
    for _ in range(3):
        course.onward() if course.tree.current else course.start()
        course.passes()

    course.choose("a")
    course.fails()

    assert rolled(course, "x").satisfied is False, "both are known, and one has failed"


def test_skipped_by_a_rule_that_looks_at_the_child() -> None:
    skip = before(PreAction.SKIP, when(Condition.SATISFIED))
    needed = RollupControls(required_for_satisfied=Consideration.IF_NOT_SKIPPED)
    course = Course(block("r", leaf("a", rollup=needed, **skip), leaf("b")))

    assert after(course, PASSED, PASSED).satisfied is True
