"""Work in the background: enqueued with the change that wants it, done by any process."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import asyncpg
import structlog
from pgqueuer import PgQueuer
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor
from pgqueuer.db import AsyncpgDriver
from pgqueuer.models import Job, Schedule
from pgqueuer.queries import Queries

from services import database

Handler = Callable[[dict[str, Any]], Awaitable[None]]

ATTEMPTS = 8
POLL = timedelta(seconds=5)
# A job whose process says nothing for so long is taken by another one.
SILENCE = timedelta(seconds=20)
RESTART_PAUSE = 2.0
FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, RuntimeError)
log = structlog.get_logger("lectern.jobs")


async def enqueue(connection: database.Connection, name: str, payload: dict[str, Any]) -> None:
    """Belongs to the caller's transaction: rolled back with it, seen by workers after it."""
    driver = AsyncpgDriver(database.raw_connection(connection))
    await Queries(driver).enqueue(name, json.dumps(payload).encode())


@dataclass(frozen=True, slots=True)
class Timetable:
    """What to do on the minute, as cron expressions."""

    handlers: Mapping[tuple[str, str], Callable[[], Awaitable[None]]]


class Worker:
    """Takes jobs until told to stop; a failed job is tried again with growing pauses."""

    def __init__(self, url: str, handlers: Mapping[str, Handler], timetable: Timetable) -> None:
        self._url = url
        self._handlers = handlers
        self._timetable = timetable
        self._stopping = asyncio.Event()
        self._queue: PgQueuer | None = None

    async def run(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._serve()
            except FAILURES as failure:
                log.warning("worker restarts", reason=str(failure))
                await _pause(self._stopping, RESTART_PAUSE)

    async def stop(self) -> None:
        """Jobs under way are finished first."""
        self._stopping.set()
        if self._queue is not None:
            self._queue.shutdown.set()

    async def _serve(self) -> None:
        connection = await asyncpg.connect(**database.arguments(self._url))
        try:
            self._queue = self._assemble(connection)
            if not self._stopping.is_set():
                await self._queue.run(dequeue_timeout=POLL, heartbeat_timeout=SILENCE)
        finally:
            self._queue = None
            await connection.close()

    def _assemble(self, connection: "asyncpg.Connection[Any]") -> PgQueuer:
        queue = PgQueuer(AsyncpgDriver(connection))
        retry = partial(DatabaseRetryEntrypointExecutor, max_attempts=ATTEMPTS)
        for name, handler in self._handlers.items():
            queue.entrypoint(name, concurrency_limit=4, on_failure="hold", executor_factory=retry)(
                _job(handler)
            )
        for (name, expression), handler in self._timetable.handlers.items():
            queue.schedule(name, expression)(_tick(handler))
        return queue


def _job(handler: Handler) -> Callable[[Job], Awaitable[None]]:
    async def run(job: Job) -> None:
        with structlog.contextvars.bound_contextvars(job=job.entrypoint, job_id=job.id):
            await handler(json.loads(job.payload or b"{}"))
            log.info("job done")

    return run


def _tick(handler: Callable[[], Awaitable[None]]) -> Callable[[Schedule], Awaitable[None]]:
    async def run(_schedule: Schedule) -> None:
        await handler()

    return run


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
