"""What was done stays written, in one unforked chain."""

import asyncio
import json
from uuid import UUID

import asyncpg
import pytest
from tortoise.exceptions import OperationalError

from services import database as db
from services.accounts import acting, audit
from services.accounts.acting import Actor
from services.accounts.audit import Wanted

KEY = Actor("key", "k-1", "CI", "192.0.2.7", "req-1")


async def noted(tenant: UUID, action: str = "package.deleted", **facts: object) -> None:
    async with db.tenant_scope(tenant) as connection:
        await audit.note(connection, tenant, action, "p-1", facts)


async def tampered(url: str, statement: str) -> None:
    owner = await asyncpg.connect(url)
    try:
        await owner.execute(statement)
    finally:
        await owner.close()


async def test_an_entry_tells_who_did_what_to_what(tenant: UUID) -> None:
    with acting.acting(KEY):
        await noted(tenant, revisions=3)

    [entry], total = await audit.page(tenant, Wanted(), 1, 20)

    assert total == 1
    assert (entry.seq, entry.action, entry.target) == (1, "package.deleted", "p-1")
    assert (entry.actor_kind, entry.actor_id, entry.actor_name) == ("key", "k-1", "CI")
    assert (entry.address, entry.request_id) == ("192.0.2.7", "req-1")
    assert json.loads(entry.facts) == {"revisions": 3}


async def test_without_anyone_else_the_product_acts(tenant: UUID) -> None:
    await noted(tenant)

    [entry], _ = await audit.page(tenant, Wanted(), 1, 20)

    assert entry.actor_kind == "system"


async def test_simultaneous_entries_make_one_chain(tenant: UUID, other_tenant: UUID) -> None:
    await asyncio.gather(
        *(noted(one, f"act.{n}") for n in range(20) for one in (tenant, other_tenant))
    )

    for one in (tenant, other_tenant):
        verification = await audit.verify(one)
        entries, _ = await audit.page(one, Wanted(), 1, 100)
        assert verification.holds
        assert verification.entries == 20
        assert [entry.seq for entry in entries] == list(range(20, 0, -1))
        assert len({entry.previous_hash for entry in entries}) == 20


async def test_what_is_rolled_back_leaves_no_entry_and_no_gap(tenant: UUID) -> None:
    await noted(tenant)
    with pytest.raises(RuntimeError):
        await _noted_in_vain(tenant)
    await noted(tenant)

    verification = await audit.verify(tenant)

    assert (verification.holds, verification.entries) == (True, 2)


async def _noted_in_vain(tenant: UUID) -> None:
    async with db.tenant_scope(tenant) as connection:
        await audit.note(connection, tenant, "package.deleted", "p-2", {})
        raise RuntimeError("the deletion itself fails")


async def test_a_long_chain_is_followed_in_steps(
    tenant: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "STEP", 3)
    for n in range(7):
        await noted(tenant, f"act.{n}")

    assert (await audit.verify(tenant)).entries == 7


@pytest.mark.parametrize(
    ("statement", "broken_at", "problem"),
    [
        ("UPDATE audit_entry SET facts = '{}' WHERE seq = 2", 2, "changed"),
        ("UPDATE audit_entry SET actor_name = 'Mallory' WHERE seq = 1", 1, "changed"),
        (
            "UPDATE audit_entry SET created_at = created_at + interval '1 day' WHERE seq = 3",
            3,
            "changed",
        ),
        ("DELETE FROM audit_entry WHERE seq = 2", 2, "missing"),
        ("DELETE FROM audit_entry WHERE seq = 3", 3, "missing"),
        ("DELETE FROM audit_entry", 1, "missing"),
        ("UPDATE audit_entry SET previous_hash = hash WHERE seq = 2", 2, "follow"),
        ("UPDATE audit_head SET hash = repeat('0', 64)", 3, "replaced"),
    ],
)
async def test_tampering_by_the_databases_owner_shows(
    database: str, tenant: UUID, statement: str, broken_at: int, problem: str
) -> None:
    for n in range(3):
        await noted(tenant, number=n)

    await tampered(database, statement)

    verification = await audit.verify(tenant)
    assert (verification.holds, verification.broken_at) == (False, broken_at)
    assert problem in verification.problem


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET facts = '{}'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "DELETE FROM audit_head",
    ],
)
async def test_the_product_itself_cannot_rewrite_the_record(tenant: UUID, statement: str) -> None:
    await noted(tenant)

    with pytest.raises(OperationalError, match="permission denied"):
        async with db.tenant_scope(tenant) as connection:
            await connection.execute_query(statement)


async def test_entries_are_chosen_by_action_actor_and_time(tenant: UUID) -> None:
    await noted(tenant, "key.created")
    with acting.acting(KEY):
        await noted(tenant, "key.revoked")
    entries, _ = await audit.page(tenant, Wanted(), 1, 20)
    [later, earlier] = [entry.created_at for entry in entries]

    async def actions(**wanted: object) -> list[str]:
        found, total = await audit.page(tenant, Wanted(**wanted), 1, 20)  # type: ignore[arg-type]
        assert total == len(found)
        return [entry.action for entry in found]

    assert await actions(action="key.created") == ["key.created"]
    assert await actions(actor="k-1") == ["key.revoked"]
    assert await actions(begin=later) == ["key.revoked"]
    assert await actions(end=later) == ["key.created"]
    assert await actions(begin=earlier) == ["key.revoked", "key.created"]


async def test_no_tenant_reads_anothers_record(tenant: UUID, other_tenant: UUID) -> None:
    await noted(tenant)

    assert await audit.page(other_tenant, Wanted(), 1, 20) == ([], 0)
    assert (await audit.verify(other_tenant)).entries == 0
