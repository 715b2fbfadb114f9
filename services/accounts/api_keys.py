"""API keys: made once, shown once, kept as a hash, checked on every request."""

import hashlib
import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from models.tenant import ApiKey, Scope
from services import database
from services.accounts import audit, callers
from services.accounts.callers import Caller
from services.errors import ApiKeyNotFound, Conflict, Invalid, Unauthorized

USE_IS_NOTED_EVERY: Final = timedelta(minutes=1)
PREFIX_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class NewKey:
    key: str
    row: ApiKey


@dataclass(frozen=True, slots=True)
class Rotation(NewKey):
    old: ApiKey


def mint(*, live: bool = True) -> str:
    """384 random bits, and a checksum by which scanners tell a real key from noise."""
    body = f"scorm_{'live' if live else 'test'}_{secrets.token_urlsafe(48)}"
    return f"{body}{zlib.crc32(body.encode()):08x}"


async def create(
    tenant_id: UUID,
    name: str,
    scopes: Sequence[str],
    *,
    expires_at: datetime | None,
    key: str = "",
) -> NewKey:
    """Raises Invalid for an unknown scope; ``key`` is given only when an operator chose it."""
    _check(scopes)
    made = _draft(tenant_id, name, scopes, expires_at, key or mint())
    async with database.tenant_scope(tenant_id) as connection:
        await made.row.save()
        await audit.note(connection, tenant_id, "key.created", made.row.id, _facts(made.row))
    return made


async def everyone(tenant_id: UUID) -> list[ApiKey]:
    async with database.tenant_scope(tenant_id):
        return await ApiKey.filter(tenant_id=tenant_id).order_by("created_at")


async def page(tenant_id: UUID, number: int, size: int) -> tuple[list[ApiKey], int]:
    """Newest first, and how many there are in all."""
    async with database.tenant_scope(tenant_id):
        keys = ApiKey.filter(tenant_id=tenant_id)
        rows = keys.order_by("-created_at", "id").offset((number - 1) * size).limit(size)
        return await rows, await keys.count()


async def find(tenant_id: UUID, key_id: UUID) -> ApiKey:
    async with database.tenant_scope(tenant_id):
        return await _held(tenant_id, key_id, lock=False)


async def change(
    tenant_id: UUID, key_id: UUID, changes: dict[str, Any], granted: frozenset[str] | None = None
) -> ApiKey:
    """Name and scopes. Raises Invalid, ApiKeyNotFound, Conflict, Forbidden."""
    _check(changes.get("scopes", [Scope.READ]))
    async with database.tenant_scope(tenant_id) as connection:
        row = await _manageable(tenant_id, key_id, granted)
        _refuse_revoked(row)
        if granted is not None:
            callers.refuse_beyond(granted, changes.get("scopes", []))
        before = _facts(row)
        for name, value in changes.items():
            setattr(row, name, value)
        if changes:
            await row.save(update_fields=list(changes))
            facts = {"before": before, "after": _facts(row)}
            await audit.note(connection, tenant_id, "key.changed", key_id, facts)
        return row


async def rotate(
    tenant_id: UUID,
    key_id: UUID,
    overlap: timedelta,
    now: datetime,
    granted: frozenset[str] | None = None,
) -> Rotation:
    """A new key like this one, which goes on for the overlap. Raises ApiKeyNotFound, Conflict."""
    async with database.tenant_scope(tenant_id) as connection:
        old = await _manageable(tenant_id, key_id, granted)
        _refuse_over(old, now)
        life = old.expires_at - old.created_at if old.expires_at else None
        made = _draft(tenant_id, old.name, old.scopes, now + life if life else None, mint())
        await made.row.save()
        old.replaced_by = made.row.id
        old.expires_at = ends_at = min(now + overlap, old.expires_at or now + overlap)
        await old.save(update_fields=["replaced_by", "expires_at"])
        facts = {**_facts(made.row), "replaces": old.id, "old_key_ends_at": ends_at}
        await audit.note(connection, tenant_id, "key.rotated", made.row.id, facts)
    return Rotation(made.key, made.row, old)


