"""Holding one session for the length of a transaction, with as few round trips as it takes."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Protocol, cast
from uuid import UUID

from tortoise import Tortoise

from models.commit import LOCK


class Held(Protocol):
    """What the commit path uses of asyncpg."""

    async def fetchrow(self, query: str, *values: Any) -> Any: ...

    async def fetchval(self, query: str, *values: Any) -> Any: ...

    async def fetch(self, query: str, *values: Any) -> list[Any]: ...

    async def execute(self, query: str, *values: Any) -> str: ...


@asynccontextmanager
async def borrowed() -> AsyncGenerator[Held]:
    """A connection without a transaction: each statement stands for itself."""
    client = cast(Any, Tortoise.get_connection("default"))
    async with client.acquire_connection() as connection:
        yield cast(Held, connection)


@asynccontextmanager
async def hold(tenant_id: UUID, session_key: UUID) -> AsyncGenerator[Held]:
    """A transaction as the tenant in which nobody else changes the session.

    Ends with a commit, or with a rollback when an exception passes through.
    """
    async with borrowed() as held:
        try:
            await held.execute(LOCK.format(tenant_id=tenant_id, session_key=session_key))
            yield held
        except BaseException:
            await held.execute("ROLLBACK")
            raise
        await held.execute("COMMIT")
