"""The figures, seats and registrations of a dispatch as the documentation shows them."""

from typing import Any

from api.example_facts import CREATED, DISPATCH, SESSION, TENANT, UPDATED

_page = {"page": 1, "limit": 20, "total": 1, "total_pages": 1}
_score = {"scaled": 0.85, "raw": 85.0, "min": 0.0, "max": 100.0}
_result: dict[str, Any] = {
    "completion_status": "completed",
    "success_status": "passed",
    "score": _score,
    "progress": 1.0,
    "attempt": 1,
    "version": 14,
    "at": UPDATED,
}
_seat = {
    "user_id": "user-123",
    "learner_name": "Ada Lovelace",
    "registered": True,
    "licensed": True,
    "since": CREATED,
    "sessions": 1,
    "last_activity_at": UPDATED,
}

PARAMETERS: dict[str, dict[str, Any]] = {
    "licensed": {"example": True},
    "state": {"description": "Only those whose result has come this far.", "example": "pending"},
}
EXAMPLES: dict[str, Any] = {
    "DispatchStats": {
        "dispatch_id": DISPATCH,
        "sessions": 40,
        "learners": 38,
        "launches": 95,
        "registrations": 38,
        "licenses_used": 38,
        "completions": 30,
        "passed": 27,
        "failed": 3,
        "completion_rate": 0.75,
        "pass_rate": 0.9,
        "avg_score_scaled": 0.82,
        "total_time_seconds": 72_000,
        "last_activity_at": UPDATED,
        "results": {"accepted": 34, "pending": 4, "refused": 1, "none": 1},
        "by_day": [{"date": "2026-11-21", "launches": 9, "completions": 3}],
    },
    "SeatList": {"seats": [_seat], "pagination": _page},
    "Seat": {**_seat, "licensed": False},
    "DispatchRenewed": {
        "dispatch_id": DISPATCH,
        "registration_count": 0,
        "license_count": 38,
    },
    "Ledger": {
        "entries": [
            {
                "id": 4711,
                "at": UPDATED,
                "kind": "released",
                "user_id": "user-123",
                "session_id": None,
                "actor": {"kind": "key", "id": TENANT, "name": "Learning portal"},
                "registrations": 0,
                "licenses": -1,
                "registration_count": 38,
                "license_count": 37,
            }
        ],
        "pagination": _page,
    },
    "RegistrationList": {
        "registrations": [
            {
                "id": "d4f6a8b0-2c3d-4e5f-8a9b-0c1d2e3f4a5b",
                "session_id": SESSION,
                "user_id": "user-123",
                "learner_name": "Ada Lovelace",
                "state": "accepted",
                "arrival": "new",
                "host": "https://lms.example.com",
                "lms": "1.2",
                "recorded": {**_result, "time_spent_seconds": 2700},
                "accepted": _result,
                "refused": None,
                "diagnosis_code": "LEC-00",
                "diagnosis": {"code": "LEC-00", "standard": "1.2", "api": "parent 2"},
                "created_at": CREATED,
                "opened_at": UPDATED,
            }
        ],
        "pagination": _page,
    },
}
