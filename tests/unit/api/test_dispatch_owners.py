"""Whose a dispatch is, and who may make, see and lose one."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from quart.typing import TestClientProtocol as Client

from models.account import Role
from models.audit import AuditEntry
from models.dispatch import Dispatch, DispatchEntry, DispatchRegistration, DispatchSeat
from models.tenant import Scope
from services import database
from services.accounts import users
from services.accounts.users import NewUser
from services.dispatches import admission
from services.dispatches.arrivals import Arriving
from services.errors import DispatchNotFound
from services.ports import ports

Ask = Callable[..., Awaitable[tuple[int, Any]]]
OWN = "/api/customer/dispatches"


@pytest.fixture
async def course(acme: Any, package: Any) -> str:
    made: str = await package(acme)
    return made


async def sent(client: Client, who: Any, method: str, path: str, body: Any = None) -> Any:
    anyhow: Any = client
    how = {} if body is None else {"json": body}
    answer = await anyhow.open(path, method=method, headers=who.headers, **how)
    return answer.status_code, await answer.get_json()


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        (Scope.PUBLIC_API, True),
        (Scope.INTERNAL_PRODUCT, True),
        (Scope.ADMIN, True),
        (Scope.WRITE, False),
        (Scope.READ, False),
    ],
)
async def test_dispatching_a_named_package_takes_a_key_of_its_own_kind(
    call: Ask, key_with: Any, course: str, scope: Scope, allowed: bool
) -> None:
    status, _ = await call(await key_with(scope), "POST", f"/packages/{course}/dispatches", {})

    assert (status == 201) is allowed
    assert (status == 403) is not allowed


NOTHING: dict[str, Any] = {"PATCH": {}}


@pytest.mark.parametrize("given", ["{id}", "nothing", "0" * 32])
async def test_what_is_not_ones_own_is_not_found(
    client: Client, acme: Any, rival: Any, course: str, given: str
) -> None:
    body = {"package_id": course}
    _, made = await sent(client, acme, "POST", "/api/v1/dispatches", body)
    name = given.format(id=made["dispatch"]["id"])

    for method, path in (
        ("GET", f"/api/v1/dispatches/{name}"),
        ("GET", f"{OWN}/{name}"),
        ("GET", f"{OWN}/{name}/zip"),
        ("PATCH", f"/api/v1/dispatches/{name}"),
        ("DELETE", f"/api/v1/dispatches/{name}"),
        ("POST", f"/api/v1/dispatches/{name}/generate"),
        ("POST", f"/api/v1/dispatches/{name}/rotate-token"),
        ("GET", f"/api/v1/dispatches/{name}/zip"),
        ("GET", f"/api/v1/dispatches/{name}/download"),
        ("GET", f"/api/v1/dispatches/{name}/embed"),
    ):
        status, answer = await sent(client, rival, method, path, NOTHING.get(method))
        assert (status, answer["code"]) == (404, "DISPATCH_NOT_FOUND"), path
    status, answer = await sent(client, rival, "POST", "/api/v1/dispatches", body)
    assert (status, answer["code"]) == (404, "PACKAGE_NOT_FOUND")


async def test_naming_another_tenant_is_refused_or_passed_over(
    client: Client, acme: Any, other_tenant: UUID, course: str
) -> None:
    body = {"package_id": course, "tenant_id": str(other_tenant)}

    status, answer = await sent(client, acme, "POST", "/api/v1/dispatches", body)
    own_status, own = await sent(client, acme, "POST", OWN, body)

    assert (status, answer["code"]) == (403, "TENANT_MISMATCH")
    assert (own_status, own["dispatch"]["tenant_id"]) == (201, str(acme.tenant_id))


async def test_whoever_signed_in_makes_lists_and_reads_them(
    app: Any, tenant: UUID, course: str
) -> None:
    secret = "correct horse battery staple"
    await users.add_by_operator(tenant, NewUser("kim@example.com", "Kim", Role.EDITOR, secret))
    client: Any = app.test_client()
    name = {"email": "kim@example.com", "password": secret}
    signed_in = await (await client.post("/api/customer/session", json=name)).get_json()
    headers = {"X-CSRF-Token": signed_in["csrf_token"], "Origin": "http://localhost:3001"}

    made = await client.post(OWN, json={"package_id": course}, headers=headers)
    key = (await made.get_json())["dispatch"]["id"]
    listed = await (await client.get(OWN)).get_json()
    read = await (await client.get(f"{OWN}/{key}")).get_json()

    assert made.status_code == 201
    assert [one["id"] for one in listed["dispatches"]] == [key]
    assert read["dispatch"]["id"] == key
    assert (await client.get(f"/api/v1/dispatches/{key}")).status_code == 401


async def test_deleting_a_package_takes_its_dispatches_along(
    call: Ask, acme: Any, tenant: UUID, course: str
) -> None:
    made = (await call(acme, "POST", "/dispatches", {"package_id": course}))[1]["dispatch"]
    arriving = Arriving(token=made["token"], user_id="kim", standard="1.2")
    await admission.admit(arriving, datetime.now(UTC), ports())

    assert (await call(acme, "DELETE", f"/packages/{course}"))[0] == 200

    for method in ("GET", "DELETE"):
        status, answer = await call(acme, method, f"/dispatches/{made['id']}")
        assert (status, answer["code"]) == (404, "DISPATCH_NOT_FOUND")
    assert (await call(acme, "GET", "/dispatches"))[1]["count"] == 0
    with pytest.raises(DispatchNotFound):
        await admission.admit(arriving, datetime.now(UTC), ports())
    async with database.tenant_scope(tenant):
        for table in (Dispatch, DispatchSeat, DispatchEntry, DispatchRegistration):
            assert await table.all().count() == 0, table
        [entry] = await AuditEntry.filter(action="package.deleted")
    facts = json.loads(entry.facts)
    assert (facts["dispatches"], facts["sessions"]) == (1, 1)


async def test_learners_come_while_the_package_is_deleted_and_nothing_locks_up(
    call: Ask, acme: Any, course: str
) -> None:
    made = (await call(acme, "POST", "/dispatches", {"package_id": course}))[1]["dispatch"]
    coming = [Arriving(token=made["token"], user_id=f"kim-{n}") for n in range(20)]

    async def come(who: Arriving) -> None:
        with suppress(DispatchNotFound):
            await admission.admit(who, datetime.now(UTC), ports())

    async with asyncio.TaskGroup() as group:
        for who in coming:
            group.create_task(come(who))
        deleting = asyncio.create_task(delete(call, acme, course))

    assert await deleting == 200


async def delete(call: Ask, who: Any, package_id: str) -> int:
    return (await call(who, "DELETE", f"/packages/{package_id}"))[0]
