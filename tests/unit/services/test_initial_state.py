"""Records brought along from elsewhere are read by the book of the package's edition."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scorm.edition import Edition
from services.errors import Invalid
from services.packages import manifests
from services.packages.courses import Course, course_of
from services.sessions import initial_state
from services.sessions.initial_state import Brought, InitialState
from tests.lectern_records import NOW, manifest, sco

STATUS = "cmi.core.lesson_status"


def course(*names: str, edition: Edition = Edition.SCORM_12, strict: bool = False) -> Course:
    made = manifest(*(sco(name) for name in names or ("a",)), edition=edition)
    return course_of(edition, strict, "Course", manifests.dump(made))


def brought(cmi: dict[str, str], edition: Edition = Edition.SCORM_12, **how: Any) -> Brought:
    found = initial_state.brought(course(edition=edition, **how), InitialState(cmi_data=cmi))
    return found["a"]


def test_what_the_system_says_itself_is_left_out() -> None:
    found = brought(
        {
            "cmi.core.student_id": "old",
            "cmi.core.credit": "credit",
            "cmi.core._children": "student_id",
            "cmi.interactions._count": "0",
            "cmi.comments_from_lms": "hello",
            "cmi.core.total_time": "0001:00:00",
            "cmi.core.session_time": "00:00:30",
            "cmi.core.lesson_location": "7",
        }
    )

    assert found.cmi["cmi.core.lesson_location"] == "7"
    assert not {"cmi.core.student_id", "cmi.core.total_time", "cmi.comments_from_lms"} & set(
        found.cmi
    )
    assert found.seconds == 3630


@pytest.mark.parametrize(
    ("cmi", "resumes"),
    [
        ({"cmi.suspend_data": "x"}, True),
        ({STATUS: "incomplete"}, True),
        ({STATUS: "completed"}, False),
        ({STATUS: "failed"}, False),
        ({STATUS: "completed", "cmi.core.exit": "suspend"}, True),
        ({STATUS: "passed", "cmi.core.entry": "resume"}, True),
        ({STATUS: "incomplete", "cmi.core.exit": ""}, False),
        ({STATUS: "incomplete", "cmi.core.exit": "logout"}, False),
        ({STATUS: "not_attempted"}, True),
    ],
)
def test_whether_the_learner_goes_on_is_what_the_data_tell(
    cmi: dict[str, str], resumes: bool
) -> None:
    found = brought(cmi)

    assert found.resumes == resumes
    entry = found.stored(Edition.SCORM_12)["cmi.core.entry"]
    assert entry == ("resume" if resumes else "")


def test_no_status_is_made_up() -> None:
    assert STATUS not in brought({"cmi.core.exit": "", "cmi.suspend_data": "x"}).cmi
    assert STATUS not in brought({STATUS: "not attempted"}).cmi


@pytest.mark.parametrize(
    ("edition", "cmi"),
    [
        (Edition.SCORM_12, {STATUS: "done"}),
        (Edition.SCORM_12, {"cmi.completion_status": "completed"}),
        (Edition.SCORM_12, {"cmi.core.score.raw": "many"}),
        (Edition.SCORM_2004_4TH, {STATUS: "completed"}),
        (Edition.SCORM_2004_4TH, {"cmi.score.scaled": "7"}),
        (Edition.SCORM_2004_4TH, {"cmi.interactions.3.id": "q"}),
        (Edition.SCORM_2004_4TH, {"cmi.completion_status": "passed"}),
    ],
)
def test_what_the_edition_forbids_is_named(edition: Edition, cmi: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        brought(cmi, edition)

    assert next(iter(cmi)) in str(refused.value)


def test_strict_packages_take_no_more_than_the_book_allows() -> None:
    long = {"cmi.suspend_data": "x" * 5000}

    assert len(brought(long).cmi["cmi.suspend_data"]) == 5000
    with pytest.raises(Invalid):
        brought(long, strict=True)


def test_both_spellings_of_a_status_are_understood() -> None:
    found = brought({"cmi.completion_status": "not_attempted"}, Edition.SCORM_2004_4TH)

    assert found.cmi["cmi.completion_status"] == "not attempted"


def test_activities_come_in_the_order_of_the_course() -> None:
    given = InitialState(
        cmi_data={"cmi.suspend_data": "b"},
        activities={"c": {STATUS: "completed"}, "a": {STATUS: "completed"}},
        current="b",
        location="9",
    )

    found = initial_state.brought(course("a", "b", "c"), given)

    assert list(found) == ["a", "b", "c"]
    assert found["b"].cmi["cmi.core.lesson_location"] == "9"


@pytest.mark.parametrize("name", ["created_at", "launched_at", "completed_at"])
def test_nothing_has_happened_in_the_future(name: str) -> None:
    late: dict[str, Any] = {name: NOW + timedelta(minutes=2)}
    nearly: dict[str, Any] = {name: NOW + timedelta(seconds=30)}

    with pytest.raises(Invalid):
        initial_state.check_times(InitialState(**late), NOW)
    initial_state.check_times(InitialState(**nearly), NOW)


def test_nothing_ended_before_it_began() -> None:
    began = datetime(2026, 1, 2, tzinfo=UTC)

    with pytest.raises(Invalid):
        initial_state.check_times(
            InitialState(launched_at=began, completed_at=began - timedelta(days=1)), NOW
        )