async def revoke(
    tenant_id: UUID, key_id: UUID, now: datetime, granted: frozenset[str] | None = None
) -> ApiKey:
    """Takes effect with the next request; a second time changes nothing."""
    async with database.tenant_scope(tenant_id) as connection:
        row = await _manageable(tenant_id, key_id, granted)
        if row.revoked_at is None:
            row.revoked_at = now
            await row.save(update_fields=["revoked_at"])
            await audit.note(connection, tenant_id, "key.revoked", row.id, _facts(row))
        return row


async def authenticate(key: str, now: datetime) -> Caller:
    """Raises Unauthorized, with the reason, for a key that is missing, unknown or over.

    Raises Forbidden where the tenant is suspended.
    """
    if not key:
        raise Unauthorized("Send your API key as X-API-Key.", reason="MISSING_API_KEY")
    found = await database.through_gate("SELECT * FROM find_api_key($1)", [hash_of(key)])
    if not found or found[0]["revoked_at"] is not None:
        raise Unauthorized("Invalid API Key", reason="INVALID_API_KEY")
    row = found[0]
    if row["expires_at"] is not None and row["expires_at"] <= now:
        raise Unauthorized("The API key has expired.", reason="EXPIRED_API_KEY")
    callers.refuse_suspended(row)
    if row["last_used_at"] is None or row["last_used_at"] <= now - USE_IS_NOTED_EVERY:
        await _note_use(row["tenant_id"], row["id"], now)
    return Caller(
        kind="key",
        tenant_id=row["tenant_id"],
        id=row["id"],
        name=row["name"],
        scopes=callers.with_implied(row["scopes"]),
        error_format=row["error_format"],
    )


async def is_known(key: str) -> bool:
    """Also when it is over."""
    return bool(await database.through_gate("SELECT id FROM find_api_key($1)", [hash_of(key)]))


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _check(scopes: Sequence[str]) -> None:
    if not scopes or set(scopes) - set(Scope):
        raise Invalid.field("scopes", f"choose from {', '.join(Scope)}")


def _draft(
    tenant_id: UUID, name: str, scopes: Sequence[str], expires_at: datetime | None, key: str
) -> NewKey:
    row = ApiKey(
        id=uuid4(),
        tenant_id=tenant_id,
        name=name,
        prefix=key[:PREFIX_SHOWN] if len(key) > 2 * PREFIX_SHOWN else key[:4],
        key_hash=hash_of(key),
        scopes=list(dict.fromkeys(scopes)),
        expires_at=expires_at,
    )
    return NewKey(key, row)


async def _held(tenant_id: UUID, key_id: UUID, *, lock: bool) -> ApiKey:
    wanted = ApiKey.filter(tenant_id=tenant_id, id=key_id)
    row = await (wanted.select_for_update() if lock else wanted).first()
    if row is None:
        raise ApiKeyNotFound(key_id=str(key_id))
    return row


async def _manageable(tenant_id: UUID, key_id: UUID, granted: frozenset[str] | None) -> ApiKey:
    """An operator, who is granted everything, comes with None."""
    row = await _held(tenant_id, key_id, lock=True)
    if granted is not None:
        callers.refuse_beyond(granted, row.scopes)
    return row


def _refuse_revoked(row: ApiKey) -> None:
    if row.revoked_at is not None:
        raise Conflict("This key was revoked.", reason="REVOKED_API_KEY")


def _refuse_over(row: ApiKey, now: datetime) -> None:
    _refuse_revoked(row)
    if row.replaced_by is not None:
        raise Conflict("This key was rotated already.", reason="ROTATED_API_KEY")
    if row.expires_at is not None and row.expires_at <= now:
        raise Conflict("This key has expired; make a new one.", reason="EXPIRED_API_KEY")


def _facts(row: ApiKey) -> dict[str, Any]:
    return {
        "name": row.name,
        "key_prefix": row.prefix,
        "scopes": row.scopes,
        "expires_at": row.expires_at,
    }


async def _note_use(tenant_id: UUID, key_id: UUID, now: datetime) -> None:
    async with database.tenant_scope(tenant_id):
        await ApiKey.filter(tenant_id=tenant_id, id=key_id).update(last_used_at=now)
