"""Passwords: kept as argon2id, checked in a thread, refused when they are easily guessed."""

import asyncio
import secrets
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.errors import Invalid

SHORTEST: Final = 12
LONGEST: Final = 1000
# Each takes 64 MiB and a core for some ten milliseconds.
_AT_ONCE = asyncio.Semaphore(4)
_hasher = PasswordHasher()


async def hashed(password: str, *others: str) -> str:
    """Raises Invalid for one that is too short, or no more than what others know."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid.field("password", f"must have {SHORTEST} to {LONGEST} characters")
    if len(set(password)) < 5 or password.lower() in {other.lower() for other in others}:
        raise Invalid.field("password", "is too easy to guess")
    async with _AT_ONCE:
        return await asyncio.to_thread(_hasher.hash, password)


async def matches(kept: str, password: str) -> bool:
    """Takes as long where nothing is kept, so that no time tells who has a password."""
    if len(password) > LONGEST:
        return False
    async with _AT_ONCE:
        right = await asyncio.to_thread(_verified, kept or await _nobodys(), password)
    return right and bool(kept)


def is_outdated(kept: str) -> bool:
    """Whether the library hashes harder by now."""
    return _hasher.check_needs_rehash(kept)


async def rehashed(password: str) -> str:
    async with _AT_ONCE:
        return await asyncio.to_thread(_hasher.hash, password)


def _verified(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


async def _nobodys() -> str:
    return await asyncio.to_thread(_hash_of_nobody)


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))
