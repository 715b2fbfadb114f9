"""Who calls, and whether that one may: an API key, or somebody who signed in."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from quart import Blueprint, current_app, g, request

from api import cookies, rates
from api.operations import required_scopes
from models.tenant import Scope
from services.accounts import acting, api_keys, oidc, sign_in
from services.accounts.acting import Actor
from services.accounts.callers import Caller
from services.errors import Forbidden, TenantMismatch, Unauthorized
from services.ports import ports
from services.settings import LABEL, Settings

Authenticate = Callable[[], Awaitable[Caller]]


def protect(blueprint: Blueprint) -> None:
    """Every route needs a key with the scope of its method; cookies count for nothing.

    A ``tenant_id`` in the request must be the key's.
    """

    async def authorise() -> None:
        await _authorise(_key)
        await _check_claims()

    blueprint.before_request(_unless_asked_for_options(authorise))


def protect_customer(blueprint: Blueprint) -> None:
    """Every route needs a key, or somebody who signed in, with the scope of its method.

    The tenant is the caller's, whatever the request says.
    """

    async def authorise() -> None:
        await _authorise(_key_or_user)

    blueprint.before_request(_unless_asked_for_options(authorise))


def protect_admin(blueprint: Blueprint) -> None:
    """Every route needs a key with the scope of administrators or of the platform.

    Only the latter may name another tenant.
    """

    async def authorise() -> None:
        await _authorise(_key)
        if not caller().is_platform:
            await _check_claims()

    blueprint.before_request(_unless_asked_for_options(authorise))


def caller() -> Caller:
    return g.caller


def tenant_id() -> UUID:
    return g.caller.tenant_id


def given_key() -> str:
    """X-API-Key decides; without it, a bearer token counts as the key."""
    key = request.headers.get("X-API-Key")
    return key.strip() if key is not None else bearer()


def bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def act_as(who: Caller | None) -> None:
    """What is recorded of this request names who did it, and from where."""
    address = request.remote_addr or ""
    if who is None:
        acting.become(Actor("user", address=address, request_id=g.request_id))
    else:
        acting.become(Actor(who.kind, str(who.id), who.name, address, g.request_id))


def same_tenant(claimed: object) -> None:
    """Raises TenantMismatch; leaves it to validation to complain of anything but text."""
    if isinstance(claimed, str) and claimed.lower() != str(tenant_id()):
        raise TenantMismatch


def refuse_content_hosts(settings: Settings) -> None:
    """A course that got hold of a key must not be able to use it from its own page."""
    origin = request.headers.get("Origin", "").lower()
    if origin in {"", settings.base_url.lower()}:
        return
    if _content_hosts(settings).fullmatch(origin):
        raise Forbidden("API keys are not accepted from course pages.", reason="CONTENT_ORIGIN")


def _unless_asked_for_options(
    authorise: Callable[[], Awaitable[None]],
) -> Callable[[], Awaitable[None]]:
    async def check() -> None:
        if request.method != "OPTIONS":
            await authorise()

    return check


async def _authorise(authenticate: Authenticate) -> None:
    refuse_content_hosts(ports().settings)
    g.caller = await _counted(authenticate)
    act_as(caller())
    await rates.count(tenant_id())
    _require(required_scopes(_view(), request.method))


async def _counted(authenticate: Authenticate) -> Caller:
    try:
        return await authenticate()
    except Unauthorized:
        await rates.count_failure()
        raise


async def _key() -> Caller:
    return await api_keys.authenticate(given_key(), datetime.now(UTC))


async def _key_or_user() -> Caller:
    """What was put into a header decides, for no page of others can have put it there."""
    now, settings = datetime.now(UTC), ports().settings
    if "X-API-Key" not in request.headers and oidc.is_identity_token(settings, bearer()):
        email = await oidc.email_of(settings, bearer(), now)
        return await sign_in.caller_with_identity(email)
    token = cookies.token()
    if given_key() or not token:
        return await _key()
    who = await sign_in.authenticate(token, now)
    cookies.refuse_forgery(who)
    return who


async def _check_claims() -> None:
    for claimed in request.args.getlist("tenant_id"):
        same_tenant(claimed)
    if request.is_json:
        body = await request.get_json()
        same_tenant(cast(dict[str, Any], body).get("tenant_id") if isinstance(body, dict) else None)


def _view() -> object:
    endpoint = request.endpoint or ""
    return current_app.view_functions.get(endpoint)


def _require(wanted: tuple[Scope, ...]) -> None:
    granted = caller().scopes
    if not granted.intersection(wanted):
        lacking = "The API key lacks" if caller().kind == "key" else "Your role lacks"
        raise Forbidden(
            f"{lacking} the scope for this.",
            reason="INSUFFICIENT_SCOPES",
            required=list(wanted),
            granted=sorted(granted),
        )


def _content_hosts(settings: Settings) -> re.Pattern[str]:
    any_label = re.escape(settings.content_origin.lower()).replace(re.escape(LABEL), "[a-z0-9.-]+")
    return re.compile(any_label)
