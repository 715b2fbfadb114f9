"""Interactions and objectives read alike, whatever edition wrote them."""

import pytest

from scorm.cmi.recorded import interactions, objectives
from scorm.edition import Edition

FOURTH = Edition.SCORM_2004_4TH


def test_an_interaction_of_2004_is_read_whole() -> None:
    row = "cmi.interactions.0"
    [found] = interactions(
        "a",
        {
            f"{row}.id": "q1",
            f"{row}.type": "choice",
            f"{row}.objectives.0.id": "o1",
            f"{row}.objectives.1.id": "o2",
            f"{row}.timestamp": "2026-11-21T12:00:00",
            f"{row}.correct_responses.0.pattern": "a[,]b",
            f"{row}.weighting": "2",
            f"{row}.learner_response": "a",
            f"{row}.result": "incorrect",
            f"{row}.latency": "PT1M5S",
            f"{row}.description": "Which?",
        },
    )

    assert (found.activity_id, found.id, found.type) == ("a", "q1", "choice")
    assert (found.objectives, found.correct_responses) == (["o1", "o2"], ["a[,]b"])
    assert (found.timestamp, found.weighting) == ("2026-11-21T12:00:00", 2.0)
    assert (found.learner_response, found.result) == ("a", "incorrect")
    assert (found.latency, found.description) == ("PT0H1M5S", "Which?")


def test_an_interaction_of_12_is_read_in_the_words_of_2004() -> None:
    row = "cmi.interactions.0"
    [found] = interactions(
        "a",
        {
            **{f"{row}.id": "q1", f"{row}.time": "09:41:07", f"{row}.student_response": "t"},
            **{f"{row}.result": "wrong", f"{row}.latency": "00:01:05.5"},
        },
    )

    assert (found.timestamp, found.learner_response) == ("09:41:07", "t")
    assert (found.result, found.latency) == ("incorrect", "PT0H1M5.50S")
    assert (found.type, found.weighting, found.description) == ("", None, "")


def test_rows_come_in_the_order_of_their_numbers() -> None:
    cmi = {f"cmi.interactions.{n}.id": f"q{n}" for n in (10, 2, 0)}

    assert [each.id for each in interactions("a", cmi)] == ["q0", "q2", "q10"]


def test_what_is_no_row_is_left_out() -> None:
    cmi = {"cmi.interactions._count": "3", "cmi.interactions.x.id": "q", "cmi.location": "1"}

    assert interactions("a", cmi) == []
    assert objectives(FOURTH, "a", cmi) == []


def test_an_objective_of_2004_keeps_both_statuses() -> None:
    row = "cmi.objectives.0"
    [found] = objectives(
        FOURTH,
        "a",
        {
            **{f"{row}.id": "o1", f"{row}.success_status": "failed", f"{row}.score.scaled": "0.5"},
            **{f"{row}.completion_status": "incomplete", f"{row}.progress_measure": "0.25"},
        },
    )

    assert (found.id, found.success_status, found.completion_status) == (
        *("o1", "failed", "incomplete"),
    )
    assert (found.scaled, found.raw, found.progress_measure) == (0.5, None, 0.25)


@pytest.mark.parametrize(
    ("status", "completion", "success"),
    [
        ("passed", "completed", "passed"),
        ("failed", "completed", "failed"),
        ("completed", "completed", "unknown"),
        ("browsed", "incomplete", "unknown"),
        ("not attempted", "not_attempted", "unknown"),
    ],
)
def test_a_status_of_12_is_both(status: str, completion: str, success: str) -> None:
    cmi = {"cmi.objectives.0.id": "o1", "cmi.objectives.0.status": status}

    [found] = objectives(Edition.SCORM_12, "a", cmi)

    assert (found.completion_status, found.success_status) == (completion, success)


def test_nonsense_from_outside_does_not_spoil_a_record() -> None:
    row = "cmi.objectives.0"
    cmi = {f"{row}.success_status": "great", f"{row}.score.scaled": "7", f"{row}.score.raw": "x"}

    [found] = objectives(FOURTH, "a", cmi)

    assert (found.success_status, found.scaled, found.raw) == ("unknown", None, None)
