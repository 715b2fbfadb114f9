"""Single values of a manifest, as forgiving as authors are careless."""

import math
import re

from scorm.packaging.findings import Notes, Rule
from scorm.packaging.manifest import CompletionThreshold
from scorm.packaging.xml import Element

_THRESHOLD = ("completedbymeasure", "minprogressmeasure", "progressweight")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")


def one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def as_identifier(text: str) -> str:
    """An identifier without the white space that does not count, which ``%20`` stands for too."""
    return one_line(text.replace("%20", " "))


def as_flag(text: str, default: bool) -> bool:
    """An xs:boolean; anything else counts as not given."""
    known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    return known.get(text.strip().lower(), default)


def as_number(text: str, low: float, high: float) -> float | None:
    """A decimal number within bounds, else None."""
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) and low <= number <= high else None


def read_number(element: Element | None, low: float, high: float, notes: Notes) -> float | None:
    """The number in an element, with a finding when it is not one."""
    if element is None or not element.text:
        return None
    number = as_number(element.text, low, high)
    if number is None:
        _note_bad(element, element.text, notes)
    return number


def read_threshold(element: Element | None, notes: Notes) -> CompletionThreshold | None:
    """Text in the 2nd and 3rd edition, attributes in the 4th. [CAM 3.4.1.15]"""
    if element is None:
        return None
    if element.text and not any(map(element.get, _THRESHOLD)):
        number = read_number(element, 0, 1, notes)
        if number is None:
            return None
        return CompletionThreshold(completed_by_measure=True, min_progress_measure=number)
    return CompletionThreshold(
        completed_by_measure=as_flag(element.get("completedbymeasure"), False),
        min_progress_measure=_portion(element, "minprogressmeasure", notes),
        progress_weight=_portion(element, "progressweight", notes),
    )


def _portion(element: Element, name: str, notes: Notes) -> float:
    given = element.get(name)
    number = as_number(given, 0, 1) if given else 1.0
    if number is None:
        _note_bad(element, given, notes)
        return 1.0
    return number


def _note_bad(element: Element, given: str, notes: Notes) -> None:
    notes.warning(
        Rule.BAD_VALUE,
        f'The value "{one_line(given)[:50]}" of {element.name} is not allowed and is ignored.',
        element.line,
    )
