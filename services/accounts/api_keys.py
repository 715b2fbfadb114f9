"""API keys: made once, shown once, kept as a hash, checked on every request."""

import hashlib
import json
import secrets
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from models.tenant import ApiKey, Scope
from services import database
from services.errors import ApiKeyNotFound, Invalid, Unauthorized

IMPLIED: dict[str, frozenset[str]] = {
    Scope.ADMIN: frozenset(Scope),
    Scope.PUBLIC_API: frozenset({Scope.READ, Scope.WRITE}),
    Scope.INTERNAL_PRODUCT: frozenset({Scope.READ, Scope.WRITE, Scope.DELETE}),
}
USE_IS_NOTED_EVERY = timedelta(minutes=1)
PREFIX_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a request speaks for; ``scopes`` holds the implied ones as well."""

    tenant_id: UUID
    key_id: UUID
    key_name: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class NewKey:
    key: str
    row: ApiKey


def mint(*, live: bool = True) -> str:
    """384 random bits, and a checksum by which scanners tell a real key from noise."""
    body = f"scorm_{'live' if live else 'test'}_{secrets.token_urlsafe(48)}"
    return f"{body}{zlib.crc32(body.encode()):08x}"


async def create(
    tenant_id: UUID, name: str, scopes: list[str], *, expires_at: datetime | None, key: str = ""
) -> NewKey:
    """Raises Invalid for an unknown scope; ``key`` is given only when an operator chose it."""
    unknown = sorted(set(scopes) - set(Scope))
    if unknown or not scopes:
        raise Invalid.field("scopes", f"choose from {', '.join(Scope)}")
    key = key or mint()
    async with database.tenant_scope(tenant_id):
        row = await ApiKey.create(
            tenant_id=tenant_id,
            name=name,
            prefix=key[:PREFIX_SHOWN] if len(key) > 2 * PREFIX_SHOWN else key[:4],
            key_hash=hash_of(key),
            scopes=list(scopes),
            expires_at=expires_at,
        )
    return NewKey(key, row)


async def everyone(tenant_id: UUID) -> list[ApiKey]:
    async with database.tenant_scope(tenant_id):
        return await ApiKey.filter(tenant_id=tenant_id).order_by("created_at")


async def revoke(tenant_id: UUID, key_id: UUID, now: datetime) -> ApiKey:
    """Takes effect with the next request; a second time changes nothing."""
    async with database.tenant_scope(tenant_id):
        row = await ApiKey.get_or_none(tenant_id=tenant_id, id=key_id)
        if row is None:
            raise ApiKeyNotFound(key_id=str(key_id))
        if row.revoked_at is None:
            row.revoked_at = now
            await row.save(update_fields=["revoked_at"])
        return row


async def authenticate(key: str, now: datetime) -> Caller:
    """Raises Unauthorized, with the reason, for a key that is missing, unknown or over."""
    if not key:
        raise Unauthorized("Send your API key as X-API-Key.", reason="MISSING_API_KEY")
    found = await database.through_gate("SELECT * FROM find_api_key($1)", [hash_of(key)])
    if not found or found[0]["revoked_at"] is not None:
        raise Unauthorized("Invalid API Key", reason="INVALID_API_KEY")
    row = found[0]
    if row["expires_at"] is not None and row["expires_at"] <= now:
        raise Unauthorized("The API key has expired.", reason="EXPIRED_API_KEY")
    if row["last_used_at"] is None or row["last_used_at"] <= now - USE_IS_NOTED_EVERY:
        await _note_use(row["tenant_id"], row["id"], now)
    return Caller(row["tenant_id"], row["id"], row["name"], _with_implied(row["scopes"]))


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _with_implied(stored: str | list[str]) -> frozenset[str]:
    scopes: list[str] = json.loads(stored) if isinstance(stored, str) else stored
    return frozenset(scopes).union(*(IMPLIED.get(scope, frozenset()) for scope in scopes))


async def _note_use(tenant_id: UUID, key_id: UUID, now: datetime) -> None:
    async with database.tenant_scope(tenant_id):
        await ApiKey.filter(tenant_id=tenant_id, id=key_id).update(last_used_at=now)
