"""Signing in as the documentation shows it."""

from typing import Any

from api.customer.users.examples import USER_ID
from api.example_facts import TENANT

EXAMPLES: dict[str, Any] = {
    "SignIn": {"email": "kim@example.com", "password": "correct horse battery staple"},
    "IdentityToken": {"token": "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJraW0ifQ.c2ln"},
    "PasswordChange": {
        "current_password": "correct horse battery staple",
        "new_password": "four other words entirely",
    },
    "Identity": {
        "user": {
            "id": USER_ID,
            "email": "kim@example.com",
            "name": "Kim Lee",
            "role": "editor",
        },
        "api_key": None,
        "tenant": {"id": TENANT, "name": "Acme", "status": "active"},
        "scopes": ["delete", "read", "write"],
        "csrf_token": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
    "SignedOut": {"success": True},
}
