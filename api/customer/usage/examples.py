"""An example of what usage looks like."""

from typing import Any

EXAMPLES: dict[str, Any] = {
    "Usage": {
        "plan": "learners-starter",
        "plan_label": "Starter, by learners",
        "period": {"start": "2026-11-01T00:00:00.000Z", "end": "2026-12-01T00:00:00.000Z"},
        "storage": {
            "used_bytes": 8_804_682_957,
            "limit_bytes": 10_737_418_240,
            "mode": "hard",
            "percent": 82,
            "announced_bytes": 0,
        },
        "packages": {"used": 12, "limit": 25, "mode": "hard", "percent": 48},
        "active_learners": {"used": 260, "limit": 250, "mode": "soft", "percent": 104},
        "launches": {"used": 1932, "limit": None, "mode": None, "percent": None},
        "api_requests": {"used": 41_208},
        "session_storage_bytes": 18_874_368,
        "rate_limits": {
            "read": {"limit": 1000, "window_seconds": 60},
            "write": {"limit": 100, "window_seconds": 60},
            "upload": {"limit": 10, "window_seconds": 60},
            "part": {"limit": 2000, "window_seconds": 60},
        },
        "thresholds": [
            {"resource": "storage_bytes", "threshold": 80},
            {"resource": "active_learners", "threshold": 80},
            {"resource": "active_learners", "threshold": 100},
        ],
    },
}
