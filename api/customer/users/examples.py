"""People of a tenant as the documentation shows them."""

from typing import Any

from api.example_facts import CREATED

USER_ID = "e2c4b6a8-1d3f-4a5c-8e7b-9f0a1b2c3d4e"
_USER: dict[str, Any] = {
    "id": USER_ID,
    "email": "kim@example.com",
    "name": "Kim Lee",
    "role": "editor",
    "has_password": True,
    "created_at": CREATED,
}

PARAMETERS: dict[str, dict[str, Any]] = {
    "member_id": {"description": "The id of somebody who may sign in.", "example": USER_ID},
}
EXAMPLES: dict[str, Any] = {
    "UserCreate": {
        "email": "kim@example.com",
        "name": "Kim Lee",
        "role": "editor",
        "password": "correct horse battery staple",
    },
    "UserUpdate": {"role": "admin"},
    "TenantUser": _USER,
    "TenantUserList": {
        "users": [_USER],
        "count": 1,
        "pagination": {"page": 1, "limit": 20, "total": 1, "total_pages": 1},
    },
    "UserRemoved": {"success": True, "user_id": USER_ID},
}
