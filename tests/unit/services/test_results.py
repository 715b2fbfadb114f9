"""What commits add up to: durations, visits, and the result of many SCOs."""

from dataclasses import replace

import pytest

from scorm.status import Completion, Outcome, Success
from services.tracking import results
from services.tracking.results import Visit

DONE, BEGUN = Completion.COMPLETED, Completion.INCOMPLETE


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        *((0, "PT0S"), (12.5, "PT12.5S"), (60, "PT1M"), (3600, "PT1H")),
        *((3661.25, "PT1H1M1.25S"), (90_061, "PT25H1M1S"), (59.999, "PT1M")),
    ],
)
def test_a_duration_has_no_empty_parts(seconds: float, text: str) -> None:
    assert results.period(seconds) == text


def test_reported_time_replaces_itself_and_measured_time_never_shrinks() -> None:
    visit = Visit().heard(10, 30).heard(8, 20)

    assert (visit.measured, visit.told, visit.spent) == (10, 20, 20)


def test_a_second_delivery_adds_to_the_first() -> None:
    visit = Visit().heard(10, 30).delivered_again().heard(15, 5)

    assert (visit.told, visit.spent) == (35, 35)


def test_times_survive_being_stored() -> None:
    kept = {"a": Visit(1, None, 2), "b": Visit(3, 4, 5)}

    assert results.visits(results.times_of(kept)) == kept


@pytest.mark.parametrize(
    ("parts", "scos", "completion", "success"),
    [
        ([], 2, Completion.NOT_ATTEMPTED, Success.UNKNOWN),
        ([Outcome(DONE)], 2, BEGUN, Success.UNKNOWN),
        ([Outcome(DONE), Outcome(DONE)], 2, DONE, Success.UNKNOWN),
        ([Outcome(DONE, Success.PASSED), Outcome(DONE)], 2, DONE, Success.PASSED),
        (
            [Outcome(DONE, Success.PASSED), Outcome(DONE, Success.FAILED)],
            *(2, DONE, Success.FAILED),
        ),
        ([Outcome(BEGUN)], 1, BEGUN, Success.UNKNOWN),
    ],
)
def test_a_course_is_the_sum_of_its_parts(
    parts: list[Outcome], scos: int, completion: Completion, success: Success
) -> None:
    whole = results.roll_up(parts, scos)

    assert (whole.completion_status, whole.success_status) == (completion, success)


def test_one_score_stays_as_it_is_and_several_become_their_mean() -> None:
    one = Outcome(DONE, scaled=0.5, raw=20, min=0, max=40)
    other = Outcome(DONE, scaled=1.0, raw=10, min=0, max=10)

    single = results.roll_up([one, Outcome(DONE)], 2)
    mean = results.roll_up([one, other], 2)

    assert (single.raw, single.max, single.scaled) == (20, 40, 0.5)
    assert (mean.raw, mean.min, mean.max, mean.scaled) == (75, 0, 100, 0.75)


def test_what_comes_late_takes_nothing_back() -> None:
    before = Outcome(DONE, Success.PASSED, raw=90)

    after = results.without_regress(before, Outcome(BEGUN, raw=10))

    assert (after.completion_status, after.success_status) == (DONE, Success.PASSED)


NOTHING = Outcome()
GIVEN = Outcome(BEGUN, Success.PASSED, scaled=0.6, raw=60, progress=0.2)


@pytest.mark.parametrize(
    ("present", "found"),
    [
        (NOTHING, GIVEN),
        (Outcome(BEGUN, progress=0.5), replace(GIVEN, progress=0.5)),
        (Outcome(DONE, progress=1.0), replace(GIVEN, completion_status=DONE, progress=1.0)),
        (Outcome(BEGUN, Success.FAILED, scaled=0.3, raw=3), GIVEN),
        (Outcome(BEGUN, scaled=0.8, raw=8), replace(GIVEN, scaled=0.8, raw=8)),
        (Outcome(BEGUN, raw=7), replace(GIVEN, scaled=None, raw=7)),
    ],
)
def test_what_was_stated_holds_until_the_course_comes_to_something_better(
    present: Outcome, found: Outcome
) -> None:
    assert results.upheld(GIVEN, present, NOTHING) == found


def test_a_stated_failure_holds_while_nothing_is_known() -> None:
    passed, failed = Outcome(DONE, Success.PASSED), Outcome(DONE, Success.FAILED)

    assert results.upheld(failed, passed, passed) == failed
    assert results.upheld(failed, Outcome(DONE), passed) == failed
    assert results.upheld(failed, passed, Outcome(DONE)) == passed
