"""Tokens: only ours, only for their purpose, only in their time."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from services import tokens
from services.errors import InvalidToken, TokenExpired, Unauthorized
from services.keyring import Keyring
from services.tokens import CommitClaims, LaunchClaims

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEYRING = Keyring(b"only for tests, and long enough for them")
LABEL = "abcdefghijklmnopqrstuvwxyz"


def launch_token(expires_at: datetime = NOW + HOUR, session_id: str = "s1") -> str:
    claims = LaunchClaims(uuid4(), session_id, uuid4(), "ada", expires_at)
    return tokens.sign_launch(KEYRING, claims, uuid4(), NOW)


def commit_token(expires_at: datetime = NOW + HOUR) -> str:
    claims = CommitClaims(uuid4(), uuid4(), uuid4(), LABEL, expires_at)
    return tokens.sign_commit(KEYRING, claims, NOW)


def segment(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def header_of(token: str) -> dict[str, Any]:
    return jwt.get_unverified_header(token)


def payload_of(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def signed(header: Any, payload: Any, key: bytes) -> str:
    head = f"{segment(header)}.{segment(payload)}"
    signature = hmac.digest(key, head.encode(), hashlib.sha256)
    return f"{head}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def resigned(header: dict[str, Any] | None = None, **claims: Any) -> str:
    """A token that we might have signed ourselves, with one thing different; None removes it."""
    token = launch_token()
    payload = {**payload_of(token), **claims}
    kept = {name: value for name, value in payload.items() if value is not None}
    return signed({**header_of(token), **(header or {})}, kept, KEYRING.key("launch"))


def seconds(**delta: float) -> int:
    return int((NOW + timedelta(**delta)).timestamp())


def rsa_signed() -> str:
    private = rsa.generate_private_key(65537, 2048)
    return jwt.encode(payload_of(launch_token()), private, "RS256")


def duplicated() -> str:
    payload = json.dumps(payload_of(launch_token()))
    return signed(header_of(launch_token()), payload[:-1] + ',"sid":"other"}', b"k" * 32)


FORGERIES: dict[str, Callable[[], str]] = {
    "empty": lambda: "",
    "no dots": lambda: "token",
    "not ascii": lambda: launch_token() + "é",
    "none": lambda: f"{segment({'alg': 'none', 'typ': 'JWT'})}.{launch_token().split('.')[1]}.",
    "None in capitals": lambda: f"{segment({'alg': 'NONE'})}.{launch_token().split('.')[1]}.",
    "no signature": lambda: launch_token().rpartition(".")[0] + ".",
    "wrong signature": lambda: launch_token()[:-4] + "AAAA",
    "another key": lambda: signed(header_of(launch_token()), payload_of(launch_token()), b"x" * 32),
    "asymmetric": rsa_signed,
    "algorithm changed": lambda: resigned({"alg": "HS512"}),
    "kid is a path": lambda: resigned({"kid": "../../../dev/null"}),
    "kid is SQL": lambda: resigned({"kid": "' OR 1=1 --"}),
    "kid is a URL": lambda: resigned({"kid": "http://127.0.0.1:9/key"}),
    "no kid": lambda: signed(
        {"alg": "HS256", "typ": "JWT"}, payload_of(launch_token()), KEYRING.key("launch")
    ),
    "jku": lambda: resigned({"jku": "http://127.0.0.1:9/jwks"}),
    "x5u": lambda: resigned({"x5u": "http://127.0.0.1:9/x5u"}),
    "jwk": lambda: resigned({"jwk": {"kty": "oct", "k": "AAAA"}}),
    "crit": lambda: resigned({"crit": ["exp2"], "exp2": 1}),
    "another typ in the header": lambda: resigned({"typ": "at+jwt"}),
    "issuer": lambda: resigned(iss="lectern.example"),
    "part of the issuer": lambda: resigned(iss="lect"),
    "audience": lambda: resigned(aud="scorm-player-2"),
    "kind": lambda: resigned(typ="commit"),
    "no exp": lambda: resigned(exp=None),
    "no iat": lambda: resigned(iat=None),
    "no nbf": lambda: resigned(nbf=None),
    "no jti": lambda: resigned(jti=None),
    "no sub": lambda: resigned(sub=None),
    "huge exp": lambda: resigned(exp=10**30),
    "exp in a century": lambda: resigned(exp=seconds(days=36_500)),
    "exp is text": lambda: resigned(exp="tomorrow"),
    "exp is a truth": lambda: resigned(exp=True),
    "issued in an hour": lambda: resigned(iat=seconds(hours=1)),
    "valid in an hour": lambda: resigned(nbf=seconds(hours=1)),
    "jti is no uuid": lambda: resigned(jti="1"),
    "tenant is a list": lambda: resigned(tid=["x"]),
    "a megabyte": lambda: launch_token() + "A" * 1_000_000,
    "deep header": lambda: f"{segment('[' * 2500)}.{launch_token().split('.')[1]}.AAAA",
    "deep payload": lambda: signed(header_of(launch_token()), "[" * 2000, KEYRING.key("launch")),
    "duplicate claims": duplicated,
    "a commit token": commit_token,
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_launch_token_that_is_not_ours_is_refused_at_once(name: str) -> None:
    forged = FORGERIES[name]()
    started = time.perf_counter()

    with pytest.raises(Unauthorized):
        tokens.verify_launch(KEYRING, forged, NOW)

    assert time.perf_counter() - started < 0.2


def test_a_genuine_token_says_what_was_signed() -> None:
    claims = LaunchClaims(uuid4(), "s1", uuid4(), "ada", NOW + HOUR)

    token = tokens.sign_launch(KEYRING, claims, uuid4(), NOW)

    assert tokens.verify_launch(KEYRING, token, NOW) == claims


def test_our_header_is_written_as_the_ring_knows_it() -> None:
    assert list(header_of(launch_token())) == ["alg", "kid", "typ"]


@pytest.mark.parametrize("late", [29, -1])
def test_half_a_minute_after_its_end_a_token_still_counts(late: int) -> None:
    token = launch_token(NOW + HOUR)

    assert tokens.verify_launch(KEYRING, token, NOW + HOUR + timedelta(seconds=late))


@pytest.mark.parametrize("late", [31, 3600])
def test_after_that_a_launch_token_is_over(late: int) -> None:
    token = launch_token(NOW + HOUR)

    with pytest.raises(TokenExpired):
        tokens.verify_launch(KEYRING, token, NOW + HOUR + timedelta(seconds=late))


def test_a_clock_that_is_half_a_minute_ahead_is_forgiven() -> None:
    assert tokens.verify_launch(KEYRING, launch_token(), NOW - timedelta(seconds=30))

    with pytest.raises(InvalidToken):
        tokens.verify_launch(KEYRING, launch_token(), NOW - HOUR)


def test_an_expired_commit_token_is_genuine_and_marked() -> None:
    token = commit_token(NOW + timedelta(minutes=15))

    fresh = tokens.verify_commit(KEYRING, token, LABEL, NOW)
    late = tokens.verify_commit(KEYRING, token, LABEL, NOW + 2 * HOUR)

    assert not fresh.expired
    assert late.expired


def test_a_commit_token_counts_on_its_own_origin_only() -> None:
    with pytest.raises(InvalidToken):
        tokens.verify_commit(KEYRING, commit_token(), "z" * 26, NOW)


def test_where_courses_share_one_origin_the_token_itself_decides() -> None:
    assert tokens.verify_commit(KEYRING, commit_token(), "", NOW).label == LABEL


def test_a_launch_token_delivers_no_commits() -> None:
    with pytest.raises(InvalidToken):
        tokens.verify_commit(KEYRING, launch_token(), "", NOW)


def test_long_names_of_any_script_fit_into_a_token() -> None:
    name = "語" * 255

    claims = LaunchClaims(uuid4(), name, uuid4(), name, NOW + HOUR)
    token = tokens.sign_launch(KEYRING, claims, uuid4(), NOW)
    found = tokens.verify_launch(KEYRING, token, NOW)

    assert len(token) <= tokens.MOST_CHARACTERS
    assert found.is_for(name)
    assert not found.is_for(name[1:])


def test_a_thousand_weak_keys_do_not_open_a_token() -> None:
    head, _, signature = launch_token().rpartition(".")
    words = ["", "secret", "password", "lectern", "changeme", *(str(n) for n in range(995))]

    guesses = [hmac.digest(word.encode(), head.encode(), hashlib.sha256) for word in words]

    wanted = base64.urlsafe_b64decode(signature + "=")
    assert wanted not in guesses
