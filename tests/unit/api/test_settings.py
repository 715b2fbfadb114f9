"""What a tenant has settled counts, and its secrets are never shown."""

from typing import Any

import pytest
from quart.typing import TestClientProtocol as Client

from services import database
from services.accounts import audit, tenant_settings
from services.accounts.audit import Wanted
from services.errors import Unavailable

SETTINGS = "/api/customer/settings"
SECRET = "a shared secret of 32 bytes or more"
JWT = {"issuer": "https://lms.example.com", "audience": "lectern"}
KEY = {
    "kty": "EC",
    "crv": "P-256",
    "kid": "1",
    "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
}


async def change(client: Client, who: Any, **wanted: Any) -> Any:
    return await client.patch(SETTINGS, json=wanted, headers=who.headers)


async def test_what_was_never_settled_has_its_defaults(client: Client, acme: Any) -> None:
    body = await (await client.get(SETTINGS, headers=acme.headers)).get_json()

    assert body == {
        "tenant_id": str(acme.tenant_id),
        "error_format": "nested",
        "allowed_domains": [],
        "return_url": None,
        "require_version": False,
        "external_jwt": None,
    }


async def test_what_is_left_out_stays_and_null_clears(client: Client, acme: Any) -> None:
    await change(
        client, acme, return_url="https://lms.example.com", allowed_domains=["LMS.example"]
    )

    kept = await (await change(client, acme, error_format="nested")).get_json()
    cleared = await (await change(client, acme, return_url=None)).get_json()

    assert kept["return_url"] == "https://lms.example.com"
    assert kept["allowed_domains"] == ["lms.example"]
    assert cleared["return_url"] is None
    assert cleared["allowed_domains"] == ["lms.example"]


async def test_errors_look_as_settled_unless_a_request_says_it_itself(
    client: Client, acme: Any, rival: Any
) -> None:
    await change(client, acme, error_format="flat")

    async def error(who: Any, **headers: str) -> Any:
        answer = await client.get("/api/v1/packages/none", headers={**who.headers, **headers})
        return (await answer.get_json())["error"]

    assert await error(acme) == "Package not found."
    assert (await error(acme, **{"X-Error-Format": "nested"}))["code"] == "PACKAGE_NOT_FOUND"
    assert (await error(rival))["code"] == "PACKAGE_NOT_FOUND"
    assert await error(rival, **{"X-Error-Format": "flat"}) == "Package not found."


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"error_format": "round"}, "error_format"),
        ({"return_url": "javascript:alert(1)"}, "return_url"),
        ({"return_url": "//lms.example.com"}, "return_url"),
        ({"allowed_domains": ["https://lms.example.com/x"]}, "allowed_domains"),
        ({"external_jwt": JWT}, "external_jwt"),
        ({"external_jwt": {**JWT, "secret": "short"}}, "external_jwt.secret"),
        ({"external_jwt": {"issuer": "x", "secret": SECRET}}, "external_jwt.audience"),
        ({"external_jwt": {**JWT, "jwks_url": "http://lms.example.com"}}, "jwks_url"),
        ({"external_jwt": {**JWT, "jwks_url": "https://10.0.0.1/keys"}}, "jwks_url"),
        ({"external_jwt": {**JWT, "jwks": {"keys": []}}}, "external_jwt.jwks"),
        ({"external_jwt": {**JWT, "jwks": {"keys": [3]}}}, "external_jwt.jwks"),
        ({"external_jwt": {**JWT, "jwks": {"keys": [{**KEY, "d": "AA"}]}}}, "external_jwt.jwks"),
        (
            {"external_jwt": {**JWT, "jwks": {"keys": [{"kty": "oct", "k": "AAAA"}]}}},
            "external_jwt.jwks",
        ),
        ({"external_jwt": {**JWT, "secret": SECRET, "jwks": {"keys": [KEY]}}}, "external_jwt"),
    ],
)
async def test_what_cannot_work_is_refused_and_changes_nothing(
    client: Client, acme: Any, wrong: dict[str, Any], field: str
) -> None:
    answer = await change(client, acme, **{"error_format": "flat", **wrong})
    kept = await (await client.get(SETTINGS, headers=acme.headers)).get_json()

    assert answer.status_code == 400
    assert field in str((await answer.get_json())["details"]["fieldErrors"])
    assert kept["error_format"] == "nested"


async def test_a_secret_is_kept_encrypted_and_never_shown(client: Client, acme: Any) -> None:
    answer = await change(client, acme, external_jwt={**JWT, "secret": SECRET})

    async with database.tenant_scope(acme.tenant_id) as connection:
        rows = await connection.execute_query_dict("SELECT * FROM tenant")
        settled = await tenant_settings.external_jwt(connection, acme.tenant_id)
    entries, _ = await audit.page(acme.tenant_id, Wanted(action="settings.changed"), 1, 20)

    assert (await answer.get_json())["external_jwt"] == {
        **JWT,
        "has_secret": True,
        "jwks_url": None,
        "jwks": None,
    }
    assert SECRET not in str(rows)
    assert len(entries) == 1
    assert SECRET not in entries[0].facts
    assert settled is not None
    assert (settled.issuer, settled.audience, settled.secret) == (*JWT.values(), SECRET)


async def test_a_secret_that_is_not_named_again_stays(client: Client, acme: Any) -> None:
    await change(client, acme, external_jwt={**JWT, "secret": SECRET})
    await change(client, acme, external_jwt={**JWT, "audience": "other"})

    async with database.tenant_scope(acme.tenant_id) as connection:
        settled = await tenant_settings.external_jwt(connection, acme.tenant_id)

    assert settled is not None
    assert (settled.audience, settled.secret) == ("other", SECRET)


async def test_keys_of_ones_own_replace_the_secret(client: Client, acme: Any) -> None:
    await change(client, acme, external_jwt={**JWT, "secret": SECRET})
    answer = await change(client, acme, external_jwt={**JWT, "jwks": {"keys": [KEY]}})

    told = (await answer.get_json())["external_jwt"]

    assert (told["has_secret"], told["jwks"]) == (False, {"keys": [KEY]})


async def test_a_secret_copied_into_another_tenants_row_is_of_no_use(
    client: Client, acme: Any, rival: Any
) -> None:
    await change(client, acme, external_jwt={**JWT, "secret": SECRET})
    async with database.tenant_scope(acme.tenant_id) as connection:
        [row] = await connection.execute_query_dict("SELECT external_jwt::text AS kept FROM tenant")

    async with database.tenant_scope(rival.tenant_id) as connection:
        await connection.execute_query("UPDATE tenant SET external_jwt = $1::jsonb", [row["kept"]])
        with pytest.raises(Unavailable):
            await tenant_settings.external_jwt(connection, rival.tenant_id)


async def test_only_administrators_change_settings(client: Client, key_with: Any) -> None:
    who = await key_with("read", "write", "delete")

    assert (await client.get(SETTINGS, headers=who.headers)).status_code == 200
    assert (await change(client, who, error_format="flat")).status_code == 403
