"""How often each tenant asks: counted in memory, and written down every few seconds."""

import asyncio
from collections import Counter
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from asyncpg import InterfaceError, PostgresError
from tortoise.exceptions import BaseORMException

from models.quota import ADD
from services import database
from services.quotas.months import month_of

FLUSH_SECONDS: Final = 5.0
API_REQUESTS: Final = "api_requests"
FAILURES = (BaseORMException, PostgresError, InterfaceError, OSError)
log = structlog.get_logger("lectern.rates")


class Meter:
    """What a killed process had not written down yet is lost: at most a few seconds."""

    def __init__(self) -> None:
        self._pending: Counter[tuple[UUID, str]] = Counter()
        self._task: asyncio.Task[None] | None = None

    def add(self, tenant_id: UUID, now: datetime) -> None:
        self._pending[tenant_id, month_of(now).name] += 1

    def pending(self, tenant_id: UUID, now: datetime) -> int:
        """What is not written down yet of the present month."""
        return self._pending[tenant_id, month_of(now).name]

    async def flush(self) -> None:
        pending, self._pending = self._pending, Counter()
        while pending:
            (tenant_id, month), amount = next(iter(pending.items()))
            try:
                async with database.tenant_scope(tenant_id) as connection:
                    values = [tenant_id, month, API_REQUESTS, amount]
                    await connection.execute_query(ADD, values)
            except FAILURES as failure:
                self._pending.update(pending)
                log.warning("requests are not written down yet", reason=str(failure))
                return
            del pending[tenant_id, month]

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        await self.flush()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            await self.flush()
