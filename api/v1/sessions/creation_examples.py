"""Creating sessions, as the documentation shows it."""

from typing import Any

from api.example_facts import CREATED, PACKAGE, SESSION, TENANT, TITLE, UPDATED

_summary = {
    "id": SESSION,
    "session_id": SESSION,
    "package_id": PACKAGE,
    "tenant_id": TENANT,
    "user_id": "user-123",
    "completion_status": "completed",
    "success_status": "passed",
    "package": {"id": PACKAGE, "title": TITLE, "version": "1.2"},
    "updated_at": UPDATED,
}
_brought = {
    "cmi_data": {
        "cmi.core.lesson_status": "incomplete",
        "cmi.core.lesson_location": "page-7",
        "cmi.suspend_data": "p=7;a=1,0,1",
    },
    "time_spent_seconds": 1260,
    "launched_at": CREATED,
}

EXAMPLES: dict[str, Any] = {
    "CreateSessionRequest": {
        "package_id": PACKAGE,
        "user_id": "user-123",
        "learner": {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.com"},
        "initial_state": _brought,
    },
    "ImportSessionsRequest": {
        "sessions": [
            {
                "package_id": PACKAGE,
                "user_id": "user-123",
                "session_id": "old-4711",
                "initial_state": _brought,
            }
        ]
    },
    "ImportSessionsResponse": {
        "results": [
            {
                "index": 0,
                "status": "created",
                "session_id": "old-4711",
                "version": 1,
                "error": None,
            }
        ],
        "created": 1,
        "existing": 0,
        "refused": 0,
    },
    "SessionBatchRequest": {"session_ids": [SESSION, "no-such-session"]},
    "SessionBatch": {"sessions": [_summary], "missing": ["no-such-session"]},
}
