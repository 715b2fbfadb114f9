"""Tenants as the documentation shows them."""

from typing import Any

from api.example_facts import CREATED, TENANT

_TENANT: dict[str, Any] = {
    "id": TENANT,
    "tenant_id": TENANT,
    "name": "Acme",
    "status": "active",
    "plan": "enterprise",
    "created_at": CREATED,
}

EXAMPLES: dict[str, Any] = {
    "TenantCreate": {"name": "Acme"},
    "TenantUpdate": {"status": "suspended"},
    "AdminTenant": _TENANT,
    "TenantList": {
        "tenants": [_TENANT],
        "count": 1,
        "pagination": {"page": 1, "limit": 20, "total": 1, "total_pages": 1},
    },
}
