"""The record of any tenant."""

from quart import Blueprint, Response
from quart_schema import tag_blueprint

from api import auth
from api.admin import reach
from api.admin.keys.shapes import WhoseQuery, WhoseTenant
from api.customer.audit import view
from api.customer.audit.shapes import AuditList, AuditQuery, AuditVerification
from api.operations import Operation, operation
from models.tenant import Scope
from services.errors import TenantNotFound

bp = Blueprint("admin_audit", __name__, url_prefix="/api/admin/audit")
auth.protect_admin(bp)
tag_blueprint(bp, ["Administration"])
ADMIN = (Scope.ADMIN, Scope.PLATFORM)


class AdminAuditQuery(AuditQuery, kw_only=True):
    """Which entries of which tenant, and as what."""

    tenant_id: WhoseTenant = None


@bp.get("")
@operation(
    Operation(
        answer=AuditList,
        also=("text/csv",),
        query=AdminAuditQuery,
        refusals=(TenantNotFound,),
        scopes=ADMIN,
    )
)
async def list_tenant_audit_entries(query_args: AdminAuditQuery) -> AuditList | Response:
    """Read the record of a tenant.

    Who did what, when, and from where; newest first.
    """
    return await view.answer(await reach.tenant(query_args.tenant_id), query_args)


@bp.get("/verification")
@operation(
    Operation(answer=AuditVerification, query=WhoseQuery, refusals=(TenantNotFound,), scopes=ADMIN)
)
async def verify_tenant_audit(query_args: WhoseQuery) -> AuditVerification:
    """Verify the record of a tenant.

    Follows the chain of hashes from the beginning, and tells where it breaks.
    """
    return await view.verification(await reach.tenant(query_args.tenant_id))
