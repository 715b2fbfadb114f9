"""Taking over what the browser recorded: the server believes nothing that the book forbids."""

from collections.abc import Mapping
from typing import Any, Final

from scorm.cmi.datamodel import DataModel
from scorm.cmi.datatypes import check
from scorm.cmi.errors import GENERAL, Fault, codes
from scorm.cmi.places import Place, find
from scorm.edition import Edition

MOST_ELEMENTS: Final = 10_000
MOST_NAME_CHARACTERS: Final = 300

# A patch is not ordered: what it lacks may come later in it.
_LATER: Final = (Fault.GAP, Fault.DEPENDENCY)


def apply_patch(
    edition: Edition, strict: bool, state: Mapping[str, str], patch: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, int]]:
    """The state with the final values of a patch, and the error codes of what was refused.

    ``None`` unsets an element. A patch may be applied again without changing anything.
    """
    model = DataModel(edition, dict(state), strict)
    refused = _round(model, patch)

    waiting = sorted((name for name in refused if refused[name] in _LATER), key=_row_order)
    for name in waiting:
        del refused[name]
    refused |= _round(model, {name: patch[name] for name in waiting})

    numbers = codes(edition)
    return model.values, {name: numbers.get(fault, GENERAL) for name, fault in refused.items()}


def _round(model: DataModel, patch: Mapping[str, Any]) -> dict[str, Fault]:
    refused: dict[str, Fault] = {}
    for name, value in patch.items():
        fault = _unset(model, name) if value is None else _put(model, name, value)
        if fault:
            refused[name] = fault
    return refused


def _row_order(name: str) -> list[tuple[int, str]]:
    """Earlier rows first, and in a row first what the others depend on, then its own lists."""
    last = name.rpartition(".")[2]
    rank = {"id": "0", "type": "1"}.get(last, "2")
    return [(int(part), "") for part in name.split(".") if part.isdecimal()] + [(-1, rank)]


def _put(model: DataModel, name: str, value: Any) -> Fault | None:
    if len(name) > MOST_NAME_CHARACTERS:
        return Fault.UNKNOWN
    if not isinstance(value, str):
        return Fault.TYPE
    fault = model.fault_of(name, value)
    if fault:
        return fault
    if len(model.values) >= MOST_ELEMENTS and name not in model.values:
        return Fault.CONFLICT
    model.store(name, value)
    return None


def _unset(model: DataModel, name: str) -> Fault | None:
    place = find(model.edition, name) if len(name) <= MOST_NAME_CHARACTERS else None
    if place is None:
        return Fault.UNKNOWN
    if "w" not in place.spec.access:
        return Fault.READ_ONLY
    return _remove(model, place, name)


def _remove(model: DataModel, place: Place, name: str) -> Fault | None:
    """Unset a value, unless that would leave a gap in a list."""
    value = model.values.pop(name, None)
    if value is not None and any(map(model.leaves_gap, place.rows)):
        model.values[name] = value
        return Fault.GAP
    return None


def departures(edition: Edition, state: Mapping[str, str]) -> dict[str, int]:
    """What lenient mode kept although the book would have refused it, with the book's codes."""
    strict = DataModel(edition, dict(state), strict=True)
    numbers = codes(edition)
    found: dict[str, int] = {}
    for name, value in state.items():
        place = find(edition, name) if len(name) <= MOST_NAME_CHARACTERS else None
        if place and "w" in place.spec.access:
            fault = _departure(strict, place, name, value)
            if fault:
                found[name] = numbers.get(fault, GENERAL)
    return found


def _departure(strict: DataModel, place: Place, name: str, value: str) -> Fault | None:
    if place.spec.type in ("pattern", "response"):
        return strict.fault_of(name, value)
    return check(place.spec.type, value, place.spec.limit, strict=True)
