"""API keys open exactly one tenant, until they are over."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from models.tenant import TenantStatus
from services import database as db
from services.accounts import api_keys, audit, tenants
from services.accounts.audit import Wanted
from services.errors import ApiKeyNotFound, Conflict, Forbidden, Invalid, Unauthorized

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


async def refusal_reason(key: str, now: datetime = NOW) -> object:
    with pytest.raises(Unauthorized) as refused:
        await api_keys.authenticate(key, now)
    return refused.value.details["reason"]


async def test_revoking_an_unknown_key_is_refused(tenant: UUID) -> None:
    with pytest.raises(ApiKeyNotFound):
        await api_keys.revoke(tenant, uuid4(), NOW)


async def test_being_an_administrator_is_not_being_the_platform(tenant: UUID) -> None:
    made = await api_keys.create(tenant, "Key", ["admin"], expires_at=None)

    assert not (await api_keys.authenticate(made.key, NOW)).is_platform


async def test_both_keys_work_while_a_rotation_overlaps(tenant: UUID) -> None:
    old = await api_keys.create(tenant, "CI", ["read", "write"], expires_at=None)

    new = await api_keys.rotate(tenant, old.row.id, timedelta(hours=2), NOW)

    for key in (old.key, new.key):
        caller = await api_keys.authenticate(key, NOW + timedelta(minutes=119))
        assert (caller.name, caller.scopes) == ("CI", {"read", "write"})
    assert await refusal_reason(old.key, NOW + timedelta(hours=2)) == "EXPIRED_API_KEY"
    assert (await api_keys.authenticate(new.key, NOW + timedelta(days=999))).id == new.row.id


async def test_a_rotation_keeps_how_long_keys_live_but_never_prolongs_the_old_one(
    tenant: UUID,
) -> None:
    end = NOW + timedelta(hours=1)
    old = await api_keys.create(tenant, "CI", ["read"], expires_at=end)
    [stored] = await api_keys.everyone(tenant)
    life = end - stored.created_at

    new = await api_keys.rotate(tenant, old.row.id, timedelta(hours=24), NOW)

    assert (await api_keys.find(tenant, old.row.id)).expires_at == end
    assert new.row.expires_at == NOW + life


async def test_a_key_is_rotated_once_however_many_try(tenant: UUID) -> None:
    old = await api_keys.create(tenant, "CI", ["read"], expires_at=None)

    outcomes = await asyncio.gather(
        *(api_keys.rotate(tenant, old.row.id, timedelta(hours=1), NOW) for _ in range(5)),
        return_exceptions=True,
    )

    assert sum(isinstance(one, api_keys.NewKey) for one in outcomes) == 1
    assert sum(isinstance(one, Conflict) for one in outcomes) == 4
    assert len(await api_keys.everyone(tenant)) == 2


async def test_a_suspended_tenants_keys_are_refused_until_it_goes_on(tenant: UUID) -> None:
    made = await api_keys.create(tenant, "CI", ["read"], expires_at=None)

    await tenants.change(tenant, {"status": TenantStatus.SUSPENDED})
    with pytest.raises(Forbidden) as refused:
        await api_keys.authenticate(made.key, NOW)
    await tenants.change(tenant, {"status": TenantStatus.ACTIVE})

    assert refused.value.details["reason"] == "TENANT_SUSPENDED"
    assert (await api_keys.authenticate(made.key, NOW)).tenant_id == tenant


async def test_what_becomes_of_keys_is_recorded_without_the_keys(tenant: UUID) -> None:
    made = await api_keys.create(tenant, "CI", ["read"], expires_at=None)
    new = await api_keys.rotate(tenant, made.row.id, timedelta(0), NOW)
    await api_keys.revoke(tenant, new.row.id, NOW)
    await api_keys.revoke(tenant, new.row.id, NOW)

    entries, _ = await audit.page(tenant, Wanted(), 1, 20)

    assert [entry.action for entry in entries] == ["key.revoked", "key.rotated", "key.created"]
    assert all(key not in entry.facts for entry in entries for key in (made.key, new.key))
    assert made.row.prefix in entries[-1].facts
