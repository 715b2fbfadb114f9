"""Passwords: kept as argon2id, checked in a thread, refused when they are easily guessed."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.errors import Invalid

SHORTEST: Final = 12
LONGEST: Final = 1000
# Each takes 64 MiB and a core for some ten milliseconds: the others wait.
_workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")
_hasher = PasswordHasher()


async def hashed(password: str, *others: str) -> str:
    """Raises Invalid for one that is too short, or no more than what others know."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid.field("password", f"must have {SHORTEST} to {LONGEST} characters")
    if len(set(password)) < 5 or password.lower() in {other.lower() for other in others}:
        raise Invalid.field("password", "is too easy to guess")
    return await rehashed(password)


async def matches(kept: str, password: str) -> bool:
    """Takes as long where nothing is kept, so that no time tells who has a password."""
    if len(password) > LONGEST:
        return False
    loop = asyncio.get_running_loop()
    against = kept or await loop.run_in_executor(_workers, _hash_of_nobody)
    right = await loop.run_in_executor(_workers, _verified, against, password)
    return right and bool(kept)


def is_outdated(kept: str) -> bool:
    """Whether the library hashes harder by now."""
    return _hasher.check_needs_rehash(kept)


async def rehashed(password: str) -> str:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_workers, _hasher.hash, password)


def _verified(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))
