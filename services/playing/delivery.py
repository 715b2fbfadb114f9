"""Taking the learner through a course: each request of the shell ends in a delivery or an end."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final, Protocol
from uuid import UUID

import msgspec

from models.launch import Launch
from models.session import ScoState, Session, SessionStatus
from scorm.cmi.elements import table
from scorm.edition import Edition
from services import database
from services.database import Connection, raw_connection
from services.errors import Conflict, DispatchNotActive, Gone, SessionExpired
from services.packages import courses
from services.packages.courses import Course
from services.playing import guide2004, opening, permits, relayed
from services.playing.guide12 import Guide12
from services.playing.relayed import Result
from services.playing.visits import Delivered, Place
from services.tokens import CommitClaims, CommitIssuer
from services.tracking.contents import Controls, End, Request, TocEntry
from services.tracking.session_view import Score, score_of

COMMIT_URL: Final = "../commit"


@dataclass(frozen=True, slots=True)
class Ended:
    reason: str
    return_url: str | None
    completion_status: str
    success_status: str
    score: Score


@dataclass(frozen=True, slots=True)
class Delivery:
    """One item for the bridge; ``href`` is relative to the root of the package."""

    item: str
    title: str
    href: str
    sco: bool
    version: str
    edition: str
    strict: bool
    table: msgspec.Raw
    cmi: dict[str, str]
    launch: UUID
    capability: str
    capability_expires_in: int
    commit_url: str
    applied: int
    mode: str
    valid: dict[str, object]


@dataclass(frozen=True, slots=True)
class Step:
    delivery: Delivery | None
    controls: Controls
    toc: list[TocEntry]
    ended: Ended | None


@dataclass(frozen=True, slots=True)
class Status:
    """``result`` is there for who passes it on to another system."""

    state: str
    superseded_at: datetime | None
    controls: Controls
    toc: list[TocEntry]
    ended: Ended | None
    result: Result | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the learner or the content asked for."""

    request: Request
    target: str = ""


class Guide(Protocol):
    """Who knows the way through a course, by the rules of its edition."""

    @property
    def place(self) -> Place: ...

    def toc(self) -> list[TocEntry]: ...

    def controls(self) -> Controls: ...

    def valid(self) -> dict[str, object]: ...

    async def move(self, request: Request, target: str, now: datetime) -> Delivered | None:
        """None when the launch has ended, or the learner shall choose; raises Conflict before
        anything has changed.
        """
        ...


async def step(
    launch_id: UUID, handle: str, wish: Wish, now: datetime, issuer: CommitIssuer
) -> Step:
    """Raises InvalidToken, TokenExpired, DispatchNotActive, Superseded, SessionExpired, Gone,
    Invalid, Conflict.
    """
    tenant_id = opening.tenant_of(handle)
    async with database.tenant_scope(tenant_id) as connection:
        launch = await opening.held(launch_id, handle, now)
        guide = await _guide(connection, launch, now, lock=True)
        await permits.check_dispatch(guide.place.session, now, launching=False)
        _check_may_act(guide.place, now)
        if launch.ended_at is not None:
            return _ended(guide)
        try:
            moved = await guide.move(wish.request, wish.target, now)
        except Conflict as conflict:
            # That it was asked for in vain is worth keeping.
            refused = conflict
        else:
            if moved is not None:
                return _delivered(guide, moved, issuer, now)
            return _ended(guide) if launch.ended_at else _waiting(guide)
    raise refused


async def status(launch_id: UUID, handle: str, now: datetime) -> Status:
    """Changes nothing: the shell asks every few seconds."""
    async with database.tenant_scope(opening.tenant_of(handle)) as connection:
        launch = await opening.held(launch_id, handle, now)
        guide = await _guide(connection, launch, now, lock=False)
        state = await _state_now(guide.place, now)
        session = guide.place.session
        result = await relayed.result_of(session, launch) if launch.relay_host else None
    ended = _result(guide.place) if state == "ended" else None
    running = Controls() if state != "current" else guide.controls()
    return Status(state, launch.superseded_at, running, guide.toc(), ended, result)


