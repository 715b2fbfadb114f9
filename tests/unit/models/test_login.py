"""Whom an external database may let in: the login need not be a superuser."""

from uuid import uuid4

import asyncpg
import pytest

from services import database
from services.embedded import EmbeddedPostgres


async def _as_superuser(postgres: EmbeddedPostgres, *statements: str) -> None:
    connection = await asyncpg.connect(postgres.url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize(
    "rights", ["CREATEROLE", "NOCREATEROLE"], ids=["may make roles", "was given the roles"]
)
async def test_an_ordinary_owner_of_the_database_can_migrate_and_serve(
    postgres: EmbeddedPostgres, template: str, rights: str
) -> None:
    name = f"login_{uuid4().hex}"
    await _as_superuser(
        postgres,
        f"CREATE ROLE {name} LOGIN {rights}",
        f"GRANT lectern_app, lectern_gate TO {name}",
        f"CREATE DATABASE {name} OWNER {name}",
    )
    url = postgres.url_of(name).replace("postgres:@", f"{name}@")

    await database.migrate(url)
    await database.connect(url)
    (who,) = await database.through_gate("SELECT current_user AS role, session_user AS login", [])
    await database.close()

    assert who == {"role": "lectern_app", "login": name}
    await _as_superuser(postgres, f"DROP DATABASE {name} WITH (FORCE)", f"DROP ROLE {name}")
