"""The record of any tenant."""

from typing import Annotated

from msgspec import Meta
from quart import Blueprint, Response
from quart_schema import tag_blueprint

from api import auth
from api.admin import reach
from api.customer.audit import view
from api.customer.audit.shapes import AuditList, AuditQuery
from api.operations import Operation, operation
from models.tenant import Scope
from services.errors import TenantNotFound

bp = Blueprint("admin_audit", __name__, url_prefix="/api/admin/audit")
auth.protect_admin(bp)
tag_blueprint(bp, ["Administration"])


class AdminAuditQuery(AuditQuery, kw_only=True):
    """Which entries of which tenant, and as what."""

    tenant_id: Annotated[
        str | None,
        Meta(description="Left out, your own; another only with the scope of the platform."),
    ] = None


@bp.get("")
@operation(
    Operation(
        answer=AuditList,
        also=("text/csv",),
        query=AdminAuditQuery,
        refusals=(TenantNotFound,),
        scopes=(Scope.ADMIN, Scope.PLATFORM),
    )
)
async def list_tenant_audit_entries(query_args: AdminAuditQuery) -> AuditList | Response:
    """Read the record of a tenant.

    Who did what, when, and from where; newest first.
    """
    return await view.answer(await reach.tenant(query_args.tenant_id), query_args)
