"""One look at a tenant's sessions, with the settings that suit figures over many of them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

from services import database, lists
from services.database import Connection


@asynccontextmanager
async def reading(tenant_id: UUID) -> AsyncGenerator[Connection]:
    async with database.tenant_scope(tenant_id) as connection:
        await connection.execute_query(lists.SETTINGS)
        yield connection
