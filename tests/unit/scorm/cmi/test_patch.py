"""The server's side of a commit."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm.cmi.begin import SessionFacts, begin12, begin2004
from scorm.cmi.patch import MOST_ELEMENTS, apply_patch, departures
from scorm.edition import Edition

V12 = Edition.SCORM_12
V2004 = Edition.SCORM_2004_4TH
FACTS = SessionFacts("learner-1", "Tester, Lena")

READ_ONLY_12 = [
    *("cmi.core.student_id", "cmi.core.student_name", "cmi.core.credit", "cmi.core.entry"),
    *("cmi.core.total_time", "cmi.core.lesson_mode", "cmi.launch_data", "cmi.comments_from_lms"),
    *("cmi.student_data.mastery_score", "cmi.student_data.max_time_allowed"),
    "cmi.student_data.time_limit_action",
]
READ_ONLY_2004 = [
    *("cmi._version", "cmi.learner_id", "cmi.learner_name", "cmi.mode", "cmi.credit", "cmi.entry"),
    *("cmi.total_time", "cmi.launch_data", "cmi.scaled_passing_score", "cmi.time_limit_action"),
    *("cmi.completion_threshold", "cmi.max_time_allowed", "cmi.comments_from_lms.0.comment"),
    *("adl.data.0.id", "adl.nav.request_valid.continue"),
]


@pytest.mark.parametrize("name", READ_ONLY_12)
def test_what_only_the_player_writes_is_refused_in_12(name: str) -> None:
    state = begin12({}, FACTS)

    assert apply_patch(V12, False, state, {name: "x"}) == (state, {name: 403})
    assert apply_patch(V12, False, state, {name: None}) == (state, {name: 403})


@pytest.mark.parametrize("name", READ_ONLY_2004)
def test_what_only_the_player_writes_is_refused_in_2004(name: str) -> None:
    state = begin2004({}, FACTS)

    assert apply_patch(V2004, False, state, {name: "x"}) == (state, {name: 404})


def test_what_is_wrong_does_not_hold_up_what_is_right() -> None:
    patch = {
        "cmi.core.lesson_location": "page 3",
        "cmi.core.lesson_status": "done",
        "cmi.core.none": "x",
        "cmi.objectives.3.id": "late",
        "cmi.core._children": "x",
        "cmi.core.score.raw": 80,
    }

    state, errors = apply_patch(V12, False, {}, patch)

    assert state == {"cmi.core.lesson_location": "page 3"}
    assert errors == {
        "cmi.core.lesson_status": 405,
        "cmi.core.none": 201,
        "cmi.objectives.3.id": 201,
        "cmi.core._children": 402,
        "cmi.core.score.raw": 405,
    }


def test_comments_come_whole_and_are_not_appended_again() -> None:
    state = {"cmi.comments": "One. "}

    state, errors = apply_patch(V12, True, state, {"cmi.comments": "One. Two."})

    assert (state, errors) == ({"cmi.comments": "One. Two."}, {})


def test_the_state_that_was_given_stays_as_it_is() -> None:
    state = {"cmi.suspend_data": "a"}

    apply_patch(V12, False, state, {"cmi.suspend_data": "b"})

    assert state == {"cmi.suspend_data": "a"}


def test_the_order_of_a_patch_does_not_matter() -> None:
    rows = {
        f"cmi.interactions.{row}.{leaf}": value
        for row in range(4)
        for leaf, value in (
            ("id", f"q{row}"),
            ("type", "choice"),
            ("learner_response", "a[,]b"),
            ("correct_responses.0.pattern", "a"),
            ("correct_responses.1.pattern", "b"),
        )
    }

    state, errors = apply_patch(V2004, True, {}, dict(reversed(rows.items())))

    assert (state, errors) == (rows, {})


def test_what_can_never_be_placed_is_refused_with_the_code_of_the_book() -> None:
    patch = {"cmi.interactions.0.result": "correct", "cmi.interactions.5.id": "q5"}

    assert apply_patch(V2004, False, {}, patch) == (
        {},
        {"cmi.interactions.0.result": 408, "cmi.interactions.5.id": 351},
    )


def test_nothing_unsets_a_value() -> None:
    state = {"cmi.suspend_data": "a", "cmi.core.lesson_location": "b"}
    patch = {"cmi.suspend_data": None, "cmi.core.score.raw": None, "cmi.none": None}

    assert apply_patch(V12, False, state, patch) == (
        {"cmi.core.lesson_location": "b"},
        {"cmi.none": 201},
    )


def test_unsetting_leaves_no_gap_in_a_list() -> None:
    state = {"cmi.objectives.0.id": "a", "cmi.objectives.1.id": "b"}

    kept, errors = apply_patch(V12, False, state, {"cmi.objectives.0.id": None})
    assert (kept, errors) == (state, {"cmi.objectives.0.id": 201})

    kept, errors = apply_patch(V12, False, state, {"cmi.objectives.1.id": None})
    assert (kept, errors) == ({"cmi.objectives.0.id": "a"}, {})


def test_an_endless_name_is_unknown() -> None:
    name = "cmi." + "x" * 100_000

    assert apply_patch(V12, False, {}, {name: "x"})[1] == {name: 201}
    assert apply_patch(V12, False, {}, {name: None})[1] == {name: 201}


def test_a_learner_cannot_store_without_end() -> None:
    rows = 1_250
    patch = {
        f"cmi.interactions.{row}.{leaf}": "1"
        for row in range(rows + 1)
        for leaf in ("id", "weighting", "student_response", "result")
    } | {f"cmi.interactions.{row}.objectives.0.id": "o" for row in range(rows + 1)}
    patch |= {f"cmi.objectives.{row}.{leaf}": "1" for row in range(1_999) for leaf in ("id",)}
    patch |= {f"cmi.objectives.{row}.score.raw": "1" for row in range(1_999)}

    state, errors = apply_patch(V12, False, {}, patch)

    assert len(state) == MOST_ELEMENTS
    assert set(errors.values()) == {101}
    assert apply_patch(V12, False, state, {"cmi.interactions.0.result": "2"})[1] == {}


def test_no_list_grows_without_end() -> None:
    state = {f"cmi.objectives.{row}.id": str(row) for row in range(2_000)}

    assert apply_patch(V2004, False, state, {"cmi.objectives.2000.id": "x"})[1] == {
        "cmi.objectives.2000.id": 351
    }


def test_a_patch_that_was_built_to_be_slow_is_not() -> None:
    patch = {f"cmi.objectives.{row}.id": str(row) for row in reversed(range(1_500))}

    began = time.perf_counter()
    state, _ = apply_patch(V2004, False, {}, patch)

    assert len(state) == 1_500
    assert time.perf_counter() - began < 5


def test_departures_from_the_book_are_listed_with_its_codes() -> None:
    state = begin12({}, FACTS) | {
        "cmi.suspend_data": "x" * 5_000,
        "cmi.core.lesson_location": "page 1",
        "cmi.core.exit": "normal",
        "cmi.gone": "x",
    }

    assert departures(V12, state) == {"cmi.suspend_data": 405, "cmi.core.exit": 405}


def test_departures_of_answers_are_judged_by_the_kind_of_interaction() -> None:
    row = "cmi.interactions.0"
    state = {f"{row}.id": "q", f"{row}.type": "true-false", f"{row}.learner_response": "yes"}

    assert departures(V2004, state) == {f"{row}.learner_response": 406}


VALUES = st.text(max_size=12) | st.sampled_from(["completed", "suspend", "1", "00:00:10", "PT1S"])
ELEMENTS = st.sampled_from(
    [
        *("cmi.core.lesson_status", "cmi.core.score.raw", "cmi.suspend_data", "cmi.comments"),
        *("cmi.objectives.0.id", "cmi.objectives.1.id", "cmi.interactions.0.id", "cmi.core"),
        *("cmi.interactions.0.result", "cmi.exit", "cmi.objectives.0.score.scaled", "cmi.location"),
        *("cmi.interactions.0.type", "cmi.interactions.0.learner_response", "adl.nav.request"),
    ]
) | st.text(max_size=30)
JSON = VALUES | st.none() | st.integers() | st.booleans() | st.lists(st.text(max_size=3))


@given(
    st.dictionaries(ELEMENTS, VALUES, max_size=6),
    st.dictionaries(ELEMENTS, JSON, max_size=10),
    st.sampled_from(list(Edition)),
    st.booleans(),
)
def test_a_patch_never_fails_and_may_be_applied_again(
    start: dict[str, str], patch: dict[str, Any], edition: Edition, strict: bool
) -> None:
    state, _ = apply_patch(edition, strict, {}, start)

    once, _ = apply_patch(edition, strict, state, patch)
    twice, _ = apply_patch(edition, strict, once, patch)

    assert twice == once
