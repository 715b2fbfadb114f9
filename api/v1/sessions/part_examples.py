"""Examples of what a session read tells beyond the record itself."""

from typing import Any

_UNSCORED: dict[str, Any] = {"scaled": None, "raw": None, "min": None, "max": None}
_SCORE = {"scaled": 0.85, "raw": 85.0, "min": 0.0, "max": 100.0}
_YES: dict[str, Any] = {
    "allowed": True,
    "reason": None,
    "code": None,
    "activity": None,
    "ends": False,
}
_END = {**_YES, "ends": True}
_ITEM = "item-1"

PARTS: dict[str, Any] = {
    "activities": [
        {
            "id": _ITEM,
            "title": "Fire safety at work",
            "level": 1,
            "parent": None,
            "completion_status": "completed",
            "success_status": "passed",
            "score": _SCORE,
            "progress_measure": 1.0,
            "attempts": 1,
            "time_spent_seconds": 2700,
            "current": True,
        }
    ],
    "objectives": [
        {
            "activity_id": _ITEM,
            "id": "extinguishers",
            "description": "",
            "completion_status": "completed",
            "success_status": "passed",
            "score": _SCORE,
            "progress_measure": None,
        }
    ],
    "interactions": [
        {
            "activity_id": _ITEM,
            "id": "question-1",
            "type": "choice",
            "objectives": ["extinguishers"],
            "timestamp": "09:41:07",
            "correct_responses": ["b"],
            "weighting": 1.0,
            "learner_response": "b",
            "result": "correct",
            "latency": "PT0H0M12S",
            "description": "",
        }
    ],
}


def _no(reason: str, code: str, activity: str) -> dict[str, Any]:
    return {**_YES, "allowed": False, "reason": reason, "code": code, "activity": activity}


_NO_JUMP = _no(
    '"Module 1" is a block; only an activity without children can be opened.',
    "DB.1.1-1",
    "module-1",
)
_activity: dict[str, Any] = {
    "id": "lesson-1",
    "title": "Why it burns",
    "level": 2,
    "parent": "module-1",
    "visible": True,
    "selected": True,
    "deliverable": True,
    "current": True,
    "active": True,
    "suspended": False,
    "attempts": 1,
    "completion_status": "incomplete",
    "success_status": "unknown",
    "score": _UNSCORED,
    "progress_measure": 0.4,
    "choice": _YES,
    "jump": _YES,
    "control_modes": None,
    "rules": [],
    "objectives": [],
}
_objective: dict[str, Any] = {
    "id": "basics",
    "primary": True,
    "satisfied": None,
    "measure": None,
    "completed": None,
    "progress": None,
    "globals": [
        {"id": "com.example.basics", "reads": ["satisfied"], "writes": ["satisfied", "measure"]}
    ],
}
_module: dict[str, Any] = {
    **_activity,
    "id": "module-1",
    "title": "Module 1",
    "level": 1,
    "parent": "course",
    "deliverable": False,
    "current": False,
    "jump": _NO_JUMP,
    "control_modes": {
        "choice": False,
        "choice_exit": True,
        "flow": True,
        "forward_only": False,
    },
    "rules": [{"kind": "precondition", "says": "Skipped if satisfied", "applies": False}],
    "objectives": [_objective],
}


def sequencing(session_id: str, at: str) -> dict[str, Any]:
    closed = _no('The block "Module 1" does not allow choosing.', "SB.2.9-4", "module-1")
    decision = {
        "process": "DB.2",
        "activity": "lesson-1",
        "title": "Why it burns",
        "said": "Delivered.",
    }
    return {
        "session_id": session_id,
        "edition": "2004 4th Edition",
        "attempt": 1,
        "player": "current",
        "mode": "normal",
        "current": "lesson-1",
        "suspended": None,
        "controls": {
            "continue": _YES,
            "previous": _no("The beginning of the course is reached.", "SB.2.1-3", "lesson-1"),
            "suspendAll": _END,
            "exitAll": _END,
            "abandonAll": _no('"Why it burns" hides this control.', "HIDDEN", "lesson-1"),
        },
        "activities": [_module, {**_activity, "choice": closed}],
        "objectives_global_to_system": True,
        "global_objectives": [
            {
                "id": "com.example.basics",
                "satisfied": None,
                "measure": None,
                "raw": None,
                "min": None,
                "max": None,
                "completed": None,
                "progress": None,
            }
        ],
        "requests": [
            {
                "at": at,
                "request": "start",
                "target": None,
                "answer": "lesson-1",
                "decisions": [decision],
            }
        ],
    }
