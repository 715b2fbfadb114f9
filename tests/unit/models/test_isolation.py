"""No table is forgotten, and no tenant reaches another's rows."""

from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest
from tortoise.exceptions import IntegrityError, OperationalError

import models
from models.package import Package
from models.tenant import Tenant
from services import database as db


async def owner(url: str, query: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(query)
    finally:
        await connection.close()


async def test_every_table_of_a_tenant_forces_row_level_security(database_url: str) -> None:
    rows = await owner(
        database_url,
        """
        SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS forced FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
        WHERE c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'pgqueuer%'
          AND c.relname <> 'tortoise_migrations'
        """,
    )

    assert len(rows) >= 17
    assert [row["relname"] for row in rows if not row["forced"]] == []


async def test_every_foreign_key_between_tenant_tables_carries_the_tenant(
    database_url: str,
) -> None:
    rows = await owner(
        database_url,
        """
        SELECT con.conname, bool_or(a.attname = 'tenant_id') AS carries
        FROM pg_constraint con
        JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = ANY (con.conkey)
        WHERE con.contype = 'f' GROUP BY con.conname
        """,
    )

    assert len(rows) >= 13
    # A user may work for several tenants: whose colleague it is, the membership tells.
    bare = [row["conname"] for row in rows if not row["carries"]]
    assert bare == ["membership_user_id_fk"]


async def test_every_unique_key_but_the_primary_begins_with_the_tenant(database_url: str) -> None:
    rows = await owner(
        database_url,
        """
        SELECT i.indexrelid::regclass::text AS name, a.attname FROM pg_index i
        JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indisunique AND NOT i.indisprimary AND c.relname NOT LIKE 'pgqueuer%'
          AND c.relname <> 'tortoise_migrations'
        """,
    )

    assert rows
    # One e-mail address is one user, whichever tenants that is a member of.
    assert [r["attname"] for r in rows if r["attname"] != "tenant_id"] == ["email"]


async def test_the_working_role_owns_nothing_and_bypasses_nothing(database: str) -> None:
    rows = await db.through_gate(
        """
        SELECT rolsuper OR rolbypassrls AS powerful,
          (SELECT count(*) FROM pg_tables WHERE tableowner = current_user) AS owned
        FROM pg_roles WHERE rolname = current_user
        """,
        [],
    )

    assert rows == [{"powerful": False, "owned": 0}]


async def test_outside_a_tenants_scope_no_row_is_visible(tenant: UUID) -> None:
    assert await Tenant.all().count() == 0


async def test_another_tenants_rows_are_neither_seen_nor_changed_nor_deleted(
    tenant: UUID, other_tenant: UUID
) -> None:
    async with db.tenant_scope(tenant):
        mine = await Package.create(tenant_id=tenant, title="Mine", current_revision=1)

    async with db.tenant_scope(other_tenant):
        assert await Package.all().count() == 0
        assert await Package.filter(id=mine.id).update(title="Taken") == 0
        assert await Package.filter(id=mine.id).delete() == 0

    async with db.tenant_scope(tenant):
        assert (await Package.get(id=mine.id)).title == "Mine"


async def test_a_row_cannot_be_written_for_another_tenant(tenant: UUID, other_tenant: UUID) -> None:
    with pytest.raises(OperationalError, match="row-level security"):
        async with db.tenant_scope(tenant):
            await Package.create(tenant_id=other_tenant, title="Planted", current_revision=1)


async def test_a_row_cannot_refer_to_another_tenants_row(tenant: UUID, other_tenant: UUID) -> None:
    async with db.tenant_scope(tenant):
        mine = await Package.create(tenant_id=tenant, title="Mine", current_revision=1)

    with pytest.raises(IntegrityError):
        async with db.tenant_scope(other_tenant) as connection:
            await connection.execute_query(
                "INSERT INTO revision_index (tenant_id, revision_id, body) VALUES ($1, $2, '')",
                [str(other_tenant), str(mine.id)],
            )


async def test_the_tenant_does_not_leak_to_the_next_user_of_a_connection(tenant: UUID) -> None:
    for _ in range(30):
        async with db.tenant_scope(tenant):
            assert await Tenant.all().count() == 1
        assert await Tenant.all().count() == 0


async def test_the_record_of_commits_cannot_be_rewritten(tenant: UUID) -> None:
    with pytest.raises(OperationalError, match="permission denied"):
        async with db.tenant_scope(tenant) as connection:
            await connection.execute_query("UPDATE commit_log SET patch = '{}'")


async def test_migrating_twice_and_at_once_changes_nothing(database_url: str) -> None:
    await db.migrate(database_url)

    rows = await owner(database_url, "SELECT name FROM tortoise_migrations ORDER BY name")

    migrations = Path(models.__file__).parent.glob("migrations/0*.py")
    assert [row["name"] for row in rows] == sorted(path.stem for path in migrations)


async def test_a_gate_tells_only_what_a_credential_needs(tenant: UUID) -> None:
    assert {"id": tenant} in await db.through_gate("SELECT * FROM tenant_ids()", [])
    assert await db.through_gate("SELECT * FROM find_api_key($1)", [uuid4().hex]) == []
