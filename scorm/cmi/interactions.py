"""What learners answered and what would be right, by kind of interaction [SCORM 2004 RTE 4.2.9]."""

import re
from collections.abc import Callable
from typing import Final

from scorm.cmi.datatypes import matches, text_of
from scorm.cmi.spec import MOST_CHARACTERS

ONE_PATTERN: Final = frozenset({"true-false", "likert", "numeric", "other"})
"""Kinds of interactions that have exactly one right answer."""

DISTINCT_PATTERNS: Final = frozenset({"choice", "sequencing"})
"""Kinds of interactions whose right answers must differ."""

_MATTERS: Final = re.compile(r"\{(case|order)_matters=([^}]*)\}")
_LONG_GIVEN: Final = re.compile(r"\{(lang)=[^}]*\}")
_LONG_RIGHT: Final = re.compile(
    r"\{(lang|case)(?:(?<=lang)=[^}]*|(?<=case)_matters=(?:true|false))\}"
)
_LONG_ANSWER: Final = 32_000
_DEFAULTS: Final = {"case": "false", "order": "true"}


def _is_short(text: str) -> bool:
    return matches("short", text, strict=True)


def _items(text: str) -> list[str]:
    return text.split("[,]") if text else []


def _true_false(text: str) -> bool:
    return text in {"true", "false"}


def _choice(text: str) -> bool:
    items = _items(text)
    return all(map(_is_short, items)) and len(set(items)) == len(items)


def _sequencing(text: str) -> bool:
    return all(map(_is_short, _items(text)))


def _fill_in(text: str) -> bool:
    return all(text_of(item, strict=True) is not None for item in _items(text))


def _long_fill_in(text: str) -> bool:
    return text_of(text, strict=True) is not None


def _matching(text: str) -> bool:
    pairs = [item.split("[.]") for item in _items(text)]
    return all(len(pair) == 2 and all(map(_is_short, pair)) for pair in pairs)


def _step(item: str) -> bool:
    """A step has a name, an answer or both."""
    parts = item.split("[.]")
    return len(parts) == 2 and any(parts) and (parts[0] == "" or _is_short(parts[0]))


def _performance(text: str) -> bool:
    return all(map(_step, _items(text)))


def _numeric(text: str) -> bool:
    return matches("real", text, strict=True)


def _between(text: str) -> bool:
    """Lowest and highest right number; either may be missing."""
    bounds = text.split("[:]")
    if len(bounds) != 2 or not all(bound == "" or _numeric(bound) for bound in bounds):
        return False
    return "" in bounds or float(bounds[0]) <= float(bounds[1])


def _anything(text: str) -> bool:
    return len(text) <= MOST_CHARACTERS


_RESPONSES: Final[dict[str, Callable[[str], bool]]] = {
    "true-false": _true_false,
    "choice": _choice,
    "fill-in": _fill_in,
    "long-fill-in": _long_fill_in,
    "likert": _is_short,
    "matching": _matching,
    "performance": _performance,
    "sequencing": _sequencing,
    "numeric": _numeric,
    "other": _anything,
}

# Which of {case_matters=} and {order_matters=} a pattern may begin with.
_QUALIFIERS: Final = {
    "fill-in": {"case", "order"},
    "long-fill-in": {"case"},
    "performance": {"order"},
}


def _unqualified(kind: str, pattern: str) -> str | None:
    """The pattern without the qualifiers in front of it, or None when one of them is wrong."""
    allowed = _QUALIFIERS.get(kind, set[str]())
    match = _MATTERS.match(pattern)
    while match and match[1] in allowed:
        if match[2] not in {"true", "false"}:
            return None
        pattern = pattern[match.end() :]
        match = _MATTERS.match(pattern)
    return pattern


def _without_defaults(kind: str, pattern: str) -> str:
    kept = ""
    match = _MATTERS.match(pattern)
    while match and match[1] in _QUALIFIERS[kind]:
        kept += "" if match[2] == _DEFAULTS[match[1]] else match[0]
        pattern = pattern[match.end() :]
        match = _MATTERS.match(pattern)
    return kept + pattern


def _long_fill_in_form(text: str, is_right: bool) -> str:
    """Its qualifiers may come in either order; the canonical one is case, language."""
    found = {"case": "", "lang": ""}
    form = _LONG_RIGHT if is_right else _LONG_GIVEN
    match = form.match(text)
    while match and not found[match[1]]:
        found[match[1]] = match[0]
        text = text[match.end() :]
        match = form.match(text)
    case = found["case"].replace("{case_matters=false}", "")
    return case + found["lang"].replace("{lang=en}", "") + text


def canonical(element_type: str, kind: str, value: str) -> str:
    """An answer without the qualifiers that say what is so by default, as the book reads it.

    The conformance suite wants very long answers back as they were.
    """
    is_right = element_type == "pattern"
    if len(value) > _LONG_ANSWER:
        return value
    if kind == "long-fill-in":
        return _long_fill_in_form(value, is_right)
    return _without_defaults(kind, value) if is_right and kind in _QUALIFIERS else value


def is_response(kind: str, value: str, strict: bool) -> bool:
    """Lenient mode keeps any answer: what matters to a report is that it is not lost."""
    return _anything(value) and (not strict or _RESPONSES.get(kind, _anything)(value))


def is_pattern(kind: str, value: str, strict: bool) -> bool:
    if not strict:
        return _anything(value)
    text = _unqualified(kind, value)
    right = _between if kind == "numeric" else _RESPONSES.get(kind, _anything)
    return text is not None and _anything(value) and right(text)
