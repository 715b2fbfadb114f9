"""The work of an erasure: step by step, so that it may break off anywhere and be done again."""

from collections import Counter
from typing import Any, Final, cast
from uuid import UUID

import asyncpg
import msgspec
import structlog
from cryptography.exceptions import InvalidTag
from tortoise.exceptions import BaseORMException

from models import dispatch, quota
from models.erasure import (
    DROP_JOBS,
    HOLD_LEARNER,
    JOBS,
    OF_EVENTS,
    OF_LEARNER,
    OF_SESSIONS,
    SOME_SESSIONS,
    Erasure,
    ErasureStatus,
)
from services import database
from services.accounts import acting, audit
from services.accounts.acting import Actor
from services.database import Connection
from services.erasure.erasures import PURPOSE
from services.erasure.traces import names, told_of
from services.keyring import Keyring

# Few enough that nobody waits long for a session of this learner.
SESSIONS_AT_ONCE: Final = 20
BROKE_OFF: Final = (
    BaseORMException,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    OSError,
)
log = structlog.get_logger("lectern.erasure")
_counts = msgspec.json.Decoder(dict[str, int])


class BrokeOff(RuntimeError):
    """An erasure that shall be tried again; says nothing of whom it is about."""


async def run(tenant_id: UUID, erasure_id: UUID, keyring: Keyring) -> None:
    """Safe to repeat; raises BrokeOff."""
    user_id = await _begin(tenant_id, erasure_id, keyring)
    if user_id is None:
        return
    work = Work(tenant_id, erasure_id, user_id)
    try:
        while await work.some_sessions():
            pass
        await work.finish()
    except BROKE_OFF as failure:
        # Its text might quote what it was about to remove.
        kind = type(failure).__name__
        await _fail(tenant_id, erasure_id, f"{kind}; it is tried again")
        raise BrokeOff(f"erasure {erasure_id}: {kind}") from None
    log.info("learner erased", tenant_id=str(tenant_id), erasure_id=str(erasure_id))


async def _begin(tenant_id: UUID, erasure_id: UUID, keyring: Keyring) -> str | None:
    """Whom it is about; None when there is nothing left to do."""
    async with database.tenant_scope(tenant_id) as connection:
        erasure = await _held(tenant_id, erasure_id)
        if erasure is None:
            return None
        try:
            user_id = keyring.unseal(PURPOSE, erasure.id, erasure.sealed)
        except InvalidTag:
            erasure.status = ErasureStatus.FAILED
            erasure.problem = "The secret key is another one than at the request; ask again."
            await erasure.save()
            return None
        await connection.execute_query(
            "UPDATE erasure SET status = 'running', problem = '', "
            "started_at = coalesce(started_at, clock_timestamp()) WHERE tenant_id = $1 AND id = $2",
            [tenant_id, erasure_id],
        )
    return user_id


async def _held(tenant_id: UUID, erasure_id: UUID) -> Erasure | None:
    """The erasure, held, unless it is done."""
    query = Erasure.filter(tenant_id=tenant_id, id=erasure_id).select_for_update()
    found = await query.get_or_none()
    return None if found is None or found.status == ErasureStatus.COMPLETED else found


async def _fail(tenant_id: UUID, erasure_id: UUID, problem: str) -> None:
    try:
        async with database.tenant_scope(tenant_id):
            unfinished = Erasure.filter(tenant_id=tenant_id, id=erasure_id).exclude(
                status=ErasureStatus.COMPLETED
            )
            await unfinished.update(status=ErasureStatus.FAILED, problem=problem)
    except BROKE_OFF:
        log.warning("erasure broke off", tenant_id=str(tenant_id), erasure_id=str(erasure_id))


