"""What an earlier version stored is still there after the schema was brought up to date."""

import io
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate

from models.sequencing import ActivityTreeState
from models.session import Session
from models.tenant import Tenant
from services import database as db
from services.embedded import EmbeddedPostgres
from tests.lectern_records import Player, make_package, opened, session_of

COLUMNS = """
SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.ordinal_position) AS columns
FROM information_schema.columns c JOIN information_schema.tables t
  USING (table_schema, table_name)
WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE'
  AND t.table_name <> 'tortoise_migrations' AND t.table_name NOT LIKE 'pgqueuer%'
GROUP BY c.table_name
"""
NUMBERED = ("commit_log", "orphan_commit", "call_log")


@pytest.fixture
async def first_version(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """A database as the first migration alone made it."""
    name = f"old_{uuid4().hex}"
    owner = await asyncpg.connect(postgres.url)
    await owner.execute(f"CREATE DATABASE {name}")
    url = postgres.url_of(name)
    await migrate(config=db.config(url, role=None), target="models.0001_initial")
    await Tortoise.close_connections()
    yield url
    await db.close()
    await owner.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await owner.close()


async def copy_what_fits(present: str, old: str) -> None:
    """All rows, in the columns that the old version knew."""
    source, target = await asyncpg.connect(present), await asyncpg.connect(old)
    await target.execute("SET session_replication_role = replica")
    for row in await target.fetch(COLUMNS):
        table, columns = str(row["table_name"]), list[str](row["columns"])
        names = ", ".join(f'"{column}"' for column in columns)
        rows = io.BytesIO()
        copy: Any = source.copy_from_query
        await copy(f"SELECT {names} FROM {table}", output=rows)  # noqa: S608 - names of our own
        rows.seek(0)
        await target.copy_to_table(table, source=rows, columns=columns)
    for table in NUMBERED:
        await target.execute(
            f"SELECT setval('{table}_id_seq', (SELECT count(*) + 1 FROM {table}), false)"  # noqa: S608
        )
    await source.close()
    await target.close()


async def play(present: str) -> tuple[UUID, Player]:
    await db.connect(present)
    tenant = uuid4()
    async with db.tenant_scope(tenant):
        await Tenant.create(id=tenant, name="Acme")
    player = await opened(tenant, await make_package(tenant))
    await player.send({"cmi.core.lesson_status": "completed"})
    await db.close()
    return tenant, player


async def test_sessions_of_the_first_version_outlive_the_upgrade(
    database_url: str, first_version: str
) -> None:
    tenant, player = await play(database_url)
    await copy_what_fits(database_url, first_version)

    await db.migrate(first_version)

    await db.connect(first_version)
    session = await session_of(player)
    assert (session.completion_status, session.launch_count) == ("completed", 1)
    assert session.last_launched_at == player.opened.launch.created_at
    await player.send({"cmi.core.lesson_status": "incomplete"})
    session = await session_of(player)
    async with db.tenant_scope(tenant):
        await ActivityTreeState.create(
            tenant_id=tenant,
            session_key=session.key,
            owner=session.key,
            attempt=1,
            state="{}",
            updated_at=session.updated_at,
        )
        await Session.filter(tenant_id=tenant, key=session.key).delete()
        assert await ActivityTreeState.all().count() == 0


async def test_tenants_of_the_first_version_are_unlimited(
    database_url: str, first_version: str
) -> None:
    tenant, _ = await play(database_url)
    await copy_what_fits(database_url, first_version)

    await db.migrate(first_version)

    await db.connect(first_version)
    async with db.tenant_scope(tenant):
        kept = await Tenant.get(id=tenant)
    assert (kept.name, kept.plan, kept.limits) == ("Acme", "enterprise", {})
