"""Sessions as the documentation shows them."""

from typing import Any

from api.example_facts import BASE, CREATED, LATER, PACKAGE, SESSION, TENANT, TITLE, UPDATED
from api.v1.sessions import creation_examples, life_examples, part_examples

_summary = {
    "id": SESSION,
    "session_id": SESSION,
    "package_id": PACKAGE,
    "tenant_id": TENANT,
    "user_id": "user-123",
    "learner_name": "Ada Lovelace",
    "learner": {"id": "user-123", "name": "Ada Lovelace", "email": "ada@example.com"},
    "completion_status": "completed",
    "success_status": "passed",
    "score": {"scaled": 0.85, "raw": 85.0, "min": 0.0, "max": 100.0},
    "progress_measure": None,
    "attempts": 1,
    "time_spent_seconds": 2700,
    "session_time": "PT45M",
    "status": "active",
    "version": 3,
    "package": {"id": PACKAGE, "title": TITLE, "version": "1.2"},
    "package_revision": 1,
    "dispatch_id": None,
    "created_at": CREATED,
    "updated_at": UPDATED,
    "launched_at": CREATED,
    "completed_at": UPDATED,
    "expires_at": LATER,
    "launch_count": 2,
    "last_launched_at": CREATED,
    "preview": False,
    "imported": False,
}
_detail = {
    **_summary,
    "cmi_data": {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "85"},
    "suspend_data": "",
    "location": "",
    **part_examples.PARTS,
}
_launch_url = f"{BASE}/player/{SESSION}?token=eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"

EXAMPLES: dict[str, Any] = {
    **creation_examples.EXAMPLES,
    **life_examples.EXAMPLES,
    "LaunchPackageRequest": {"user_id": "user-123", "learner_name": "Ada Lovelace"},
    "PreviewPackageRequest": {"window": "frame"},
    "ExternalLaunchRequest": {
        "token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyLTEyMyJ9.c2lnbmF0dXJl",
        "package_id": PACKAGE,
    },
    "PackageLaunchResponse": {
        "launch_url": _launch_url,
        "player_url": _launch_url,
        "launch_token": _launch_url.partition("=")[2],
        "package_id": PACKAGE,
        "session_id": SESSION,
        "user_id": "user-123",
        "learner_id": "user-123",
        "content_type": "scorm",
        "storage_backend": "local",
        "expires_in_seconds": 14_400,
        "expires_at": LATER,
        "resumed": False,
        "attempts": 1,
        "version": 1,
    },
    "SessionList": {
        "sessions": [_summary],
        "pagination": {"page": 1, "limit": 20, "total": 1, "total_pages": 1},
    },
    "Session": {**_detail, "session": _detail},
    "SessionSequencing": part_examples.sequencing(SESSION, UPDATED),
    "SessionUpdate": {
        "cmi_data": {"cmi.core.lesson_status": "passed"},
        "score": {"raw": 85.0, "min": 0.0, "max": 100.0},
        "version": 2,
    },
    "SessionUpdated": {
        "success": True,
        "session_id": SESSION,
        "updated_at": UPDATED,
        "version": 3,
        "session": _detail,
    },
}
