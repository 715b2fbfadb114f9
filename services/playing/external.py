"""Launching whoever another system has signed in, by a token of that system."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from models.session import Session, SessionStatus
from models.spent_token import SPEND, SpentToken
from scorm.status import Completion
from services import database
from services.accounts import tenant_settings
from services.errors import Conflict, TokenNotAccepted
from services.playing import external_tokens
from services.playing import launch as launching
from services.playing.external_tokens import LATE_BY, Identity, Verifier
from services.playing.launch import Launched, LaunchRequest
from services.playing.registering import Registry, Signing

# Two requests for the same learner shall not both find nothing to go on with.
_IN_TURN: Final = "SELECT pg_advisory_xact_lock(hashtextextended($1, 7340123))"


@dataclass(frozen=True, slots=True)
class ExternalWish:
    """``launch`` is everything but the learner, whom the token names."""

    token: str
    package_id: UUID
    launch: LaunchRequest


async def launch(tenant_id: UUID, wish: ExternalWish, now: datetime, signing: Signing) -> Launched:
    """Raises Conflict, TokenNotAccepted, FetchFailed, and what any launch may raise."""
    async with database.tenant_scope(tenant_id) as connection:
        settled = await tenant_settings.external_jwt(connection, tenant_id)
    if settled is None:
        raise Conflict(
            "Tokens of your own are not set up yet: see the settings of the tenant.",
            reason="NOT_CONFIGURED",
        )
    verifier = Verifier(settled, signing.settings.allow_private_targets)
    who = await external_tokens.verify(verifier, wish.token, now)
    async with database.tenant_scope(tenant_id) as connection:
        registry = Registry(connection, tenant_id, now, signing)
        request = launching.checked(await _for(registry, wish, who))
        launched = await launching.within(registry, wish.package_id, request)
        await _spend(registry, who)
    return launched


async def _for(registry: Registry, wish: ExternalWish, who: Identity) -> LaunchRequest:
    session_id = wish.launch.session_id or await _going_on(registry, wish.package_id, who)
    return replace(
        wish.launch,
        user_id=who.user_id,
        session_id=session_id,
        learner_name=who.name,
        learner_email=who.email,
    )


async def _going_on(registry: Registry, package_id: UUID, who: Identity) -> str | None:
    """The latest session that the learner is not done with."""
    name = f"{registry.tenant_id}/{package_id}/{who.user_id}"
    await registry.connection.execute_query(_IN_TURN, [name])
    mine = Session.filter(
        tenant_id=registry.tenant_id,
        package_id=package_id,
        user_id=who.user_id,
        preview=False,
        # Whom another system calls by this name is somebody else.
        dispatch_id__isnull=True,
    )
    open_ = mine.exclude(status=SessionStatus.TERMINATED).exclude(
        completion_status=Completion.COMPLETED
    )
    found = await open_.order_by("-updated_at").first()
    return None if found is None else found.id


async def _spend(registry: Registry, who: Identity) -> None:
    """With the launch itself, so that a launch that was refused has not used up its token."""
    if not who.token_id:
        return
    tenant_id, now = registry.tenant_id, registry.now
    await SpentToken.filter(tenant_id=tenant_id, expires_at__lt=now - LATE_BY).delete()
    digest = hashlib.sha256(f"{who.issuer}\n{who.token_id}".encode()).hexdigest()
    values = [tenant_id, digest, who.expires_at + LATE_BY]
    if not await registry.connection.execute_query_dict(SPEND, values):
        raise TokenNotAccepted("This token was used already.", reason="REPLAYED")
