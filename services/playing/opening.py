"""Opening the player: a launch link is redeemed, and the window opened before is fenced off."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from tortoise.expressions import F

from models.launch import Launch, LaunchTicket, Mode
from models.session import Session, SessionStatus
from scorm.status import Completion
from services import database, embedding, events, tokens
from services.database import Connection, raw_connection
from services.errors import (
    DomainNotAllowed,
    Gone,
    InvalidToken,
    SessionExpired,
    Superseded,
    TokenExpired,
)
from services.keyring import Keyring
from services.packages import courses
from services.packages.courses import Course
from services.playing import attempts, permits
from services.tracking import relocation
from services.tracking.session_view import event_body

CONTENT_LIFE: Final = timedelta(hours=24)
HANDLE_LIFE: Final = timedelta(hours=24)
TENANT_CHARACTERS: Final = 32


@dataclass(frozen=True, slots=True)
class Entrance:
    """What the shell brings along; ``ancestors`` are the origins of the pages around it."""

    token: str
    session_id: str
    ancestors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """``handle`` and ``ct`` exist here alone: the tables keep their hashes."""

    launch: Launch
    session: Session
    handle: str
    ct: str
    resumed: bool


async def look(keyring: Keyring, token: str, session_id: str, now: datetime) -> LaunchTicket:
    """The ticket behind a launch link, without using it.

    Raises InvalidToken, TokenExpired, DispatchNotActive.
    """
    claims = _claims(keyring, token, session_id, now)
    async with database.tenant_scope(claims.tenant_id) as connection:
        ticket = await _ticket(claims)
        await permits.check_link(connection, claims.tenant_id, ticket.session_key, now)
        return ticket


async def redeem(entrance: Entrance, now: datetime, keyring: Keyring) -> Opened:
    """One of the times that the link may be used.

    Raises InvalidToken, TokenExpired, DomainNotAllowed, DispatchNotActive, SessionExpired, Gone.
    """
    claims = _claims(keyring, entrance.token, entrance.session_id, now)
    handle = f"{claims.tenant_id.hex}{secrets.token_hex(32)}"
    ct = secrets.token_hex(16)
    async with database.tenant_scope(claims.tenant_id) as connection:
        ticket = await _ticket(claims)
        _check_place(ticket, entrance.ancestors)
        session = await _lock(ticket, now)
        await permits.check_dispatch(session, now, launching=True)
        # Another redemption may have been under way until now.
        await ticket.refresh_from_db(fields=["new_attempt"])
        await _use_up(ticket)
        resumed = _is_under_way(session)
        if ticket.new_attempt and await attempts.is_begun(session):
            # What was done before was done on the revision before.
            await attempts.begin(session, now)
        if session.move_to is not None:
            await relocation.move(connection, session, session.move_to, now)
        raw = raw_connection(connection)
        course = await courses.course(raw, session.tenant_id, session.revision_id)
        draft = _draft(session, ticket, course, now)
        draft.handle_hash, draft.ct_hash = hash_of(handle), hash_of(ct)
        await _fence(session, draft, now)
        await _announce(connection, session, draft, now)
    return Opened(draft, session, handle, ct, resumed)


async def held(launch_id: UUID, handle: str, now: datetime) -> Launch:
    """The launch whose shell shows this handle; call it inside its tenant's scope.

    Raises InvalidToken, TokenExpired.
    """
    launch = await Launch.get_or_none(id=launch_id, handle_hash=hash_of(handle))
    if launch is None:
        raise InvalidToken
    if launch.last_contact_at + HANDLE_LIFE < now:
        raise TokenExpired
    return launch


def tenant_of(handle: str) -> UUID:
    """Raises InvalidToken for what cannot be a handle."""
    try:
        return UUID(hex=handle[:TENANT_CHARACTERS])
    except ValueError:
        raise InvalidToken from None


def check_writer(session: Session, launch: Launch) -> None:
    """Raises Superseded, or Gone where none may, unless this launch may act for the session."""
    if session.writer_id is None:
        raise Gone
    if session.writer_id != launch.id:
        raise Superseded(superseded_at=launch.superseded_at)


def hash_of(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _claims(keyring: Keyring, token: str, session_id: str, now: datetime) -> tokens.LaunchClaims:
    claims = tokens.verify_launch(keyring, token, now)
    if not claims.is_for(session_id):
        raise InvalidToken
    return claims


async def _ticket(claims: tokens.LaunchClaims) -> LaunchTicket:
    ticket = await LaunchTicket.get_or_none(tenant_id=claims.tenant_id, id=claims.ticket_id)
    if ticket is None:
        raise InvalidToken
    return ticket


def _check_place(ticket: LaunchTicket, ancestors: Iterable[str]) -> None:
    seen = [text[:300] for text in ancestors][:20]
    if not embedding.admits(ticket.allowed_domains, seen):
        raise DomainNotAllowed(allowed=ticket.allowed_domains, seen=seen)


async def _lock(ticket: LaunchTicket, now: datetime) -> Session:
    query = Session.filter(tenant_id=ticket.tenant_id, key=ticket.session_key)
    session = await query.select_for_update().get_or_none()
    if session is None or session.status == SessionStatus.TERMINATED:
        raise Gone
    if session.status == SessionStatus.EXPIRED or session.expires_at <= now:
        raise SessionExpired(reason="session_expired")
    return session


async def _use_up(ticket: LaunchTicket) -> None:
    query = LaunchTicket.filter(tenant_id=ticket.tenant_id, id=ticket.id, redemptions_left__gt=0)
    # A reload opens the same attempt again, it does not begin one more.
    if not await query.update(redemptions_left=F("redemptions_left") - 1, new_attempt=False):
        raise TokenExpired("This link was opened too often; ask for a new one.")


def _draft(session: Session, ticket: LaunchTicket, course: Course, now: datetime) -> Launch:
    return Launch(
        id=uuid4(),
        tenant_id=session.tenant_id,
        session_key=session.key,
        ticket_id=ticket.id,
        revision_id=session.revision_id,
        attempt=session.attempts,
        mode=_mode(session, ticket, course),
        window=ticket.window,
        return_url=ticket.return_url,
        allowed_domains=ticket.allowed_domains,
        relay_host=ticket.relay_host,
        label=session.label,
        last_contact_at=now,
        content_expires_at=now + CONTENT_LIFE,
        created_at=now,
    )


def _mode(session: Session, ticket: LaunchTicket, course: Course) -> Mode:
    """Who completed the course and left it in the ordinary way comes back to look, not to lose.

    Where activities are sequenced the book wants a new attempt instead, and the result is safe.
    """
    over = session.completion_status == Completion.COMPLETED and not session.suspended
    looks = course.tree is None or course.single
    return Mode.REVIEW if over and looks and ticket.mode == Mode.NORMAL else Mode(ticket.mode)


def _is_under_way(session: Session) -> bool:
    """Here, or in the system that it came from."""
    begun = session.completion_status != Completion.NOT_ATTEMPTED
    return session.launched_at is not None or begun


async def _fence(session: Session, draft: Launch, now: datetime) -> None:
    if session.writer_id is not None:
        await Launch.filter(
            tenant_id=session.tenant_id, id=session.writer_id, superseded_at__isnull=True
        ).update(superseded_at=now)
    session.previous_id, session.writer_id = session.writer_id, draft.id
    session.launched_at = session.launched_at or now
    session.last_launched_at = now
    session.launch_count += 1
    session.version += 1
    session.updated_at = now
    if draft.mode == Mode.NORMAL:
        # Until the content ends in good order, this visit counts as broken off, which resumes.
        session.suspended = True
    await draft.save(force_create=True)


async def _announce(connection: Connection, session: Session, draft: Launch, now: datetime) -> None:
    subject = events.subject_of(session)
    session.event_count += 1
    await session.save()
    told = [events.launched(draft.id)]
    await events.record(connection, subject, told, event_body(session), now)
