"""Cells of a CSV file: numbers stay numbers, and nothing that a learner wrote is a formula."""

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from services.reports import cells


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        '"=1',
        "'=1",
        ' " =1',
        "\u200b=1",
        "\ufeff=1",
        "\u202e=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1+1",
        "\uff20SUM",
        "\u22121+1",
        "\xa0=1",
        "=cmd|' /C calc'!A0",
        "-",
        "+49 123",
    ],
)
def test_no_text_begins_a_formula(text: str) -> None:
    assert cells.cell(text).startswith("'")
    assert cells.shown(text) == cells.cell(text)[1:]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-0.5, "-0.5"),
        (-12, "-12"),
        (85.0, "85"),
        (0.3333333333, "0.3333333"),
        (1e-9, "0"),
        (1e21, "1000000000000000000000"),
        (None, ""),
        ("-12.5", "-12.5"),
        ("plain", "plain"),
        ("a=b", "a=b"),
        ("Ünï 学", "Ünï 学"),
        (["a", "b"], "a; b"),
        (["=a", "b"], "'=a; b"),
        ([], ""),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 12, tzinfo=UTC), "2026-03-01T12:00:00.000Z"),
        (
            datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=2))),
            "2026-03-01T10:00:00.000Z",
        ),
    ],
)
def test_values_are_written_as_they_are(value: Any, written: str) -> None:
    assert cells.cell(value) == written


def test_nothing_that_cannot_be_seen_is_written() -> None:
    every = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xD800]))

    assert cells.shown(f"a{every}b").replace(" ", "") == "ab"
    assert cells.cell(f"a{every}b").encode().isascii()


def test_any_row_reads_back_as_it_was() -> None:
    rows: list[list[Any]] = [
        ["a,b", 'say "hi"', "semi;colon", "", None, -1.5],
        ["line\r\nbreak", "tab\there", "x" * 5000, 0, 7, "end"],
    ]

    text = cells.lines(rows)

    assert text.count("\r\n") == 2
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [
        ["a,b", 'say "hi"', "semi;colon", "", "", "-1.5"],
        ["line  break", "tab here", "x" * 5000, "0", "7", "end"],
    ]
