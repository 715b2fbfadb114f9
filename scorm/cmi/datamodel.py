"""Getting and setting elements of the run-time data model, by the table of an edition."""

from collections.abc import Mapping
from typing import Final

from scorm.cmi.datatypes import check, number
from scorm.cmi.elements import JUDGED, schema
from scorm.cmi.errors import Fault, RteError
from scorm.cmi.interactions import (
    DISTINCT_PATTERNS,
    ONE_PATTERN,
    canonical,
    is_pattern,
    is_response,
)
from scorm.cmi.places import NOWHERE, Place, Row, find, is_request_valid, normalised
from scorm.edition import Edition

KEYWORDS: Final = ("._children", "._count", "._version")


def judged(values: Mapping[str, str], element: str) -> str | None:
    """A status that a threshold decides, whatever the content has set; None without threshold."""
    measure, threshold, reached, missed = JUDGED[element]
    needed = number(values.get(threshold))
    if needed is None:
        return None
    measured = number(values.get(measure))
    if measured is None:
        return "unknown"
    return reached if measured >= needed else missed


class DataModel:
    """The values of one SCO, and what its content may do with them.

    ``values`` is used, not copied. Access to one row of ``adl.data`` is in the hidden value
    ``adl.data.<n>._access``: ``r``, ``w``, ``rw`` or nothing.
    """

    __slots__ = ("_schema", "edition", "strict", "values")

    def __init__(self, edition: Edition, values: dict[str, str], strict: bool) -> None:
        self.edition = edition
        self.values = values
        self.strict = strict
        self._schema = schema(edition)

    def get(self, element: str) -> str:
        found = self._read(element)
        if isinstance(found, Fault):
            raise RteError(found, self.edition, element)
        return found

    def set(self, element: str, value: str) -> None:
        place = find(self.edition, element)
        if place and "append" in place.spec.rules:
            value = self.values.get(element, "") + value
        fault = self.fault_of(element, value)
        if fault:
            raise RteError(fault, self.edition, element)
        if self.strict and place and place.spec.type in ("pattern", "response"):
            kind = self.values[f"{place.rows[0].base}.type"]
            value = canonical(place.spec.type, kind, value)
        self.store(element, value)

    def store(self, element: str, value: str) -> None:
        """Keep a value without asking whether content may set it."""
        place = find(self.edition, element)
        if value == "" and place and "shared" in place.spec.rules:
            self.values.pop(element, None)
        else:
            self.values[element] = value

    def snapshot(self) -> dict[str, str]:
        return dict(self.values)

    def fault_of(self, element: str, value: str) -> Fault | None:
        """Why content may not give an element this value, or None when it may."""
        if element.endswith(KEYWORDS):
            return self._keyword_fault(element)
        place = find(self.edition, element)
        if place is None:
            return self._unknown_fault(element)
        return self._access_fault(place) or self._value_fault(place, element, value)

    def _keyword_fault(self, element: str) -> Fault:
        base = normalised(element)[0].rpartition(".")[0]
        known = self._schema.is_known(base) or normalised(element)[0] in self._schema.elements
        return Fault.KEYWORD if known else Fault.UNKNOWN

    def _unknown_fault(self, element: str) -> Fault:
        if element == "":
            return Fault.NO_NAME_WRITTEN
        return Fault.READ_ONLY if is_request_valid(self.edition, element) else Fault.UNKNOWN

    def _access_fault(self, place: Place) -> Fault | None:
        if "w" not in place.spec.access:
            return Fault.READ_ONLY
        fixed = "fixed" in place.spec.rules
        for row in place.rows:
            if not (self._row_exists(row) or (not fixed and self._row_is_next(row))):
                return Fault.GAP
        return None if "w" in self._row_access(place) else Fault.READ_ONLY

    def _row_access(self, place: Place) -> str:
        if "shared" not in place.spec.rules:
            return "rw"
        return self.values.get(f"{place.rows[0].base}._access", "rw")

    def _value_fault(self, place: Place, element: str, value: str) -> Fault | None:
        spec = place.spec
        if not spec.rules:
            return check(spec.type, value, spec.limit, self.strict)
        for needed in ("id", "type"):
            if needed in spec.rules and f"{place.rows[0].base}.{needed}" not in self.values:
                return Fault.DEPENDENCY
        if spec.type in ("pattern", "response"):
            return self._answer_fault(place, element, value)
        return check(spec.type, value, spec.limit, self.strict) or self._conflict(
            place, element, value
        )

    def _answer_fault(self, place: Place, element: str, value: str) -> Fault | None:
        kind = self.values[f"{place.rows[0].base}.type"]
        if place.spec.type == "response":
            return None if is_response(kind, value, self.strict) else Fault.TYPE
        if self.strict and kind in ONE_PATTERN and place.rows[-1].index > 0:
            return Fault.CONFLICT
        if not is_pattern(kind, value, self.strict):
            return Fault.TYPE
        distinct = self.strict and kind in DISTINCT_PATTERNS
        return self._duplicate(place, element, value) if distinct else None

    def _conflict(self, place: Place, element: str, value: str) -> Fault | None:
        if "once" in place.spec.rules and self.values.get(element, value) != value:
            return Fault.CONFLICT
        return self._duplicate(place, element, value) if "unique" in place.spec.rules else None

    def _duplicate(self, place: Place, element: str, value: str) -> Fault | None:
        row = place.rows[-1]
        leaf = element.rpartition(".")[2]
        index = 0
        other = f"{row.place}.0.{leaf}"
        while other in self.values:
            if index != row.index and self.values[other] == value:
                return Fault.CONFLICT
            index += 1
            other = f"{row.place}.{index}.{leaf}"
        return None

    def _row_exists(self, row: Row) -> bool:
        if row.index == NOWHERE:
            return False
        base = row.base
        for leaf in self._schema.rows[row.list_name]:  # noqa: SIM110 - half the time of any()
            if f"{base}.{leaf}" in self.values:
                return True
        return False

    def _row_is_next(self, row: Row) -> bool:
        """Rows are written without gaps, so the row before must be there."""
        return row.index == 0 or self._row_exists(Row(row.list_name, row.place, row.index - 1))

    def leaves_gap(self, row: Row) -> bool:
        """Whether a row is gone although a later one is there."""
        later = Row(row.list_name, row.place, row.index + 1)
        return not self._row_exists(row) and self._row_exists(later)

    def count(self, list_name: str, place: str) -> int:
        """The number of rows, by halving: a list may have hundreds, and has no gaps."""
        low, high = 0, 1
        while self._row_exists(Row(list_name, place, high - 1)):
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            if self._row_exists(Row(list_name, place, middle - 1)):
                low = middle
            else:
                high = middle
        return low

    def _read(self, element: str) -> str | Fault:
        place = find(self.edition, element)
        if place is None:
            return self._read_other(element)
        spec = place.spec
        if "r" not in spec.access:
            return Fault.WRITE_ONLY
        if not all(map(self._row_exists, place.rows)):
            return Fault.NO_ROW
        if "r" not in self._row_access(place):
            return Fault.WRITE_ONLY
        value = self._value(element)
        if value is None:
            value = spec.default
        return Fault.UNSET if value is None else value

    def _value(self, element: str) -> str | None:
        decided = judged(self.values, element) if element in JUDGED else None
        return self.values.get(element) if decided is None else decided

    def _read_other(self, element: str) -> str | Fault:
        """Keywords, validity of navigation requests, and what does not exist."""
        base, _, last = element.rpartition(".")
        if last in ("_children", "_count"):
            return self._read_keyword(base, last)
        if is_request_valid(self.edition, element):
            return self.values.get(element, "unknown")
        return Fault.UNKNOWN if element else Fault.NO_NAME_READ

    def _read_keyword(self, base: str, keyword: str) -> str | Fault:
        name, rows = normalised(base)
        if not self._schema.is_known(name):
            return Fault.UNKNOWN
        if not all(map(self._row_exists, rows)):
            return Fault.NO_ROW
        if keyword == "_count":
            counted = name in self._schema.rows
            return str(self.count(name, base)) if counted else Fault.NO_COUNT
        is_container = name in self._schema.children and not name.endswith(".n")
        return ",".join(self._schema.children[name]) if is_container else Fault.NO_CHILDREN
