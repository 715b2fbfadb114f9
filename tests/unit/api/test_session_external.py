"""Launching with the tokens of another system: theirs, and everything that looks like one."""

import asyncio
import warnings
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.warnings import InsecureKeyLengthWarning

from models.session import Session
from models.spent_token import SpentToken
from services import database
from tests.lectern_arrivals import come, dispatched
from tests.lectern_calls import open_link
from tests.lectern_tokens import (
    AUDIENCE,
    EC_KEY,
    ED_KEY,
    FORGED,
    ISSUER,
    JWKS,
    RSA_KEY,
    SECRET,
    hashed,
    moment,
    public,
    signed,
)

Call = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]
Make = Callable[..., Awaitable[str]]


@pytest.fixture
def settle(call: Call, client: Any) -> Callable[..., Awaitable[None]]:
    async def change(who: Any, **how: Any) -> None:
        settings = {"issuer": ISSUER, "audience": AUDIENCE, **how}
        answer = await client.patch(
            "/api/customer/settings", json={"external_jwt": settings}, headers=who.headers
        )
        assert answer.status_code == 200, await answer.get_data(as_text=True)

    return change


@pytest.fixture
async def package_id(acme: Any, package: Make, settle: Any) -> str:
    """Of a tenant that shares a secret with its partner."""
    await settle(acme, secret=SECRET)
    return await package(acme)


@pytest.fixture
def exchange(call: Call) -> Call:
    async def ask(who: Any, package_id: str, token: str, **wish: Any) -> tuple[int, dict[str, Any]]:
        body = {"token": token, "package_id": package_id, **wish}
        return await call(who, "POST", "/sessions/external", body)

    return ask


async def sessions_of(tenant: Any) -> int:
    async with database.tenant_scope(tenant):
        return await Session.all().count()


async def test_a_token_is_exchanged_for_a_launch(
    acme: Any, package_id: str, exchange: Call
) -> None:
    status, told = await exchange(acme, package_id, signed(), launch_token_ttl_seconds=600)

    assert status == 201
    assert (told["user_id"], told["expires_in_seconds"]) == ("ada", 600)
    assert told["launch_url"].endswith(told["launch_token"])
    player = await open_link(told)
    session = player.opened.session
    assert (session.learner_name, session.learner_email) == ("Ada", "a@b.example")


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
async def test_longer_hashes_are_accepted(
    acme: Any, package_id: str, exchange: Call, algorithm: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InsecureKeyLengthWarning)
        token = signed(algorithm)

    assert (await exchange(acme, package_id, token))[0] == 201


async def test_a_learner_goes_on_with_what_is_not_completed(
    acme: Any, package_id: str, exchange: Call, call: Call
) -> None:
    _, first = await exchange(acme, package_id, signed())

    again, second = await exchange(acme, package_id, signed())
    done = {"completion_status": "completed"}
    await call(acme, "PUT", f"/sessions/{first['session_id']}", done)
    anew, third = await exchange(acme, package_id, signed())
    _, other = await exchange(acme, package_id, signed(sub="eve"))

    assert (again, second["session_id"], second["resumed"]) == (200, first["session_id"], True)
    assert (anew, third["session_id"] != first["session_id"]) == (201, True)
    assert other["session_id"] not in {first["session_id"], third["session_id"]}


async def test_the_record_of_a_guest_of_that_name_is_somebody_elses(
    acme: Any, package_id: str, exchange: Call
) -> None:
    dispatch = await dispatched(acme.tenant_id, UUID(package_id))
    guest = await come(dispatch)

    status, told = await exchange(acme, package_id, signed())

    assert (status, told["resumed"]) == (201, False)
    assert (guest.user_id, told["user_id"]) == ("ada", "ada")
    assert told["session_id"] != guest.session_id


async def test_twenty_exchanges_at_once_make_one_session(
    acme: Any, package_id: str, exchange: Call
) -> None:
    answers = await asyncio.gather(*(exchange(acme, package_id, signed()) for _ in range(20)))

    assert sorted(status for status, _ in answers) == [200] * 19 + [201]


async def test_the_session_may_be_named(acme: Any, package_id: str, exchange: Call) -> None:
    _, told = await exchange(acme, package_id, signed(), session_id="mine")

    taken, body = await exchange(acme, package_id, signed(sub="eve"), session_id="mine")

    assert told["session_id"] == "mine"
    assert (taken, body["code"]) == (409, "DUPLICATE_ENTRY")


async def test_a_token_with_an_id_is_accepted_once(
    acme: Any, package_id: str, exchange: Call
) -> None:
    token = signed(jti="1")

    answers = await asyncio.gather(*(exchange(acme, package_id, token) for _ in range(5)))

    assert sorted(status for status, _ in answers) == [201, 401, 401, 401, 401]
    refused = next(body for status, body in answers if status == 401)
    assert (refused["code"], refused["details"]["reason"]) == ("INVALID_TOKEN", "REPLAYED")
    assert (await exchange(acme, package_id, signed(jti="2")))[0] == 200


