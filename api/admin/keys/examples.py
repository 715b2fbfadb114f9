"""What operators ask of API keys, as the documentation shows it."""

from typing import Any

from api.example_facts import TENANT

EXAMPLES: dict[str, Any] = {
    "AdminApiKeyCreate": {
        "tenant_id": TENANT,
        "name": "Learning portal",
        "scopes": ["read", "write"],
        "expires_in_days": 90,
    },
}
