"""The state of a tree as versioned JSON, and back. What nobody touched is left out."""

import json
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final

from scorm.sequencing.tracking import Durations, GlobalObjective, ObjectiveState, Tracking
from scorm.sequencing.tree import Activity, ActivityTree

VERSION: Final = 1
_BLANK: Final = asdict(Tracking())


def save(tree: ActivityTree) -> str:
    """Global objectives are part of it only where they belong to the registration."""
    touched = {
        each.identifier: state
        for each in tree.activities.values()
        if (state := _state(each.tracking))
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
    for name, known in saved.get("globals", {}).items():
        tree.globals[name] = GlobalObjective(**known)


def _state(tracking: Tracking) -> dict[str, Any]:
    state = {
        name: value
        for name in _BLANK
        if (value := getattr(tracking, name)) != _BLANK[name] and name not in _NESTED
    }
    if tracking.began_at is not None:
        state["began_at"] = tracking.began_at.isoformat()
    if tracking.durations != Durations():
        state["durations"] = _known(tracking.durations)
    objectives = {name: _known(each) for name, each in tracking.objectives.items()}
    if objectives:
        state["objectives"] = objectives
    return state


_NESTED: Final = frozenset({"objectives", "durations", "began_at"})


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
    for name in ("chosen", "upcoming"):
        known[name] = _places(activity, state.get(name))
    return Tracking(**known)


def _places(activity: Activity, places: list[int] | None) -> tuple[int, ...] | None:
    if places is None or any(place >= len(activity.children) for place in places):
        return None
    return tuple(places)
