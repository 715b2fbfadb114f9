"""One table of the data model per edition, for the server and, as JSON, for the browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from scorm.cmi import elements12, elements2004
from scorm.cmi.errors import codes, texts
from scorm.cmi.languages import CODES
from scorm.cmi.patterns import PATTERNS
from scorm.cmi.spec import MOST_CHARACTERS, ElementSpec
from scorm.edition import Edition

# A status that is computed as soon as its threshold is known [SCORM 2004 RTE 4.2.4, 4.2.21]:
# measure, threshold, the status when it is reached, the status when it is not.
JUDGED: Final[dict[str, tuple[str, str, str, str]]] = {
    "cmi.completion_status": (
        "cmi.progress_measure",
        "cmi.completion_threshold",
        "completed",
        "incomplete",
    ),
    "cmi.success_status": ("cmi.score.scaled", "cmi.scaled_passing_score", "passed", "failed"),
}


@dataclass(frozen=True, slots=True)
class Schema:
    """The table of one edition, arranged for looking up."""

    edition: Edition
    elements: dict[str, ElementSpec]
    children: dict[str, tuple[str, ...]]
    """Names below each container, in the order of the book."""
    rows: dict[str, tuple[str, ...]]
    """For each list, what may stand in a row of it: its leaves, below its index."""

    def is_known(self, name: str) -> bool:
        return name in self.elements or name in self.children


def _children(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name in names:
        parts = name.split(".")
        for depth in range(1, len(parts)):
            found.setdefault(".".join(parts[:depth]), {})[parts[depth]] = None
    # The children of a list are those of its rows.
    return {
        name: tuple(found[f"{name}.n"]) if "n" in below else tuple(below)
        for name, below in found.items()
    }


def _rows(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """A row exists when any of its leaves has a value; nested lists count by their first row."""
    found: dict[str, list[str]] = {}
    for name in names:
        parts = name.split(".")
        for depth, part in enumerate(parts):
            if part == "n":
                leaf = ".".join("0" if p == "n" else p for p in parts[depth + 1 :])
                found.setdefault(".".join(parts[:depth]), []).append(leaf)
    return {name: tuple(leaves) for name, leaves in found.items()}


@cache
def schema(edition: Edition) -> Schema:
    specs = elements2004.elements(edition) if edition.is_2004 else elements12.ELEMENTS
    names = [spec.name for spec in specs]
    children = _children(names)
    if edition.is_2004:
        # cmi, adl and adl.nav are no elements in SCORM 2004: they have not even children.
        children = {name: below for name, below in children.items() if name not in _NAMESPACES}
    else:
        below = tuple(name for name in children["cmi"] if not name.startswith("_"))
        children["cmi"] = below
    return Schema(edition, {spec.name: spec for spec in specs}, children, _rows(names))


_NAMESPACES: Final = frozenset({"cmi", "adl", "adl.nav"})


def _entry(spec: ElementSpec) -> list[Any]:
    """An element as a row of JSON, without what is missing at its end."""
    rules = " ".join(spec.rules) or None
    entry = [spec.name, spec.access, spec.type, spec.limit, spec.default, rules]
    while entry[-1] is None:
        entry.pop()
    return entry


def table(edition: Edition, *, strict: bool = True) -> dict[str, Any]:
    """Everything that the browser needs to answer as the server would, as JSON.

    Only strict mode asks whether a language exists; lenient mode is spared the list of them.
    """
    specs = schema(edition).elements.values()
    used = {spec.type for spec in specs} | {"real", "identifier", "short", "request_valid"}
    table: dict[str, Any] = {
        "edition": edition.value,
        "most": MOST_CHARACTERS,
        "elements": [_entry(spec) for spec in specs],
        "patterns": {name: both for name, both in PATTERNS.items() if name in used},
        "codes": {fault.value: code for fault, code in codes(edition).items()},
        "texts": texts(edition),
        "namespaces": sorted(_NAMESPACES) if edition.is_2004 else [],
        "judged": JUDGED if edition.is_2004 else {},
    }
    if edition.is_2004 and strict:
        table["languages"] = " ".join(sorted(CODES))
    return table
