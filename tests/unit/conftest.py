"""A real PostgreSQL for every test that asks for it: one server, one fresh database each."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from models.tenant import Tenant
from services import database as db
from services.embedded import EmbeddedPostgres

TEMPLATE = "lectern_template"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(Path(tmp_path_factory.mktemp("pg")))
    yield server
    server.release()


@pytest.fixture(scope="session")
async def template(postgres: EmbeddedPostgres) -> str:
    # Nobody keeps what these tests store; what survives a crash is tested elsewhere.
    for setting in ("fsync", "full_page_writes"):
        await _as_owner(postgres, f"ALTER SYSTEM SET {setting} = off")
    await _as_owner(postgres, "SELECT pg_reload_conf()")
    await _as_owner(postgres, f"CREATE DATABASE {TEMPLATE}")
    await db.migrate(postgres.url_of(TEMPLATE))
    return TEMPLATE


@pytest.fixture
async def database_url(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[str]:
    """A migrated, empty database of this test alone; nobody is connected to it."""
    name = f"test_{uuid4().hex}"
    await _as_owner(postgres, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield postgres.url_of(name)
    await _as_owner(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """The same, with the product connected to it."""
    await db.connect(database_url)
    yield database_url
    await db.close()


@pytest.fixture
async def tenant(database: str) -> UUID:
    return await make_tenant("Acme")


@pytest.fixture
async def other_tenant(database: str) -> UUID:
    return await make_tenant("Rival")


async def make_tenant(name: str) -> UUID:
    tenant_id = uuid4()
    async with db.tenant_scope(tenant_id):
        await Tenant.create(id=tenant_id, name=name)
    return tenant_id


async def _as_owner(postgres: EmbeddedPostgres, statement: str) -> None:
    connection = await asyncpg.connect(postgres.url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
