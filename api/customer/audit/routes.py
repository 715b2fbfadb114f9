"""The record of what was done in a tenant."""

from quart import Blueprint, Response
from quart_schema import tag_blueprint

from api import auth
from api.customer.audit import view
from api.customer.audit.shapes import AuditList, AuditQuery, AuditVerification
from api.operations import Operation, operation
from models.tenant import Scope

bp = Blueprint("customer_audit", __name__, url_prefix="/api/customer/audit")
auth.protect_customer(bp)
tag_blueprint(bp, ["Workspace"])
ADMIN = (Scope.ADMIN,)


@bp.get("")
@operation(Operation(answer=AuditList, also=("text/csv",), query=AuditQuery, scopes=ADMIN))
async def list_audit_entries(query_args: AuditQuery) -> AuditList | Response:
    """Read the record.

    Who did what, when, and from where; newest first. Nothing in it can be changed or removed.
    """
    return await view.answer(auth.tenant_id(), query_args)


@bp.get("/verification")
@operation(Operation(answer=AuditVerification, scopes=ADMIN))
async def verify_audit() -> AuditVerification:
    """Verify the record.

    Every entry holds the hash of the one before: follows this chain from the beginning, and tells
    where it breaks if somebody has changed or removed an entry.
    """
    return await view.verification(auth.tenant_id())
