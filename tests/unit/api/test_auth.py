"""Which key may do what."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from quart.typing import TestClientProtocol as Client

from services.accounts import api_keys

PACKAGES = "/api/v1/packages"
KeyWith = Callable[..., Awaitable[Any]]


async def test_a_key_works_in_both_headers(client: Client, acme: Any) -> None:
    for headers in (
        {"X-API-Key": acme.key},
        {"x-api-key": acme.key},
        {"Authorization": f"Bearer {acme.key}"},
        {"Authorization": f"bearer {acme.key}"},
    ):
        assert (await client.get(PACKAGES, headers=headers)).status_code == 200


async def test_x_api_key_decides_when_both_are_sent(client: Client, acme: Any) -> None:
    good, bad = acme.key, "scorm_live_unknown"

    first = await client.get(
        PACKAGES, headers={"X-API-Key": good, "Authorization": f"Bearer {bad}"}
    )
    second = await client.get(
        PACKAGES, headers={"X-API-Key": bad, "Authorization": f"Bearer {good}"}
    )

    assert (first.status_code, second.status_code) == (200, 401)


def _cut(key: str) -> str:
    return key[:-1]


def _prefix(key: str) -> str:
    return key[:20]


@pytest.mark.parametrize("spoil", [str.lower, str.upper, _cut, _prefix])
async def test_a_spoilt_key_is_refused(
    client: Client, acme: Any, spoil: Callable[[str], str]
) -> None:
    answer = await client.get(PACKAGES, headers={"X-API-Key": spoil(acme.key)})

    assert answer.status_code == 401


async def test_a_key_in_the_query_is_no_key(client: Client, acme: Any) -> None:
    answer = await client.get(f"{PACKAGES}?api_key={acme.key}&X-API-Key={acme.key}")

    assert (await answer.get_json())["details"]["reason"] == "MISSING_API_KEY"


async def test_expired_and_revoked_keys_say_so(client: Client, tenant: UUID) -> None:
    now = datetime.now(UTC)
    old = await api_keys.create(tenant, "old", ["read"], expires_at=now - timedelta(seconds=1))
    revoked = await api_keys.create(tenant, "revoked", ["read"], expires_at=None)
    await api_keys.revoke(tenant, revoked.row.id, now)

    reasons = [
        (await (await client.get(PACKAGES, headers={"X-API-Key": one.key})).get_json())["details"]
        for one in (old, revoked)
    ]

    assert [one["reason"] for one in reasons] == ["EXPIRED_API_KEY", "INVALID_API_KEY"]


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        (["read"], {"GET"}),
        (["write"], {"POST", "PUT"}),
        (["delete"], {"DELETE"}),
        (["admin"], {"GET", "POST", "PUT", "DELETE"}),
        (["public_api"], {"GET", "POST", "PUT"}),
        (["internal_product"], {"GET", "POST", "PUT", "DELETE"}),
    ],
)
async def test_each_method_needs_its_scope(
    client: Client, key_with: KeyWith, scopes: list[str], allowed: set[str]
) -> None:
    headers = (await key_with(*scopes)).headers
    calls = {
        "GET": "/api/v1/packages",
        "POST": "/api/v1/packages/process",
        "PUT": "/api/v1/sessions/unknown",
        "DELETE": f"/api/v1/packages/{uuid4()}",
    }

    anyhow: Any = client
    for method, path in calls.items():
        answer = await anyhow.open(path, method=method, headers=headers)

        assert (answer.status_code != 403) == (method in allowed), method


async def test_a_missing_scope_tells_what_is_needed_and_granted(
    client: Client, key_with: KeyWith
) -> None:
    who = await key_with("read")

    answer = await client.delete(f"{PACKAGES}/{uuid4()}", headers=who.headers)
    body = await answer.get_json()

    assert (answer.status_code, body["code"]) == (403, "FORBIDDEN")
    assert body["details"] == {
        "reason": "INSUFFICIENT_SCOPES",
        "required": ["delete", "admin"],
        "granted": ["read"],
    }


async def test_another_tenants_id_is_a_mismatch(client: Client, acme: Any, rival: Any) -> None:
    stranger = str(rival.tenant_id)
    body = {"filename": "a.zip", "file_size": 1, "tenant_id": stranger}

    in_query = await client.get(f"{PACKAGES}?tenant_id={stranger}", headers=acme.headers)
    in_body = await client.post(f"{PACKAGES}/upload-url", json=body, headers=acme.headers)

    for answer in (in_query, in_body):
        assert answer.status_code == 403
        assert (await answer.get_json())["code"] == "TENANT_MISMATCH"


async def test_ones_own_tenant_id_is_fine(client: Client, acme: Any) -> None:
    own = str(acme.tenant_id).upper()
    body = {"filename": "a.zip", "file_size": 1, "tenant_id": own}

    in_query = await client.get(f"{PACKAGES}?tenant_id={own}", headers=acme.headers)
    in_body = await client.post(f"{PACKAGES}/upload-url", json=body, headers=acme.headers)

    assert (in_query.status_code, in_body.status_code) == (200, 201)


@pytest.mark.parametrize(
    "origin",
    [
        "http://abcdefgh.content.lectern.localhost:3001",
        "http://ABCDEFGH.content.lectern.localhost:3001",
    ],
)
async def test_a_key_is_refused_from_a_course_page(client: Client, acme: Any, origin: str) -> None:
    answer = await client.get(PACKAGES, headers={**acme.headers, "Origin": origin})
    elsewhere = await client.get(
        PACKAGES, headers={**acme.headers, "Origin": "https://lms.example"}
    )

    assert answer.status_code == 403
    assert (await answer.get_json())["details"]["reason"] == "CONTENT_ORIGIN"
    assert elsewhere.status_code == 200
