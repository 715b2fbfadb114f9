"""Launch links: a session is found or begun, and a short-lived link to it is signed."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid4, uuid5

from models.launch import LaunchTicket, Mode, Window
from models.package import Package, Revision
from models.session import Session, SessionStatus, begin
from services import database, embedding, tokens
from services.errors import DuplicateEntry, Gone, Invalid, PackageNotFound
from services.keyring import Keyring
from services.settings import Settings

SHORTEST_LIFE: Final = 60
LONGEST_LIFE: Final = 86_400
LONGEST_ID: Final = 255
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class LaunchRequest:
    """What a customer's server asks for when a learner presses Play."""

    user_id: str
    session_id: str | None = None
    learner_name: str = ""
    learner_email: str = ""
    ttl_seconds: int | None = None
    return_url: str | None = None
    allowed_domains: list[str] = field(default_factory=list[str])
    mode: Mode = Mode.NORMAL
    registration: UUID | None = None
    new_attempt: bool = False
    window: Window = Window.FRAME


@dataclass(frozen=True, slots=True)
class Launched:
    session: Session
    resumed: bool
    token: str
    launch_url: str
    expires_in_seconds: int
    expires_at: datetime


class Signing(Protocol):
    """What links are made with; the installed ports are one."""

    @property
    def settings(self) -> Settings: ...

    @property
    def keyring(self) -> Keyring: ...


async def launch(
    tenant_id: UUID, package_id: UUID, request: LaunchRequest, now: datetime, signing: Signing
) -> Launched:
    """Raises Invalid, PackageNotFound, DuplicateEntry, Gone."""
    wish, settings = _checked(request), signing.settings
    seconds = _lifetime(wish.ttl_seconds, settings)
    expires_at = now + timedelta(seconds=seconds)
    async with database.tenant_scope(tenant_id):
        revision = await _current_revision(tenant_id, package_id)
        draft = _draft(tenant_id, revision, wish, now, settings)
        session, resumed = await _find_or_begin(draft, signing.keyring)
        await _refresh(session, wish, now, settings)
        ticket = await LaunchTicket.create(
            tenant_id=tenant_id,
            session_key=session.key,
            mode=wish.mode,
            window=wish.window,
            return_url=wish.return_url,
            allowed_domains=wish.allowed_domains,
            new_attempt=wish.new_attempt,
            expires_at=expires_at,
            created_at=now,
        )
    claims = tokens.LaunchClaims(tenant_id, session.id, ticket.id, session.user_id, expires_at)
    token = tokens.sign_launch(signing.keyring, claims, package_id, now)
    url = f"{settings.base_url}/player/{quote(session.id, safe='')}?token={token}"
    return Launched(session, resumed, token, url, seconds, expires_at)


def _checked(request: LaunchRequest) -> LaunchRequest:
    identifier("user_id", request.user_id)
    if request.session_id is not None:
        identifier("session_id", request.session_id)
    if request.return_url is not None and not _is_web_address(request.return_url):
        raise Invalid.field("return_url", "must be an absolute http or https address")
    return LaunchRequest(
        user_id=request.user_id,
        session_id=request.session_id,
        learner_name=_plain("learner_name", request.learner_name, 255),
        learner_email=_plain("learner_email", request.learner_email, 320),
        ttl_seconds=request.ttl_seconds,
        return_url=request.return_url,
        allowed_domains=embedding.normalized(request.allowed_domains),
        mode=request.mode,
        registration=request.registration,
        new_attempt=request.new_attempt,
        window=request.window,
    )


def identifier(name: str, text: str) -> None:
    """Raises Invalid unless it is 1 to 255 printable characters."""
    if not 0 < len(text) <= LONGEST_ID:
        raise Invalid.field(name, "must have 1 to 255 characters")
    if _UNPRINTABLE.search(text) or text in {".", ".."}:
        raise Invalid.field(name, "must not hold control characters")


def _plain(name: str, text: str, longest: int) -> str:
    cleaned = _UNPRINTABLE.sub(" ", text).strip()
    if len(cleaned) > longest:
        raise Invalid.field(name, f"must have at most {longest} characters")
    return cleaned


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    plain = not _UNPRINTABLE.search(text) and "\\" not in text and len(text) <= 2000
    return plain and parts.scheme in {"http", "https"} and bool(host)


def _lifetime(wanted: int | None, settings: Settings) -> int:
    seconds = settings.launch_token_seconds if wanted is None else wanted
    return min(max(seconds, SHORTEST_LIFE), LONGEST_LIFE)


async def _current_revision(tenant_id: UUID, package_id: UUID) -> Revision:
    package = await Package.get_or_none(tenant_id=tenant_id, id=package_id)
    if package is None:
        raise PackageNotFound(package_id=str(package_id))
    return await Revision.get(
        tenant_id=tenant_id, package_id=package_id, number=package.current_revision
    )


def _draft(
    tenant_id: UUID, revision: Revision, wish: LaunchRequest, now: datetime, settings: Settings
) -> Session:
    key = uuid4()
    session_id = wish.session_id or str(uuid4())
    return Session(
        tenant_id=tenant_id,
        key=key,
        id=session_id,
        package_id=revision.package_id,
        revision_id=revision.id,
        user_id=wish.user_id,
        learner_name=wish.learner_name,
        learner_email=wish.learner_email,
        registration=wish.registration or _registration(key, session_id),
        expires_at=now + timedelta(seconds=settings.session_idle_seconds),
        updated_at=now,
        created_at=now,
    )


def _registration(key: UUID, session_id: str) -> UUID:
    """The name of the session in xAPI: its own id when that is a UUID."""
    try:
        return UUID(session_id)
    except ValueError:
        return uuid5(key, session_id)


async def _find_or_begin(draft: Session, keyring: Keyring) -> tuple[Session, bool]:
    draft.label = keyring.label(draft.tenant_id, draft.key)
    # Of twenty launches of one new id at once, one inserts and the others wait for it here.
    if await begin(draft):
        return draft, False
    found = await Session.filter(tenant_id=draft.tenant_id, id=draft.id).select_for_update().get()
    if (found.package_id, found.user_id) != (draft.package_id, draft.user_id):
        raise DuplicateEntry(category="CONFLICT", session_id=draft.id)
    if found.status == SessionStatus.TERMINATED:
        raise Gone(session_id=draft.id)
    return found, True


async def _refresh(
    session: Session, wish: LaunchRequest, now: datetime, settings: Settings
) -> None:
    """A launch is activity: it revives an expired session and brings newer names."""
    session.status = SessionStatus.ACTIVE
    session.expires_at = now + timedelta(seconds=settings.session_idle_seconds)
    if wish.learner_name or wish.learner_email:
        session.told_at = now
    session.learner_name = wish.learner_name or session.learner_name
    session.learner_email = wish.learner_email or session.learner_email
    await session.save(
        update_fields=["status", "expires_at", "learner_name", "learner_email", "told_at"],
        force_update=True,
    )
