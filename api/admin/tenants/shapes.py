"""Tenants as operators see them."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from api.paging import Pagination, Paging
from models.tenant import TenantStatus

TenantName = Annotated[str, Meta(min_length=1, max_length=255)]


class TenantCreate(Struct, kw_only=True):
    """A tenant to be made."""

    name: TenantName


class TenantUpdate(Struct, kw_only=True):
    """What to change; what is left out stays as it is."""

    name: TenantName | UnsetType = UNSET
    status: Annotated[
        TenantStatus | UnsetType,
        Meta(
            description="Keys and people of a suspended tenant are refused; learners who have a "
            "course open go on saving."
        ),
    ] = UNSET


class TenantListQuery(Paging, kw_only=True):
    """Which tenants."""

    status: Annotated[TenantStatus | None, Meta(description="Only tenants of this status.")] = None


class AdminTenant(Struct, kw_only=True):
    """A customer's workspace."""

    id: str
    tenant_id: Annotated[str, Meta(description="The same as id.")]
    name: str
    status: TenantStatus
    plan: Annotated[str, Meta(description="Changed by PUT /api/admin/tenants/{tenant_id}/plan.")]
    created_at: str


class TenantList(Struct):
    """Tenants, newest first."""

    tenants: list[AdminTenant]
    count: Annotated[int, Meta(description="All tenants that were asked for.")]
    pagination: Pagination
