"""Public keys that others sign their tokens with: fetched, kept for a while, asked for anew."""

import asyncio
import json
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, cast

import jwt

from services.errors import FetchFailed
from services.outbound import fetching, targets

MOST_BYTES: Final = 256 * 1024
KEPT_FOR: Final = timedelta(hours=1)
# An unknown key may be a new one, or made up to have us ask all the time.
ASKED_AGAIN_AFTER: Final = timedelta(seconds=30)
MOST_ADDRESSES: Final = 500


@dataclass(slots=True)
class _Kept:
    keys: dict[str, jwt.PyJWK] = field(default_factory=dict[str, jwt.PyJWK])
    fetched_at: datetime | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


_addresses: OrderedDict[str, _Kept] = OrderedDict()


async def key_for(url: str, key_id: str, now: datetime, *, allow_private: bool) -> jwt.PyJWK | None:
    """The key of this id, None when the address does not list it.

    Raises Invalid and FetchFailed. Wait for it outside any transaction.
    """
    kept = _place(url)
    if _must_ask(kept, key_id, now):
        async with kept.lock:
            # Others may have asked while this one waited.
            if _must_ask(kept, key_id, now):
                kept.fetched_at = now
                kept.keys = await _fetch(url, allow_private)
    return kept.keys.get(key_id)


async def get_json(url: str, *, allow_private: bool) -> dict[str, Any]:
    """Raises Invalid and FetchFailed."""
    target = await targets.checked(url, allow_private)
    async with fetching.open(target) as response:
        content = await response.read(MOST_BYTES)
        if response.status != 200:
            raise FetchFailed("The address of the keys did not answer 200.", reason="STATUS")
    try:
        value = json.loads(content)
    except ValueError as problem:
        raise FetchFailed(
            "The address of the keys did not answer JSON.", reason="JSON"
        ) from problem
    if not isinstance(value, dict):
        raise FetchFailed("The address of the keys did not answer an object.", reason="JSON")
    return cast(dict[str, Any], value)


def keys_of(jwks: dict[str, Any]) -> dict[str, jwt.PyJWK]:
    """By id; a key without one has the empty one. Raises FetchFailed when none can be used."""
    try:
        keys = jwt.PyJWKSet.from_dict(jwks).keys
    except (jwt.PyJWTError, AttributeError, TypeError) as problem:
        raise FetchFailed("No key that can be used was found.", reason="KEYS") from problem
    return {key.key_id or "": key for key in keys if key.public_key_use in {None, "sig"}}


def forget() -> None:
    """Everything that was fetched; each address is asked again."""
    _addresses.clear()


def _place(url: str) -> _Kept:
    kept = _addresses.pop(url, None) or _Kept()
    _addresses[url] = kept
    while len(_addresses) > MOST_ADDRESSES:
        _addresses.popitem(last=False)
    return kept


def _must_ask(kept: _Kept, key_id: str, now: datetime) -> bool:
    if kept.fetched_at is None:
        return True
    age = now - kept.fetched_at
    return age >= KEPT_FOR or (key_id not in kept.keys and age >= ASKED_AGAIN_AFTER)


async def _fetch(url: str, allow_private: bool) -> dict[str, jwt.PyJWK]:
    return keys_of(await get_json(url, allow_private=allow_private))