async def capability(
    launch_id: UUID, handle: str, now: datetime, issuer: CommitIssuer
) -> tuple[str, int]:
    """A fresh commit token, and its life in seconds."""
    tenant_id = opening.tenant_of(handle)
    async with database.tenant_scope(tenant_id):
        launch = await opening.held(launch_id, handle, now)
        session = await Session.get_or_none(tenant_id=tenant_id, key=launch.session_key)
        if session is None:
            raise Gone
        await permits.check_dispatch(session, now, launching=False)
        opening.check_writer(session, launch)
        await Launch.filter(tenant_id=tenant_id, id=launch.id).update(last_contact_at=now)
    return _issue(launch, issuer, now)


async def open_contents(launch: Launch, now: datetime) -> tuple[Course, list[TocEntry]]:
    """The course of a launch that was just opened."""
    async with database.tenant_scope(launch.tenant_id) as connection:
        guide = await _guide(connection, launch, now, lock=False)
    return guide.place.course, guide.toc()


async def _guide(connection: Connection, launch: Launch, now: datetime, *, lock: bool) -> Guide:
    query = Session.filter(tenant_id=launch.tenant_id, key=launch.session_key)
    session = await (query.select_for_update() if lock else query).get_or_none()
    if session is None:
        raise Gone
    if lock:
        # A commit may have been under way until now.
        await launch.refresh_from_db()
    raw = raw_connection(connection)
    course = await courses.course(raw, launch.tenant_id, launch.revision_id)
    states = await ScoState.filter(
        tenant_id=launch.tenant_id, session_key=session.key, attempt=launch.attempt
    )
    place = Place(session, launch, course, connection)
    by_item = {each.sco: each for each in states}
    if course.tree is not None:
        return await guide2004.guide(place, by_item, now, moves=lock)
    return Guide12(place, by_item)


def _check_may_act(place: Place, now: datetime) -> None:
    if place.session.status == SessionStatus.TERMINATED:
        raise Gone
    opening.check_writer(place.session, place.launch)
    if place.session.status == SessionStatus.EXPIRED or place.session.expires_at <= now:
        raise SessionExpired(reason="session_expired")


async def _state_now(place: Place, now: datetime) -> str:
    state = _state(place, now)
    if state == "ended":
        return state
    try:
        await permits.check_dispatch(place.session, now, launching=False)
    except DispatchNotActive:
        return "revoked"
    return state


def _state(place: Place, now: datetime) -> str:
    if place.session.writer_id is None:
        # Closed from outside: reset, locked, or begun anew.
        return "expired"
    if place.session.writer_id != place.launch.id:
        return "superseded"
    if place.launch.ended_at is not None:
        return "ended"
    over = place.session.status != SessionStatus.ACTIVE or place.session.expires_at <= now
    return "expired" if over else "current"


def _ended(guide: Guide) -> Step:
    return Step(None, Controls(), guide.toc(), _result(guide.place))


def _waiting(guide: Guide) -> Step:
    """Nothing is open, and the learner shall choose."""
    return Step(None, guide.controls(), guide.toc(), None)


def _result(place: Place) -> Ended:
    session, launch = place.session, place.launch
    return Ended(
        reason=launch.end_reason or End.EXITED,
        return_url=launch.return_url,
        completion_status=session.completion_status,
        success_status=session.success_status,
        score=score_of(session),
    )


def _delivered(guide: Guide, moved: Delivered, issuer: CommitIssuer, now: datetime) -> Step:
    place, item = guide.place, moved.item
    launch, edition = place.launch, place.course.edition
    capability, seconds = _issue(launch, issuer, now)
    delivery = Delivery(
        item=item.identifier,
        title=item.title,
        href=item.href or "",
        sco=item.sco,
        version=edition.version,
        edition=edition.value,
        strict=place.course.strict,
        table=_table(edition, place.course.strict) if moved.talks else msgspec.Raw(b"{}"),
        cmi=moved.cmi,
        launch=launch.id,
        capability=capability,
        capability_expires_in=seconds,
        commit_url=COMMIT_URL,
        applied=launch.applied_seq,
        mode=launch.mode,
        valid=guide.valid(),
    )
    return Step(delivery, guide.controls(), guide.toc(), None)


@cache
def _table(edition: Edition, strict: bool) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(table(edition, strict=strict)))


def _issue(launch: Launch, issuer: CommitIssuer, now: datetime) -> tuple[str, int]:
    claims = CommitClaims(launch.tenant_id, launch.session_key, launch.id, launch.label, now)
    return issuer.issue(claims, now)
