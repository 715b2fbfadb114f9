"""Sessions that are made without being launched, one or many at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services import database, events
from services.accounts import audit
from services.database import Connection
from services.errors import Refusal
from services.playing import registering
from services.playing.registering import Registrant, Registry, Signing
from services.quotas import quotas
from services.sessions import sessions, settling
from services.sessions.initial_state import InitialState
from services.sessions.sco_states import Record, record_of
from services.tracking.session_view import SessionView, event_body


@dataclass(frozen=True, slots=True)
class NewSession:
    """``initial`` is what the learner has done in another system."""

    package_id: UUID
    who: Registrant
    revision: int | None = None
    initial: InitialState | None = None


@dataclass(frozen=True, slots=True)
class Clerk:
    """For whom sessions are made, when, and with which keys."""

    tenant_id: UUID
    now: datetime
    signing: Signing


async def create(clerk: Clerk, new: NewSession) -> tuple[SessionView, bool]:
    """The session, and whether it is new.

    What was learned in another system makes nobody active here. Raises Invalid, PackageNotFound,
    NotReady, NotFound, DuplicateEntry, QuotaExceeded.
    """
    who = registering.checked(new.who)
    async with database.tenant_scope(clerk.tenant_id) as connection:
        registry = Registry(connection, clerk.tenant_id, clerk.now, clerk.signing)
        revision = await registering.revision_of(clerk.tenant_id, new.package_id, new.revision)
        session, existed = await registering.find_or_begin(registry, revision, who)
        record = await record_of(connection, clerk.tenant_id, session.id)
        if not existed:
            await _fill(record, new.initial, clerk.now)
            if new.initial is None and not who.preview:
                await quotas.admit_learner(connection, clerk.tenant_id, who.user_id, clerk.now)
        return await sessions.whole(record, clerk.now), not existed


async def _fill(record: Record, initial: InitialState | None, now: datetime) -> None:
    session = record.session
    if initial is not None:
        session.imported = True
        await settling.settle(record, initial, now)
    subject = events.subject_of(session)
    session.event_count += 1
    await session.save()
    body = event_body(session) | {"imported": session.imported}
    told = [events.created(session.key)]
    await events.record(record.connection, subject, told, body, now)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one session of many: it is there now, or was refused."""

    session: SessionView | None = None
    created: bool = False
    refusal: Refusal | None = None


async def create_many(clerk: Clerk, wanted: Sequence[NewSession | Refusal]) -> list[Outcome]:
    """Each by itself; what was refused before it came here stays so."""
    found = [await _attempt(clerk, new) for new in wanted]
    async with database.tenant_scope(clerk.tenant_id) as connection:
        await _note(connection, clerk.tenant_id, found)
    return found


async def _attempt(clerk: Clerk, new: NewSession | Refusal) -> Outcome:
    if isinstance(new, Refusal):
        return Outcome(refusal=new)
    try:
        session, created = await create(clerk, new)
    except Refusal as refusal:
        return Outcome(refusal=refusal)
    return Outcome(session, created)


async def _note(connection: Connection, tenant_id: UUID, found: list[Outcome]) -> None:
    facts: dict[str, Any] = {
        "created": sum(each.created for each in found),
        "existing": sum(each.session is not None and not each.created for each in found),
        "refused": sum(each.refusal is not None for each in found),
    }
    await audit.note(connection, tenant_id, "sessions.imported", tenant_id, facts)
