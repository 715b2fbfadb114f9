"""What a visit came to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm.cmi.begin import SessionFacts, begin12, begin2004
from scorm.edition import Edition
from scorm.status import Completion, Outcome, Success, outcome

V12 = Edition.SCORM_12
V2004 = Edition.SCORM_2004_4TH
FACTS = SessionFacts("learner-1", "Tester, Lena", scaled_passing_score="0.6")
OPEN, HALF, DONE = Completion.NOT_ATTEMPTED, Completion.INCOMPLETE, Completion.COMPLETED
UNKNOWN, PASSED, FAILED = Success.UNKNOWN, Success.PASSED, Success.FAILED


@pytest.mark.parametrize(
    ("status", "completion", "success"),
    [
        ("not attempted", OPEN, UNKNOWN),
        ("browsed", HALF, UNKNOWN),
        ("incomplete", HALF, UNKNOWN),
        ("completed", DONE, UNKNOWN),
        ("passed", DONE, PASSED),
        ("failed", DONE, FAILED),
        ("finished", OPEN, UNKNOWN),
    ],
)
def test_a_lesson_status_stands_for_completion_and_success(
    status: str, completion: Completion, success: Success
) -> None:
    found = outcome(V12, {"cmi.core.lesson_status": status})

    assert (found.completion_status, found.success_status) == (completion, success)


def test_a_fresh_session_has_no_outcome() -> None:
    assert outcome(V12, begin12({}, FACTS)) == Outcome()
    assert outcome(V2004, begin2004({}, FACTS)) == Outcome()


@pytest.mark.parametrize(("raw", "success"), [("80", PASSED), ("79", FAILED), ("", UNKNOWN)])
def test_a_completed_lesson_is_passed_or_failed_by_its_mastery_score(
    raw: str, success: Success
) -> None:
    cmi = {
        "cmi.core.lesson_status": "completed",
        "cmi.core.score.raw": raw,
        "cmi.student_data.mastery_score": "80",
    }

    assert outcome(V12, cmi).success_status is success


@pytest.mark.parametrize(
    ("raw", "low", "high", "scaled"),
    [
        ("75", "", "", 0.75),
        ("15", "10", "20", 0.5),
        ("15", "", "20", 0.15),
        ("150", "", "", None),
        ("-5", "", "", None),
        ("15", "20", "20", 0.15),
        ("300", "0", "100", None),
        ("", "0", "100", None),
    ],
)
def test_scores_of_12_are_scaled_by_their_bounds(
    raw: str, low: str, high: str, scaled: float | None
) -> None:
    cmi = {"cmi.core.score.raw": raw, "cmi.core.score.min": low, "cmi.core.score.max": high}

    assert outcome(V12, cmi).scaled == scaled


@pytest.mark.parametrize(
    ("cmi", "completion"),
    [
        ({"cmi.completion_status": "unknown"}, OPEN),
        ({"cmi.completion_status": "not attempted", "cmi.success_status": "unknown"}, OPEN),
        ({"cmi.entry": "resume"}, OPEN),
        ({"cmi.location": "3"}, HALF),
        ({"cmi.completion_status": "unknown", "cmi.suspend_data": "x"}, HALF),
        ({"cmi.completion_status": "incomplete"}, HALF),
        ({"cmi.completion_status": "completed"}, DONE),
        ({"cmi.completion_threshold": "0.5", "cmi.progress_measure": "0.5"}, DONE),
        (
            {
                "cmi.completion_threshold": "0.5",
                "cmi.progress_measure": "0.4",
                "cmi.completion_status": "completed",
            },
            HALF,
        ),
        ({"cmi.completion_threshold": "0.5", "cmi.completion_status": "completed"}, HALF),
    ],
)
def test_completion_of_2004_follows_threshold_status_and_traces(
    cmi: dict[str, str], completion: Completion
) -> None:
    assert outcome(V2004, cmi).completion_status is completion


@pytest.mark.parametrize(
    ("cmi", "success"),
    [
        ({}, UNKNOWN),
        ({"cmi.success_status": "passed"}, PASSED),
        ({"cmi.success_status": "splendid"}, UNKNOWN),
        ({"cmi.scaled_passing_score": "0.6", "cmi.score.scaled": "0.6"}, PASSED),
        (
            {
                "cmi.scaled_passing_score": "0.6",
                "cmi.score.scaled": "0.5",
                "cmi.success_status": "passed",
            },
            FAILED,
        ),
        ({"cmi.scaled_passing_score": "0.6", "cmi.success_status": "passed"}, UNKNOWN),
    ],
)
def test_success_of_2004_follows_the_passing_score_before_the_status(
    cmi: dict[str, str], success: Success
) -> None:
    assert outcome(V2004, cmi).success_status is success


def test_scores_and_progress_of_2004_are_taken_as_they_are() -> None:
    cmi = {
        "cmi.score.scaled": "0.5",
        "cmi.score.raw": "5",
        "cmi.score.min": "0",
        "cmi.score.max": "10",
        "cmi.progress_measure": "0.25",
    }

    assert outcome(V2004, cmi) == Outcome(HALF, UNKNOWN, 0.5, 5, 0, 10, 0.25)


def test_a_score_off_the_scale_is_no_score() -> None:
    assert outcome(V2004, {"cmi.score.scaled": "85"}).scaled is None


def test_a_completed_visit_has_made_all_progress() -> None:
    assert outcome(V12, {"cmi.core.lesson_status": "passed"}).progress == 1.0
    assert outcome(V2004, {"cmi.completion_status": "completed"}).progress == 1.0


@given(st.dictionaries(st.text(max_size=30), st.text(max_size=10)), st.sampled_from(list(Edition)))
def test_no_record_breaks_the_outcome(cmi: dict[str, str], edition: Edition) -> None:
    numbers = ["cmi.core.score.raw", "cmi.score.scaled", "cmi.completion_threshold"]

    assert outcome(edition, cmi | dict.fromkeys(numbers, "1e400"))
