"""Erasing a learner: asked for, looked up, and certified once it is done."""

from typing import Final
from uuid import UUID

from models.erasure import HOLD_LEARNER, KNOWN, Erasure, ErasureStatus
from services import database, jobs, subjects
from services.accounts import acting, audit
from services.database import Connection
from services.erasure.traces import told_of
from services.errors import ErasureNotFound, LearnerNotFound
from services.keyring import Keyring

JOB: Final = "erase_learner"
PURPOSE: Final = "erasure"
LONGEST_ID: Final = 255


async def request(tenant_id: UUID, user_id: str, keyring: Keyring) -> Erasure:
    """Begins in the background; asked for again meanwhile it is the same one.

    Raises LearnerNotFound.
    """
    if not 0 < len(user_id) <= LONGEST_ID or "\x00" in user_id:
        raise LearnerNotFound
    subject = subjects.of(keyring, tenant_id, user_id)
    async with database.tenant_scope(tenant_id) as connection:
        await connection.execute_query(HOLD_LEARNER, [tenant_id, user_id])
        latest = await Erasure.filter(tenant_id=tenant_id, subject=subject).order_by("-created_at")
        unfinished = [each for each in latest if each.status != ErasureStatus.COMPLETED]
        if unfinished and unfinished[0].status != ErasureStatus.FAILED:
            return unfinished[0]
        if not unfinished and not await _is_known(connection, tenant_id, user_id):
            raise LearnerNotFound
        erasure = unfinished[0] if unfinished else _draft(tenant_id, subject)
        await _queue(connection, erasure, keyring.seal(PURPOSE, erasure.id, user_id))
    return erasure


async def find(tenant_id: UUID, erasure_id: str) -> Erasure:
    """Raises ErasureNotFound."""
    try:
        key = UUID(erasure_id)
    except ValueError:
        raise ErasureNotFound from None
    async with database.tenant_scope(tenant_id):
        found = await Erasure.get_or_none(tenant_id=tenant_id, id=key)
    if found is None or str(key) != erasure_id.lower():
        raise ErasureNotFound
    return found


async def page(
    tenant_id: UUID, status: str | None, number: int, size: int
) -> tuple[list[Erasure], int]:
    """One page, newest first, and how many there are in all."""
    async with database.tenant_scope(tenant_id):
        found = Erasure.filter(tenant_id=tenant_id)
        if status is not None:
            found = found.filter(status=status)
        total = await found.count()
        ordered = found.order_by("-created_at", "id")
        return await ordered.offset((number - 1) * size).limit(size), total


def _draft(tenant_id: UUID, subject: str) -> Erasure:
    actor = acting.current()
    return Erasure(
        tenant_id=tenant_id,
        subject=subject,
        actor_kind=actor.kind,
        actor_id=actor.id[:64],
        actor_name=actor.name[:320],
        request_id=actor.request_id[:128],
    )


async def _queue(connection: Connection, erasure: Erasure, sealed: str) -> None:
    erasure.sealed, erasure.status, erasure.problem = sealed, ErasureStatus.QUEUED, ""
    await erasure.save()
    # The job names the erasure alone: who is meant stands in its row, sealed, until it is done.
    named = {"tenant_id": str(erasure.tenant_id), "erasure_id": str(erasure.id)}
    await jobs.enqueue(connection, JOB, named)
    await audit.note(
        connection,
        erasure.tenant_id,
        "learner.erasure_requested",
        erasure.id,
        {"subject": erasure.subject},
    )


async def _is_known(connection: Connection, tenant_id: UUID, user_id: str) -> bool:
    values = [tenant_id, user_id, told_of(user_id)]
    [found] = await connection.execute_query_dict(KNOWN, values)
    return bool(found["known"])
