"""No tenant learns of another's things: tried on every operation of the OpenAPI document."""

import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from lectern_belongings import MAKERS, Estate, furnish
from lectern_document import Call, described, spots, usual
from lectern_limits import UNLIMITED
from quart.typing import TestClientProtocol as Client

import api
from api import openapi
from models.tenant import Scope
from services import settings
from services.accounts import api_keys
from services.settings import Settings
from services.storage.local import LocalStore

OPERATIONS = described(openapi.document(api.create_app(settings.read({}))))
# Numbers and words that name nothing of a tenant, each for a reason.
NOTHING_OWNED = {
    "revision": "counts within a package",
    "attempt": "counts within a session",
    "tenant_id": "tried on its own: platform keys may name any, others only their own",
}
# Made anew by every answer, so that two answers differ in them.
VOLATILE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}"
    r"|eyJ[\w-]+\.[\w-]+\.[\w-]+|\d{4}-\d\d-\d\dT[\d:.]+Z?|whsec_[\w+/=]+|[0-9a-f]{64}"
)


@pytest.fixture
def configuration(tmp_path: Path) -> Settings:
    given = {"LECTERN_DATA_DIR": str(tmp_path), "LECTERN_WEBHOOK_ALLOW_PRIVATE": "1"}
    return settings.read({**UNLIMITED, **given})


@pytest.fixture
async def acme(tenant: UUID) -> "Customer":
    return await customer(tenant)


@pytest.fixture
async def rival(other_tenant: UUID) -> "Customer":
    return await customer(other_tenant)


@dataclass(frozen=True, slots=True)
class Customer:
    """A tenant, and a key for everything but other tenants."""

    tenant_id: UUID
    headers: dict[str, str]


async def customer(tenant_id: UUID) -> Customer:
    scopes = [scope for scope in Scope if scope is not Scope.PLATFORM]
    made = await api_keys.create(tenant_id, "a key", scopes, expires_at=None)
    return Customer(tenant_id, {"X-API-Key": made.key})


@pytest.fixture
async def theirs(client: Client, acme: Customer, store: LocalStore) -> Estate:
    return await furnish(client, acme.headers, "of-acme-alone", store)


@pytest.fixture
async def own(client: Client, rival: Customer, store: LocalStore) -> Estate:
    return await furnish(client, rival.headers, "of-rival", store)


@pytest.fixture
async def owner(database: str) -> AsyncIterator["Owner"]:
    connection = await asyncpg.connect(database)
    yield Owner(connection)
    await connection.close()


class Owner:
    """Sees the rows of all tenants, as the owner of the tables does."""

    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self._connection = connection

    async def rows(self, tenant_id: UUID) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in await self._connection.fetch(
            "SELECT c.table_name FROM information_schema.columns c JOIN pg_class p "
            "ON p.relname = c.table_name AND p.relkind = 'r' "
            "WHERE c.column_name = 'tenant_id' AND c.table_schema = 'public'"
        ):
            table = row["table_name"]
            listed = await self._connection.fetch(
                f'SELECT t::text FROM "{table}" t WHERE tenant_id = $1 ORDER BY 1',  # noqa: S608
                tenant_id,
            )
            found[table] = [one[0] for one in listed]
        tenant = await self._connection.fetch(
            "SELECT t::text FROM tenant t WHERE id = $1", tenant_id
        )
        return {**found, "tenant": [one[0] for one in tenant]}

    async def standing(self, tenant_id: UUID) -> tuple[Any, ...]:
        """What only an operator decides."""
        found = await self._connection.fetchrow(
            "SELECT status, plan, limits::text FROM tenant WHERE id = $1", tenant_id
        )
        return tuple(found or ())


# Addresses first: bodies make things of the tenant's own by the same names.
SPOTS = sorted(
    (spot for one in OPERATIONS for spot in spots(one) if spot.name not in NOTHING_OWNED),
    key=lambda spot: ("path", "query", "body").index(spot.place),
)


def test_every_id_that_a_route_takes_is_known_here() -> None:
    unknown = {str(spot) for spot in SPOTS if spot.name not in MAKERS}

    assert unknown == set(), (
        "tests/lectern_belongings.py does not know how to make these. Add a maker for each to "
        "MAKERS, so that it is tried with another tenant's key; or say in NOTHING_OWNED why it "
        "names nothing of a tenant."
    )


async def test_a_strangers_id_is_answered_like_one_that_never_was(  # noqa: PLR0913, PLR0917
    client: Client, acme: Customer, rival: Customer, theirs: Estate, own: Estate, owner: Owner
) -> None:
    before = await owner.rows(acme.tenant_id)
    told: list[str] = []
    nobody = {name: never_was(name, rival.tenant_id) for name in MAKERS}

    for spot in SPOTS:
        name, never = spot.name, nobody[spot.name]
        foreign = await answered(client, own, spot.filled(theirs.ids[name], own.ids))
        nobodys = await answered(client, own, spot.filled(never, own.ids))
        if without(foreign, theirs.ids[name]) != without(nobodys, never):
            told.append(f"{spot}: {foreign} and not {nobodys}")
        if theirs.mark in foreign[1].replace(theirs.ids[name], ""):
            told.append(f"{spot} shows another's: {foreign[1]}")
        if spot.place == "path" and foreign[0] != 404:
            told.append(f"{spot}: {foreign}")

    assert told == []
    assert len(SPOTS) >= 60
    assert await owner.rows(acme.tenant_id) == before


