"""The signed tokens of the player: they open a dispatch or a session, or deliver commits."""

import base64
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid4

import jwt

from services.errors import InvalidToken, TokenExpired
from services.keyring import Keyring

ALGORITHM: Final = "HS256"
ISSUER: Final = "lectern"
PLAYER: Final = "scorm-player"
LAUNCH: Final = "launch"
COMMIT: Final = "commit"
DISPATCH: Final = "dispatch"
MOST_CHARACTERS: Final = 4096
LONGEST_NAME: Final = 600
EARLY_BY: Final = timedelta(seconds=60)
LATE_BY: Final = timedelta(seconds=30)
LONGEST_LIFE: Final = timedelta(days=1)
REQUIRED: Final = ["exp", "iat", "nbf", "jti", "sub"]
# The clock is an argument here, so the library's own looks at it are off.
_OPTIONS: Final[Any] = {
    "require": REQUIRED,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
}
_ANY_ORIGIN: Final[Any] = {**_OPTIONS, "verify_aud": False}
# Handed to another system for good: only the row that it names ends it.
_ENDLESS: Final[Any] = {**_OPTIONS, "require": [name for name in REQUIRED if name != "exp"]}


@dataclass(frozen=True, slots=True)
class LaunchClaims:
    """``ticket_id`` is the token's ``jti``: the row that says what may still be done with it.

    Names that would make the token too long come back as a digest; compare with ``is_for``.
    """

    tenant_id: UUID
    session_id: str
    ticket_id: UUID
    user_id: str
    expires_at: datetime

    def is_for(self, session_id: str) -> bool:
        return session_id == self.session_id or _short(session_id) == self.session_id


@dataclass(frozen=True, slots=True)
class CommitClaims:
    """``expired`` is only ever true where late delivery was asked for."""

    tenant_id: UUID
    session_key: UUID
    launch_id: UUID
    label: str
    expires_at: datetime
    expired: bool = False


@dataclass(frozen=True, slots=True)
class DispatchClaims:
    """``token_id`` is the token's ``jti``: the dispatch names the one that counts now.

    ``test`` opens the connection check, where nobody is registered.
    """

    tenant_id: UUID
    dispatch_id: UUID
    token_id: UUID
    issued_at: datetime
    test: bool = False


def sign_launch(keyring: Keyring, claims: LaunchClaims, package_id: UUID, now: datetime) -> str:
    return _sign(
        keyring,
        LAUNCH,
        {
            "aud": PLAYER,
            "sub": _short(claims.user_id),
            "sid": _short(claims.session_id),
            "tid": str(claims.tenant_id),
            "pid": str(package_id),
            "jti": str(claims.ticket_id),
            **_life(now, claims.expires_at),
        },
    )


def verify_launch(keyring: Keyring, token: str, now: datetime) -> LaunchClaims:
    """Raises InvalidToken, TokenExpired."""
    found = _verify(keyring, LAUNCH, token, PLAYER)
    if _is_over(found, now):
        raise TokenExpired
    return LaunchClaims(
        tenant_id=_uuid(found, "tid"),
        session_id=_text(found, "sid"),
        ticket_id=_uuid(found, "jti"),
        user_id=_text(found, "sub"),
        expires_at=_time(found, "exp"),
    )


def sign_commit(keyring: Keyring, claims: CommitClaims, now: datetime) -> str:
    return _sign(
        keyring,
        COMMIT,
        {
            "aud": claims.label,
            "sub": str(claims.launch_id),
            "sid": str(claims.session_key),
            "tid": str(claims.tenant_id),
            "lid": str(claims.launch_id),
            "jti": str(uuid4()),
            **_life(now, claims.expires_at),
        },
    )


@dataclass(frozen=True, slots=True)
class CommitIssuer:
    """Signs commit tokens that live as long as the operator configured."""

    keyring: Keyring
    life: timedelta

    def issue(self, claims: CommitClaims, now: datetime) -> tuple[str, int]:
        """A token for the same launch that lives from now, and its life in seconds."""
        fresh = replace(claims, expires_at=now + self.life)
        return sign_commit(self.keyring, fresh, now), int(self.life.total_seconds())


def verify_commit(keyring: Keyring, token: str, label: str, now: datetime) -> CommitClaims:
    """A genuine token whose time is over comes back marked ``expired``: it may still deliver.

    Raises InvalidToken, also for a token of another content origin than ``label``; where courses
    share one origin, ``label`` is empty.
    """
    found = _verify(keyring, COMMIT, token, label or None)
    return CommitClaims(
        tenant_id=_uuid(found, "tid"),
        session_key=_uuid(found, "sid"),
        launch_id=_uuid(found, "lid"),
        label=_text(found, "aud"),
        expires_at=_time(found, "exp"),
        expired=_is_over(found, now),
    )


