"""Launch links: a session is found or begun, and a short-lived link to it is signed."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote
from uuid import UUID

from models.launch import LaunchTicket, Mode, Window
from models.session import Session, SessionStatus
from services import database, embedding, tokens
from services.accounts import tenant_settings
from services.addresses import is_web_address
from services.errors import Invalid
from services.playing import registering
from services.playing.registering import Registrant, Registry, Signing
from services.quotas import quotas
from services.settings import Settings

SHORTEST_LIFE: Final = 60
LONGEST_LIFE: Final = 86_400


@dataclass(frozen=True, slots=True)
class LaunchRequest:
    """What a customer's server asks for when a learner presses Play.

    Without ``allowed_domains`` those of the tenant count; an empty list is every site. ``revision``
    is for a new session of an older or newer revision than the current one. ``relay_host`` is the
    origin of another system that shall hear of the result.
    """

    user_id: str
    session_id: str | None = None
    learner_name: str = ""
    learner_email: str = ""
    ttl_seconds: int | None = None
    return_url: str | None = None
    allowed_domains: list[str] | None = None
    mode: Mode = Mode.NORMAL
    registration: UUID | None = None
    new_attempt: bool = False
    window: Window = Window.FRAME
    preview: bool = False
    revision: int | None = None
    dispatch_id: UUID | None = None
    relay_host: str = ""

    @property
    def registrant(self) -> Registrant:
        return Registrant(
            self.user_id,
            self.session_id,
            self.learner_name,
            self.learner_email,
            self.registration,
            self.preview,
            self.dispatch_id,
        )


@dataclass(frozen=True, slots=True)
class Launched:
    session: Session
    resumed: bool
    token: str
    launch_url: str
    expires_in_seconds: int
    expires_at: datetime


async def launch(
    tenant_id: UUID, package_id: UUID, request: LaunchRequest, now: datetime, signing: Signing
) -> Launched:
    """Raises Invalid, PackageNotFound, NotReady, DuplicateEntry, Gone, QuotaExceeded."""
    wish = checked(request)
    async with database.tenant_scope(tenant_id) as connection:
        return await within(Registry(connection, tenant_id, now, signing), package_id, wish)


async def within(registry: Registry, package_id: UUID, wish: LaunchRequest) -> Launched:
    """The same inside a transaction, for a wish that was checked."""
    settings = registry.signing.settings
    seconds = _lifetime(wish.ttl_seconds, settings)
    expires_at = registry.now + timedelta(seconds=seconds)
    session, resumed = await _session(registry, package_id, wish)
    registering.check_open(session)
    await _refresh(session, wish, registry)
    ticket = await _ticket(registry, wish, session, expires_at)
    if not session.preview:
        await quotas.admit_learner(
            registry.connection, registry.tenant_id, session.user_id, registry.now, launches=True
        )
    claims = tokens.LaunchClaims(
        registry.tenant_id, session.id, ticket.id, session.user_id, expires_at
    )
    token = tokens.sign_launch(registry.signing.keyring, claims, package_id, registry.now)
    url = f"{settings.base_url}/player/{quote(session.id, safe='')}?token={token}"
    return Launched(session, resumed, token, url, seconds, expires_at)


def checked(request: LaunchRequest) -> LaunchRequest:
    """Raises Invalid."""
    who = registering.checked(request.registrant)
    if request.return_url is not None and not is_web_address(request.return_url):
        raise Invalid.field("return_url", "must be an absolute http or https address")
    return replace(
        request,
        learner_name=who.name,
        learner_email=who.email,
        allowed_domains=None
        if request.allowed_domains is None
        else embedding.normalized(request.allowed_domains),
    )


async def _session(
    registry: Registry, package_id: UUID, wish: LaunchRequest
) -> tuple[Session, bool]:
    revision = await registering.revision_of(registry.tenant_id, package_id, wish.revision)
    return await registering.find_or_begin(registry, revision, wish.registrant)


async def _ticket(
    registry: Registry, wish: LaunchRequest, session: Session, expires_at: datetime
) -> LaunchTicket:
    settled = await tenant_settings.launch_defaults(registry.tenant_id)
    domains = settled.allowed_domains if wish.allowed_domains is None else wish.allowed_domains
    # Where another system sends the learner, ours is not where they came from.
    home = settled.return_url if wish.dispatch_id is None else None
    return await LaunchTicket.create(
        tenant_id=registry.tenant_id,
        session_key=session.key,
        mode=wish.mode,
        window=wish.window,
        return_url=wish.return_url or home,
        allowed_domains=domains,
        new_attempt=wish.new_attempt,
        relay_host=wish.relay_host,
        expires_at=expires_at,
        created_at=registry.now,
    )


def _lifetime(wanted: int | None, settings: Settings) -> int:
    seconds = settings.launch_token_seconds if wanted is None else wanted
    return min(max(seconds, SHORTEST_LIFE), LONGEST_LIFE)


async def _refresh(session: Session, wish: LaunchRequest, registry: Registry) -> None:
    """A launch is activity: it revives an expired session and brings newer names."""
    session.status = SessionStatus.ACTIVE
    session.expires_at = registry.idle_until
    session.learner_name = wish.learner_name or session.learner_name
    session.learner_email = wish.learner_email or session.learner_email
    if wish.learner_name or wish.learner_email:
        session.told_at = registry.now
    await session.save(
        update_fields=["status", "expires_at", "learner_name", "learner_email", "told_at"],
        force_update=True,
    )
