"""Registering learners for a package: a session is found by its id, or begun."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID, uuid4, uuid5

from models.package import Package, Revision
from models.session import Session, SessionStatus, begin
from services.database import Connection
from services.errors import (
    DuplicateEntry,
    Gone,
    Invalid,
    NotFound,
    NotReady,
    PackageNotFound,
    SessionNotFound,
)
from services.keyring import Keyring
from services.settings import Settings

LONGEST_ID: Final = 255
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class Signing(Protocol):
    """What links are made with; the installed ports are one."""

    @property
    def settings(self) -> Settings: ...

    @property
    def keyring(self) -> Keyring: ...


@dataclass(frozen=True, slots=True)
class Registry:
    """One transaction of a tenant, at one moment."""

    connection: Connection
    tenant_id: UUID
    now: datetime
    signing: Signing

    @property
    def idle_until(self) -> datetime:
        return self.now + timedelta(seconds=self.signing.settings.session_idle_seconds)


@dataclass(frozen=True, slots=True)
class Registrant:
    """A learner, and the session that shall be theirs; one is made up where none is named."""

    user_id: str
    session_id: str | None = None
    name: str = ""
    email: str = ""
    registration: UUID | None = None
    preview: bool = False
    dispatch_id: UUID | None = None


def checked(who: Registrant) -> Registrant:
    """Names without control characters; raises Invalid."""
    identifier("user_id", who.user_id)
    if who.session_id is not None:
        identifier("session_id", who.session_id)
    name = _plain("learner_name", who.name, 255)
    return replace(who, name=name, email=_plain("learner_email", who.email, 320))


def identifier(name: str, text: str) -> None:
    """Raises Invalid unless it is 1 to 255 printable characters."""
    if not 0 < len(text) <= LONGEST_ID:
        raise Invalid.field(name, "must have 1 to 255 characters")
    if _UNPRINTABLE.search(text):
        raise Invalid.field(name, "must not hold control characters")
    if text in {".", ".."}:
        raise Invalid.field(name, "must not be . or .., which mean another address")


async def revision_of(tenant_id: UUID, package_id: UUID, number: int | None = None) -> Revision:
    """The one of this number, else the current one.

    Raises PackageNotFound, NotReady, NotFound.
    """
    package = await Package.get_or_none(tenant_id=tenant_id, id=package_id)
    if package is None:
        raise PackageNotFound(package_id=str(package_id))
    if not package.current_revision:
        raise NotReady(reason=str(package.status))
    found = await Revision.get_or_none(
        tenant_id=tenant_id, package_id=package_id, number=number or package.current_revision
    )
    if found is None:
        raise NotFound("This package has no such revision.")
    return found


async def find(registry: Registry, package_id: UUID, who: Registrant) -> Session:
    """A session that is there already, held; raises SessionNotFound, DuplicateEntry, Gone."""
    query = Session.filter(tenant_id=registry.tenant_id, id=who.session_id).select_for_update()
    found = await query.get_or_none()
    if found is None:
        raise SessionNotFound
    if (found.package_id, found.user_id) != (package_id, who.user_id) or found.preview:
        raise DuplicateEntry(category="CONFLICT", session_id=found.id)
    return found


async def find_or_begin(
    registry: Registry, revision: Revision, who: Registrant
) -> tuple[Session, bool]:
    """The session, and whether it was there already; raises DuplicateEntry."""
    session = draft(registry, revision, who)
    # Of twenty launches of one new id at once, one inserts and the others wait for it here.
    if await begin(session):
        return session, False
    known = replace(who, session_id=session.id)
    try:
        return await find(registry, revision.package_id, known), True
    except SessionNotFound:
        # Deleted in this very moment.
        if await begin(session):
            return session, False
        raise


def check_open(session: Session) -> None:
    """Raises Gone for a record that was locked."""
    if session.status == SessionStatus.TERMINATED:
        raise Gone(session_id=session.id)


def draft(registry: Registry, revision: Revision, who: Registrant) -> Session:
    key = uuid4()
    session_id = who.session_id or str(uuid4())
    return Session(
        tenant_id=registry.tenant_id,
        key=key,
        id=session_id,
        package_id=revision.package_id,
        revision_id=revision.id,
        user_id=who.user_id,
        learner_name=who.name,
        learner_email=who.email,
        registration=who.registration or _registration(key, session_id),
        label=registry.signing.keyring.label(registry.tenant_id, key),
        preview=who.preview,
        dispatch_id=who.dispatch_id,
        told_at=registry.now if who.name or who.email else None,
        expires_at=registry.idle_until,
        updated_at=registry.now,
        created_at=registry.now,
    )


def _registration(key: UUID, session_id: str) -> UUID:
    """The name of the session in xAPI: its own id when that is a UUID."""
    try:
        return UUID(session_id)
    except ValueError:
        return uuid5(key, session_id)


def _plain(name: str, text: str, longest: int) -> str:
    cleaned = _UNPRINTABLE.sub(" ", text).strip()
    if len(cleaned) > longest:
        raise Invalid.field(name, f"must have at most {longest} characters")
    return cleaned
