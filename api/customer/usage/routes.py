"""What the caller's tenant uses of what its plan allows."""

from datetime import UTC, datetime

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth, rates
from api.customer.usage import view
from api.customer.usage.shapes import Usage
from api.operations import Operation, operation
from services.quotas import usage

bp = Blueprint("customer_usage", __name__, url_prefix="/api/customer")
auth.protect_customer(bp)
tag_blueprint(bp, ["Workspace"])


@bp.get("/usage")
@operation(Operation(answer=Usage))
async def read_usage() -> Usage:
    """Read the usage.

    What the workspace uses, what its plan allows, and how much of that is in use. Storage and
    packages count as they are now; learners, launches and requests within the calendar month.
    """
    now, tenant_id, limits = datetime.now(UTC), auth.tenant_id(), rates.limits()
    found = await usage.usage(tenant_id, now)
    pending = rates.meter().pending(tenant_id, now)
    return view.present(found, pending, await limits.limits_of(tenant_id), limits.window_seconds)
