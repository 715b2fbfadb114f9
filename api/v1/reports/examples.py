"""Reports as the documentation shows them."""

from typing import Any

from api.example_facts import CREATED, DISPATCH, PACKAGE, SESSION, TITLE, UPDATED

PARAMETERS: dict[str, dict[str, Any]] = {
    "from": {"example": "2026-11-01"},
    "to": {"example": "2026-12-01"},
}

_period = {"from": "2026-11-01T00:00:00.000Z", "to": "2026-12-01T00:00:00.000Z"}
_page = {"page": 1, "limit": 20, "total": 1, "total_pages": 1}
_outcomes = {
    "sessions": 40,
    "completed": 30,
    "passed": 27,
    "failed": 3,
    "completion_rate": 0.75,
    "pass_rate": 0.9,
    "avg_score_scaled": 0.82,
    "total_time_seconds": 72_000,
}
_course = {"package_id": PACKAGE, "package_title": TITLE}
_learner = {"user_id": "user-123", "learner_name": "Ada Lovelace"}
_span = {"first_activity_at": CREATED, "last_activity_at": UPDATED}
_totals = {**_outcomes, "learners": 38, "last_activity_at": UPDATED}
_question = {
    **_course,
    "activity_id": "ITEM-1",
    "activity_title": TITLE,
    "interaction_id": "extinguisher",
    "type": "choice",
    "description": "Which extinguisher is for burning oil?",
    "objectives": ["extinguishers"],
}
_judged = {
    "answered": 30,
    "correct": 24,
    "incorrect": 6,
    "unanticipated": 0,
    "neutral": 0,
    "percent_correct": 80.0,
}


def _report(name: str, rows: list[dict[str, Any]], totals: dict[str, Any]) -> dict[str, Any]:
    return {
        "report": name,
        "period": _period,
        "rows": rows,
        "totals": totals,
        "pagination": _page,
    }


EXAMPLES: dict[str, Any] = {
    "SummaryReport": {
        "report": "summary",
        "period": _period,
        "totals": {**_totals, "launches": 95},
        "by_day": [{"date": "2026-11-21", "sessions": 4, "launches": 9, "completed": 3}],
        "top_packages": [{**_course, **_outcomes}],
    },
    "PackagesReport": _report(
        "packages",
        [
            {
                **_course,
                **_outcomes,
                "learners": 38,
                "median_time_seconds": 1750,
                "last_activity_at": UPDATED,
                "storage_bytes": 10_485_760,
            }
        ],
        _totals,
    ),
    "LearnersReport": _report(
        "learners",
        [{**_learner, "learner_email": "ada@example.com", **_outcomes, **_span}],
        _totals,
    ),
    "SessionsReport": _report(
        "sessions",
        [
            {
                "session_id": SESSION,
                **_course,
                "dispatch_id": None,
                **_learner,
                "learner_email": "ada@example.com",
                "status": "active",
                "completion_status": "completed",
                "success_status": "passed",
                "score_scaled": 0.85,
                "score_raw": 85.0,
                "score_min": 0.0,
                "score_max": 100.0,
                "progress_measure": None,
                "attempts": 1,
                "time_spent_seconds": 2700,
                "created_at": CREATED,
                "launched_at": CREATED,
                "completed_at": UPDATED,
                "updated_at": UPDATED,
            }
        ],
        _totals,
    ),
    "DispatchesReport": _report(
        "dispatches",
        [
            {
                "dispatch_id": DISPATCH,
                "dispatch_name": "Fire safety for Globex",
                "client_name": "Globex",
                "destination": "globex-lms",
                **_course,
                **_outcomes,
                "learners": 38,
                "results_accepted": 34,
                "results_pending": 4,
                "results_refused": 1,
                "results_none": 1,
                **_span,
            }
        ],
        _totals,
    ),
    "InteractionsReport": {
        **_report(
            "interactions",
            [
                {
                    **_question,
                    **_judged,
                    "avg_latency_seconds": 12.5,
                    "correct_responses": ["foam"],
                    "top_responses": [{"response": "foam", "count": 24}],
                }
            ],
            {"questions": 1, **_judged},
        ),
        "answers": [],
    },
}
