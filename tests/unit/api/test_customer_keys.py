"""A tenant's own keys: made once, shown once, never worth more than who made them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from quart.typing import TestClientProtocol as Client

from models.tenant import ApiKey
from services import database
from services.accounts import api_keys

KEYS = "/api/customer/api-keys"
PACKAGES = "/api/v1/packages"
KeyWith = Callable[..., Awaitable[Any]]


async def made(client: Client, who: Any, **wanted: Any) -> dict[str, Any]:
    body = {"name": "CI", "scopes": ["read"], **wanted}
    answer = await client.post(KEYS, json=body, headers=who.headers)
    assert answer.status_code == 201, await answer.get_data(as_text=True)
    found: dict[str, Any] = await answer.get_json()
    return found


async def status(client: Client, key: str, path: str = PACKAGES) -> int:
    return (await client.get(path, headers={"X-API-Key": key})).status_code


async def test_a_new_key_works_at_once_and_is_shown_this_once(client: Client, acme: Any) -> None:
    new = await made(client, acme, expires_in_days=90)

    listed = await (await client.get(KEYS, headers=acme.headers)).get_data(as_text=True)
    read = await (await client.get(f"{KEYS}/{new['id']}", headers=acme.headers)).get_json()

    assert await status(client, new["key"]) == 200
    assert new["key"] not in listed
    assert new["key"].startswith(new["key_prefix"])
    assert read["status"] == "active"
    assert "key" not in read
    assert set(new) == {
        *("id", "key", "key_prefix", "tenant_id", "name", "scopes", "expires_at", "created_at")
    }


async def test_a_key_ends_after_its_days(client: Client, acme: Any) -> None:
    new = await made(client, acme, expires_in_days=90)

    end = datetime.fromisoformat(new["expires_at"]) - datetime.now(UTC)

    assert timedelta(days=89, hours=23) < end <= timedelta(days=90)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"scopes": ["reed"]},
        {"name": ""},
        {"name": "x" * 256},
        {"expires_in_days": 0},
        {"expires_in_days": 3651},
    ],
)
async def test_what_makes_no_sense_makes_no_key(
    client: Client, acme: Any, wrong: dict[str, Any]
) -> None:
    body = {"name": "CI", "scopes": ["read"], **wrong}

    answer = await client.post(KEYS, json=body, headers=acme.headers)

    assert answer.status_code == 400
    assert next(iter(wrong)) in str((await answer.get_json())["details"]["fieldErrors"])


async def test_a_revoked_key_is_refused_with_the_next_request(client: Client, acme: Any) -> None:
    new = await made(client, acme)

    first = await client.delete(f"{KEYS}/{new['id']}", headers=acme.headers)
    again = await client.delete(f"{KEYS}/{new['id']}", headers=acme.headers)

    assert await status(client, new["key"]) == 401
    assert (first.status_code, again.status_code) == (200, 200)
    assert (await first.get_json())["revoked_at"] == (await again.get_json())["revoked_at"]


async def test_both_keys_work_during_a_rotation(client: Client, acme: Any) -> None:
    old = await made(client, acme, scopes=["read", "write"])

    answer = await client.post(f"{KEYS}/{old['id']}/rotate", json={}, headers=acme.headers)
    new = await answer.get_json()

    assert answer.status_code == 201
    assert (new["name"], new["scopes"]) == (old["name"], old["scopes"])
    assert [await status(client, one["key"]) for one in (old, new)] == [200, 200]
    left = datetime.fromisoformat(new["old_key_ends_at"]) - datetime.now(UTC)
    assert timedelta(hours=23) < left <= timedelta(hours=24)


async def test_a_rotation_without_overlap_ends_the_old_key(client: Client, acme: Any) -> None:
    old = await made(client, acme)

    answer = await client.post(
        f"{KEYS}/{old['id']}/rotate", json={"overlap_hours": 0}, headers=acme.headers
    )
    new = await answer.get_json()

    assert await status(client, old["key"]) == 401
    assert await status(client, new["key"]) == 200


async def test_a_key_is_rotated_once_and_a_revoked_one_not_at_all(
    client: Client, acme: Any
) -> None:
    rotated, revoked = await made(client, acme), await made(client, acme)
    await client.post(f"{KEYS}/{rotated['id']}/rotate", json={}, headers=acme.headers)
    await client.delete(f"{KEYS}/{revoked['id']}", headers=acme.headers)

    for key, reason in ((rotated, "ROTATED_API_KEY"), (revoked, "REVOKED_API_KEY")):
        answer = await client.post(f"{KEYS}/{key['id']}/rotate", json={}, headers=acme.headers)
        assert answer.status_code == 409
        assert (await answer.get_json())["details"]["reason"] == reason


async def test_an_overlap_has_bounds(client: Client, acme: Any) -> None:
    key = await made(client, acme)

    for hours in (-1, 721):
        answer = await client.post(
            f"{KEYS}/{key['id']}/rotate", json={"overlap_hours": hours}, headers=acme.headers
        )
        assert answer.status_code == 400


async def test_new_scopes_count_from_the_next_request(client: Client, acme: Any) -> None:
    key = await made(client, acme)

    answer = await client.patch(
        f"{KEYS}/{key['id']}", json={"name": "Import", "scopes": ["write"]}, headers=acme.headers
    )

    changed = await answer.get_json()
    assert (changed["name"], changed["scopes"]) == ("Import", ["write"])
    assert await status(client, key["key"]) == 403


async def test_nobody_hands_out_a_scope_that_they_lack(client: Client, acme: Any) -> None:
    key = await made(client, acme)
    calls = [
        client.post(KEYS, json={"name": "P", "scopes": ["platform"]}, headers=acme.headers),
        client.patch(f"{KEYS}/{key['id']}", json={"scopes": ["platform"]}, headers=acme.headers),
    ]

    for call in calls:
        answer = await call
        details = (await answer.get_json())["details"]
        assert answer.status_code == 403
        assert (details["reason"], details["required"]) == ("INSUFFICIENT_SCOPES", ["platform"])


async def test_nobody_gets_hold_of_a_key_that_may_do_more(
    client: Client, acme: Any, tenant: UUID
) -> None:
    operators = await api_keys.create(tenant, "Operator", ["platform"], expires_at=None)
    path = f"{KEYS}/{operators.row.id}"

    answers = [
        await client.post(f"{path}/rotate", json={}, headers=acme.headers),
        await client.patch(path, json={"name": "Mine"}, headers=acme.headers),
        await client.delete(path, headers=acme.headers),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert (await api_keys.find(tenant, operators.row.id)).name == "Operator"


@pytest.mark.parametrize("scopes", [["read"], ["write"], ["delete"], ["read", "write", "delete"]])
async def test_only_administrators_look_after_keys(
    client: Client, key_with: KeyWith, scopes: list[str]
) -> None:
    who = await key_with(*scopes)
    anyhow: Any = client

    for method, path in (
        *(("GET", KEYS), ("POST", KEYS), ("GET", f"{KEYS}/{uuid4()}")),
        *(("PATCH", f"{KEYS}/{uuid4()}"), ("DELETE", f"{KEYS}/{uuid4()}")),
        ("POST", f"{KEYS}/{uuid4()}/rotate"),
    ):
        answer = await anyhow.open(path, method=method, headers=who.headers)
        assert answer.status_code == 403, (method, path)
        assert (await answer.get_json())["details"]["required"] == ["admin"]


async def test_anothers_keys_are_like_keys_that_never_were(
    client: Client, acme: Any, rival: Any
) -> None:
    theirs = await made(client, acme)
    anyhow: Any = client

    for method, suffix in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/rotate")):
        answers: list[tuple[int, Any]] = []
        for key_id in (theirs["id"], str(uuid4()), "none"):
            answer = await anyhow.open(
                f"{KEYS}/{key_id}{suffix}", method=method, headers=rival.headers, json={}
            )
            answers.append((answer.status_code, (await answer.get_json())["error"]))
        assert answers[0] == answers[1] == answers[2]
        assert answers[0][0] == 404
    assert await status(client, theirs["key"]) == 200


async def test_a_tenant_id_in_the_request_is_ignored(client: Client, acme: Any, rival: Any) -> None:
    answer = await client.post(
        f"{KEYS}?tenant_id={rival.tenant_id}",
        json={"name": "CI", "scopes": ["read"], "tenant_id": str(rival.tenant_id)},
        headers=acme.headers,
    )

    assert answer.status_code == 201
    assert (await answer.get_json())["tenant_id"] == str(acme.tenant_id)


async def test_lists_have_pages(client: Client, acme: Any) -> None:
    for n in range(4):
        await made(client, acme, name=f"Key {n}")

    body = await (await client.get(f"{KEYS}?limit=2&page=2", headers=acme.headers)).get_json()

    assert [key["name"] for key in body["api_keys"]] == ["Key 1", "Key 0"]
    assert body["pagination"] == {"page": 2, "limit": 2, "total": 5, "total_pages": 3}


async def test_no_key_is_in_the_database(client: Client, acme: Any) -> None:
    new = await made(client, acme)
    await client.post(f"{KEYS}/{new['id']}/rotate", json={}, headers=acme.headers)

    async with database.tenant_scope(acme.tenant_id) as connection:
        keys = await connection.execute_query_dict("SELECT * FROM api_key")
        entries = await connection.execute_query_dict("SELECT * FROM audit_entry")
        assert await ApiKey.all().count() == 3

    assert new["key"][len(new["key_prefix"]) :] not in f"{keys}{entries}"
