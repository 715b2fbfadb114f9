"""Jobs belong to the transaction that enqueued them, and are done once it stands."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from services import database as db
from services import jobs
from services.jobs import Timetable, Worker


class Recorder:
    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.seen: list[dict[str, Any]] = []
        self.done = asyncio.Event()

    async def __call__(self, payload: dict[str, Any]) -> None:
        self.seen.append(payload)
        if len(self.seen) <= self.failures:
            raise ValueError("not this time")
        self.done.set()


async def run_until(worker: Worker, done: asyncio.Event) -> None:
    task = asyncio.create_task(worker.run())
    await asyncio.wait_for(done.wait(), 20)
    await worker.stop()
    await asyncio.wait_for(task, 20)


async def test_a_job_is_done_after_its_transaction_commits(database: str, tenant: UUID) -> None:
    recorder = Recorder()
    async with db.tenant_scope(tenant) as connection:
        await jobs.enqueue(connection, "greet", {"name": "Ada"})

    await run_until(Worker(database, {"greet": recorder}, Timetable({})), recorder.done)

    assert recorder.seen == [{"name": "Ada"}]


async def test_a_job_is_gone_when_its_transaction_rolls_back(database: str, tenant: UUID) -> None:
    async def enqueue_and_fail() -> None:
        async with db.tenant_scope(tenant) as connection:
            await jobs.enqueue(connection, "greet", {})
            raise ValueError("changed my mind")

    with pytest.raises(ValueError, match="changed my mind"):
        await enqueue_and_fail()

    rows = await db.through_gate("SELECT count(*) AS n FROM pgqueuer", [])
    assert rows == [{"n": 0}]


async def test_a_failed_job_is_tried_again(database: str, tenant: UUID) -> None:
    recorder = Recorder(failures=1)
    async with db.tenant_scope(tenant) as connection:
        await jobs.enqueue(connection, "greet", {"name": "Ada"})

    await run_until(Worker(database, {"greet": recorder}, Timetable({})), recorder.done)

    assert len(recorder.seen) == 2
