"""Operators look after all tenants, administrators after their own, and nobody else."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from quart.typing import TestClientProtocol as Client

from services.accounts import api_keys

KEYS = "/api/admin/api-keys"
TENANTS = "/api/admin/tenants"
AUDIT = "/api/admin/audit"
KeyWith = Callable[..., Awaitable[Any]]


@dataclass
class Operator:
    headers: dict[str, str]


@pytest.fixture
async def operator(tenant: UUID) -> Operator:
    made = await api_keys.create(tenant, "Operator", ["platform"], expires_at=None)
    return Operator({"X-API-Key": made.key})


async def test_an_operator_makes_a_tenant_and_its_first_key(
    client: Client, operator: Operator
) -> None:
    made = await client.post(TENANTS, json={"name": "New"}, headers=operator.headers)
    tenant_id = (await made.get_json())["id"]
    body = {"tenant_id": tenant_id, "name": "CI", "scopes": ["admin"], "expires_in_days": 30}
    key = await client.post(KEYS, json=body, headers=operator.headers)
    told = await key.get_json()

    own = await client.get(TENANTS, headers={"X-API-Key": told["key"]})

    assert (made.status_code, key.status_code) == (201, 201)
    assert set(told) == {
        *("id", "key", "key_prefix", "tenant_id", "name", "scopes", "expires_at", "created_at")
    }
    assert told["tenant_id"] == tenant_id
    assert [one["id"] for one in (await own.get_json())["tenants"]] == [tenant_id]


async def test_an_operator_sees_all_tenants_newest_first_in_pages(
    client: Client, operator: Operator, other_tenant: UUID, tenant: UUID
) -> None:
    for name in ("C", "D"):
        await client.post(TENANTS, json={"name": name}, headers=operator.headers)

    first = await (await client.get(f"{TENANTS}?limit=3", headers=operator.headers)).get_json()
    past = await (await client.get(f"{TENANTS}?page=9", headers=operator.headers)).get_json()

    assert [one["name"] for one in first["tenants"]][:2] == ["D", "C"]
    assert first["pagination"] == {"page": 1, "limit": 3, "total": 4, "total_pages": 2}
    assert (past["tenants"], past["count"]) == ([], 4)


async def test_an_administrator_names_no_tenant_but_the_own(
    client: Client, acme: Any, rival: Any
) -> None:
    theirs = str(rival.tenant_id)
    body = {"name": "CI", "scopes": ["read"]}

    own = await client.post(KEYS, json=body, headers=acme.headers)
    in_body = await client.post(KEYS, json={**body, "tenant_id": theirs}, headers=acme.headers)
    in_query = await client.get(f"{KEYS}?tenant_id={theirs}", headers=acme.headers)
    in_path = await client.get(f"{TENANTS}/{theirs}", headers=acme.headers)
    nowhere = await client.get(f"{TENANTS}/{uuid4()}", headers=acme.headers)

    assert own.status_code == 201
    for answer in (in_body, in_query):
        assert answer.status_code == 403
        assert (await answer.get_json())["code"] == "TENANT_MISMATCH"
    assert in_path.status_code == nowhere.status_code == 404
    assert (await in_path.get_json())["error"] == (await nowhere.get_json())["error"]
    listed = await (await client.get(TENANTS, headers=acme.headers)).get_json()
    assert [one["id"] for one in listed["tenants"]] == [str(acme.tenant_id)]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", TENANTS, {"name": "Mine"}),
        ("PATCH", "{own}", {"name": "Mine"}),
        ("PATCH", "{own}", {"status": "active"}),
    ],
)
async def test_being_an_administrator_is_not_being_an_operator(
    client: Client, acme: Any, method: str, path: str, body: dict[str, Any]
) -> None:
    anyhow: Any = client
    own = f"{TENANTS}/{acme.tenant_id}"

    answer = await anyhow.open(path.format(own=own), method=method, json=body, headers=acme.headers)

    assert answer.status_code == 403
    assert (await answer.get_json())["details"]["required"] == ["platform"]


@pytest.mark.parametrize("scopes", [["read"], ["write", "delete"], ["internal_product"]])
async def test_others_are_refused_everywhere(
    client: Client, key_with: KeyWith, scopes: list[str]
) -> None:
    who = await key_with(*scopes)
    anyhow: Any = client
    calls = [
        *(("GET", KEYS), ("POST", KEYS), ("DELETE", f"{KEYS}/{uuid4()}")),
        *(("GET", TENANTS), ("POST", TENANTS), ("GET", f"{TENANTS}/{uuid4()}")),
        *(("PATCH", f"{TENANTS}/{uuid4()}"), ("GET", AUDIT)),
    ]

    for method, path in calls:
        answer = await anyhow.open(path, method=method, headers=who.headers)
        assert answer.status_code == 403, (method, path)


async def test_an_operators_key_opens_no_customers_doors(
    client: Client, operator: Operator
) -> None:
    for path in ("/api/v1/packages", "/api/customer/api-keys"):
        assert (await client.get(path, headers=operator.headers)).status_code == 403


async def test_a_suspended_tenants_keys_are_refused_until_it_goes_on(
    client: Client, operator: Operator, rival: Any
) -> None:
    path = f"{TENANTS}/{rival.tenant_id}"

    async def packages() -> Any:
        return await client.get("/api/v1/packages", headers=rival.headers)

    suspended = await client.patch(path, json={"status": "suspended"}, headers=operator.headers)
    refused = await packages()
    listed = await client.get(f"{TENANTS}?status=suspended", headers=operator.headers)
    await client.patch(path, json={"status": "active"}, headers=operator.headers)

    assert (await suspended.get_json())["status"] == "suspended"
    assert refused.status_code == 403
    assert (await refused.get_json())["details"]["reason"] == "TENANT_SUSPENDED"
    assert [one["id"] for one in (await listed.get_json())["tenants"]] == [str(rival.tenant_id)]
    assert (await packages()).status_code == 200


async def test_health_calls_a_suspended_tenants_key_not_valid(
    client: Client, operator: Operator, rival: Any
) -> None:
    path = f"{TENANTS}/{rival.tenant_id}"
    await client.patch(path, json={"status": "suspended"}, headers=operator.headers)

    body = await (await client.get("/api/health", headers=rival.headers)).get_json()

    assert body["auth"] == {"provided": True, "valid": False}


async def test_an_operator_lists_and_revokes_any_tenants_keys(
    client: Client, operator: Operator, rival: Any
) -> None:
    theirs = f"?tenant_id={rival.tenant_id}"

    listed = await (await client.get(f"{KEYS}{theirs}", headers=operator.headers)).get_json()
    [key] = listed["api_keys"]
    wrong = await client.delete(f"{KEYS}/{key['id']}", headers=operator.headers)
    right = await client.delete(f"{KEYS}/{key['id']}{theirs}", headers=operator.headers)

    assert wrong.status_code == 404
    assert right.status_code == 200
    assert (await client.get("/api/v1/packages", headers=rival.headers)).status_code == 401


async def test_an_unknown_tenant_is_not_found(client: Client, operator: Operator) -> None:
    unknown = str(uuid4())
    body = {"tenant_id": unknown, "name": "CI", "scopes": ["read"]}

    answers = [
        await client.post(KEYS, json=body, headers=operator.headers),
        await client.get(f"{KEYS}?tenant_id={unknown}", headers=operator.headers),
        await client.get(f"{TENANTS}/{unknown}", headers=operator.headers),
        await client.patch(f"{TENANTS}/none", json={"name": "x"}, headers=operator.headers),
        await client.get(f"{AUDIT}?tenant_id={unknown}", headers=operator.headers),
    ]

    for answer in answers:
        assert (answer.status_code, (await answer.get_json())["code"]) == (404, "TENANT_NOT_FOUND")


async def test_what_operators_do_is_on_the_record_of_that_tenant(
    client: Client, operator: Operator, rival: Any
) -> None:
    path = f"{TENANTS}/{rival.tenant_id}"
    for change in ({"name": "Renamed"}, {"status": "suspended"}, {"status": "active"}):
        await client.patch(path, json=change, headers=operator.headers)
    theirs = f"{AUDIT}?tenant_id={rival.tenant_id}"

    body = await (await client.get(theirs, headers=operator.headers)).get_json()
    file = await client.get(f"{theirs}&format=csv", headers=operator.headers)

    actions = [entry["action"] for entry in body["entries"]]
    assert actions == ["tenant.resumed", "tenant.suspended", "tenant.changed", "key.created"]
    assert body["entries"][0]["actor"]["name"] == "Operator"
    assert (await file.get_data(as_text=True)).count("\r\n") == 5
    verified = f"{AUDIT}/verification?tenant_id={rival.tenant_id}"
    told = await (await client.get(verified, headers=operator.headers)).get_json()
    assert (told["holds"], told["entries"]) == (True, 4)
