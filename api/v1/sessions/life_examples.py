"""Attempts, launches and history of a session, as the documentation shows them."""

from typing import Any

from api.example_facts import CREATED, SESSION, UPDATED
from api.v1.sessions import part_examples

_LAUNCH = "3f6f0a55-6a3c-4d0d-8a3e-0b7a8f8b1c11"
_pages = {"page": 1, "limit": 20, "total": 1, "total_pages": 1}
_attempt: dict[str, Any] = {
    "number": 1,
    "completion_status": "completed",
    "success_status": "passed",
    "score": {"scaled": 0.85, "raw": 85.0, "min": 0.0, "max": 100.0},
    "progress_measure": 1.0,
    "time_spent_seconds": 2700,
    "started_at": CREATED,
    "ended_at": UPDATED,
    "current": False,
    "package_revision": 1,
    "runs": [],
    "activities": part_examples.PARTS["activities"],
}

EXAMPLES: dict[str, Any] = {
    "AttemptList": {"attempts": [_attempt], "pagination": _pages},
    "AttemptDetail": {
        **_attempt,
        "cmi_data": {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "85"},
        "activity_data": {
            "item-1": {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "85"}
        },
        "objectives": part_examples.PARTS["objectives"],
        "interactions": part_examples.PARTS["interactions"],
    },
    "StartAttemptRequest": {"force": False},
    "SessionStepRequest": {"version": 3},
    "ResetSessionRequest": {"version": 3},
    "SessionDeleted": {"session_id": SESSION, "success": True},
    "SessionLaunchList": {
        "launches": [
            {
                "id": _LAUNCH,
                "opened_at": CREATED,
                "last_contact_at": UPDATED,
                "ended_at": UPDATED,
                "end_reason": "exited",
                "superseded_at": None,
                "mode": "normal",
                "window": "frame",
                "attempt": 1,
                "seconds": 2700,
                "commits": 18,
            }
        ],
        "pagination": _pages,
    },
    "SessionHistory": {
        "history": [
            {
                "at": UPDATED,
                "launch_id": _LAUNCH,
                "seq": 18,
                "attempt": 1,
                "mode": "normal",
                "activity_id": "item-1",
                "late": False,
                "version": 20,
                "changes": [
                    {
                        "element": "cmi.core.lesson_status",
                        "value": "passed",
                        "length": 6,
                        "error": None,
                    }
                ],
                "calls": None,
            }
        ],
        "pagination": _pages,
    },
}
