"""The state of a tree as versioned JSON, and back. What nobody touched is left out."""

import json
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final

from scorm.sequencing.selection import is_varied
from scorm.sequencing.tracking import Durations, GlobalObjective, ObjectiveState, Tracking
from scorm.sequencing.tree import Activity, ActivityTree

VERSION: Final = 1
_BLANK: Final = asdict(Tracking())


def save(tree: ActivityTree) -> str:
    """Global objectives are part of it only where they belong to the registration."""
    touched = {
        each.identifier: state for each in tree.activities.values() if (state := _state(each))
    }
    saved: dict[str, Any] = {"version": VERSION, "activities": touched}
    if tree.current is not None:
        saved["current"] = tree.current.identifier
    if tree.suspended is not None:
        saved["suspended"] = tree.suspended.identifier
    if not tree.definition.objectives_global_to_system:
        saved["globals"] = {name: _known(each) for name, each in tree.globals.items()}
    return json.dumps(saved, ensure_ascii=False, separators=(",", ":"))


def restore(tree: ActivityTree, text: str) -> None:
    """Into a fresh tree. Activities that the course no longer has are passed over.

    Raises ValueError for a text that no version of this module has written.
    """
    saved = json.loads(text)
    if saved.get("version") != VERSION:
        raise ValueError(f"not a snapshot of version {VERSION}")
    for name, state in saved["activities"].items():
        activity = tree.find(name)
        if activity is not None:
            activity.tracking = _tracking(activity, state)
    tree.current = tree.find(saved.get("current", ""))
    tree.suspended = tree.find(saved.get("suspended", ""))
    _mend(tree)
    for name, known in saved.get("globals", {}).items():
        tree.globals[name] = GlobalObjective(**known)


def _mend(tree: ActivityTree) -> None:
    """Where a revised course has no place any more for what was open, the blocks that are left
    of the way to it are suspended.
    """
    path = () if tree.current is None else tree.current.path()
    for each in tree.activities.values():
        if each.tracking.active and each not in path:
            each.tracking.active, each.tracking.suspended = False, True
    if path and path[0].tracking.active:
        for each in path:
            each.tracking.active = True


def _state(activity: Activity) -> dict[str, Any]:
    tracking = activity.tracking
    state = {
        name: value
        for name in _BLANK
        if (value := getattr(tracking, name)) != _BLANK[name] and name not in _NESTED
    }
    for name in _ORDERS:
        places: tuple[int, ...] | None = getattr(tracking, name)
        if places is not None:
            state[name] = [activity.children[place].identifier for place in places]
    if tracking.began_at is not None:
        state["began_at"] = tracking.began_at.isoformat()
    if tracking.durations != Durations():
        state["durations"] = _known(tracking.durations)
    objectives = {name: _known(each) for name, each in tracking.objectives.items()}
    if objectives:
        state["objectives"] = objectives
    return state


_ORDERS: Final = ("chosen", "upcoming")
_NESTED: Final = frozenset({"objectives", "durations", "began_at", *_ORDERS})


def _known(record: ObjectiveState | Durations) -> dict[str, Any]:
    blank = type(record)()
    values = {each.name: getattr(record, each.name) for each in fields(record)}
    return {name: value for name, value in values.items() if value != getattr(blank, name)}


def _tracking(activity: Activity, state: dict[str, Any]) -> Tracking:
    known = {name: value for name, value in state.items() if name in _BLANK}
    known["objectives"] = {
        name: ObjectiveState(**each) for name, each in state.get("objectives", {}).items()
    }
    known["durations"] = Durations(**state.get("durations", {}))
    if "began_at" in state:
        known["began_at"] = datetime.fromisoformat(state["began_at"])
    for name in _ORDERS:
        known[name] = _places(activity, state.get(name))
    return Tracking(**known)


def _places(activity: Activity, names: list[str] | None) -> tuple[int, ...] | None:
    """The manifest may have been revised since: what is gone is left out, and what is new follows
    unless there is a selection.
    """
    if names is None or not is_varied(activity):
        return None
    known = {each.identifier: each.place for each in activity.children}
    places = [known[name] for name in names if name in known]
    if activity.sequencing.selection.count is None:
        places += sorted(set(known.values()) - set(places))
    return tuple(places) if places or not names else None
