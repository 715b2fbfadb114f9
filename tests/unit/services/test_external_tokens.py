"""Tokens of a partner whose public keys are listed at an address."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.accounts import jwks
from services.accounts.tenant_settings import ExternalJwt
from services.errors import FetchFailed, Invalid, TokenNotAccepted
from services.playing import external_tokens
from services.playing.external_tokens import Verifier
from tests import asgi_servers
from tests.lectern_tokens import AUDIENCE, EC_KEY, ED_KEY, ISSUER, RSA_KEY, SECRET, public, signed


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Portal:
    """The partner's list of keys, and how often it was asked for."""

    keys: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    status: int = 200
    asked: int = 0
    url: str = ""

    async def __call__(self, _scope: Any, _receive: Any, send: Any) -> None:
        self.asked += 1
        body = json.dumps({"keys": self.keys}).encode()
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": body})


@pytest.fixture
async def portal() -> AsyncIterator[Portal]:
    made, bound = Portal([public(RSA_KEY, kid="r")]), asgi_servers.bound_socket()
    jwks.forget()
    async with asgi_servers.serving(made, bound) as url:
        made.url = f"{url}/keys"
        yield made


def verifier(portal: Portal, *, allow_private: bool = True) -> Verifier:
    return Verifier(ExternalJwt(ISSUER, AUDIENCE, "", portal.url, {}), allow_private)


async def test_a_key_is_fetched_once_and_kept(portal: Portal) -> None:
    token = signed("RS256", RSA_KEY, headers={"kid": "r"})

    first = await external_tokens.verify(verifier(portal), token, now())
    await external_tokens.verify(verifier(portal), token, now())

    assert (first.user_id, first.name, portal.asked) == ("ada", "Ada", 1)


async def test_a_new_key_is_found_but_made_up_ones_do_not_make_us_ask_all_the_time(
    portal: Portal,
) -> None:
    await external_tokens.verify(
        verifier(portal), signed("RS256", RSA_KEY, headers={"kid": "r"}), now()
    )
    portal.keys.append(public(EC_KEY, kid="e"))
    token = signed("ES256", EC_KEY, headers={"kid": "e"})

    for _ in range(5):
        with pytest.raises(TokenNotAccepted):
            await external_tokens.verify(verifier(portal), token, now())
    asked = portal.asked
    found = await external_tokens.verify(verifier(portal), token, now() + timedelta(seconds=31))

    assert (asked, portal.asked, found.user_id) == (1, 2, "ada")


async def test_symmetric_keys_of_a_list_count_for_nothing(portal: Portal) -> None:
    secret = base64.urlsafe_b64encode(SECRET.encode()).decode().rstrip("=")
    portal.keys.append({"kty": "oct", "kid": "s", "k": secret})
    token = signed("HS256", SECRET, headers={"kid": "s"})

    with pytest.raises(TokenNotAccepted):
        await external_tokens.verify(verifier(portal), token, now())


async def test_keys_for_encryption_sign_nothing(portal: Portal) -> None:
    portal.keys.append(public(ED_KEY, kid="x", use="enc"))
    token = signed("EdDSA", ED_KEY, headers={"kid": "x"})

    with pytest.raises(TokenNotAccepted):
        await external_tokens.verify(verifier(portal), token, now())


async def test_an_address_that_does_not_answer_properly_is_told(portal: Portal) -> None:
    portal.status = 500
    token = signed("RS256", RSA_KEY, headers={"kid": "r"})

    with pytest.raises(FetchFailed):
        await external_tokens.verify(verifier(portal), token, now())


async def test_private_addresses_are_not_asked(portal: Portal) -> None:
    token = signed("RS256", RSA_KEY, headers={"kid": "r"})

    with pytest.raises(Invalid):
        await external_tokens.verify(verifier(portal, allow_private=False), token, now())
    assert portal.asked == 0
