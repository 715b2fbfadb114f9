"""Where an element name points: its row in the table, and the rows of lists on the way to it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from scorm.cmi.elements import schema
from scorm.cmi.spec import ElementSpec
from scorm.edition import Edition

NOWHERE: Final = -1
"""The index of rows that can never exist, such as ``01``."""

MOST_ROWS: Final = 2_000
"""No list may be longer; the book asks for 250."""

_INDEX: Final = re.compile("0|[1-9][0-9]{0,3}")
_REQUEST_VALID: Final = re.compile(
    r"adl\.nav\.request_valid\.(continue|previous|(choice|jump)\.\{target=[^{}]+\})"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list; ``list_name`` has ``n`` where ``place`` has real indices."""

    list_name: str
    place: str
    index: int

    @property
    def base(self) -> str:
        return f"{self.place}.{self.index}"


@dataclass(frozen=True, slots=True)
class Place:
    spec: ElementSpec
    rows: tuple[Row, ...] = ()


def normalised(element: str) -> tuple[str, tuple[Row, ...]]:
    """A name with ``n`` in the place of every index, and the rows that the indices select."""
    names: list[str] = []
    parts: list[str] = []
    rows: list[Row] = []
    for part in element.split("."):
        if part.isdecimal() and parts:
            rows.append(Row(".".join(names), ".".join(parts), _index(part)))
            names.append("n")
        else:
            # A literal n must not pass for an index.
            names.append("" if part == "n" else part)
        parts.append(part)
    return ".".join(names), tuple(rows)


def _index(part: str) -> int:
    index = int(part) if _INDEX.fullmatch(part) else NOWHERE
    return index if index < MOST_ROWS else NOWHERE


@lru_cache(maxsize=8192)
def find(edition: Edition, element: str) -> Place | None:
    """Where an element is, or None when the data model does not define it."""
    elements = schema(edition).elements
    name, rows = normalised(element)
    spec = elements.get(name)
    return Place(spec, rows) if spec else None


def is_request_valid(edition: Edition, element: str) -> bool:
    """Whether this asks if a navigation request would be valid [SCORM 2004 SN 5.6.2]."""
    match = _REQUEST_VALID.fullmatch(element) if edition.is_2004 else None
    return match is not None and (match[2] != "jump" or edition is Edition.SCORM_2004_4TH)
