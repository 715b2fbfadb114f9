"""Identity tokens of the OpenID provider, checked against the keys that it really serves."""

import base64
import hmac
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from quart.typing import TestClientProtocol as Client

import api
from models.account import Role
from services.accounts import jwks, users
from services.accounts.users import NewUser
from services.keyring import Keyring
from services.ports import Ports, install
from services.settings import Settings
from services.storage.local import LocalStore
from tests import asgi_servers

SESSION = "/api/customer/session"
CLIENT_ID = "lectern-console"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())
ED = ed25519.Ed25519PrivateKey.generate()


def listed(algorithm: str, key: Any, kid: str) -> dict[str, Any]:
    as_jwk: Callable[[Any], str] = jwt.get_algorithm_by_name(algorithm).to_jwk
    return {**json.loads(as_jwk(key.public_key())), "kid": kid, "use": "sig"}


@dataclass
class Provider:
    """An OpenID provider that tells its keys, and counts how often it was asked."""

    issuer: str = ""
    asked: int = 0
    fails: bool = False
    keys: list[dict[str, Any]] = field(
        default_factory=lambda: [
            listed("RS256", RSA, "rsa"),
            listed("ES256", EC, "ec"),
            listed("EdDSA", ED, "ed"),
        ]
    )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        del receive
        told: dict[str, Any] = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"}
        if scope["path"] == "/keys":
            self.asked += 1
            told = {"keys": self.keys}
        await send({"type": "http.response.start", "status": 500 if self.fails else 200})
        await send({"type": "http.response.body", "body": json.dumps(told).encode()})

    def token(self, algorithm: str = "RS256", kid: str = "rsa", key: Any = RSA, **more: Any) -> str:
        now = datetime.now(UTC)
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "u-1",
            "iat": now,
            "exp": now + timedelta(minutes=5),
            "email": "Kim@example.com",
            "email_verified": True,
            **more,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, key, algorithm, headers={"kid": kid})


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    jwks.forget()
    bound = asgi_servers.bound_socket()
    made = Provider(asgi_servers.url_of(bound))
    async with asgi_servers.serving(made, bound):
        yield made


@pytest.fixture
async def client(
    tenant: UUID, provider: Provider, configuration: Settings, store: LocalStore
) -> Client:
    settings = replace(configuration, oidc_issuer=provider.issuer, oidc_client_id=CLIENT_ID)
    install(Ports(settings, Keyring(b"s" * 32), store))
    await users.add_by_operator(tenant, NewUser("kim@example.com", "Kim", Role.ADMIN))
    return api.create_app(settings).test_client(use_cookies=False)


async def asked(client: Client, token: str, path: str = SESSION) -> Any:
    return await client.get(path, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize(
    ("algorithm", "kid", "key"), [("RS256", "rsa", RSA), ("ES256", "ec", EC), ("EdDSA", "ed", ED)]
)
async def test_a_token_of_the_provider_is_as_good_as_a_key(
    client: Client, provider: Provider, algorithm: str, kid: str, key: Any
) -> None:
    answer = await asked(client, provider.token(algorithm, kid, key))
    body = await answer.get_json()

    assert answer.status_code == 200
    assert (body["user"]["email"], body["user"]["role"]) == ("kim@example.com", "admin")
    assert body["csrf_token"] is None


async def test_with_a_token_one_may_change_things_without_a_cookie(
    client: Client, provider: Provider
) -> None:
    answer = await client.post(
        "/api/customer/api-keys",
        json={"name": "CI", "scopes": ["read"]},
        headers={"Authorization": f"Bearer {provider.token()}"},
    )

    assert answer.status_code == 201


async def test_a_token_becomes_a_session(client: Client, provider: Provider, tenant: UUID) -> None:
    answer = await client.post(f"{SESSION}/oidc", json={"token": provider.token()})
    cookie = answer.headers["Set-Cookie"].partition(";")[0]

    again = await client.get(SESSION, headers={"Cookie": cookie})

    assert answer.status_code == 201
    assert (await answer.get_json())["tenant"]["id"] == str(tenant)
    assert (await again.get_json())["user"]["email"] == "kim@example.com"


async def test_programs_of_the_api_need_a_key_all_the_same(
    client: Client, provider: Provider
) -> None:
    for path in ("/api/v1/packages", "/api/admin/tenants"):
        assert (await asked(client, provider.token(), path)).status_code == 401


def _past(**more: int) -> datetime:
    return datetime.now(UTC) - timedelta(**more)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other.example"},
        {"aud": "another-client"},
        {"aud": None},
        {"exp": None},
        {"iat": None},
        {"exp": _past(minutes=2)},
        {"iat": datetime.now(UTC) + timedelta(hours=1)},
        {"nbf": datetime.now(UTC) + timedelta(hours=1)},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": None},
        {"email": "stranger@example.com"},
        {"aud": [CLIENT_ID, "another-client"]},
        {"azp": "https://evil.example"},
    ],
)
async def test_a_token_that_says_anything_else_is_refused(
    client: Client, provider: Provider, wrong: dict[str, Any]
) -> None:
    token = provider.token(**wrong)

    answers = [
        await asked(client, token),
        await client.post(f"{SESSION}/oidc", json={"token": token}),
    ]

    for answer in answers:
        assert answer.status_code == 401
        assert "Set-Cookie" not in answer.headers


