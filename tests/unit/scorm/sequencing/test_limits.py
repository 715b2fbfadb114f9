"""Limits of attempts and of time. [UP.1, DB.1.1, SN 3.5]"""

from datetime import timedelta
from typing import Any

import pytest
from lectern_activities import NOW, Course, before, block, leaf, when

from scorm.sequencing.definition import (
    Condition,
    DeliveryControls,
    Limits,
    PreAction,
)
from scorm.sequencing.exceptions import Hint
from scorm.sequencing.navigation import NavigationRequest


def one(**limits: Any) -> Course:
    """An activity with limits, and one beside it."""
    return Course(block("r", leaf("a", limits=Limits(**limits)), leaf("z")))


def test_an_activity_can_be_attempted_as_often_as_the_limit_says() -> None:
    course = one(attempts=2)

    for _ in range(2):
        assert course.choose("a") == "a"
        course.choose("z")

    assert course.choose("a") == "DB.1.1-3"
    assert course.choice("a").hint is Hint.ATTEMPTS_USED


def test_an_attempt_that_goes_on_is_no_new_one() -> None:
    course = one(attempts=1)
    course.choose("a")
    course.suspend()

    assert course.resume() == "a"


def test_an_untracked_activity_has_no_limits() -> None:
    untracked = DeliveryControls(tracked=False)
    course = Course(block("r", leaf("a", limits=Limits(attempts=0), delivery=untracked)))

    assert course.start() == "a"


def test_the_limit_of_a_block_closes_what_is_inside() -> None:
    course = Course(block("r", block("x", leaf("a"), limits=Limits(attempts=1)), leaf("z")))
    course.start()
    course.onward()

    assert course.choose("a") == "DB.1.1-3"
    assert course.back() == "SB.2.2-2"


@pytest.mark.parametrize(
    "limit",
    ["attempt_absolute", "attempt_experienced", "activity_absolute", "activity_experienced"],
)
def test_time_that_is_used_up_closes_an_activity(limit: str) -> None:
    course = one(**{limit: 60.0})
    course.choose("a")
    course.spend(59)
    course.choose("z")
    assert course.choose("a") == "a"

    course.spend(60)
    course.choose("z")

    assert course.choose("a") == "DB.1.1-3"


def test_time_of_an_attempt_starts_anew_and_that_of_an_activity_adds_up() -> None:
    course = one()
    for _ in range(2):
        course.choose("a")
        course.spend(30)
        course.choose("z")

    spent = course.at("a").tracking.durations

    assert (spent.attempt_absolute, spent.activity_absolute) == (30, 60)
    assert (spent.attempt_experienced, spent.activity_experienced) == (30, 60)


def test_absolute_time_runs_on_while_the_activity_is_suspended() -> None:
    course = one()
    course.choose("a")
    course.wait(10)
    course.suspend()
    course.wait(100)
    course.resume()
    course.choose("z")

    spent = course.at("a").tracking.durations

    assert (spent.attempt_absolute, spent.activity_absolute) == (110, 110)


def test_a_clock_that_goes_back_takes_no_time_away() -> None:
    course = one()
    course.choose("a")
    course.wait(-100)

    course.choose("z")

    assert course.at("a").tracking.durations.activity_absolute == 0


def test_an_activity_is_open_between_its_begin_and_its_end() -> None:
    course = one(begin=NOW + timedelta(seconds=10), end=NOW + timedelta(seconds=20))

    assert course.choose("a") == "DB.1.1-3"
    course.wait(15)
    assert course.choose("a") == "a"
    course.choose("z")
    course.wait(6)
    assert course.choose("a") == "DB.1.1-3"


def test_rules_can_ask_for_limits() -> None:
    hides = before(PreAction.HIDDEN_FROM_CHOICE, when(Condition.ATTEMPT_LIMIT_EXCEEDED))
    skips = before(PreAction.SKIP, when(Condition.TIME_LIMIT_EXCEEDED))
    late = before(PreAction.SKIP, when(Condition.OUTSIDE_AVAILABLE_TIME_RANGE))
    course = Course(
        block(
            "r",
            leaf("a", limits=Limits(attempts=1), **hides),
            leaf("b", limits=Limits(activity_experienced=5), **skips),
            leaf("c", limits=Limits(end=NOW), **late),
            leaf("d", limits=Limits(begin=NOW + timedelta(days=1)), **late),
            leaf("z"),
        )
    )
    course.start()
    course.onward()
    course.spend(5)

    assert course.choice("a").code == "SB.2.9-3"
    assert course.choose("z") == "z"
    course.leave(NavigationRequest.EXIT)
    assert course.back() == "SB.2.2-2", "b, c and d are skipped, and a is used up"


def test_a_limit_that_nobody_set_is_not_exceeded() -> None:
    hides = before(PreAction.HIDDEN_FROM_CHOICE, when(Condition.ATTEMPT_LIMIT_EXCEEDED))
    never = before(
        PreAction.HIDDEN_FROM_CHOICE, when(Condition.ATTEMPT_LIMIT_EXCEEDED, negated=True)
    )
    course = Course(block("r", leaf("a", **hides), leaf("b", **never)))

    assert course.hidden() == frozenset()
