"""Whether what the product stands on can be reached right now."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass

import asyncpg
from tortoise.exceptions import BaseORMException

from services import database
from services.storage.store import ContentStore

PATIENCE_SECONDS = 3.0
FAILURES = (
    BaseORMException,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Checks:
    database: bool
    storage: bool
    queue: bool

    @property
    def all_good(self) -> bool:
        return self.database and self.storage and self.queue


async def check(store: ContentStore) -> Checks:
    answers = await asyncio.gather(
        _holds(_asks("SELECT 1")),
        _holds(store.check()),
        _holds(_asks("SELECT 1 FROM pgqueuer LIMIT 1")),
    )
    return Checks(*answers)


async def _asks(query: str) -> bool:
    await database.through_gate(query, [])
    return True


async def _holds(answer: Awaitable[bool]) -> bool:
    try:
        return await asyncio.wait_for(answer, PATIENCE_SECONDS)
    except FAILURES:
        return False
