"""API keys, from the database to the wire."""

from datetime import datetime, timedelta
from typing import Literal

from api.customer.keys.shapes import ApiKey, ApiKeyCreated, ApiKeyRevoked, ApiKeyRotated
from api.wire import stamp, stamp_if
from models import tenant
from models.tenant import Scope
from services.accounts.api_keys import NewKey, Rotation


def created(made: NewKey) -> ApiKeyCreated:
    row = made.row
    return ApiKeyCreated(
        id=str(row.id),
        key=made.key,
        key_prefix=row.prefix,
        tenant_id=str(row.tenant_id),
        name=row.name,
        scopes=[Scope(scope) for scope in row.scopes],
        expires_at=stamp_if(row.expires_at),
        created_at=stamp(row.created_at),
    )


def rotated(made: Rotation, now: datetime) -> ApiKeyRotated:
    row, old = made.row, made.old
    return ApiKeyRotated(
        id=str(row.id),
        key=made.key,
        key_prefix=row.prefix,
        tenant_id=str(row.tenant_id),
        name=row.name,
        scopes=[Scope(scope) for scope in row.scopes],
        expires_at=stamp_if(row.expires_at),
        created_at=stamp(row.created_at),
        replaces=str(old.id),
        old_key_ends_at=stamp(old.expires_at or now),
    )


def present(row: tenant.ApiKey, now: datetime) -> ApiKey:
    return ApiKey(
        id=str(row.id),
        key_prefix=row.prefix,
        tenant_id=str(row.tenant_id),
        name=row.name,
        scopes=[Scope(scope) for scope in row.scopes],
        status=_status(row, now),
        replaced_by=None if row.replaced_by is None else str(row.replaced_by),
        expires_at=stamp_if(row.expires_at),
        revoked_at=stamp_if(row.revoked_at),
        last_used_at=stamp_if(row.last_used_at),
        created_at=stamp(row.created_at),
    )


def revoked(row: tenant.ApiKey, now: datetime) -> ApiKeyRevoked:
    return ApiKeyRevoked(api_key_id=str(row.id), revoked_at=stamp(row.revoked_at or now))


def end(days: int | None, now: datetime) -> datetime | None:
    return None if days is None else now + timedelta(days=days)


def _status(row: tenant.ApiKey, now: datetime) -> Literal["active", "expired", "revoked"]:
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at is not None and row.expires_at <= now:
        return "expired"
    return "active"