async def test_a_launch_that_was_refused_has_not_used_up_its_token(
    acme: Any, package_id: str, exchange: Call
) -> None:
    token = signed(jti="1")

    assert (await exchange(acme, str(uuid4()), token))[0] == 404
    assert (await exchange(acme, package_id, token))[0] == 201


async def test_spent_tokens_are_forgotten_once_they_are_over(
    acme: Any, package_id: str, exchange: Call
) -> None:
    await exchange(acme, package_id, signed(jti="1"))
    async with database.tenant_scope(acme.tenant_id):
        await SpentToken.all().update(expires_at=datetime.now(UTC) - timedelta(minutes=5))

    await exchange(acme, package_id, signed(jti="2"))

    async with database.tenant_scope(acme.tenant_id):
        assert await SpentToken.all().count() == 1


@pytest.mark.parametrize("what", FORGED)
async def test_what_is_not_their_token_is_refused(
    acme: Any, package_id: str, exchange: Call, what: str
) -> None:
    status, body = await exchange(acme, package_id, FORGED[what]())

    assert status == (400 if what == "a megabyte" else 401), body
    assert body["code"] in {"INVALID_TOKEN", "VALIDATION_ERROR"}
    assert await sessions_of(acme.tenant_id) == 0


@pytest.mark.parametrize(
    "changes", [{"iat": 30}, {"nbf": 30}, {"exp": -20, "iat": -60}, {"exp": -20, "iat": None}]
)
async def test_clocks_may_differ_a_little(
    acme: Any, package_id: str, exchange: Call, changes: dict[str, int | None]
) -> None:
    moved = {name: seconds and moment(seconds) for name, seconds in changes.items()}

    assert (await exchange(acme, package_id, signed(**moved)))[0] == 201


KINDS: dict[str, tuple[str, Any, str]] = {
    "RSA": ("RS256", RSA_KEY, "r"),
    "RSA-PSS": ("PS384", RSA_KEY, "r"),
    "elliptic curve": ("ES256", EC_KEY, "e"),
    "Edwards curve": ("EdDSA", ED_KEY, "o"),
}


@pytest.fixture
async def keyed(acme: Any, package: Make, settle: Any) -> str:
    """A package of a tenant whose partner signs with keys of its own."""
    await settle(acme, jwks=JWKS)
    return await package(acme)


@pytest.mark.parametrize("kind", KINDS)
async def test_public_keys_are_accepted_by_their_kind(
    acme: Any, keyed: str, exchange: Call, kind: str
) -> None:
    algorithm, key, name = KINDS[kind]
    good = signed(algorithm, key, headers={"kid": name})
    elsewhere = signed(algorithm, key, headers={"kid": "r" if name != "r" else "e"})
    unknown = signed(algorithm, key, headers={"kid": "../../etc/passwd"})
    led = signed(algorithm, key, headers={"kid": "x", "jku": "http://127.0.0.1:1/", "jwk": {}})

    assert (await exchange(acme, keyed, good))[0] == 201
    for forged in (elsewhere, unknown, led, signed(algorithm, key)):
        assert (await exchange(acme, keyed, forged))[0] == 401


async def test_a_public_key_is_no_secret(acme: Any, keyed: str, exchange: Call) -> None:
    pem = RSA_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    token = hashed({"alg": "HS256", "kid": "r", "typ": "JWT"}, pem)

    assert (await exchange(acme, keyed, token))[0] == 401


async def test_a_key_that_names_its_algorithm_takes_no_other(
    acme: Any, package: Make, settle: Any, exchange: Call
) -> None:
    await settle(acme, jwks={"keys": [public(RSA_KEY, kid="r", alg="RS512")]})
    package_id = await package(acme)

    assert (await exchange(acme, package_id, signed("RS256", RSA_KEY, headers={"kid": "r"})))[
        0
    ] == 401
    assert (await exchange(acme, package_id, signed("RS512", RSA_KEY)))[0] == 201


async def test_without_settings_no_token_is_accepted(
    acme: Any, rival: Any, package: Make, settle: Any, exchange: Call
) -> None:
    await settle(acme, secret=SECRET)
    package_id = await package(rival)

    status, body = await exchange(rival, package_id, signed())

    assert (status, body["details"]["reason"]) == (409, "NOT_CONFIGURED")


async def test_one_tenants_secret_opens_nothing_of_anothers(
    rival: Any, package_id: str, settle: Any, exchange: Call
) -> None:
    theirs = "another secret of another partner"
    await settle(rival, secret=theirs)

    ours, _ = await exchange(rival, package_id, signed())
    strange, body = await exchange(rival, package_id, signed(key=theirs))

    assert (ours, strange, body["code"]) == (401, 404, "PACKAGE_NOT_FOUND")