def never_was(name: str, tenant_id: UUID) -> str:
    if name == "storage_path":
        return f"tenants/{tenant_id}/uploads/{uuid4()}.zip"
    return "nobody-of-rival" if name == "user_id" else str(uuid4())


async def answered(client: Client, who: Estate, call: Call) -> tuple[int, str]:
    anyhow: Any = client
    answer = await anyhow.open(call.path, headers=who.headers, **call.how())
    return answer.status_code, await answer.get_data(as_text=True)


def without(answer: tuple[int, str], name: str) -> tuple[int, str]:
    """The answer, were it not for the id that was asked for and what is made for each answer."""
    return answer[0], VOLATILE.sub("…", answer[1].replace(name, "…"))


async def test_no_list_and_no_report_counts_anothers(
    client: Client, rival: Customer, theirs: Estate
) -> None:
    shown: list[str] = []
    for one in OPERATIONS:
        if one.method != "GET" or "{" in one.path or one.is_public:
            continue
        for query in ({}, {"limit": "100"}, {"page": "2"}, {"search": "of-acme-alone"}):
            stranger = Estate(client, rival.headers, "", theirs.store)
            status, text = await answered(client, stranger, Call("GET", one.path, query))
            assert status < 500, one.name
            if theirs.mark in text or any(
                value in text for name, value in theirs.ids.items() if name != "user_id"
            ):
                shown.append(f"{one.name} {query}: {text}")
            total = re.search(r'"total": ?([1-9])', text)
            if total and one.name not in HOLD_SOMETHING_BY_THEMSELVES:
                shown.append(f"{one.name} {query} counts: {text}")

    assert shown == []


# What a tenant has without having made anything: its key, and the record of that.
HOLD_SOMETHING_BY_THEMSELVES = {
    *("list_api_keys", "list_tenant_api_keys", "list_audit_entries", "list_tenant_audit_entries"),
    "list_tenants",
}
PLANTED = {
    "id": "99999999-9999-4999-8999-999999999999",
    "key": "99999999-9999-4999-8999-999999999999",
    "status": "planted",
    "version": 987_654_321,
    "created_at": "1999-01-01T00:00:00Z",
    "updated_at": "1999-01-01T00:00:00Z",
    "scopes": ["admin", "planted"],
    "key_hash": "planted",
    "secret_hash": "planted",
    "plan": "planted",
    "limits": {"planted": 987_654_321},
    "current_revision": 987_654_321,
    "registration_count": 987_654_321,
    "failure_count": 987_654_321,
    "attempts": 987_654_321,
    "storage_key": "planted",
    "revision_id": "99999999-9999-4999-8999-999999999999",
    "session_key": "99999999-9999-4999-8999-999999999999",
    "preview": True,
    "role": "planted",
}
TRACES = ("99999999-9999", "planted", "987654321", "1999-01-01")


async def test_fields_that_are_none_of_a_clients_business_change_nothing(
    client: Client, acme: Customer, rival: Customer, theirs: Estate, owner: Owner
) -> None:
    before = await owner.rows(rival.tenant_id)
    standing = await owner.standing(acme.tenant_id)
    planted: list[str] = []

    # What deletes comes last: the others need what it takes away.
    for one in sorted(OPERATIONS, key=lambda one: one.method == "DELETE"):
        if not one.content():
            continue
        call = usual(one, theirs.ids)
        extra = {name: value for name, value in PLANTED.items() if name not in one.fields}
        sent = replace(call, body={**(call.body or {}), **extra})
        status, text = await answered(client, theirs, sent)
        if status >= 500 or any(trace in text for trace in TRACES):
            planted.append(f"{one.name}: {status} {text}")

    rows = await owner.rows(acme.tenant_id)
    planted += [
        f"{table}: {row}"
        for table, found in rows.items()
        for row in found
        if any(trace in row for trace in TRACES)
    ]
    assert planted == []
    assert await owner.standing(acme.tenant_id) == standing
    assert await owner.rows(rival.tenant_id) == before


async def test_naming_another_tenant_is_refused_wherever_it_can_be_named(
    client: Client, acme: Customer, rival: Customer, own: Estate
) -> None:
    accepted: list[str] = []
    stranger = str(acme.tenant_id)
    for one in OPERATIONS:
        if one.is_public or not one.path.startswith("/api/v1/"):
            continue
        call = usual(one, own.ids)
        tries = [replace(call, query={"tenant_id": stranger})]
        if one.content():
            tries.append(replace(call, body={**(call.body or {}), "tenant_id": stranger}))
        for tried in tries:
            status, text = await answered(client, own, tried)
            if status != 403 or "TENANT_MISMATCH" not in text:
                accepted.append(f"{one.name}: {status} {text}")

    assert accepted == []


async def test_anothers_id_takes_no_longer_to_refuse(
    client: Client, rival: Customer, theirs: Estate
) -> None:
    async def took(session_id: str) -> float:
        begun = time.perf_counter()
        await client.get(f"/api/v1/sessions/{session_id}", headers=rival.headers)
        return time.perf_counter() - begun

    existing: list[float] = []
    nobodys: list[float] = []
    for _ in range(60):
        existing.append(await took(theirs.ids["session_id"]))
        nobodys.append(await took(str(uuid4())))

    assert abs(median(existing) - median(nobodys)) < 0.02
