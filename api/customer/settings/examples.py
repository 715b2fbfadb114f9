"""Settings of a tenant as the documentation shows them."""

from typing import Any

from api.example_facts import TENANT

_SETTLED: dict[str, Any] = {
    "error_format": "nested",
    "allowed_domains": ["lms.example.com"],
    "return_url": "https://lms.example.com/courses",
    "require_version": False,
}
_JWT: dict[str, Any] = {"issuer": "https://lms.example.com", "audience": "lectern"}

EXAMPLES: dict[str, Any] = {
    "TenantSettings": {
        "tenant_id": TENANT,
        **_SETTLED,
        "external_jwt": {**_JWT, "has_secret": True, "jwks_url": None, "jwks": None},
    },
    "TenantSettingsUpdate": {
        **_SETTLED,
        "external_jwt": {**_JWT, "secret": "at least thirty-two random characters"},
    },
}
