"""The record as the documentation shows it."""

from typing import Any

from api.customer.keys.examples import KEY_ID
from api.customer.users.examples import USER_ID
from api.example_facts import UPDATED

_HASH = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

PARAMETERS: dict[str, dict[str, Any]] = {
    "action": {"example": "key.created"},
    "actor": {"example": USER_ID},
}
EXAMPLES: dict[str, Any] = {
    "AuditList": {
        "entries": [
            {
                "seq": 1,
                "at": UPDATED,
                "action": "key.created",
                "target": KEY_ID,
                "facts": {"name": "Learning portal", "scopes": ["read", "write"]},
                "actor": {"kind": "user", "id": USER_ID, "name": "Kim Lee"},
                "address": "192.0.2.7",
                "request_id": "5f0c7d6c2a3e4b1f9d8e7c6b5a493827",
                "previous_hash": "",
                "hash": _HASH,
            }
        ],
        "count": 1,
        "pagination": {"page": 1, "limit": 20, "total": 1, "total_pages": 1},
    },
    "AuditVerification": {
        "holds": True,
        "entries": 1,
        "head": _HASH,
        "broken_at": None,
        "problem": None,
    },
}
