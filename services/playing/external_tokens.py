"""Tokens that a tenant's own systems sign for their users, checked without trusting any of it.

The kind of the key decides which algorithms there are, never the token: a shared secret verifies
HMAC alone, a public key nothing but signatures of its own kind. [RFC 8725 3.1, 3.2]
"""

import binascii
import re
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import jwt
from jwt.api_jwk import PyJWK
from jwt.warnings import InsecureKeyLengthWarning

from services.accounts import jwks
from services.accounts.tenant_settings import SHORTEST_SECRET, ExternalJwt
from services.errors import TokenNotAccepted

MOST_CHARACTERS: Final = 16_384
LONGEST_LIFE: Final = timedelta(days=1)
EARLY_BY: Final = timedelta(seconds=60)
LATE_BY: Final = timedelta(seconds=30)
HMAC: Final = ("HS256", "HS384", "HS512")
_RSA: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
_CURVES: Final = {"P-256": ("ES256",), "P-384": ("ES384",), "P-521": ("ES512",)}
_EDWARDS: Final = {"Ed25519": ("EdDSA",), "Ed448": ("EdDSA",)}
# What would have us look elsewhere for a key, or understand the token in another way.
_REFUSED_HEADERS: Final = {"crit", "b64", "zip"}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
# The clock is an argument here, so the library's own looks at it are off.
_OPTIONS: Final[Any] = {
    "require": ["exp", "sub"],
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_sub": False,
    "verify_jti": False,
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the token speaks of; ``token_id`` is its ``jti``, empty where it has none."""

    user_id: str
    name: str
    email: str
    token_id: str
    issuer: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Verifier:
    """How one tenant's tokens are checked; ``allow_private`` is for development."""

    settled: ExternalJwt
    allow_private: bool


async def verify(verifier: Verifier, token: str, now: datetime) -> Identity:
    """Wait for it outside any transaction; raises TokenNotAccepted, FetchFailed, Invalid."""
    header = _header(token)
    settled = verifier.settled
    if settled.secret:
        claims = _with_secret(settled, token)
    else:
        key = await _key(verifier, header, now)
        claims = _decoded(token, key.key, _algorithms(key), settled)
    return _identity(claims, settled, now)


def _header(token: str) -> dict[str, Any]:
    if len(token) > MOST_CHARACTERS or not token.isascii():
        raise TokenNotAccepted(reason="MALFORMED")
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, RecursionError, ValueError, binascii.Error):
        raise TokenNotAccepted(reason="MALFORMED") from None
    if _REFUSED_HEADERS & set(header):
        raise TokenNotAccepted(reason="HEADER")
    return header


def _with_secret(settled: ExternalJwt, token: str) -> dict[str, Any]:
    secret = settled.secret.encode()
    if len(secret) < SHORTEST_SECRET:
        raise TokenNotAccepted(reason="KEY")
    return _decoded(token, secret, HMAC, settled)


async def _key(verifier: Verifier, header: dict[str, Any], now: datetime) -> PyJWK:
    settled, name = verifier.settled, header.get("kid", "")
    if not isinstance(name, str):
        raise TokenNotAccepted(reason="KEY")
    if settled.jwks:
        key = _of(jwks.keys_of(settled.jwks), name)
    else:
        url, private = settled.jwks_url, verifier.allow_private
        key = await jwks.key_for(url, name, now, allow_private=private)
    if key is None:
        raise TokenNotAccepted(reason="KEY")
    return key


def _of(keys: dict[str, PyJWK], name: str) -> PyJWK | None:
    """Where there is one key only, a token need not name it."""
    if not name and len(keys) == 1:
        return next(iter(keys.values()))
    return keys.get(name)


def _algorithms(key: PyJWK) -> tuple[str, ...]:
    """Those of the key's own kind, and of these the one it was made for, if it says."""
    kind, curve = key.key_type, str(key._jwk_data.get("crv"))  # noqa: SLF001 # pyright: ignore
    found = {"RSA": _RSA, "EC": _CURVES.get(curve, ()), "OKP": _EDWARDS.get(curve, ())}.get(
        kind or "", ()
    )
    made_for = key._jwk_data.get("alg")  # noqa: SLF001 # pyright: ignore
    return found if made_for is None else tuple(each for each in found if each == made_for)


def _decoded(
    token: str, key: Any, algorithms: tuple[str, ...], settled: ExternalJwt
) -> dict[str, Any]:
    options: Any = {**_OPTIONS, "verify_aud": bool(settled.audience)}
    try:
        with warnings.catch_warnings():
            # The least that a secret must have is 32 bytes here, whatever the hash.
            warnings.simplefilter("ignore", InsecureKeyLengthWarning)
            return jwt.decode(
                token,
                key,
                list(algorithms),
                options=options,
                audience=settled.audience or None,
                issuer=settled.issuer or None,
            )
    except (jwt.InvalidIssuerError, jwt.InvalidAudienceError, jwt.MissingRequiredClaimError):
        raise TokenNotAccepted(reason="CLAIMS") from None
    except (jwt.PyJWTError, RecursionError, ValueError, TypeError):
        raise TokenNotAccepted(reason="SIGNATURE") from None


def _identity(claims: dict[str, Any], settled: ExternalJwt, now: datetime) -> Identity:
    expires_at = _check_times(claims, now)
    user_id = _text(claims, "sub", 255)
    if not user_id or _UNPRINTABLE.search(user_id):
        raise TokenNotAccepted(reason="CLAIMS", claim="sub")
    return Identity(
        user_id=user_id,
        name=_text(claims, "name", 255),
        email=_text(claims, "email", 320),
        token_id=_text(claims, "jti", MOST_CHARACTERS),
        issuer=settled.issuer or _text(claims, "iss", MOST_CHARACTERS),
        expires_at=expires_at,
    )


def _check_times(claims: dict[str, Any], now: datetime) -> datetime:
    """A token lives for a day at most, from when it was issued or else from now."""
    ends = _time(claims, "exp")
    if ends is None or ends + LATE_BY <= now:
        raise TokenNotAccepted(reason="EXPIRED", claim="exp")
    for name in ("iat", "nbf"):
        begins = _time(claims, name)
        if begins is not None and begins > now + EARLY_BY:
            raise TokenNotAccepted(reason="CLAIMS", claim=name)
    issued = _time(claims, "iat")
    too_long = ends - (issued or now) > LONGEST_LIFE + LATE_BY
    if too_long or (issued is not None and ends <= issued):
        raise TokenNotAccepted(reason="CLAIMS", claim="exp")
    return ends


def _time(claims: dict[str, Any], name: str) -> datetime | None:
    value = claims.get(name)
    if value is None:
        return None
    if type(value) not in {int, float} or not 0 < value < 2**33:
        raise TokenNotAccepted(reason="CLAIMS", claim=name)
    return datetime.fromtimestamp(value, UTC)


def _text(claims: dict[str, Any], name: str, longest: int) -> str:
    value = claims.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise TokenNotAccepted(reason="CLAIMS", claim=name)
    return value
