"""Where the cookie of somebody who signed in counts, and where it does not."""

from typing import Any
from uuid import UUID, uuid4

from quart import Quart

from api import openapi
from models.account import Role
from services.accounts import users
from services.accounts.users import NewUser

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
