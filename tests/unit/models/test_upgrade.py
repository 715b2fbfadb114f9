"""What an earlier version stored is still there after the schema was brought up to date."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate

from models.sequencing import ActivityTreeState
from models.session import Session
from models.tenant import Tenant
from services import database as db
from services.embedded import EmbeddedPostgres
from tests.lectern_records import make_package, opened, session_of


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


async def test_sessions_of_the_first_version_outlive_the_upgrade(first_version: str) -> None:
    await db.connect(first_version)
    tenant = uuid4()
    async with db.tenant_scope(tenant):
        await Tenant.create(id=tenant, name="Acme")
    player = await opened(tenant, await make_package(tenant))
    await player.send({"cmi.core.lesson_status": "completed"})
    await db.close()

    await db.migrate(first_version)

    await db.connect(first_version)
    assert (await session_of(player)).completion_status == "completed"
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
