"""Why the run-time data model says no: names shared, numbers per edition."""

from enum import StrEnum
from typing import Final

from scorm.edition import Edition


class Fault(StrEnum):
    NO_NAME_READ = "nameless"  # GetValue of the empty name
    NO_NAME_WRITTEN = "unnamed"  # SetValue of the empty name
    UNKNOWN = "unknown"
    NO_CHILDREN = "childless"
    NO_COUNT = "countless"
    KEYWORD = "keyword"  # _children, _count and _version cannot be set
    READ_ONLY = "read"
    WRITE_ONLY = "write"
    NO_ROW = "row"  # reading beyond the end of a list
    GAP = "gap"  # writing beyond the end of a list
    UNSET = "unset"
    DEPENDENCY = "needs"
    TYPE = "type"
    RANGE = "range"
    CONFLICT = "conflict"  # a duplicate, or a value that may be set only once


GENERAL: Final = 101

SCORM_12: Final[dict[Fault, int]] = {
    Fault.NO_NAME_READ: 201,
    Fault.NO_NAME_WRITTEN: 201,
    Fault.UNKNOWN: 201,
    Fault.NO_CHILDREN: 202,
    Fault.NO_COUNT: 203,
    Fault.KEYWORD: 402,
    Fault.READ_ONLY: 403,
    Fault.WRITE_ONLY: 404,
    Fault.NO_ROW: 201,
    Fault.GAP: 201,
    Fault.TYPE: 405,
    Fault.RANGE: 405,
}

SCORM_2004: Final[dict[Fault, int]] = {
    Fault.NO_NAME_READ: 301,
    Fault.NO_NAME_WRITTEN: 351,
    Fault.UNKNOWN: 401,
    Fault.NO_CHILDREN: 301,
    Fault.NO_COUNT: 301,
    Fault.KEYWORD: 404,
    Fault.READ_ONLY: 404,
    Fault.WRITE_ONLY: 405,
    Fault.NO_ROW: 301,
    Fault.GAP: 351,
    Fault.UNSET: 403,
    Fault.DEPENDENCY: 408,
    Fault.TYPE: 406,
    Fault.RANGE: 407,
    Fault.CONFLICT: 351,
}

TEXTS_12: Final[dict[str, str]] = {
    "0": "No error",
    "101": "General exception",
    "201": "Invalid argument",
    "202": "Element cannot have children",
    "203": "Element is not a list and has no count",
    "301": "Not initialized",
    "401": "Not implemented",
    "402": "Invalid set value, element is a keyword",
    "403": "Element is read only",
    "404": "Element is write only",
    "405": "Incorrect data type",
}

TEXTS_2004: Final[dict[str, str]] = {
    "0": "No error",
    "101": "General exception",
    "102": "General initialization failure",
    "103": "Already initialized",
    "104": "Content instance terminated",
    "111": "General termination failure",
    "112": "Termination before initialization",
    "113": "Termination after termination",
    "122": "Retrieve data before initialization",
    "123": "Retrieve data after termination",
    "132": "Store data before initialization",
    "133": "Store data after termination",
    "142": "Commit before initialization",
    "143": "Commit after termination",
    "201": "General argument error",
    "301": "General get failure",
    "351": "General set failure",
    "391": "General commit failure",
    "401": "Undefined data model element",
    "402": "Unimplemented data model element",
    "403": "Data model element value not initialized",
    "404": "Data model element is read only",
    "405": "Data model element is write only",
    "406": "Data model element type mismatch",
    "407": "Data model element value out of range",
    "408": "Data model dependency not established",
}


def codes(edition: Edition) -> dict[Fault, int]:
    return SCORM_2004 if edition.is_2004 else SCORM_12


def texts(edition: Edition) -> dict[str, str]:
    return TEXTS_2004 if edition.is_2004 else TEXTS_12


class RteError(Exception):
    """The book said no to a call of the content."""

    def __init__(self, fault: Fault, edition: Edition, element: str) -> None:
        super().__init__(f"{element}: {fault}")
        self.fault = fault
        self.code = codes(edition).get(fault, GENERAL)
