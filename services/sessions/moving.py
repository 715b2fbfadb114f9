"""Orders to move sessions to another revision of their package."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from models.moving import PackageMigration
from models.package import Package, Revision
from services import database, jobs
from services.accounts import audit
from services.database import Connection
from services.errors import Invalid, NotFound
from services.packages import catalogue, revisions
from services.packages.catalogue import Shelved
from services.sessions import move_steps

JOB: Final = "move_sessions"
# More are left to the worker, so that nobody waits for an answer.
AT_ONCE: Final = 300
MOST_NAMED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """``session_ids`` is None for all; ``only_keeps`` leaves out who would lose something."""

    session_ids: list[str] | None = None
    only_keeps: bool = False


async def move(
    tenant_id: UUID, package_id: str, number: int, wanted: Wanted, now: datetime
) -> PackageMigration:
    """Raises PackageNotFound, NotFound, Invalid."""
    if wanted.session_ids is not None and len(wanted.session_ids) > MOST_NAMED:
        raise Invalid.field("session_ids", f"must name at most {MOST_NAMED} sessions")
    async with database.tenant_scope(tenant_id) as connection:
        package, target = await revisions.held(tenant_id, package_id, number)
        order = await _order(connection, package, target, wanted, now)
        await _note(connection, order)
    return await _soon(order, now)


async def activate(
    tenant_id: UUID, package_id: str, number: int, now: datetime, *, migrate: bool
) -> tuple[Shelved, PackageMigration | None]:
    """Make a revision the current one, and order the move with it; raises as move does."""
    async with database.tenant_scope(tenant_id) as connection:
        package, target = await revisions.held(tenant_id, package_id, number)
        before = package.current_revision
        await revisions.make_current(package, target)
        order = await _order(connection, package, target, Wanted(), now) if migrate else None
        facts = {"revision": number, "before": before, "sessions": order.total if order else 0}
        await audit.note(connection, tenant_id, "package.revision_activated", package.id, facts)
    return Shelved(package, target), await _soon(order, now) if order else None


def follow(clock: Callable[[], datetime]) -> Callable[[Connection, Shelved], Awaitable[None]]:
    """For a new revision that takes all sessions along, in the transaction that makes it."""

    async def order(connection: Connection, shelved: Shelved) -> None:
        package, revision = shelved.package, shelved.revision
        made = await _order(connection, package, revision, Wanted(), clock())
        await _note(connection, made)

    return order


async def find(tenant_id: UUID, package_id: str, migration_id: str) -> PackageMigration:
    """Raises PackageNotFound, NotFound."""
    async with database.tenant_scope(tenant_id):
        package = await catalogue.get(tenant_id, package_id)
        try:
            key = UUID(migration_id)
        except ValueError:
            raise NotFound("This package has no such migration.") from None
        found = await PackageMigration.get_or_none(
            tenant_id=tenant_id, id=key, package_id=package.id
        )
    if found is None:
        raise NotFound("This package has no such migration.")
    return found


async def _soon(order: PackageMigration, now: datetime) -> PackageMigration:
    if order.total > AT_ONCE:
        return order
    await move_steps.carry_out(order.tenant_id, order.id, now)
    async with database.tenant_scope(order.tenant_id):
        return await PackageMigration.get(tenant_id=order.tenant_id, id=order.id)


async def _order(
    connection: Connection, package: Package, target: Revision, wanted: Wanted, now: datetime
) -> PackageMigration:
    named = "" if wanted.session_ids is None else json.dumps(sorted(set(wanted.session_ids)))
    order = PackageMigration(
        tenant_id=package.tenant_id,
        package_id=package.id,
        revision=target.number,
        wanted=named,
        only_keeps=wanted.only_keeps,
        total=0,
        updated_at=now,
    )
    order.total = await move_steps.candidates(order, target.id).count()
    await order.save()
    # Even what is done at once: whoever does it may be stopped.
    payload = {"tenant_id": str(order.tenant_id), "migration_id": str(order.id)}
    await jobs.enqueue(connection, JOB, payload)
    return order


async def _note(connection: Connection, order: PackageMigration) -> None:
    facts = {"revision": order.revision, "sessions": order.total, "migration": str(order.id)}
    await audit.note(connection, order.tenant_id, "package.sessions_moved", order.package_id, facts)
