"""One check per data type: is this value good enough for the book, or for lenient mode?"""

import re
from collections.abc import Callable
from typing import Any, Final

from scorm.cmi.errors import Fault
from scorm.cmi.languages import CODES
from scorm.cmi.patterns import matcher
from scorm.cmi.spec import MOST_CHARACTERS

LANGUAGE: Final = re.compile("([A-Za-z]{1,8})(-[A-Za-z0-9]{1,8})*")
PREFIX: Final = re.compile(r"\{lang=([^}]*)\}")


def number(text: str | None) -> float | None:
    """A finite number, or None: what is stored may be older than the rules of today."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if abs(value) < 1e300 else None


def fits(value: str, limit: int | None, strict: bool) -> bool:
    """Lenient mode keeps what is too long for the book, up to the most that anybody may store."""
    return len(value) <= (limit if strict and limit else MOST_CHARACTERS)


def is_language(tag: str, strict: bool) -> bool:
    """Whether a tag begins with a language of ISO 639, or with ``i`` or ``x`` [RFC 3066]."""
    match = LANGUAGE.fullmatch(tag)
    if not match:
        return False
    primary = match[1].lower()
    return not strict or primary in CODES or (primary in {"i", "x"} and len(tag) > 2)


def text_of(value: str, strict: bool) -> str | None:
    """The text of a localized string without its language, or None if that is not one."""
    match = PREFIX.match(value)
    if not match:
        return value
    return value[match.end() :] if is_language(match[1], strict) or not strict else None


def matches(name: str, value: str, strict: bool) -> bool:
    return matcher(name, strict).fullmatch(value) is not None


def _in_range(value: str, limit: list[float | None] | None) -> Fault | None:
    if not limit:
        return None
    lowest, highest = limit
    number = float(value)
    below = lowest is not None and number < lowest
    above = highest is not None and number > highest
    return Fault.RANGE if below or above else None


def _string(value: str, limit: Any, strict: bool) -> Fault | None:
    return None if fits(value, limit, strict) else Fault.TYPE


def _localized(value: str, limit: Any, strict: bool) -> Fault | None:
    text = text_of(value, strict)
    return None if text is not None and fits(text, limit, strict) else Fault.TYPE


def _language(value: str, limit: Any, strict: bool) -> Fault | None:
    good = value == "" or (is_language(value, strict) and fits(value, limit, strict))
    return None if good else Fault.TYPE


def _token(value: str, limit: Any, strict: bool) -> Fault | None:
    book, tolerated = limit
    return None if value in book or (not strict and value in tolerated) else Fault.TYPE


def _result(value: str, limit: Any, strict: bool) -> Fault | None:
    return None if matches("real", value, strict) else _token(value, limit, strict)


def _number(value: str, limit: Any, strict: bool) -> Fault | None:
    return _in_range(value, limit) if matches("real", value, strict) else Fault.TYPE


def _integer(value: str, limit: Any, strict: bool) -> Fault | None:
    return _in_range(value, limit) if matches("integer", value, strict) else Fault.TYPE


def _score(value: str, limit: Any, strict: bool) -> Fault | None:
    """Empty, or 0 to 100 [SCORM 1.2 RTE 3.4.4]. Content in the wild counts its own points."""
    return None if value == "" else _number(value, limit if strict else None, strict)


CHECKS: Final[dict[str, Callable[[str, Any, bool], Fault | None]]] = {
    "string": _string,
    "localized": _localized,
    "language": _language,
    "token": _token,
    "result": _result,
    "real": _number,
    "integer": _integer,
    "score": _score,
}


def check(kind: str, value: str, limit: Any, strict: bool) -> Fault | None:
    """Why a value is not of a type, or None. Interaction responses have a module of their own."""
    checked = CHECKS.get(kind)
    if checked:
        return checked(value, limit, strict)
    if len(value) > MOST_CHARACTERS or not matches(kind, value, strict):
        return Fault.TYPE
    return None if fits(value, limit, strict) else Fault.TYPE
