"""Each numbered process of the book is one function, and its docstring cites the number."""

import inspect
import re
from collections import Counter
from types import ModuleType

from scorm.sequencing import (
    choice,
    delivery,
    flow,
    navigation,
    objectives,
    process,
    requests,
    rollup,
    rules,
    selection,
    termination,
)

MODULES = (
    choice,
    delivery,
    flow,
    navigation,
    objectives,
    process,
    requests,
    rollup,
    rules,
    selection,
    termination,
)
HEADING = re.compile(r"\[((?:OP|NB|TB|RB|SR|SB|DB|UP)\.[0-9.]+[ab]?)\]")

# SCORM 2004 4th Edition, Sequencing and Navigation, appendix C.
BOOK = {
    "OP.1",
    "NB.2.1",
    *(f"TB.2.{number}" for number in (1, 2, 3)),
    *("RB.1.1.a", "RB.1.1.b"),
    *("RB.1.2", "RB.1.2.a", "RB.1.2.b"),
    *("RB.1.3", "RB.1.3.a", "RB.1.3.b"),
    *("RB.1.4", "RB.1.4.1", "RB.1.4.2", "RB.1.5"),
    *("SR.1", "SR.2"),
    *(f"SB.2.{number}" for number in range(1, 14)),
    *("SB.2.9.1", "SB.2.9.2"),
    *("DB.1.1", "DB.2", "DB.2.1"),
    *("UP.1", "UP.2", "UP.2.1", "UP.3", "UP.4", "UP.5"),
}


def headings(module: ModuleType) -> list[str]:
    """The numbers that public functions of a module stand for."""
    return [
        number
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
        for number in HEADING.findall(function.__doc__ or "")
    ]


def test_every_process_has_exactly_one_function() -> None:
    found = Counter(number for module in MODULES for number in headings(module))

    assert BOOK - set(found) == set(), "nobody carries these out"
    assert set(found) - BOOK == set(), "the book does not know these"
    assert [number for number, times in found.items() if times > 1] == []
