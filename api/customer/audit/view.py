"""The record, from the database to the wire or a spreadsheet."""

import json
from collections.abc import AsyncIterator
from typing import Any, Literal, cast
from uuid import UUID

from quart import Response

from api.customer.audit.shapes import (
    AuditActor,
    AuditEntry,
    AuditList,
    AuditQuery,
    AuditVerification,
)
from api.moments import moment
from api.paging import Pagination
from api.wire import stamp
from models import audit as table
from services.accounts import audit
from services.accounts.audit import Wanted
from services.reports import cells

COLUMNS = (
    *("seq", "at", "action", "target", "facts", "actor_kind", "actor_id", "actor_name"),
    *("address", "request_id", "previous_hash", "hash"),
)


async def answer(tenant_id: UUID, query: AuditQuery) -> AuditList | Response:
    wanted = Wanted(
        action=query.action or "",
        actor=query.actor or "",
        begin=moment("from", query.begin),
        end=moment("to", query.end),
    )
    if query.format == "csv":
        response = Response(_lines(tenant_id, wanted), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
        return response
    found, total = await audit.page(tenant_id, wanted, query.page, query.size)
    return AuditList([_present(entry) for entry in found], total, Pagination.of(query, total))


async def verification(tenant_id: UUID) -> AuditVerification:
    found = await audit.verify(tenant_id)
    return AuditVerification(
        holds=found.holds,
        entries=found.entries,
        head=found.head,
        broken_at=found.broken_at,
        problem=found.problem or None,
    )


async def _lines(tenant_id: UUID, wanted: Wanted) -> AsyncIterator[bytes]:
    yield (cells.BYTE_ORDER_MARK + cells.lines([COLUMNS])).encode()
    async for entry in audit.everything(tenant_id, wanted):
        yield cells.lines([_row(entry)]).encode()


def _row(entry: table.AuditEntry) -> list[Any]:
    return [
        *(entry.seq, stamp(entry.created_at), entry.action, entry.target, entry.facts),
        *(entry.actor_kind, entry.actor_id, entry.actor_name),
        *(entry.address, entry.request_id, entry.previous_hash, entry.hash),
    ]


def _present(entry: table.AuditEntry) -> AuditEntry:
    kind = cast(Literal["key", "user", "operator", "system"], entry.actor_kind)
    return AuditEntry(
        seq=entry.seq,
        at=stamp(entry.created_at),
        action=entry.action,
        target=entry.target,
        facts=json.loads(entry.facts),
        actor=AuditActor(kind=kind, id=entry.actor_id, name=entry.actor_name),
        address=entry.address,
        request_id=entry.request_id,
        previous_hash=entry.previous_hash,
        hash=entry.hash,
    )
