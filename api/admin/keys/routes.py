"""The API keys of any tenant: making, listing and revoking them."""

from datetime import UTC, datetime

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth, ids
from api.admin import reach
from api.admin.keys.shapes import AdminApiKeyCreate, AdminPaging, WhoseQuery
from api.customer.keys import view
from api.customer.keys.shapes import ApiKeyCreated, ApiKeyList, ApiKeyRevoked
from api.operations import Operation, operation
from api.paging import Pagination
from models.tenant import Scope
from services.accounts import api_keys, callers
from services.errors import ApiKeyNotFound, TenantNotFound

bp = Blueprint("admin_keys", __name__, url_prefix="/api/admin/api-keys")
auth.protect_admin(bp)
tag_blueprint(bp, ["Administration"])
ADMIN = (Scope.ADMIN, Scope.PLATFORM)


@bp.get("")
@operation(
    Operation(answer=ApiKeyList, query=AdminPaging, refusals=(TenantNotFound,), scopes=ADMIN)
)
async def list_tenant_api_keys(query_args: AdminPaging) -> ApiKeyList:
    """List the API keys of a tenant.

    Newest first, revoked ones as well; never the keys themselves.
    """
    now, tenant_id = datetime.now(UTC), await reach.tenant(query_args.tenant_id)
    found, total = await api_keys.page(tenant_id, query_args.page, query_args.size)
    shown = [view.present(row, now) for row in found]
    return ApiKeyList(shown, total, Pagination.of(query_args, total))


@bp.post("")
@operation(
    Operation(
        answer=ApiKeyCreated,
        statuses=(201,),
        body=AdminApiKeyCreate,
        refusals=(TenantNotFound,),
        scopes=ADMIN,
    )
)
async def create_tenant_api_key(data: AdminApiKeyCreate) -> tuple[ApiKeyCreated, int]:
    """Create an API key for a tenant.

    The answer shows the key, this once. A key of the platform gives every scope of a tenant.
    """
    tenant_id = await reach.tenant(data.tenant_id)
    callers.refuse_beyond(_granted(), data.scopes)
    expires_at = view.end(data.expires_in_days, datetime.now(UTC))
    made = await api_keys.create(tenant_id, data.name, data.scopes, expires_at=expires_at)
    return view.created(made), 201


@bp.delete("/<api_key_id>")
@operation(
    Operation(
        answer=ApiKeyRevoked,
        query=WhoseQuery,
        refusals=(ApiKeyNotFound, TenantNotFound),
        scopes=ADMIN,
    )
)
async def revoke_tenant_api_key(api_key_id: str, query_args: WhoseQuery) -> ApiKeyRevoked:
    """Revoke an API key of a tenant.

    It is refused from the next request on. This cannot be undone.
    """
    now, tenant_id = datetime.now(UTC), await reach.tenant(query_args.tenant_id)
    key_id = ids.known(api_key_id, ApiKeyNotFound)
    row = await api_keys.revoke(tenant_id, key_id, now, _granted())
    return view.revoked(row, now)


def _granted() -> frozenset[str]:
    """Who looks after all tenants may give each of them what is theirs."""
    scopes = auth.caller().scopes
    return scopes | callers.OF_A_TENANT if auth.caller().is_platform else scopes
