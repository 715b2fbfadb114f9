"""What a SCO finds when it begins, and what stays when it ends."""

import pytest

from scorm.cmi.begin import (
    Bucket,
    SessionFacts,
    begin12,
    begin2004,
    finish12,
    finish2004,
    session_seconds,
    stores,
)
from scorm.edition import Edition

FACTS = SessionFacts("learner-1", "Tester, Lena", total_seconds=62.5, launch_data="start=1")


def test_a_first_visit_of_12_finds_the_learner_and_no_progress() -> None:
    assert begin12({}, FACTS) == {
        "cmi.core.student_id": "learner-1",
        "cmi.core.student_name": "Tester, Lena",
        "cmi.core.credit": "credit",
        "cmi.core.lesson_mode": "normal",
        "cmi.core.entry": "ab-initio",
        "cmi.core.total_time": "0000:01:02.50",
        "cmi.launch_data": "start=1",
        "cmi.student_data.mastery_score": "",
        "cmi.student_data.max_time_allowed": "",
        "cmi.student_data.time_limit_action": "",
    }


@pytest.mark.parametrize(
    ("content_exit", "finished", "entry"),
    [
        ("suspend", True, "resume"),
        ("logout", True, ""),
        ("time-out", True, ""),
        ("", True, ""),
        ("normal", True, ""),
        ("", False, "resume"),
        ("logout", False, "resume"),
    ],
)
def test_the_exit_decides_how_the_next_visit_of_12_begins(
    content_exit: str, finished: bool, entry: str
) -> None:
    visited = begin12({}, FACTS) | {
        "cmi.core.exit": content_exit,
        "cmi.core.session_time": "00:00:10",
        "cmi.suspend_data": "page=3",
    }

    again = begin12(finish12(visited, finished=finished), FACTS)

    assert again["cmi.core.entry"] == entry
    assert again["cmi.suspend_data"] == "page=3"
    assert "cmi.core.exit" not in again
    assert "cmi.core.session_time" not in again


def test_what_the_player_knows_is_no_part_of_the_state() -> None:
    visited = begin12({}, FACTS) | {"cmi.suspend_data": "x"}

    state = finish12(visited, finished=False)

    assert state == {"cmi.suspend_data": "x", "cmi.core.entry": "resume"}


def test_the_player_may_overrule_the_entry() -> None:
    facts = SessionFacts("learner-1", "Tester, Lena", entry="")

    assert begin12({"cmi.core.entry": "resume"}, facts)["cmi.core.entry"] == ""
    assert begin2004({"cmi.entry": "resume"}, facts)["cmi.entry"] == ""


@pytest.mark.parametrize(
    ("status", "raw", "mastery", "final"),
    [
        (None, "", "", "completed"),
        ("not attempted", "", "", "completed"),
        (None, "80", "80", "passed"),
        (None, "79.9", "80", "failed"),
        (None, "", "80", "completed"),
        (None, "80", "", "completed"),
        ("completed", "50", "80", "failed"),
        ("passed", "50", "80", "failed"),
        ("failed", "90", "80", "passed"),
        ("incomplete", "50", "80", "incomplete"),
        ("browsed", "50", "80", "browsed"),
        ("completed", "fifty", "80", "completed"),
        ("completed", "1e999", "80", "completed"),
    ],
)
def test_finishing_decides_the_status_of_12(
    status: str | None, raw: str, mastery: str, final: str
) -> None:
    state = {"cmi.core.score.raw": raw}
    if status is not None:
        state["cmi.core.lesson_status"] = status

    assert finish12(state, mastery)["cmi.core.lesson_status"] == final


def test_an_abnormal_end_decides_no_status() -> None:
    state = {"cmi.core.score.raw": "90"}

    assert "cmi.core.lesson_status" not in finish12(state, "80", finished=False)


def test_a_visit_without_credit_is_not_measured_by_the_mastery_score() -> None:
    state = {"cmi.core.score.raw": "90"}

    assert finish12(state, "80", credit="no-credit")["cmi.core.lesson_status"] == "completed"


@pytest.mark.parametrize(("status", "final"), [(None, "browsed"), ("incomplete", "incomplete")])
def test_browsing_leaves_a_mark_of_its_own(status: str | None, final: str) -> None:
    state = {"cmi.core.lesson_status": status} if status else {}

    assert finish12(state, "80", mode="browse")["cmi.core.lesson_status"] == final


def test_reviewing_changes_no_status() -> None:
    assert finish12({}, "80", mode="review") == {"cmi.core.entry": ""}


def test_a_first_visit_of_2004_has_no_value_where_nothing_was_said() -> None:
    assert begin2004({}, SessionFacts("learner-1", "Lena Tester")) == {
        "cmi.learner_id": "learner-1",
        "cmi.learner_name": "Lena Tester",
        "cmi.credit": "credit",
        "cmi.mode": "normal",
        "cmi.entry": "ab-initio",
        "cmi.total_time": "PT0H0M0S",
    }


@pytest.mark.parametrize(
    ("content_exit", "finished", "suspending", "entry"),
    [
        ("suspend", True, False, "resume"),
        ("normal", True, False, ""),
        ("time-out", True, False, ""),
        ("", True, True, "resume"),
        ("normal", True, True, "resume"),
        ("", False, False, "resume"),
    ],
)
def test_the_exit_or_the_player_suspends_an_attempt_of_2004(
    content_exit: str, finished: bool, suspending: bool, entry: str
) -> None:
    visited = begin2004({}, FACTS) | {
        "cmi.exit": content_exit,
        "cmi.session_time": "PT10S",
        "adl.nav.request": "suspendAll",
        "cmi.location": "3",
    }

    state = finish2004(visited, finished=finished, suspending=suspending)

    assert state == {"cmi.location": "3", "cmi.entry": entry}


def test_buckets_of_shared_data_come_and_go_with_the_visit() -> None:
    buckets = [Bucket("a", "kept"), Bucket("b", writable=False), Bucket("c", readable=False)]

    values = begin2004({}, FACTS, buckets)

    assert values["adl.data.0.store"] == "kept"
    assert "adl.data.1.store" not in values
    assert [values[f"adl.data.{row}._access"] for row in range(3)] == ["rw", "r", "w"]
    assert stores(values) == {"a": "kept", "b": "", "c": ""}
    assert finish2004(values) == {"cmi.entry": ""}


def test_the_content_says_how_long_it_was_open() -> None:
    time12 = {"cmi.core.session_time": "00:01:02.50"}
    time2004 = {"cmi.session_time": "PT1M2.5S"}

    assert session_seconds(Edition.SCORM_12, time12) == 62.5
    assert session_seconds(Edition.SCORM_2004_3RD, time2004) == 62.5
    assert session_seconds(Edition.SCORM_12, {}) is None
    assert session_seconds(Edition.SCORM_2004_4TH, {}) is None
