"""Tenants: made by an operator, found by name or id."""

from typing import Any
from uuid import UUID, uuid4

from models.tenant import Tenant, TenantStatus
from services import database
from services.accounts import audit
from services.errors import TenantNotFound

_ACTIONS = {TenantStatus.SUSPENDED: "tenant.suspended", TenantStatus.ACTIVE: "tenant.resumed"}


async def create(name: str) -> Tenant:
    tenant_id = uuid4()
    async with database.tenant_scope(tenant_id) as connection:
        tenant = await Tenant.create(id=tenant_id, name=name)
        await audit.note(connection, tenant_id, "tenant.created", tenant_id, {"name": name})
        return tenant


async def find(tenant_id: UUID) -> Tenant:
    """Raises TenantNotFound."""
    async with database.tenant_scope(tenant_id):
        tenant = await Tenant.get_or_none(id=tenant_id)
    if tenant is None:
        raise TenantNotFound
    return tenant


async def change(tenant_id: UUID, changes: dict[str, Any]) -> Tenant:
    """Name and status: a suspended tenant's keys and people are refused. Raises TenantNotFound."""
    async with database.tenant_scope(tenant_id) as connection:
        tenant = await Tenant.select_for_update().get_or_none(id=tenant_id)
        if tenant is None:
            raise TenantNotFound
        before = {name: getattr(tenant, name) for name in changes}
        different = {name: value for name, value in changes.items() if value != before[name]}
        for name, value in different.items():
            setattr(tenant, name, value)
        if different:
            await tenant.save(update_fields=list(different))
            action = _ACTIONS.get(different.get("status", ""), "tenant.changed")
            facts = {"before": {name: before[name] for name in different}, "after": different}
            await audit.note(connection, tenant_id, action, tenant_id, facts)
        return tenant


async def page(status: str, number: int, size: int) -> tuple[list[Tenant], int]:
    """Of all tenants, newest first, for operators; and how many there are in all."""
    rows = await database.through_gate(
        "SELECT * FROM tenant_page($1, $2, $3)", [status, (number - 1) * size, size]
    )
    found: list[Tenant] = []
    for row in rows:
        async with database.tenant_scope(row["id"]):
            found.append(await Tenant.get(id=row["id"]))
    return found, rows[0]["total"] if rows else await _count(status)


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


async def _count(status: str) -> int:
    """Where the page is empty, which tells no total, the first one does."""
    rows = await database.through_gate("SELECT * FROM tenant_page($1, 0, 1)", [status])
    return rows[0]["total"] if rows else 0
