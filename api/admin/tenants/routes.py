"""Tenants: listing, making, renaming and suspending them."""

from typing import Any

import msgspec
from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.admin import reach
from api.admin.tenants.shapes import (
    AdminTenant,
    TenantCreate,
    TenantList,
    TenantListQuery,
    TenantUpdate,
)
from api.operations import Operation, operation
from api.paging import Pagination
from api.wire import stamp
from models.tenant import Scope, Tenant
from services.accounts import tenants
from services.errors import TenantNotFound

bp = Blueprint("admin_tenants", __name__, url_prefix="/api/admin/tenants")
auth.protect_admin(bp)
tag_blueprint(bp, ["Administration"])
PLATFORM = (Scope.PLATFORM,)
ADMIN = (Scope.ADMIN, Scope.PLATFORM)


@bp.get("")
@operation(Operation(answer=TenantList, query=TenantListQuery, scopes=ADMIN))
async def list_tenants(query_args: TenantListQuery) -> TenantList:
    """List tenants.

    Newest first. Without the scope of the platform, your own alone.
    """
    status = query_args.status or ""
    if auth.caller().is_platform:
        found, total = await tenants.page(status, query_args.page, query_args.size)
    else:
        own = await tenants.find(auth.tenant_id())
        total = int(status in {"", own.status})
        found = [own] if total and query_args.page == 1 else []
    shown = [_present(tenant) for tenant in found]
    return TenantList(shown, total, Pagination.of(query_args, total))


@bp.post("")
@operation(Operation(answer=AdminTenant, statuses=(201,), body=TenantCreate, scopes=PLATFORM))
async def create_tenant(data: TenantCreate) -> tuple[AdminTenant, int]:
    """Create a tenant.

    Give it a key next: POST /api/admin/api-keys with its id.
    """
    return _present(await tenants.create(data.name)), 201


@bp.get("/<tenant_id>")
@operation(Operation(answer=AdminTenant, refusals=(TenantNotFound,), scopes=ADMIN))
async def read_tenant(tenant_id: str) -> AdminTenant:
    """Read a tenant."""
    return _present(await tenants.find(await reach.tenant(tenant_id)))


@bp.patch("/<tenant_id>")
@operation(
    Operation(answer=AdminTenant, body=TenantUpdate, refusals=(TenantNotFound,), scopes=PLATFORM)
)
async def update_tenant(tenant_id: str, data: TenantUpdate) -> AdminTenant:
    """Change a tenant.

    Suspending it takes effect with the next request, and ends with status active.
    """
    changes: dict[str, Any] = msgspec.to_builtins(data)
    return _present(await tenants.change(await reach.tenant(tenant_id), changes))


def _present(tenant: Tenant) -> AdminTenant:
    return AdminTenant(
        id=str(tenant.id),
        tenant_id=str(tenant.id),
        name=tenant.name,
        status=tenant.status,
        plan=tenant.plan,
        created_at=stamp(tenant.created_at),
    )
