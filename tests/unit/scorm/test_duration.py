"""Durations in both notations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm.duration import format_period, format_timespan, parse_period, parse_timespan


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:00:00", 0),
        ("0000:00:40.5", 40.5),
        ("03:01:39.52", 10_899.52),
        ("30:99:40", 113_980),
        ("9999:99:99.99", 36_002_439.99),
    ],
)
def test_timespans_of_the_book_are_read(text: str, seconds: float) -> None:
    assert parse_timespan(text) == seconds
    assert parse_timespan(text, tolerant=True) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:2:3", 3_723),
        ("2:03", 123),
        ("00:00:40.1234", 40.12),
        (" 00:00:40,5 ", 40.5),
        ("00:00:40.", 40),
        ("PT1H", 3_600),
        ("100000:00:00", 360_000_000),
    ],
)
def test_only_the_tolerant_read_timespans_like_these(text: str, seconds: float) -> None:
    assert parse_timespan(text) is None
    assert parse_timespan(text, tolerant=True) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT0H0M0S", 0),
        ("P1Y", 31_536_000),
        ("P6M", 15_768_174),
        ("P0Y029DT0H", 2_505_600),
        ("PT01H059M020S", 7_160),
        ("PT6.34S", 6.34),
    ],
)
def test_periods_of_the_book_are_read(text: str, seconds: float) -> None:
    assert parse_period(text) == seconds
    assert parse_period(text, tolerant=True) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("P2W", 1_209_600), ("pt1m", 60), ("PT1.2345S", 1.23), ("PT1,5S", 1.5), ("00:01:00", 60)],
)
def test_only_the_tolerant_read_periods_like_these(text: str, seconds: float) -> None:
    assert parse_period(text) is None
    assert parse_period(text, tolerant=True) == seconds


@pytest.mark.parametrize("text", ["", "P", "PT", "T1H", "soon", "-00:01:00", "1:2:3:4", "60"])
def test_nonsense_is_no_duration(text: str) -> None:
    for tolerant in (False, True):
        assert parse_timespan(text, tolerant=tolerant) is None
        assert parse_period(text, tolerant=tolerant) is None


def test_an_endless_duration_is_bounded() -> None:
    assert parse_period("P99999999999999999999Y") == 3.2e10
    assert format_timespan(3.2e10) == "9999:99:99.99"


def test_seconds_are_written_with_hundredths_when_there_are_any() -> None:
    assert format_timespan(0) == "0000:00:00"
    assert format_timespan(10_899.52) == "0003:01:39.52"
    assert format_timespan(-1) == "0000:00:00"
    assert format_period(0) == "PT0H0M0S"
    assert format_period(90_061.5) == "PT25H1M1.50S"


@given(st.integers(min_value=0, max_value=3_599_999_999))
def test_what_is_written_is_read_back(hundredths: int) -> None:
    seconds = hundredths / 100

    assert parse_timespan(format_timespan(seconds)) == seconds
    assert parse_period(format_period(seconds)) == seconds


@given(st.text(max_size=20), st.booleans())
def test_no_text_breaks_the_parsers(text: str, tolerant: bool) -> None:
    for parsed in (parse_timespan(text, tolerant=tolerant), parse_period(text, tolerant=tolerant)):
        assert parsed is None or parsed >= 0