async def test_a_token_signed_in_another_way_is_refused(client: Client, provider: Provider) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    whole = provider.token()
    head, claims, signature = whole.split(".")
    tokens = [
        jwt.encode({"iss": provider.issuer}, "", "none"),
        provider.token(key=stranger),
        provider.token("PS256"),
        provider.token("RS512"),
        provider.token("ES256", "rsa", EC),
        f"{head}.{claims}.{signature[:-4]}AAAA",
        f"{head}.{claims}.",
        _signed_with_the_public_key(provider),
        "a.b.c",
    ]

    for token in tokens:
        assert (await asked(client, token)).status_code == 401, token


def _signed_with_the_public_key(provider: Provider) -> str:
    """The classic confusion: what everybody knows, used as if it were a shared secret."""
    secret = json.dumps(provider.keys[0]).encode()
    header = {"alg": "HS256", "kid": "rsa", "typ": "JWT"}
    claims = provider.token().split(".")[1]
    signed = f"{_encoded(json.dumps(header).encode())}.{claims}"
    return f"{signed}.{_encoded(hmac.digest(secret, signed.encode(), sha256))}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


async def test_keys_are_fetched_once_and_not_for_every_unknown_one(
    client: Client, provider: Provider
) -> None:
    for _ in range(3):
        assert (await asked(client, provider.token())).status_code == 200
    for n in range(5):
        assert (await asked(client, provider.token(kid=f"made-up-{n}"))).status_code == 401

    assert provider.asked == 1


async def test_a_new_key_of_the_provider_is_found_after_a_while(
    provider: Provider,
) -> None:
    now = datetime.now(UTC)
    url = f"{provider.issuer}/keys"
    assert await jwks.key_for(url, "new", now, allow_private=True) is None
    provider.keys.append(listed("RS256", RSA, "new"))

    soon = await jwks.key_for(url, "new", now + timedelta(seconds=29), allow_private=True)
    later = await jwks.key_for(url, "new", now + timedelta(seconds=30), allow_private=True)

    assert soon is None
    assert later is not None


async def test_a_provider_that_is_away_makes_nobody_sign_in(
    client: Client, provider: Provider
) -> None:
    provider.fails = True

    answer = await asked(client, provider.token())

    assert answer.status_code in {401, 503}


async def test_without_a_provider_a_token_is_just_a_wrong_key(
    client: Client, provider: Provider, configuration: Settings, store: LocalStore
) -> None:
    install(Ports(configuration, Keyring(b"s" * 32), store))

    answer = await asked(client, provider.token())
    exchanged = await client.post(f"{SESSION}/oidc", json={"token": provider.token()})

    assert (await answer.get_json())["details"]["reason"] == "INVALID_API_KEY"
    assert exchanged.status_code == 401
