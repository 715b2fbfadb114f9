"""The tenant's own API keys: making, listing, changing, rotating and revoking them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth, ids
from api.customer.keys import view
from api.customer.keys.shapes import (
    ApiKey,
    ApiKeyCreate,
    ApiKeyCreated,
    ApiKeyList,
    ApiKeyRevoked,
    ApiKeyRotated,
    ApiKeyRotation,
    ApiKeyUpdate,
)
from api.operations import Operation, operation
from api.paging import Pagination, Paging
from models.tenant import Scope
from services.accounts import api_keys, callers
from services.errors import ApiKeyNotFound, Conflict

bp = Blueprint("customer_keys", __name__, url_prefix="/api/customer/api-keys")
auth.protect_customer(bp)
tag_blueprint(bp, ["Workspace"])
ADMIN = (Scope.ADMIN,)


@bp.get("")
@operation(Operation(answer=ApiKeyList, query=Paging, scopes=ADMIN))
async def list_api_keys(query_args: Paging) -> ApiKeyList:
    """List API keys.

    Newest first, revoked ones as well; never the keys themselves.
    """
    now = datetime.now(UTC)
    found, total = await api_keys.page(auth.tenant_id(), query_args.page, query_args.size)
    shown = [view.present(row, now) for row in found]
    return ApiKeyList(shown, total, Pagination.of(query_args, total))


@bp.post("")
@operation(Operation(answer=ApiKeyCreated, statuses=(201,), body=ApiKeyCreate, scopes=ADMIN))
async def create_api_key(data: ApiKeyCreate) -> tuple[ApiKeyCreated, int]:
    """Create an API key.

    The answer shows the key, this once. Nobody gives a key a scope that they lack.
    """
    callers.refuse_beyond(auth.caller().scopes, data.scopes)
    expires_at = view.end(data.expires_in_days, datetime.now(UTC))
    made = await api_keys.create(auth.tenant_id(), data.name, data.scopes, expires_at=expires_at)
    return view.created(made), 201


@bp.get("/<api_key_id>")
@operation(Operation(answer=ApiKey, refusals=(ApiKeyNotFound,), scopes=ADMIN))
async def read_api_key(api_key_id: str) -> ApiKey:
    """Read an API key.

    What may be told of it: never the key itself.
    """
    row = await api_keys.find(auth.tenant_id(), ids.known(api_key_id, ApiKeyNotFound))
    return view.present(row, datetime.now(UTC))


@bp.patch("/<api_key_id>")
@operation(
    Operation(answer=ApiKey, body=ApiKeyUpdate, refusals=(ApiKeyNotFound, Conflict), scopes=ADMIN)
)
async def update_api_key(api_key_id: str, data: ApiKeyUpdate) -> ApiKey:
    """Change an API key.

    Its name or its scopes, from the next request on; the key stays the same.
    """
    changes: dict[str, Any] = msgspec.to_builtins(data)
    key_id = ids.known(api_key_id, ApiKeyNotFound)
    row = await api_keys.change(auth.tenant_id(), key_id, changes, auth.caller().scopes)
    return view.present(row, datetime.now(UTC))


@bp.post("/<api_key_id>/rotate")
@operation(
    Operation(
        answer=ApiKeyRotated,
        statuses=(201,),
        body=ApiKeyRotation,
        refusals=(ApiKeyNotFound, Conflict),
        scopes=ADMIN,
    )
)
async def rotate_api_key(api_key_id: str, data: ApiKeyRotation) -> tuple[ApiKeyRotated, int]:
    """Rotate an API key.

    Makes a key of the same name, scopes and term. The old one works until the overlap is over.
    """
    now, overlap = datetime.now(UTC), timedelta(hours=data.overlap_hours)
    key_id = ids.known(api_key_id, ApiKeyNotFound)
    rotation = await api_keys.rotate(auth.tenant_id(), key_id, overlap, now, auth.caller().scopes)
    return view.rotated(rotation, now), 201


@bp.delete("/<api_key_id>")
@operation(Operation(answer=ApiKeyRevoked, refusals=(ApiKeyNotFound,), scopes=ADMIN))
async def revoke_api_key(api_key_id: str) -> ApiKeyRevoked:
    """Revoke an API key.

    It is refused from the next request on. This cannot be undone.
    """
    now = datetime.now(UTC)
    key_id = ids.known(api_key_id, ApiKeyNotFound)
    row = await api_keys.revoke(auth.tenant_id(), key_id, now, auth.caller().scopes)
    return view.revoked(row, now)
