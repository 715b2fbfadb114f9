"""What happened, mostly to a session, as rows written with the change that caused it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec

from models.session import Session
from scorm.status import Completion, Outcome, Success
from services.database import Connection

CREATED: Final = "session.created"
LAUNCHED: Final = "session.launched"
UPDATED: Final = "session.updated"
COMPLETED: Final = "session.completed"
FAILED: Final = "session.failed"
SCORED: Final = "session.scored"
ATTEMPTED: Final = "session.attempt_started"
EXPIRED: Final = "session.expired"
RESET: Final = "session.reset"
TERMINATED: Final = "session.terminated"
REACTIVATED: Final = "session.reactivated"
DELETED: Final = "session.deleted"
USAGE_THRESHOLD: Final = "usage.threshold"

PACKAGE_COMPLETED: Final = "package.processing.completed"
PACKAGE_FAILED: Final = "package.processing.failed"
PACKAGE_UPDATED: Final = "package.updated"

INSERT: Final = """
INSERT INTO event (tenant_id, id, session_key, event_type, ordinal, dedupe, payload)
SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[])
ON CONFLICT (tenant_id, dedupe) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """``dedupe`` is what makes a repetition of the same change no second event."""

    event_type: str
    dedupe: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose events they are; ``events_before`` is the ordinal of the one before them.

    Nobody hears of what is ``quiet``, as previews are.
    """

    tenant_id: UUID
    session_key: UUID
    events_before: int
    quiet: bool = False


def subject_of(session: Session) -> Subject:
    return Subject(session.tenant_id, session.key, session.event_count, session.preview)


def launched(launch_id: UUID) -> NewEvent:
    return NewEvent(LAUNCHED, f"launched:{launch_id}")


def created(key: UUID) -> NewEvent:
    return NewEvent(CREATED, f"created:{key}")


def changed(event_type: str, key: UUID, version: int) -> NewEvent:
    """A step in the life of a session, such as being reset, that led to this version."""
    return NewEvent(event_type, f"{event_type}:{key}:{version}")


def transitions(
    before: Outcome, after: Outcome, key: UUID, attempt: int, version: int
) -> list[NewEvent]:
    """The events that lie between two outcomes of a session, in the order they are told."""
    if before == after:
        return []
    found = [NewEvent(UPDATED, f"updated:{key}:{version}")]
    if _score(after) != _score(before) and (after.raw, after.scaled) != (None, None):
        found.append(NewEvent(SCORED, f"scored:{key}:{version}"))
    if _is_failed(after) and not _is_failed(before):
        found.append(NewEvent(FAILED, f"failed:{key}:{attempt}"))
    if _is_completed(after) and not _is_completed(before):
        found.append(NewEvent(COMPLETED, f"completed:{key}:{attempt}"))
    return found


def _is_failed(outcome: Outcome) -> bool:
    return outcome.success_status == Success.FAILED


def _is_completed(outcome: Outcome) -> bool:
    return outcome.completion_status == Completion.COMPLETED and not _is_failed(outcome)


def columns(
    subject: Subject, events: Iterable[NewEvent], session: dict[str, Any], now: datetime
) -> list[list[Any]]:
    """The values of INSERT after the tenant; each payload is frozen here, and sent as it is."""
    ids: list[UUID] = []
    ordinals: list[int] = []
    payloads: list[str] = []
    told = list(events)
    for place, event in enumerate(told, 1):
        ids.append(uuid4())
        ordinals.append(subject.events_before + place)
        envelope = _envelope(subject.tenant_id, ids[-1], event.event_type, now)
        body = envelope | {"ordinal": ordinals[-1], "data": session, "session": session}
        payloads.append(msgspec.json.encode(body).decode())
    return [
        ids,
        [subject.session_key] * len(told),
        [event.event_type for event in told],
        ordinals,
        [event.dedupe for event in told],
        payloads,
    ]


async def record(
    connection: Connection,
    subject: Subject,
    events: list[NewEvent],
    session: dict[str, Any],
    now: datetime,
) -> None:
    """Store events inside the caller's transaction."""
    if events and not subject.quiet:
        rows = columns(subject, events, session, now)
        await connection.execute_query_dict(INSERT, [subject.tenant_id, *rows])


async def announce(
    connection: Connection, tenant_id: UUID, event: NewEvent, data: dict[str, Any], now: datetime
) -> None:
    """Store an event that belongs to no session, inside the caller's transaction."""
    await _record(connection, tenant_id, event, {"data": data}, now)


async def record_package(
    connection: Connection,
    tenant_id: UUID,
    event: NewEvent,
    package: dict[str, Any],
    now: datetime,
) -> None:
    """Store what happened to a package inside the caller's transaction."""
    told = {"data": package, "package": package}
    await _record(connection, tenant_id, event, told, now)


async def record_dispatch(
    connection: Connection,
    tenant_id: UUID,
    event: NewEvent,
    dispatch: dict[str, Any],
    now: datetime,
) -> None:
    """Store what happened to a dispatch inside the caller's transaction."""
    told = {"data": dispatch, "dispatch": dispatch}
    await _record(connection, tenant_id, event, told, now)


async def _record(
    connection: Connection, tenant_id: UUID, event: NewEvent, told: dict[str, Any], now: datetime
) -> None:
    event_id = uuid4()
    body = _envelope(tenant_id, event_id, event.event_type, now) | told
    payload = msgspec.json.encode(body).decode()
    row = [[event_id], [None], [event.event_type], [0], [event.dedupe], [payload]]
    await connection.execute_query_dict(INSERT, [tenant_id, *row])


def _envelope(tenant_id: UUID, event_id: UUID, event_type: str, now: datetime) -> dict[str, Any]:
    return {
        "id": event_id,
        "event": event_type,
        "event_type": event_type,
        "type": event_type,
        "created_at": now,
        "timestamp": now,
        "tenant_id": tenant_id,
    }


def _score(outcome: Outcome) -> tuple[float | None, ...]:
    return (outcome.scaled, outcome.raw, outcome.min, outcome.max)
