"""What an activity has come to, as the world outside is told."""

from lectern_activities import Course, block, leaf, leaves, shares

from scorm.sequencing.definition import DeliveryControls
from scorm.sequencing.outcomes import outcome, status
from scorm.status import Completion, Outcome, Success


def result(course: Course, name: str = "r") -> Outcome:
    return outcome(course.tree, course.at(name))


def test_a_course_that_nobody_opened_is_not_attempted() -> None:
    found = result(Course(block("r", leaf("a"))))

    assert found.completion_status is Completion.NOT_ATTEMPTED
    assert found.success_status is Success.UNKNOWN
    assert (found.scaled, found.progress) == (None, None)


def test_a_first_visit_that_has_told_nothing_is_no_beginning() -> None:
    course = Course(block("r", *leaves("a", "b")))
    course.start()
    assert result(course).completion_status is Completion.NOT_ATTEMPTED

    course.tell(scaled="0.5")

    assert result(course).completion_status is Completion.INCOMPLETE


def test_progress_is_the_share_of_what_is_done_where_nothing_measures_it() -> None:
    course = Course(block("r", *leaves("a", "b", "c", "d")))
    course.start()
    course.passes()
    course.onward()
    course.tell(progress_measure="0.5")

    assert result(course, "a").progress == 1.0
    assert result(course, "b").progress == 0.5


def test_a_course_is_completed_when_all_of_it_is() -> None:
    course = Course(block("r", *leaves("a", "b")))
    course.start()
    course.passes()
    assert result(course).progress == 0.5
    course.onward()
    course.passes()

    found = result(course)

    assert found.completion_status is Completion.COMPLETED
    assert found.success_status is Success.PASSED
    assert found.progress == 1.0


def test_nobody_passes_by_having_seen_everything() -> None:
    course = Course(block("r", leaf("a")))
    course.start()
    course.onward()

    assert status(course.tree, course.tree.root) == (Completion.COMPLETED, Success.UNKNOWN)


def test_who_read_a_verdict_from_elsewhere_was_judged() -> None:
    course = Course(
        block(
            "r",
            leaf("a", objectives=(shares("g", writes=True),)),
            block("x", leaf("b", objectives=(shares("g", reads=True),))),
        )
    )
    course.start()
    course.passes()

    assert result(course, "x").success_status is Success.PASSED


def test_a_course_with_one_score_has_that_very_score() -> None:
    course = Course(block("r", leaf("a", objectives=(shares("g", writes=True),)), leaf("b")))
    course.start()
    course.tell(
        suspended=False, scaled="0.5", **{"score.raw": "20", "score.min": "0", "score.max": "40"}
    )

    found = result(course)

    assert (found.raw, found.min, found.max) == (20, 0, 40)
    assert found.scaled == 0.25, "b weighs as much as a"


def test_a_course_with_several_scores_has_a_scaled_one_of_a_hundred() -> None:
    course = Course(block("r", *leaves("a", "b")))
    for scaled in ("0.5", "1"):
        course.onward() if course.tree.current else course.start()
        course.tell(suspended=False, scaled=scaled, **{"score.raw": "7"})

    found = result(course)

    assert (found.scaled, found.raw, found.min, found.max) == (0.75, 75, 0, 100)


def test_what_is_not_tracked_is_no_part_of_the_course() -> None:
    course = Course(block("r", leaf("a", delivery=DeliveryControls(tracked=False))))
    course.start()

    assert result(course).completion_status is Completion.NOT_ATTEMPTED
