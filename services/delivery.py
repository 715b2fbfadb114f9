"""Taking the learner through a course: each request of the shell ends in a delivery or an end."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final
from uuid import UUID

import msgspec

from models.launch import Launch
from models.session import ScoState, Session, SessionStatus
from scorm.cmi.elements import table
from scorm.edition import Edition
from scorm.packaging.manifest import Item
from services import contents, courses, database, opening, visits
from services.contents import Controls, End, Request, Standing, TocEntry
from services.courses import Course
from services.database import Connection, raw_connection
from services.errors import Gone, SessionExpired
from services.session_view import Score, score_of
from services.tokens import CommitClaims, CommitIssuer
from services.visits import Place

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
    state: str
    superseded_at: datetime | None
    controls: Controls
    toc: list[TocEntry]
    ended: Ended | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the learner or the content asked for."""

    request: Request
    target: str = ""


@dataclass(frozen=True, slots=True)
class _Scene:
    """Everything a request is judged by, read in one transaction."""

    place: Place
    states: dict[str, ScoState]

    @property
    def session(self) -> Session:
        return self.place.session

    @property
    def launch(self) -> Launch:
        return self.place.launch

    @property
    def course(self) -> Course:
        return self.place.course

    @property
    def standing(self) -> Standing:
        shown = {name: visits.status_of(self.course, each) for name, each in self.states.items()}
        return Standing(shown, self.launch.current_sco or self.session.current_sco)


async def step(
    launch_id: UUID, handle: str, wish: Wish, now: datetime, issuer: CommitIssuer
) -> Step:
    """Raises InvalidToken, TokenExpired, Superseded, SessionExpired, Gone, Invalid, Conflict."""
    tenant_id = opening.tenant_of(handle)
    async with database.tenant_scope(tenant_id) as connection:
        launch = await opening.held(launch_id, handle, now)
        scene = await _scene(connection, launch, lock=True)
        _check_may_act(scene, now)
        if launch.ended_at is not None:
            return _ended(scene)
        led = contents.follow(scene.course, scene.standing, wish.request, wish.target)
        if isinstance(led, End):
            await visits.end(scene.place, led, now)
            return _ended(scene)
        if led is None:
            return Step(None, _controls(scene), _toc(scene), None)
        cmi = await visits.begin(scene.place, scene.states, led, now)
        return _delivered(scene, led, cmi, issuer, now)


async def status(launch_id: UUID, handle: str, now: datetime) -> Status:
    """Changes nothing: the shell asks every few seconds."""
    async with database.tenant_scope(opening.tenant_of(handle)) as connection:
        launch = await opening.held(launch_id, handle, now)
        scene = await _scene(connection, launch, lock=False)
    state = _state(scene, now)
    ended = _result(scene) if state == "ended" else None
    running = Controls() if state != "current" else _controls(scene)
    return Status(state, launch.superseded_at, running, _toc(scene), ended)


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
        opening.check_writer(session, launch)
        await Launch.filter(tenant_id=tenant_id, id=launch.id).update(last_contact_at=now)
    return _issue(launch, issuer, now)


async def open_contents(launch: Launch) -> tuple[Course, list[TocEntry]]:
    """The course of a launch that was just opened."""
    async with database.tenant_scope(launch.tenant_id) as connection:
        scene = await _scene(connection, launch, lock=False)
    return scene.course, _toc(scene)


async def _scene(connection: Connection, launch: Launch, *, lock: bool) -> _Scene:
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
    return _Scene(place, {each.sco: each for each in states})


def _check_may_act(scene: _Scene, now: datetime) -> None:
    if scene.session.status == SessionStatus.TERMINATED:
        raise Gone
    opening.check_writer(scene.session, scene.launch)
    if scene.session.status == SessionStatus.EXPIRED or scene.session.expires_at <= now:
        raise SessionExpired(reason="session_expired")


def _state(scene: _Scene, now: datetime) -> str:
    if scene.session.writer_id != scene.launch.id:
        return "superseded"
    if scene.launch.ended_at is not None:
        return "ended"
    over = scene.session.status != SessionStatus.ACTIVE or scene.session.expires_at <= now
    return "expired" if over else "current"


def _toc(scene: _Scene) -> list[TocEntry]:
    return contents.toc(scene.course, scene.standing)


def _controls(scene: _Scene) -> Controls:
    return contents.controls(scene.course, scene.standing)


def _ended(scene: _Scene) -> Step:
    return Step(None, Controls(), _toc(scene), _result(scene))


def _result(scene: _Scene) -> Ended:
    session, launch = scene.session, scene.launch
    return Ended(
        reason=launch.end_reason or End.EXITED,
        return_url=launch.return_url,
        completion_status=session.completion_status,
        success_status=session.success_status,
        score=score_of(session),
    )


def _delivered(
    scene: _Scene, item: Item, cmi: dict[str, str], issuer: CommitIssuer, now: datetime
) -> Step:
    launch, edition = scene.launch, scene.course.edition
    capability, seconds = _issue(launch, issuer, now)
    delivery = Delivery(
        item=item.identifier,
        title=item.title,
        href=item.href or "",
        sco=item.sco,
        version=edition.version,
        edition=edition.value,
        strict=scene.course.strict,
        table=_table(edition, scene.course.strict) if item.sco else msgspec.Raw(b"{}"),
        cmi=cmi,
        launch=launch.id,
        capability=capability,
        capability_expires_in=seconds,
        commit_url=COMMIT_URL,
        applied=launch.applied_seq,
        mode=launch.mode,
        valid=contents.valid(scene.course, scene.standing) if edition.is_2004 else {},
    )
    return Step(delivery, _controls(scene), _toc(scene), None)


@cache
def _table(edition: Edition, strict: bool) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(table(edition, strict=strict)))


def _issue(launch: Launch, issuer: CommitIssuer, now: datetime) -> tuple[str, int]:
    claims = CommitClaims(launch.tenant_id, launch.session_key, launch.id, launch.label, now)
    return issuer.issue(claims, now)
