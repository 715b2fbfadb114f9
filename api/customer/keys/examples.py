"""API keys as the documentation shows them."""

from typing import Any

from api.example_facts import CREATED, LATER, TENANT, UPDATED

KEY_ID = "3f8a1f0e-6a52-4d1c-9d3e-2f7b8c9d0e1a"
OLD_KEY_ID = "9d2b6c1a-0c3e-4f5a-8b7d-6e5f4a3b2c1d"
_PREFIX = "scorm_live_V3mJ8s1qQ"
_FACTS: dict[str, Any] = {
    "key_prefix": _PREFIX,
    "tenant_id": TENANT,
    "name": "Learning portal",
    "scopes": ["read", "write"],
}
_CREATED: dict[str, Any] = {
    "id": KEY_ID,
    "key": f"{_PREFIX}… (shown this once)",
    **_FACTS,
    "expires_at": None,
    "created_at": UPDATED,
}
API_KEY: dict[str, Any] = {
    "id": KEY_ID,
    **_FACTS,
    "status": "active",
    "replaced_by": None,
    "expires_at": None,
    "revoked_at": None,
    "last_used_at": UPDATED,
    "created_at": CREATED,
}

PARAMETERS: dict[str, dict[str, Any]] = {
    "api_key_id": {"description": "The id of an API key, not the key itself.", "example": KEY_ID},
}
EXAMPLES: dict[str, Any] = {
    "ApiKeyCreate": {"name": "Learning portal", "scopes": ["read", "write"], "expires_in_days": 90},
    "ApiKeyUpdate": {"name": "Learning portal, Vienna"},
    "ApiKeyRotation": {"overlap_hours": 24},
    "ApiKeyCreated": _CREATED,
    "ApiKeyRotated": {**_CREATED, "replaces": OLD_KEY_ID, "old_key_ends_at": LATER},
    "ApiKey": API_KEY,
    "ApiKeyList": {
        "api_keys": [API_KEY],
        "count": 1,
        "pagination": {"page": 1, "limit": 20, "total": 1, "total_pages": 1},
    },
    "ApiKeyRevoked": {"success": True, "api_key_id": KEY_ID, "revoked_at": UPDATED},
}
