"""Every operation of the API's description asks for the scopes that it names there."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from quart import Quart
from quart.typing import TestClientProtocol as Client

from api import openapi
from models.account import Role
from models.tenant import Scope
from services.accounts import callers, users
from services.accounts.users import NewUser

KeyWith = Callable[..., Awaitable[Any]]
PASSWORD = "correct horse battery staple"


def operations(app: Quart) -> list[tuple[str, str, dict[str, Any]]]:
    found: list[tuple[str, str, dict[str, Any]]] = []
    for path, methods in openapi.document(app)["paths"].items():
        for method, told in methods.items():
            ids = {
                one["name"]: "1" if one["schema"]["type"] == "integer" else str(uuid4())
                for one in told["parameters"]
                if one["in"] == "path"
            }
            found.append((method.upper(), path.format(**ids), told))
    return found


@pytest.mark.parametrize("scope", list(Scope))
async def test_a_scope_opens_what_asks_for_it_and_nothing_else(
    app: Quart, client: Client, key_with: KeyWith, scope: Scope
) -> None:
    who, granted = await key_with(scope), callers.with_implied([scope])
    anyhow: Any = client
    wrong: list[str] = []

    for method, path, told in operations(app):
        if "x-required-scopes" not in told or path.endswith("/session"):
            continue
        answer = await anyhow.open(path, method=method, headers=who.headers, json={})
        reason = (await _details(answer)).get("reason")
        allowed = bool(granted & set(told["x-required-scopes"]["any_of"]))
        if allowed == (reason == "INSUFFICIENT_SCOPES"):
            wrong.append(f"{method} {path} {answer.status_code} {reason}")

    assert wrong == []


async def test_without_a_credential_nothing_but_the_public_is_open(
    app: Quart, client: Client
) -> None:
    anyhow: Any = client
    closed = [one for one in operations(app) if "x-required-scopes" in one[2]]

    for method, path, _ in closed:
        answer = await anyhow.open(path, method=method, json={})
        assert answer.status_code == 401, (method, path)
        assert (await _details(answer))["reason"] == "MISSING_API_KEY"

    assert len(closed) > 40


async def test_a_cookie_opens_customer_routes_only_and_changes_nothing_by_itself(
    app: Quart, tenant: UUID
) -> None:
    await users.add_by_operator(tenant, NewUser("kim@example.com", "Kim", Role.OWNER, PASSWORD))
    client: Any = app.test_client(use_cookies=False)
    signed_in = await client.post(
        "/api/customer/session", json={"email": "kim@example.com", "password": PASSWORD}
    )
    headers = {"Cookie": signed_in.headers["Set-Cookie"].partition(";")[0]}

    for method, path, told in operations(app):
        if "x-required-scopes" not in told:
            continue
        answer = await client.open(path, method=method, headers=headers, json={})
        if not path.startswith("/api/customer/"):
            assert answer.status_code == 401, (method, path)
        elif method == "GET":
            assert answer.status_code in {200, 404}, (method, path)
        else:
            assert (await _details(answer))["reason"] == "CROSS_SITE", (method, path)


async def _details(answer: Any) -> dict[str, Any]:
    if answer.mimetype != "application/json":
        return {}
    body = await answer.get_json()
    return body.get("details") or {}