class Work:
    def __init__(self, tenant_id: UUID, erasure_id: UUID, user_id: str) -> None:
        self._tenant_id = tenant_id
        self._erasure_id = erasure_id
        self._user_id = user_id

    async def some_sessions(self) -> bool:
        """Whether there may be more of them."""
        async with database.tenant_scope(self._tenant_id) as connection:
            erasure = await _held(self._tenant_id, self._erasure_id)
            if erasure is None:
                return False
            removed = await self.remove_sessions(connection)
            await self._count(connection, erasure, removed)
        return bool(removed["sessions"])

    async def finish(self) -> None:
        """All that is left at once, while nobody can begin anything for this learner."""
        async with database.tenant_scope(self._tenant_id) as connection:
            learner = [self._tenant_id, self._user_id]
            # In the order in which a launch through a dispatch holds them.
            await connection.execute_query(dispatch.HOLD_SEATS_OF, learner)
            await connection.execute_query(HOLD_LEARNER, learner)
            erasure = await _held(self._tenant_id, self._erasure_id)
            if erasure is None:
                return
            removed: Counter[str] = Counter()
            while some := await self.remove_sessions(connection):
                removed += some
            removed += await self._remove_others(connection)
            counts = await self._count(connection, erasure, removed)
            await connection.execute_query(
                "UPDATE erasure SET status = 'completed', sealed = '', problem = '', "
                "finished_at = clock_timestamp() WHERE tenant_id = $1 AND id = $2",
                [self._tenant_id, self._erasure_id],
            )
            with acting.acting(_actor(erasure)):
                facts = {"subject": erasure.subject, "removed": counts}
                await audit.note(connection, self._tenant_id, "learner.erased", erasure.id, facts)

    async def remove_sessions(self, connection: Connection) -> Counter[str]:
        """Each is held before anything of it goes: a commit under way is waited for, and the next
        one finds no session.
        """
        values = [self._tenant_id, self._user_id, SESSIONS_AT_ONCE]
        found = await connection.execute_query_dict(SOME_SESSIONS, values)
        if not found:
            return Counter()
        return await _removed(
            connection, OF_SESSIONS, [self._tenant_id, [each["key"] for each in found]]
        )

    async def _remove_others(self, connection: Connection) -> Counter[str]:
        tenant_id, user_id = self._tenant_id, self._user_id
        removed = await _removed(connection, OF_LEARNER, [tenant_id, user_id])
        removed += await _removed(connection, {"events": OF_EVENTS}, [tenant_id, told_of(user_id)])
        removed["jobs"] += await self._drop_jobs(connection)
        # What a month was charged for stays counted, of nobody; so does a seat.
        made_nameless = {"active_learners": quota.FORGET, "dispatch_seats": dispatch.FORGET}
        return removed + await _removed(connection, made_nameless, [tenant_id, user_id])

    async def _drop_jobs(self, connection: Connection) -> int:
        found = await connection.execute_query_dict(JOBS, [str(self._tenant_id)])
        meant = [each["id"] for each in found if names(each["payload"], self._user_id)]
        count, _ = await connection.execute_query(DROP_JOBS, [meant]) if meant else (0, ())
        return count

    async def _count(
        self, connection: Connection, erasure: Erasure, removed: Counter[str]
    ) -> dict[str, int]:
        counts = dict(Counter(_counts.decode(erasure.counts)) + removed)
        values: list[Any] = [self._tenant_id, erasure.id, msgspec.json.encode(counts).decode()]
        await connection.execute_query(
            "UPDATE erasure SET counts = $3 WHERE tenant_id = $1 AND id = $2", values
        )
        return counts


async def _removed(
    connection: Connection, statements: dict[str, str], values: list[Any]
) -> Counter[str]:
    """How many rows of each kind."""
    found: Counter[str] = Counter()
    for kind, statement in statements.items():
        count, _ = await connection.execute_query(statement.strip(), values)
        found[kind] += count
    return found


def _actor(erasure: Erasure) -> Actor:
    """Whoever asked for it."""
    return Actor(
        cast(Any, erasure.actor_kind),
        erasure.actor_id,
        erasure.actor_name,
        request_id=erasure.request_id,
    )
