"""The record tells who did what, is whole, and can be taken along."""

import csv
import io
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from quart.typing import TestClientProtocol as Client

from services import database
from services.accounts import acting, audit
from services.accounts.acting import Actor
from services.accounts.audit import Wanted

AUDIT = "/api/customer/audit"
KEYS = "/api/customer/api-keys"


async def entries(client: Client, who: Any, query: str = "") -> list[dict[str, Any]]:
    answer = await client.get(f"{AUDIT}{query}", headers=who.headers)
    assert answer.status_code == 200, await answer.get_data(as_text=True)
    found: list[dict[str, Any]] = (await answer.get_json())["entries"]
    return found


async def test_what_is_done_over_the_api_names_the_key_and_the_request(
    client: Client, acme: Any
) -> None:
    answer = await client.post(
        KEYS,
        json={"name": "CI", "scopes": ["read"]},
        headers={**acme.headers, "X-Request-Id": "mine-1", "X-Forwarded-For": "203.0.113.9"},
    )

    [newest, *_] = await entries(client, acme)

    assert newest["action"] == "key.created"
    assert newest["target"] == (await answer.get_json())["id"]
    assert newest["actor"]["kind"] == "key"
    assert newest["actor"]["name"] == "test key"
    assert newest["request_id"] == "mine-1"
    assert newest["address"] != "203.0.113.9"
    assert newest["facts"]["scopes"] == ["read"]


async def test_each_administrative_act_leaves_one_entry(client: Client, acme: Any) -> None:
    key = await (
        await client.post(KEYS, json={"name": "A", "scopes": ["read"]}, headers=acme.headers)
    ).get_json()
    await client.patch(f"{KEYS}/{key['id']}", json={"name": "B"}, headers=acme.headers)
    await client.post(f"{KEYS}/{key['id']}/rotate", json={}, headers=acme.headers)
    await client.delete(f"{KEYS}/{key['id']}", headers=acme.headers)
    wanted = {"email": "a@example.com", "name": "A", "role": "viewer"}
    user = await (
        await client.post("/api/customer/users", json=wanted, headers=acme.headers)
    ).get_json()
    path = f"/api/customer/users/{user['id']}"
    await client.patch(path, json={"role": "editor"}, headers=acme.headers)
    await client.delete(path, headers=acme.headers)
    await client.patch(
        "/api/customer/settings", json={"error_format": "nested"}, headers=acme.headers
    )
    await client.patch(
        "/api/customer/settings", json={"error_format": "flat"}, headers=acme.headers
    )

    actions = [entry["action"] for entry in await entries(client, acme, "?limit=100")]

    assert actions[::-1] == [
        *("key.created", "key.created", "key.changed", "key.rotated", "key.revoked"),
        *("user.created", "user.changed", "user.removed", "settings.changed"),
    ]


async def test_a_refused_act_leaves_none(client: Client, acme: Any) -> None:
    before = await entries(client, acme)

    await client.delete(f"{KEYS}/{uuid4()}", headers=acme.headers)
    await client.post(KEYS, json={"name": "P", "scopes": ["platform"]}, headers=acme.headers)

    assert await entries(client, acme) == before


async def test_entries_are_chosen_by_action_actor_and_time(client: Client, acme: Any) -> None:
    made = await client.post(KEYS, json={"name": "CI", "scopes": ["admin"]}, headers=acme.headers)
    other = await made.get_json()
    await client.delete(f"{KEYS}/{other['id']}", headers={"X-API-Key": other["key"]})

    by_actor = await entries(client, acme, f"?actor={other['id']}")
    by_action = await entries(client, acme, "?action=key.created")

    assert [one["action"] for one in by_actor] == ["key.revoked"]
    assert len(by_action) == 2
    assert await entries(client, acme, "?from=2999-01-01") == []
    assert await entries(client, acme, "?to=2001-01-01T00:00:00Z") == []
    assert len(await entries(client, acme, "?from=2001-01-01&to=2999-01-01")) == 3


@pytest.mark.parametrize(
    "query", ["?action=%00", "?actor=x%20y", "?from=yesterday", "?to=3", "?format=xml", "?page=0"]
)
async def test_what_makes_no_sense_is_refused(client: Client, acme: Any, query: str) -> None:
    assert (await client.get(f"{AUDIT}{query}", headers=acme.headers)).status_code == 400


async def test_a_file_for_spreadsheets_holds_no_formula(client: Client, acme: Any) -> None:
    wanted = {"name": "=HYPERLINK(1)", "scopes": ["admin"]}
    made = await (await client.post(KEYS, json=wanted, headers=acme.headers)).get_json()
    await client.post(
        KEYS, json={"name": "x", "scopes": ["read"]}, headers={"X-API-Key": made["key"]}
    )

    answer = await client.get(f"{AUDIT}?format=csv", headers=acme.headers)
    text = await answer.get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    assert answer.content_type == "text/csv; charset=utf-8"
    assert "audit.csv" in answer.headers["Content-Disposition"]
    assert [row["seq"] for row in rows] == ["1", "2", "3"]
    assert rows[2]["actor_name"] == "'=HYPERLINK(1)"
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


async def test_the_chain_verifies_until_somebody_tampers_with_it(
    client: Client, acme: Any, database: str
) -> None:
    for name in ("A", "B"):
        await client.post(KEYS, json={"name": name, "scopes": ["read"]}, headers=acme.headers)

    async def verification() -> dict[str, Any]:
        answer = await client.get(f"{AUDIT}/verification", headers=acme.headers)
        found: dict[str, Any] = await answer.get_json()
        return found

    [newest, *_] = await entries(client, acme)
    whole = await verification()
    owner = await asyncpg.connect(database)
    await owner.execute("UPDATE audit_entry SET facts = '{}' WHERE seq = 2")
    await owner.close()
    broken = await verification()

    assert whole == {
        "holds": True,
        "entries": 3,
        "head": newest["hash"],
        "broken_at": None,
        "problem": None,
    }
    assert (broken["holds"], broken["broken_at"]) == (False, 2)


async def test_only_administrators_read_the_record(client: Client, key_with: Any) -> None:
    who = await key_with("read", "write", "delete")

    for path in (AUDIT, f"{AUDIT}/verification"):
        assert (await client.get(path, headers=who.headers)).status_code == 403


async def test_failed_and_successful_sign_ins_are_recorded(
    client: Client, acme: Any, tenant: UUID
) -> None:
    password = "correct horse battery staple"
    wanted = {"email": "a@example.com", "name": "Ann", "role": "viewer", "password": password}
    user = await (
        await client.post("/api/customer/users", json=wanted, headers=acme.headers)
    ).get_json()

    for tried in ("wrong", password):
        await client.post(
            "/api/customer/session", json={"email": "a@example.com", "password": tried}
        )

    [good, bad, *_] = await entries(client, acme)
    assert (good["action"], bad["action"]) == ("sign_in", "sign_in.failed")
    assert good["target"] == bad["target"] == user["id"]
    assert good["actor"] == {"kind": "user", "id": user["id"], "name": "Ann"}
    assert bad["actor"]["id"] == ""


async def test_a_job_acts_in_the_name_of_whom_it_works_for(tenant: UUID) -> None:
    with acting.acting(Actor("operator", name="Kim")):
        async with database.tenant_scope(tenant) as connection:
            await audit.note(connection, tenant, "plan.changed", tenant, {})
    [entry], _ = await audit.page(tenant, Wanted(), 1, 20)

    assert (entry.actor_kind, entry.actor_name) == ("operator", "Kim")
    assert acting.current().kind == "system"
