"""Texts as a screen may show them and a spreadsheet may open them."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, cast

BYTE_ORDER_MARK: Final = "\ufeff"
# Control characters, and halves of pairs that no encoding takes.
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# A spreadsheet takes these for the beginning of a formula; some read the wide ones alike.
_FORMULA = re.compile("[=+\\-@\uff1d\uff0b\uff0d\uff20\u2212\t\r]")
# What may stand before it without changing that: blanks, quotes, and what nobody sees.
_BEFORE = re.compile(
    "[\\s\"'`\u00ab\u00bb\u2018-\u201f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*"
)
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


def shown(text: str) -> str:
    """Without control characters: what was to break a line is a blank."""
    return _UNSHOWN.sub(" ", text)


def cell(value: Any) -> str:
    """As one field of a CSV file: numbers are numbers, and no text is ever a formula."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime | date):
        return stamp(value) if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, list):
        return _text("; ".join(map(str, cast(list[Any], value))))
    return _text(str(value))


def lines(rows: Iterable[Sequence[Any]]) -> str:
    """[RFC 4180]"""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in rows)
    return target.getvalue()


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _number(value: float) -> str:
    """In decimals, as spreadsheets of every language area read them."""
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < 1e15)
    return str(int(value)) if whole else f"{value:.7f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    begins = _BEFORE.sub("", text, count=1)
    text = shown(text)
    return f"'{text}" if _is_formula(text, begins) else text


def _is_formula(text: str, begins: str) -> bool:
    return bool(_FORMULA.match(text) or _FORMULA.match(begins)) and not _NUMBER.fullmatch(text)
