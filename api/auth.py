"""Who calls, and whether the key permits it."""

import re
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from quart import Blueprint, current_app, g, request

from api.operations import required_scopes
from models.tenant import Scope
from services.accounts import acting, api_keys
from services.accounts.acting import Actor
from services.accounts.api_keys import Caller
from services.errors import Forbidden, TenantMismatch
from services.ports import ports
from services.settings import LABEL, Settings


def protect(blueprint: Blueprint) -> None:
    """Every route of the blueprint needs a key with the scope of its method."""
    blueprint.before_request(_authorise)


def caller() -> Caller:
    return g.caller


def tenant_id() -> UUID:
    return g.caller.tenant_id


def given_key() -> str:
    """X-API-Key decides; without it, a bearer token counts as the key."""
    key = request.headers.get("X-API-Key")
    if key is not None:
        return key.strip()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def _authorise() -> None:
    if request.method == "OPTIONS":
        return
    _refuse_content_hosts(ports().settings)
    g.caller = await api_keys.authenticate(given_key(), datetime.now(UTC))
    _act_as_caller()
    _require(required_scopes(_view(), request.method))
    for claimed in request.args.getlist("tenant_id"):
        same_tenant(claimed)
    if request.is_json:
        body = await request.get_json()
        same_tenant(cast(dict[str, Any], body).get("tenant_id") if isinstance(body, dict) else None)


def _act_as_caller() -> None:
    who = caller()
    address = request.remote_addr or ""
    acting.become(Actor("key", str(who.key_id), who.key_name, address, g.request_id))


def _view() -> object:
    endpoint = request.endpoint or ""
    return current_app.view_functions.get(endpoint)


def same_tenant(claimed: object) -> None:
    """Raises TenantMismatch; leaves it to validation to complain of anything but text."""
    if isinstance(claimed, str) and claimed.lower() != str(tenant_id()):
        raise TenantMismatch


def _require(wanted: tuple[Scope, ...]) -> None:
    granted = caller().scopes
    if not granted.intersection(wanted):
        raise Forbidden(
            "The API key lacks the scope for this.",
            reason="INSUFFICIENT_SCOPES",
            required=list(wanted),
            granted=sorted(granted),
        )


def _refuse_content_hosts(settings: Settings) -> None:
    """A course that got hold of a key must not be able to use it from its own page."""
    origin = request.headers.get("Origin", "").lower()
    if origin in {"", settings.base_url.lower()}:
        return
    if _content_hosts(settings).fullmatch(origin):
        raise Forbidden("API keys are not accepted from course pages.", reason="CONTENT_ORIGIN")


def _content_hosts(settings: Settings) -> re.Pattern[str]:
    any_label = re.escape(settings.content_origin.lower()).replace(re.escape(LABEL), "[a-z0-9.-]+")
    return re.compile(any_label)
