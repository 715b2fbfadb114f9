"""The way to the database: connecting, migrating, and working as one tenant."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol, cast
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

import asyncpg
from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as run_migrations
from tortoise.transactions import in_transaction

from services.errors import Unavailable

APP_ROLE = "lectern_app"
MIGRATION_LOCK = 7_340_121
POOL_SIZE = 20
GRANT_QUEUE = """
DO $$ DECLARE queue_table text; BEGIN
  FOR queue_table IN SELECT tablename FROM pg_tables WHERE tablename LIKE 'pgqueuer%' LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO lectern_app', queue_table);
  END LOOP;
END $$;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO lectern_app;
"""


Row = dict[str, Any]


class Connection(Protocol):
    """What we use of Tortoise's connections, with the types it leaves open."""

    async def execute_query(
        self, query: str, values: list[Any] | None = None
    ) -> tuple[int, Sequence[Row]]: ...

    async def execute_query_dict(
        self, query: str, values: list[Any] | None = None
    ) -> list[Row]: ...


class _Plain(asyncpg.Connection):  # type: ignore[type-arg]
    """Saves the round trip that clears a session: nothing we set outlives its transaction."""

    def get_reset_query(self) -> str:
        return ""


def config(url: str, *, role: str | None = APP_ROLE) -> dict[str, Any]:
    """Tortoise's configuration for a ``postgres://`` URL.

    Every connection takes on ``role``: a role that owns no table, so that row-level security
    holds whatever the login may do.
    """
    credentials: dict[str, Any] = {
        **_address(url),
        "minsize": 1,
        "maxsize": POOL_SIZE,
        "connection_class": _Plain,
    }
    if role is not None:
        credentials["server_settings"] = {"role": role}
    return {
        "connections": {
            "default": {"engine": "tortoise.backends.asyncpg", "credentials": credentials}
        },
        "apps": {"models": {"models": ["models"], "migrations": "models.migrations"}},
        "use_tz": True,
        "timezone": "UTC",
    }


def arguments(url: str) -> dict[str, Any]:
    """For a plain asyncpg connection that works as the same role as the product does."""
    return {**_address(url), "server_settings": {"role": APP_ROLE}}


def raw_connection(connection: Connection) -> "asyncpg.Connection[Any]":
    """The asyncpg connection of a transaction, for libraries that speak asyncpg."""
    # Tortoise offers no public way to it.
    return cast("asyncpg.Connection[Any]", connection._connection)  # pyright: ignore  # noqa: SLF001


def _address(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "host": query.pop("host", None) or parts.hostname or "localhost",
        "port": parts.port or 5432,
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password) if parts.password else None,
        "database": parts.path.lstrip("/") or "postgres",
        **query,
    }


async def connect(url: str) -> None:
    # Requests run in other tasks than start-up did, hence the process-wide fallback.
    await Tortoise.init(config=config(url), _enable_global_fallback=True)


async def close() -> None:
    await Tortoise.close_connections()


async def migrate(url: str) -> None:
    """Bring the schema up to date, one process at a time; needs the owner's login.

    Raises Unavailable.
    """
    try:
        guard = await asyncpg.connect(**_address(url))
    except (OSError, asyncpg.PostgresError) as failure:
        raise Unavailable(
            f"The database cannot be reached: {failure}. Check LECTERN_DATABASE_URL."
        ) from failure
    try:
        await guard.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        await run_migrations(config=config(url, role=None))
        await Tortoise.close_connections()
        await _install_queue(guard)
    finally:
        await guard.close()


async def _install_queue(connection: "asyncpg.Connection[Any]") -> None:
    queries = Queries(AsyncpgDriver(connection))
    if not await queries.has_table("pgqueuer"):
        await queries.install()
    await queries.upgrade()
    await connection.execute(GRANT_QUEUE)


@asynccontextmanager
async def tenant_scope(tenant_id: UUID) -> AsyncGenerator[Connection]:
    """One transaction that sees and writes this tenant's rows only.

    Begin no background task and await no network inside: a task started here would join the
    transaction.
    """
    async with in_transaction() as transaction:
        connection = cast(Connection, transaction)
        await connection.execute_query(
            "SELECT set_config('app.tenant', $1, true)", [str(tenant_id)]
        )
        yield connection


async def through_gate(query: str, values: list[Any]) -> list[Row]:
    """Ask one of the gate functions, the only reads that cross tenants (ADR 0010)."""
    connection = cast(Connection, Tortoise.get_connection("default"))
    return await connection.execute_query_dict(query, values)
