"""Conditions on SCORM 1.2 items. [CAM 1.2 2.3.3]"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm.packaging.prerequisites import evaluate, problem_of

NOW = {
    "A": "passed",
    "B": "completed",
    "C": "failed",
    "D": "incomplete",
    "E": "not attempted",
    "F": "browsed",
    "unit-1.2": "passed",
}


@pytest.mark.parametrize(
    "script",
    [
        "",
        "A",
        "B",
        "~C",
        "~~A",
        "A&B",
        "A & B | C",
        "C | (A & ~D)",
        "C=failed",
        "C=f",
        'C="failed"',
        "D<>passed",
        "E=not attempted",
        'E = "not attempted"',
        "E=N",
        "F=browsed",
        "{A,B}",
        "2*{A, B, C}",
        "1*{C, D, A}",
        "2*{A, C | B}",
        "0*{C}",
        "unit-1.2",
        '"A" & B',
    ],
)
def test_the_item_is_open(script: str) -> None:
    verdict = evaluate(script, NOW)

    assert verdict.is_open
    assert not verdict.problem


@pytest.mark.parametrize(
    "script",
    [
        "C",
        "D",
        "F",
        "~A",
        "A & C",
        "C | D",
        "A=failed",
        "C<>failed",
        "{A,C}",
        "3*{A,B,C}",
        "~(A|C)",
    ],
)
def test_the_item_is_closed(script: str) -> None:
    verdict = evaluate(script, NOW)

    assert not verdict.is_open
    assert not verdict.problem


@pytest.mark.parametrize(
    "script",
    [
        "unknown",
        "A &",
        "(A",
        "A)",
        "A B",
        "A=nonsense",
        "x*{A}",
        "2*A",
        "{A",
        "A,B",
        "A" * 5000,
        "A = ",
        '"A',
        "²*{A}",
        "(" * 100 + "A",
        "(" * 5000 + "A",
        "A|" * 20_000 + "A",
        "~" * 9000 + "&",
    ],
)
def test_what_is_not_understood_keeps_nobody_out(script: str) -> None:
    verdict = evaluate(script, NOW)

    assert verdict.is_open
    assert verdict.problem
    assert problem_of(script, NOW)


@given(st.text(alphabet='AB ~&|=<>{}(),*"3cp', max_size=40))
def test_any_text_gives_a_verdict(script: str) -> None:
    evaluate(script, NOW)


@given(st.text(max_size=80))
def test_any_text_at_all_gives_a_verdict(script: str) -> None:
    evaluate(script, NOW)
