"""Examples of plans."""

from typing import Any

from api.example_facts import TENANT

_LIMITS = {
    "storage_bytes": {"limit": 10_737_418_240, "mode": "hard"},
    "packages": {"limit": 25, "mode": "hard"},
    "active_learners": {"limit": 250, "mode": "soft"},
}
_PLAN = {
    "name": "learners-starter",
    "label": "Starter, by learners",
    "limits": _LIMITS,
    "rate_limits": {},
}

EXAMPLES: dict[str, Any] = {
    "PlanList": {"plans": [_PLAN], "count": 1},
    "PlanAssignment": {
        "plan": "learners-starter",
        "limits": {
            "packages": {"limit": 40, "mode": "hard"},
            "active_learners": None,
            "rate_limits": {"read": 2000},
        },
    },
    "TenantPlan": {
        "tenant_id": TENANT,
        "plan": "learners-starter",
        "label": "Starter, by learners",
        "limits": {
            "storage_bytes": {"limit": 10_737_418_240, "mode": "hard"},
            "packages": {"limit": 40, "mode": "hard"},
        },
        "rate_limits": {"read": 2000},
    },
}
