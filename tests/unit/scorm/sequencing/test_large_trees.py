"""Courses far larger than people make them: wide ones, deep ones."""

from time import process_time

import pytest
from lectern_activities import ENDED, Backwards, Course, before, block, leaf, when

from scorm.sequencing.definition import (
    ActivityDefinition,
    Condition,
    PreAction,
    Randomization,
    Timing,
)
from scorm.sequencing.validity import look_ahead

STOPS = before(PreAction.STOP_FORWARD_TRAVERSAL, when(Condition.ATTEMPTED, negated=True))
SKIPPED = before(PreAction.SKIP)
SHUFFLED = Randomization(timing=Timing.ONCE, reorder=True)


def deep(levels: int) -> ActivityDefinition:
    here = leaf("bottom")
    for level in range(levels):
        here = block(f"level-{level}", here)
    return here


def wide(count: int, **given: object) -> ActivityDefinition:
    children = [leaf(f"a{number}", **STOPS) for number in range(count)]
    return block("r", *children, **given)


@pytest.mark.parametrize(
    "root", [wide(500), deep(250), wide(5000), wide(5000, randomization=SHUFFLED)]
)
def test_a_large_course_is_started_looked_at_suspended_and_ended(
    root: ActivityDefinition,
) -> None:
    course = Course(root, Backwards())
    first = course.start()
    course.passes()

    validity = look_ahead(course.tree)

    assert validity.choice[first].allowed
    assert course.suspend() == ENDED
    assert course.resume() == first
    assert course.leave() == ENDED


def test_thousands_of_skipped_activities_are_passed_over() -> None:
    skipped = [leaf(f"a{number}", **SKIPPED) for number in range(5000)]
    course = Course(block("r", *skipped, leaf("z")))

    assert course.start() == "z"
    assert course.back() == "SB.2.1-3"


def test_looking_ahead_takes_time_in_proportion_to_the_course() -> None:
    """Ten times as many may take forty times as long before this fails: machines are busy."""

    def seconds(count: int) -> float:
        course = Course(wide(count))
        course.start()
        began = process_time()
        look_ahead(course.tree)
        return process_time() - began

    small = min(seconds(400) for _ in range(3))

    assert min(seconds(4000) for _ in range(2)) < 40 * small
