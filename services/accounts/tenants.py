"""Tenants: made by an operator, found by name or id."""

from uuid import UUID, uuid4

from models.tenant import Tenant
from services import database


async def create(name: str) -> Tenant:
    tenant_id = uuid4()
    async with database.tenant_scope(tenant_id):
        return await Tenant.create(id=tenant_id, name=name)


async def everyone() -> list[Tenant]:
    """Of all tenants, for operators and background work."""
    found: list[Tenant] = []
    for row in await database.through_gate("SELECT id FROM tenant_ids()", []):
        async with database.tenant_scope(row["id"]):
            found.append(await Tenant.get(id=row["id"]))
    return found


async def named(wanted: str) -> Tenant | None:
    """The tenant of this name or id; of several with one name, the oldest."""
    matching = [t for t in await everyone() if wanted in (t.name, str(t.id))]
    return min(matching, key=lambda tenant: tenant.created_at, default=None)


async def scope_ids() -> list[UUID]:
    return [row["id"] for row in await database.through_gate("SELECT id FROM tenant_ids()", [])]
