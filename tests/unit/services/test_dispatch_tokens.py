"""Tokens of dispatches: only ours, only for their purpose, and the same ones for ever."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from services import tokens
from services.errors import InvalidToken, Unauthorized
from services.keyring import Keyring
from services.tokens import CommitClaims, DispatchClaims, LaunchClaims

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEYRING = Keyring(b"only for tests, and long enough for them")
CLAIMS = DispatchClaims(uuid4(), uuid4(), uuid4(), NOW)
TOKEN = tokens.sign_dispatch(KEYRING, CLAIMS)
HEADER = jwt.get_unverified_header(TOKEN)
PAYLOAD = jwt.decode(TOKEN, options={"verify_signature": False})


def segment(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def signed(header: Any, payload: Any, key: bytes) -> str:
    head = f"{segment(header)}.{segment(payload)}"
    signature = hmac.digest(key, head.encode(), hashlib.sha256)
    return f"{head}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def resigned(header: dict[str, Any] | None = None, **claims: Any) -> str:
    """A token that we might have signed ourselves, with one thing different; None removes it."""
    kept = {name: value for name, value in {**PAYLOAD, **claims}.items() if value is not None}
    return signed({**HEADER, **(header or {})}, kept, KEYRING.key("dispatch"))


def seconds(**delta: float) -> int:
    return int((NOW + timedelta(**delta)).timestamp())


def launch_token() -> str:
    claims = LaunchClaims(uuid4(), "s1", uuid4(), "ada", NOW + HOUR)
    return tokens.sign_launch(KEYRING, claims, uuid4(), NOW)


def commit_token() -> str:
    claims = CommitClaims(uuid4(), uuid4(), uuid4(), tokens.PLAYER, NOW + HOUR)
    return tokens.sign_commit(KEYRING, claims, NOW)


def duplicated() -> str:
    payload = json.dumps(PAYLOAD)
    return signed(HEADER, payload[:-1] + f',"sub":"{uuid4()}"}}', b"k" * 32)


FORGERIES: dict[str, Callable[[], str]] = {
    "empty": lambda: "",
    "no dots": lambda: "token",
    "not ascii": lambda: TOKEN + "é",
    "none": lambda: f"{segment({'alg': 'none', 'typ': 'JWT'})}.{segment(PAYLOAD)}.",
    "no signature": lambda: TOKEN.rpartition(".")[0] + ".",
    "wrong signature": lambda: TOKEN[:-4] + "AAAA",
    "another key": lambda: signed(HEADER, PAYLOAD, b"x" * 32),
    "the key of launches": lambda: signed(HEADER, PAYLOAD, KEYRING.key("launch")),
    "asymmetric": lambda: jwt.encode(PAYLOAD, rsa.generate_private_key(65537, 2048), "RS256"),
    "algorithm changed": lambda: resigned({"alg": "HS512"}),
    "kid is a path": lambda: resigned({"kid": "../../../dev/null"}),
    "kid is SQL": lambda: resigned({"kid": "' OR 1=1 --"}),
    "kid is a URL": lambda: resigned({"kid": "http://127.0.0.1:9/key"}),
    "no kid": lambda: signed({"alg": "HS256", "typ": "JWT"}, PAYLOAD, KEYRING.key("dispatch")),
    "jku": lambda: resigned({"jku": "http://127.0.0.1:9/jwks"}),
    "x5u": lambda: resigned({"x5u": "http://127.0.0.1:9/x5u"}),
    "jwk": lambda: resigned({"jwk": {"kty": "oct", "k": "AAAA"}}),
    "crit": lambda: resigned({"crit": ["exp2"], "exp2": 1}),
    "issuer": lambda: resigned(iss="lectern.example"),
    "audience": lambda: resigned(aud="scorm-player-2"),
    "no audience": lambda: resigned(aud=None),
    "kind": lambda: resigned(typ="launch"),
    "no kind": lambda: resigned(typ=None),
    "an end": lambda: resigned(exp=seconds(hours=1)),
    "no iat": lambda: resigned(iat=None),
    "no nbf": lambda: resigned(nbf=None),
    "no jti": lambda: resigned(jti=None),
    "no sub": lambda: resigned(sub=None),
    "no tenant": lambda: resigned(tid=None),
    "huge iat": lambda: resigned(iat=10**30),
    "iat is text": lambda: resigned(iat="yesterday"),
    "iat is a truth": lambda: resigned(iat=True),
    "issued in an hour": lambda: resigned(iat=seconds(hours=1)),
    "valid in an hour": lambda: resigned(nbf=seconds(hours=1)),
    "jti is no uuid": lambda: resigned(jti="1"),
    "sub is no uuid": lambda: resigned(sub="dispatch-1"),
    "tenant is a list": lambda: resigned(tid=["x"]),
    "a megabyte": lambda: TOKEN + "A" * 1_000_000,
    "deep header": lambda: f"{segment('[' * 2500)}.{segment(PAYLOAD)}.AAAA",
    "deep payload": lambda: signed(HEADER, "[" * 2000, KEYRING.key("dispatch")),
    "duplicate claims": duplicated,
    "a launch token": launch_token,
    "a commit token": commit_token,
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_dispatch_token_that_is_not_ours_is_refused_at_once(name: str) -> None:
    forged = FORGERIES[name]()
    started = time.perf_counter()

    with pytest.raises(Unauthorized):
        tokens.verify_dispatch(KEYRING, forged, NOW)

    assert time.perf_counter() - started < 0.2


@pytest.mark.parametrize("test", [False, True])
def test_a_genuine_token_says_what_was_signed(test: bool) -> None:
    claims = replace(CLAIMS, test=test)

    token = tokens.sign_dispatch(KEYRING, claims)

    assert tokens.verify_dispatch(KEYRING, token, NOW) == claims


def test_the_same_dispatch_always_has_the_same_token() -> None:
    assert tokens.sign_dispatch(KEYRING, replace(CLAIMS)) == TOKEN
    assert tokens.sign_dispatch(KEYRING, replace(CLAIMS, token_id=uuid4())) != TOKEN


def test_a_token_is_none_for_a_test_unless_it_says_so_in_so_many_words() -> None:
    for almost in ("true", 1, [True], {"is": True}):
        assert not tokens.verify_dispatch(KEYRING, resigned(test=almost), NOW).test


def test_time_does_not_end_a_dispatch_token() -> None:
    assert tokens.verify_dispatch(KEYRING, TOKEN, NOW + timedelta(days=3650)) == CLAIMS


def test_a_clock_that_is_half_a_minute_ahead_is_forgiven() -> None:
    assert tokens.verify_dispatch(KEYRING, TOKEN, NOW - timedelta(seconds=30)) == CLAIMS

    with pytest.raises(InvalidToken):
        tokens.verify_dispatch(KEYRING, TOKEN, NOW - HOUR)


def test_a_dispatch_token_is_none_of_the_others() -> None:
    with pytest.raises(InvalidToken):
        tokens.verify_launch(KEYRING, TOKEN, NOW)
    with pytest.raises(InvalidToken):
        tokens.verify_commit(KEYRING, TOKEN, "", NOW)


def test_a_thousand_weak_keys_do_not_open_a_token() -> None:
    head, _, signature = TOKEN.rpartition(".")
    words = ["", "secret", "password", "lectern", "changeme", *(str(n) for n in range(995))]

    guesses = [hmac.digest(word.encode(), head.encode(), hashlib.sha256) for word in words]

    wanted = base64.urlsafe_b64decode(signature + "=")
    assert wanted not in guesses
