"""Carrying out an order to move sessions: in steps, each of which is done once."""

import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tortoise.expressions import Q

from models.launch import Launch
from models.moving import MoveStatus, PackageMigration
from models.package import Revision
from models.session import Session, SessionStatus
from services import database
from services.database import Connection, raw_connection
from services.packages import courses
from services.tracking import relocation
from services.tracking.relocation import Outlook

STEP: Final = 100


def candidates(order: PackageMigration, revision_id: UUID) -> Any:
    """Where a move to yet another revision was put off, the latest word counts."""
    query = Session.filter(
        Q(move_to__isnull=False) | ~Q(revision_id=revision_id),
        tenant_id=order.tenant_id,
        package_id=order.package_id,
        preview=False,
        status__not=SessionStatus.TERMINATED,
    )
    return query.filter(id__in=json.loads(order.wanted)) if order.wanted else query


async def carry_out(tenant_id: UUID, migration_id: UUID, now: datetime) -> None:
    """All that is left of an order; safe to repeat, to break off and to do twice at once."""
    while not await _step(tenant_id, migration_id, now):
        pass


async def _step(tenant_id: UUID, migration_id: UUID, now: datetime) -> bool:
    """Some sessions, and the note that they are done, in one transaction; true at the end."""
    async with database.tenant_scope(tenant_id) as connection:
        own = PackageMigration.filter(tenant_id=tenant_id, id=migration_id)
        order = await own.select_for_update().get_or_none()
        if order is None or order.status == MoveStatus.COMPLETED:
            return True
        target = await Revision.filter(
            tenant_id=tenant_id, package_id=order.package_id, number=order.revision
        ).get()
        query = candidates(order, target.id)
        if order.reached is not None:
            query = query.filter(key__gt=order.reached)
        sessions: list[Session] = await query.order_by("key").limit(STEP).select_for_update()
        await _Step(connection, order, target.id, now).take(sessions)
    return len(sessions) < STEP


class _Step:
    """Sessions that are locked, and the counts of the order that they add to."""

    def __init__(
        self, connection: Connection, order: PackageMigration, target: UUID, now: datetime
    ) -> None:
        self._connection = connection
        self._order = order
        self._target = target
        self._now = now
        self._lost: dict[str, int] = json.loads(order.lost)

    async def take(self, sessions: list[Session]) -> None:
        order, played = self._order, await self._played(sessions)
        for session in sessions:
            await self._take(session, session.key in played)
            order.reached = session.key
        order.status = MoveStatus.RUNNING
        if len(sessions) < STEP:
            order.status, order.finished_at = MoveStatus.COMPLETED, self._now
            # Clients choose these ids, and may have chosen names of learners.
            order.wanted = ""
        order.lost = json.dumps(self._lost, ensure_ascii=False)
        order.updated_at = self._now
        await order.save()

    async def _take(self, session: Session, is_played: bool) -> None:
        order = self._order
        if session.revision_id == self._target:
            session.move_to = None
            await session.save(update_fields=["move_to"])
            order.moved += 1
            return
        if order.only_keeps and not (await self._outlook(session)).keeps:
            order.skipped += 1
            return
        if is_played:
            seen = await self._outlook(session)
            session.move_to = self._target
            await session.save(update_fields=["move_to"])
            order.waiting += 1
        else:
            seen = await relocation.move(self._connection, session, self._target, self._now)
            order.moved += 1
        order.started_over += seen.starts_over
        for sco in seen.lost:
            self._lost[sco] = self._lost.get(sco, 0) + 1

    async def _outlook(self, session: Session) -> Outlook:
        raw = raw_connection(self._connection)
        before = await courses.course(raw, session.tenant_id, session.revision_id)
        after = await courses.course(raw, session.tenant_id, self._target)
        has = await relocation.belongings(self._connection, session)
        return relocation.outlook(relocation.difference(before, after), has)

    async def _played(self, sessions: list[Session]) -> set[UUID]:
        """Whoever has the course open keeps what is under their feet until they come back."""
        writers = {each.writer_id: each.key for each in sessions if each.writer_id is not None}
        open_ones = await Launch.filter(
            tenant_id=self._order.tenant_id,
            id__in=list(writers),
            ended_at__isnull=True,
            superseded_at__isnull=True,
            content_expires_at__gt=self._now,
        ).only("id")
        return {writers[each.id] for each in open_ones}