def sign_dispatch(keyring: Keyring, claims: DispatchClaims) -> str:
    """The same claims always make the same token, so that none needs to be stored."""
    issued = int(claims.issued_at.timestamp())
    return _sign(
        keyring,
        DISPATCH,
        {
            "aud": PLAYER,
            "sub": str(claims.dispatch_id),
            "tid": str(claims.tenant_id),
            "jti": str(claims.token_id),
            "iat": issued,
            "nbf": issued,
            **({"test": True} if claims.test else {}),
        },
    )


def verify_dispatch(keyring: Keyring, token: str, now: datetime) -> DispatchClaims:
    """Raises InvalidToken; whether the dispatch is still open to anybody, only its row can tell."""
    found = _verify(keyring, DISPATCH, token, PLAYER)
    issued, begins = _time(found, "iat"), _time(found, "nbf")
    if max(issued, begins) > now + EARLY_BY or "exp" in found:
        raise InvalidToken
    return DispatchClaims(
        tenant_id=_uuid(found, "tid"),
        dispatch_id=_uuid(found, "sub"),
        token_id=_uuid(found, "jti"),
        issued_at=issued,
        test=found.get("test") is True,
    )


def _life(now: datetime, expires_at: datetime) -> dict[str, int]:
    issued = int(now.timestamp())
    return {"iat": issued, "nbf": issued, "exp": int(expires_at.timestamp())}


def _sign(keyring: Keyring, kind: str, claims: dict[str, object]) -> str:
    key = next(iter(_ring(keyring, kind).values()))
    payload = {"iss": ISSUER, "typ": kind, **claims}
    return jwt.encode(payload, key, ALGORITHM, headers={"kid": _kid(key)})


@lru_cache(maxsize=4096)
def _verify(keyring: Keyring, kind: str, token: str, audience: str | None) -> dict[str, Any]:
    # A bridge shows one token with hundreds of commits: what was genuine once stays so, and its
    # time is judged anew by each caller. Refusals are not remembered.
    # Our own headers are known to the letter, so nothing of a foreign one is even parsed:
    # no algorithm, key id, certificate link or critical extension gets a hearing.
    if len(token) > MOST_CHARACTERS:
        raise InvalidToken
    key = _ring(keyring, kind).get(token.partition(".")[0])
    if key is None or not token.isascii():
        raise InvalidToken
    try:
        found = jwt.decode(
            token,
            key,
            [ALGORITHM],
            options=_options(kind, audience),
            audience=audience,
            issuer=ISSUER,
        )
    except (jwt.InvalidTokenError, RecursionError):
        raise InvalidToken from None
    if found.get("typ") != kind:
        raise InvalidToken
    return found


def _options(kind: str, audience: str | None) -> Any:
    if kind == DISPATCH:
        return _ENDLESS
    return _OPTIONS if audience else _ANY_ORIGIN


@lru_cache(maxsize=16)
def _ring(keyring: Keyring, kind: str) -> dict[str, bytes]:
    """Keys by the header segment that names them; the first one signs."""
    keys = [keyring.key(kind)]
    return {_header(_kid(key)): key for key in keys}


def _header(kid: str) -> str:
    text = json.dumps({"alg": ALGORITHM, "kid": kid, "typ": "JWT"}, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _kid(key: bytes) -> str:
    return sha256(b"kid" + key).hexdigest()[:12]


def _is_over(found: dict[str, Any], now: datetime) -> bool:
    issued, begins, ends = (_time(found, name) for name in ("iat", "nbf", "exp"))
    if max(issued, begins) > now + EARLY_BY or ends - issued > LONGEST_LIFE + LATE_BY:
        raise InvalidToken
    return ends + LATE_BY <= now


def _time(found: dict[str, Any], name: str) -> datetime:
    value = found[name]
    if type(value) is not int or not 0 < value < 2**33:
        raise InvalidToken
    return datetime.fromtimestamp(value, UTC)


def _short(name: str) -> str:
    escaped = len(json.dumps(name))
    return name if escaped <= LONGEST_NAME else f"sha256:{sha256(name.encode()).hexdigest()}"


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str):
        raise InvalidToken
    return value


def _uuid(found: dict[str, Any], name: str) -> UUID:
    try:
        return UUID(_text(found, name))
    except ValueError:
        raise InvalidToken from None
