"""The record of what was done in a tenant, in which no entry can be changed unnoticed."""

import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from models.audit import ADVANCE, NEXT, AuditEntry, AuditHead
from services import database
from services.accounts import acting
from services.database import Connection

STEP = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries; what is empty does not choose."""

    action: str = ""
    actor: str = ""
    begin: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """``broken_at`` is the first number at which the chain does not hold, and ``problem`` why.

    ``head`` is the latest hash: whoever kept an earlier one elsewhere can look for it here.
    """

    entries: int
    head: str
    broken_at: int | None = None
    problem: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_at is None


async def note(
    connection: Connection, tenant_id: UUID, action: str, target: object, facts: dict[str, Any]
) -> None:
    """Add an entry in the caller's transaction: both are stored, or neither.

    Make it the last step: others of this tenant wait for it until the transaction ends. Facts
    never hold what tells of a learner.
    """
    [head] = await connection.execute_query_dict(NEXT, [tenant_id, uuid4()])
    actor = acting.current()
    entry = AuditEntry(
        tenant_id=tenant_id,
        created_at=head["now"],
        seq=head["seq"],
        action=action,
        target=str(target),
        facts=json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str),
        actor_kind=actor.kind,
        actor_id=actor.id[:64],
        actor_name=actor.name[:320],
        address=actor.address[:64],
        request_id=actor.request_id[:128],
        previous_hash=head["hash"],
    )
    entry.hash = hash_of(entry)
    await entry.save()
    await connection.execute_query(ADVANCE, [tenant_id, entry.hash])


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over everything else of the entry, as a JSON array in this order."""
    content = [
        entry.previous_hash,
        str(entry.tenant_id),
        entry.seq,
        entry.created_at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entry.id),
        entry.action,
        entry.target,
        entry.facts,
        *(entry.actor_kind, entry.actor_id, entry.actor_name, entry.address, entry.request_id),
    ]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


async def page(
    tenant_id: UUID, wanted: Wanted, number: int, size: int
) -> tuple[list[AuditEntry], int]:
    """Entries, newest first, and how many there are in all."""
    async with database.tenant_scope(tenant_id):
        chosen = AuditEntry.filter(tenant_id=tenant_id, **_conditions(wanted))
        total = await chosen.count()
        return await chosen.order_by("-seq").offset((number - 1) * size).limit(size), total


async def everything(tenant_id: UUID, wanted: Wanted) -> AsyncIterator[AuditEntry]:
    """Entries in their order, read in steps."""
    after = 0
    while True:
        async with database.tenant_scope(tenant_id):
            chosen = AuditEntry.filter(tenant_id=tenant_id, seq__gt=after, **_conditions(wanted))
            step = await chosen.order_by("seq").limit(STEP)
        for entry in step:
            yield entry
        if len(step) < STEP:
            return
        after = step[-1].seq


async def verify(tenant_id: UUID) -> Verification:
    """Follow the chain from its first entry to the latest one."""
    async with database.tenant_scope(tenant_id):
        head = await AuditHead.get_or_none(tenant_id=tenant_id)
    last, seq = "", 0
    async for entry in everything(tenant_id, Wanted()):
        problem = _problem(entry, seq + 1, last)
        if problem:
            return Verification(seq, last, seq + 1, problem)
        seq, last = entry.seq, entry.hash
        if head is not None and seq == head.seq and last != head.hash:
            return Verification(seq, last, seq, "the latest entry was replaced")
    if head is not None and seq < head.seq:
        return Verification(seq, last, seq + 1, "the latest entries are missing")
    return Verification(seq, last)


def _problem(entry: AuditEntry, expected: int, last: str) -> str:
    if entry.seq != expected:
        return "entries are missing"
    if entry.previous_hash != last:
        return "the entry does not follow the one before"
    return "" if entry.hash == hash_of(entry) else "the entry was changed"


def _conditions(wanted: Wanted) -> dict[str, Any]:
    given = {
        "action": wanted.action,
        "actor_id": wanted.actor,
        "created_at__gte": wanted.begin,
        "created_at__lt": wanted.end,
    }
    return {name: value for name, value in given.items() if value}
