"""API keys open exactly one tenant, until they are over."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services import database as db
from services.accounts import api_keys
from services.errors import ApiKeyNotFound, Invalid, Unauthorized

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


async def test_a_key_speaks_for_its_tenant_with_its_scopes(tenant: UUID) -> None:
    made = await api_keys.create(tenant, "CI", ["read", "write"], expires_at=None)

    caller = await api_keys.authenticate(made.key, NOW)

    assert caller.tenant_id == tenant
    assert caller.scopes == {"read", "write"}


@pytest.mark.parametrize(
    ("stored", "implied"),
    [("admin", {"read", "write", "delete"}), ("public_api", {"read", "write"})],
)
async def test_some_scopes_imply_others(tenant: UUID, stored: str, implied: set[str]) -> None:
    made = await api_keys.create(tenant, "Key", [stored], expires_at=None)

    assert implied <= (await api_keys.authenticate(made.key, NOW)).scopes


async def test_only_the_hash_and_a_prefix_are_stored(tenant: UUID) -> None:
    made = await api_keys.create(tenant, "CI", ["read"], expires_at=None)

    async with db.tenant_scope(tenant) as connection:
        rows = await connection.execute_query_dict("SELECT * FROM api_key")

    assert made.key not in str(rows)
    assert made.key.startswith(rows[0]["prefix"])
    assert len(rows[0]["prefix"]) <= len(made.key) // 3


async def test_a_missing_an_unknown_and_a_revoked_key_are_refused(tenant: UUID) -> None:
    made = await api_keys.create(tenant, "CI", ["read"], expires_at=None)
    await api_keys.revoke(tenant, made.row.id, NOW)

    reasons = [await refusal_reason(key) for key in ("", "scorm_live_unknown", made.key)]

    assert reasons == ["MISSING_API_KEY", "INVALID_API_KEY", "INVALID_API_KEY"]


async def test_an_expired_key_is_refused_as_expired(tenant: UUID) -> None:
    made = await api_keys.create(tenant, "CI", ["read"], expires_at=NOW)

    assert await refusal_reason(made.key) == "EXPIRED_API_KEY"


async def test_a_changed_or_shortened_key_is_unknown(tenant: UUID) -> None:
    made = await api_keys.create(tenant, "CI", ["read"], expires_at=None)

    for wrong in (made.key[:-1], made.key.swapcase(), made.row.prefix, made.key + " "):
        assert await refusal_reason(wrong) == "INVALID_API_KEY"


async def test_use_is_noted_at_most_once_a_minute(tenant: UUID) -> None:
    made = await api_keys.create(tenant, "CI", ["read"], expires_at=None)

    for seconds in (0, 30, 61):
        await api_keys.authenticate(made.key, NOW + timedelta(seconds=seconds))

    [row] = await api_keys.everyone(tenant)
    assert row.last_used_at == NOW + timedelta(seconds=61)


async def test_an_unknown_scope_is_refused_and_makes_no_key(tenant: UUID) -> None:
    with pytest.raises(Invalid):
        await api_keys.create(tenant, "CI", ["reed"], expires_at=None)

    assert await api_keys.everyone(tenant) == []


async def test_another_tenants_key_cannot_be_revoked(tenant: UUID, other_tenant: UUID) -> None:
    made = await api_keys.create(tenant, "CI", ["read"], expires_at=None)

    with pytest.raises(ApiKeyNotFound):
        await api_keys.revoke(other_tenant, made.row.id, NOW)

    assert (await api_keys.authenticate(made.key, NOW)).tenant_id == tenant


def test_a_thousand_keys_are_long_and_all_different() -> None:
    keys = {api_keys.mint() for _ in range(1000)}

    assert len(keys) == 1000
    assert all(len(key) >= 64 and key.startswith("scorm_live_") for key in keys)


async def refusal_reason(key: str) -> object:
    with pytest.raises(Unauthorized) as refused:
        await api_keys.authenticate(key, NOW)
    return refused.value.details["reason"]


async def test_revoking_an_unknown_key_is_refused(tenant: UUID) -> None:
    with pytest.raises(ApiKeyNotFound):
        await api_keys.revoke(tenant, uuid4(), NOW)
