"""Every operation of the OpenAPI document against every kind of key that must not open it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from lectern_document import Described, described
from quart.typing import TestClientProtocol as Client

import api
from api import openapi
from models.tenant import Scope
from services import settings
from services.accounts import api_keys
from services.accounts.callers import with_implied

KeyWith = Callable[..., Awaitable[Any]]
PROTECTED = [
    one
    for one in described(openapi.document(api.create_app(settings.read({}))))
    if not one.is_public
]
KINDS = {
    "none": "MISSING_API_KEY",
    "unknown": "INVALID_API_KEY",
    "expired": "EXPIRED_API_KEY",
    "revoked": "INVALID_API_KEY",
    "truncated": "INVALID_API_KEY",
    "lower case": "INVALID_API_KEY",
    "upper case": "INVALID_API_KEY",
    "in the query": "MISSING_API_KEY",
    "as a cookie": "MISSING_API_KEY",
    "as basic": "MISSING_API_KEY",
}


@pytest.fixture
async def wrong(tenant: UUID, acme: Any) -> dict[str, dict[str, Any]]:
    """How a request is sent with each of them."""
    now, every = datetime.now(UTC), list(Scope)
    old = await api_keys.create(tenant, "old", every, expires_at=now - timedelta(seconds=1))
    revoked = await api_keys.create(tenant, "revoked", every, expires_at=None)
    await api_keys.revoke(tenant, revoked.row.id, now)
    keys = {
        "unknown": api_keys.mint(),
        "expired": old.key,
        "revoked": revoked.key,
        "truncated": acme.key[:-1],
        "lower case": acme.key.lower(),
        "upper case": acme.key.upper(),
    }
    return {
        "none": {},
        "in the query": {"query_string": {"api_key": acme.key, "X-API-Key": acme.key}},
        "as a cookie": {"headers": {"Cookie": f"X-API-Key={acme.key}"}},
        "as basic": {"headers": {"Authorization": f"Basic {acme.key}"}},
        **{kind: {"headers": {"X-API-Key": key}} for kind, key in keys.items()},
    }


def test_there_is_something_to_protect() -> None:
    assert len(PROTECTED) > 30


@pytest.mark.parametrize("kind", KINDS)
async def test_a_wrong_key_opens_nothing(
    client: Client, wrong: dict[str, dict[str, Any]], kind: str
) -> None:
    opened: list[str] = []
    for one in PROTECTED:
        answer, body = await tried(client, one, wrong[kind])
        expected = {
            "code": "UNAUTHORIZED",
            "details": {"reason": KINDS[kind]},
            "request_id": answer.headers["X-Request-Id"],
        }
        found = {name: body.get(name) for name in expected}
        if (answer.status_code, found) != (401, expected):
            opened.append(f"{one.name}: {answer.status_code} {body}")
        elif body["error"] != {name: body[name] for name in ("code", "message", "details")}:
            opened.append(f"{one.name} has another shape: {body}")
        elif not answer.headers["WWW-Authenticate"].startswith("Bearer"):
            opened.append(f"{one.name} does not say how")

    assert opened == []


@pytest.mark.parametrize("scope", Scope)
async def test_a_key_opens_what_its_scope_opens_and_nothing_else(
    client: Client, key_with: KeyWith, scope: Scope
) -> None:
    who = await key_with(scope)
    granted = with_implied([scope])
    astray: list[str] = []

    for one in PROTECTED:
        needed: list[str] = one.told["x-required-scopes"]["any_of"]
        if one.method == "DELETE" and granted & set(needed):
            continue
        answer, body = await tried(client, one, {"headers": who.headers})
        details = body.get("details", {})
        refused = answer.status_code == 403 and details.get("reason") == "INSUFFICIENT_SCOPES"
        if refused == bool(granted & set(needed)):
            astray.append(f"{one.name}: {answer.status_code} {body}")
        elif refused and (body["code"], details["required"], set(details["granted"])) != (
            "FORBIDDEN",
            needed,
            granted,
        ):
            astray.append(f"{one.name} tells something else: {body}")

    assert astray == []


async def tried(client: Client, one: Described, how: dict[str, Any]) -> tuple[Any, Any]:
    """Without a body: whoever may not ask is told so before anything is read."""
    anyhow: Any = client
    path = one.path
    for parameter in one.told["parameters"]:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
    answer = await anyhow.open(path, method=one.method, **how)
    return answer, (await answer.get_json()) or {}
