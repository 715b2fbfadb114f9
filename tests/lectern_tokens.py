"""Tokens of a partner's sign-in, and what only looks like them."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

SECRET: Final = "a secret of the partner, and long enough for it"
ISSUER, AUDIENCE = "https://portal.example", "lectern"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
ED_KEY = ed25519.Ed25519PrivateKey.generate()


def claims(**changes: Any) -> dict[str, Any]:
    now = int(datetime.now(UTC).timestamp())
    whole = {
        **{"iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "name": "Ada", "email": "a@b.example"},
        **{"iat": now, "exp": now + 300},
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def signed(algorithm: Any = "HS256", key: Any = SECRET, **changes: Any) -> str:
    headers = changes.pop("headers", None)
    return jwt.encode(claims(**changes), key, algorithm, headers=headers)


def public(key: Any, **members: Any) -> dict[str, Any]:
    kinds: tuple[tuple[Any, Any], ...] = (
        (rsa.RSAPrivateKey, RSAAlgorithm),
        (ec.EllipticCurvePrivateKey, ECAlgorithm),
        (ed25519.Ed25519PrivateKey, OKPAlgorithm),
    )
    kind: Any = next(found for base, found in kinds if isinstance(key, base))
    return {**kind.to_jwk(key.public_key(), as_dict=True), **members}


JWKS = {"keys": [public(RSA_KEY, kid="r"), public(EC_KEY, kid="e"), public(ED_KEY, kid="o")]}


def _part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def hashed(header: dict[str, Any], secret: bytes) -> str:
    """Signed with any secret, under any header."""
    text = f"{_part(header)}.{_part(claims())}"
    signature = hmac.digest(secret, text.encode(), hashlib.sha256)
    return f"{text}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def _raw(header: dict[str, Any]) -> str:
    return hashed(header, SECRET.encode())


def moment(seconds: float) -> int:
    return int(datetime.now(UTC).timestamp() + seconds)


FORGED: dict[str, Callable[[], str]] = {
    "nothing": lambda: "x",
    "no signature": lambda: f"{_part({'alg': 'none'})}.{_part(claims())}.",
    "empty signature": lambda: signed().rpartition(".")[0] + ".",
    "another secret": lambda: signed(key="another secret that is long enough, too"),
    "a public key as secret": lambda: _raw({"alg": "RS256"}),
    "an algorithm nobody knows": lambda: _raw({"alg": "XS999"}),
    "an asymmetric algorithm": lambda: signed("RS256", RSA_KEY),
    "a critical extension": lambda: _raw({"alg": "HS256", "crit": ["exp"]}),
    "an unencoded payload": lambda: _raw({"alg": "HS256", "b64": False, "crit": ["b64"]}),
    "a deep header": lambda: f"{'eyJh' * 3000}.e30.x",
    "a megabyte": lambda: "a" * 1_000_000,
    "another issuer": lambda: signed(iss="https://elsewhere.example"),
    "no issuer": lambda: signed(iss=None),
    "another audience": lambda: signed(aud="somebody"),
    "no audience": lambda: signed(aud=None),
    "no expiry": lambda: signed(exp=None),
    "expired": lambda: signed(iat=moment(-600), exp=moment(-31)),
    "far expiry": lambda: signed(exp=moment(90_000)),
    "far expiry without issue": lambda: signed(iat=None, exp=moment(90_000)),
    "issued later": lambda: signed(iat=moment(90)),
    "not yet": lambda: signed(nbf=moment(3600)),
    "an expiry in words": lambda: signed(exp="tomorrow"),
    "an endless expiry": lambda: signed(exp=10**30),
    "no subject": lambda: signed(sub=None),
    "an empty subject": lambda: signed(sub=""),
    "a number as subject": lambda: signed(sub=7),
    "a long subject": lambda: signed(sub="x" * 256),
    "a control character": lambda: signed(sub="a\u0007"),
    "a list as name": lambda: signed(name=["Ada"]),
    "a number as id": lambda: signed(jti=7),
}
