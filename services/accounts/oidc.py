"""Identity tokens of the installation's OpenID provider."""

from datetime import datetime, timedelta
from typing import Any, Final

import jwt

from services.accounts import jwks
from services.errors import FetchFailed, Invalid, Unauthorized, Unavailable
from services.settings import Settings

# Signed with a key of which everybody may know the public half; nothing else is ever tried.
ALGORITHMS: Final = ["RS256", "ES256", "EdDSA"]
LEEWAY: Final = timedelta(seconds=60)
MOST_CHARACTERS: Final = 16_384
_OPTIONS: Final[Any] = {
    "require": ["exp", "iat", "iss", "aud", "sub"],
    # The clock is an argument here.
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
}
_DISCOVERY: Final = "/.well-known/openid-configuration"
_discovered: dict[str, str] = {}


def is_identity_token(settings: Settings, text: str) -> bool:
    """Whether it looks like a token rather than an API key, which has no three parts."""
    return bool(settings.oidc_issuer) and text.count(".") == 2


async def email_of(settings: Settings, token: str, now: datetime) -> str:
    """The address that the provider vouches for. Raises Unauthorized and Unavailable."""
    if not is_identity_token(settings, token):
        raise _refused("it is none of the provider of this installation")
    claims = await _claims(settings, token, now)
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        raise _refused("its e-mail address is not verified")
    return email


async def _claims(settings: Settings, token: str, now: datetime) -> dict[str, Any]:
    if len(token) > MOST_CHARACTERS:
        raise _refused("it is too long")
    try:
        header = jwt.get_unverified_header(token)
        algorithm, key_id = header.get("alg"), header.get("kid", "")
        if algorithm not in ALGORITHMS or not isinstance(key_id, str):
            raise _refused("it is signed in a way that is not accepted")
        key = await _key(settings, key_id, now)
        # A key is used for its own algorithm only, whatever the header says.
        if key.algorithm_name != algorithm:
            raise _refused("its key is for another algorithm")
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=settings.oidc_client_id,
            issuer=settings.oidc_issuer,
            options=_OPTIONS,
        )
    except jwt.PyJWTError as problem:
        raise _refused(str(problem)) from problem
    _check_times(claims, now)
    _check_party(claims, settings)
    return claims


def _check_times(claims: dict[str, Any], now: datetime) -> None:
    seconds, leeway = now.timestamp(), LEEWAY.total_seconds()
    times = [claims["exp"], claims["iat"], claims.get("nbf", 0)]
    if any(isinstance(time, bool) or not isinstance(time, int | float) for time in times):
        raise _refused("its times are no numbers")
    if claims["exp"] + leeway <= seconds:
        raise _refused("it has expired")
    if max(claims["iat"], claims.get("nbf", 0)) > seconds + leeway:
        raise _refused("it is not valid yet")


def _check_party(claims: dict[str, Any], settings: Settings) -> None:
    """A token for several is only taken where it was issued to us."""
    audience: str | list[str] = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    party = claims.get("azp")
    ours = {settings.oidc_client_id, settings.base_url}
    if (several and party is None) or (party is not None and party not in ours):
        raise _refused("it was issued to another party")


async def _key(settings: Settings, key_id: str, now: datetime) -> jwt.PyJWK:
    try:
        url = settings.oidc_jwks_url or await _discover(settings.oidc_issuer)
        # The operator chose the provider, which may well be on the same network.
        key = await jwks.key_for(url, key_id, now, allow_private=True)
    except (FetchFailed, Invalid) as problem:
        raise Unavailable("The OpenID provider cannot be reached.", reason="oidc") from problem
    if key is None:
        raise _refused("its key is not known")
    return key


async def _discover(issuer: str) -> str:
    if issuer not in _discovered:
        told = await jwks.get_json(issuer.rstrip("/") + _DISCOVERY, allow_private=True)
        url = told.get("jwks_uri")
        if told.get("issuer") != issuer or not isinstance(url, str):
            raise FetchFailed("The provider tells of another issuer, or of no keys.")
        _discovered[issuer] = url
    return _discovered[issuer]


def _refused(problem: str) -> Unauthorized:
    return Unauthorized(f"The identity token is not valid: {problem}.", reason="INVALID_TOKEN")
