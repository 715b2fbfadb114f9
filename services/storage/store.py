"""Where package files are kept: one protocol for local disk and S3."""

import re
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from services.storage.parts import Part

CHUNK = 256 * 1024

# Keys are ours, never a client's: lower and upper letters, digits and three marks, no segment
# that begins with a dot, so that no key can name anything outside the root.
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_LONGEST_KEY = 512


@dataclass(frozen=True, slots=True)
class Presigned:
    """Where a client may PUT one object, and the headers it must send with it."""

    url: str
    headers: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Stored:
    """An object that is there; ``etag`` comes without quotes and changes with the bytes."""

    size: int
    etag: str


class ContentStore(Protocol):
    """Objects under keys, written once as a whole and read by ranges."""

    @property
    def backend(self) -> str:
        """``local`` or ``s3``."""
        ...

    async def presign_put(
        self, key: str, size: int | None, content_type: str | None, expires_in: int
    ) -> Presigned:
        """A link that stores exactly ``size`` bytes once; None leaves size or type open."""
        ...

    async def stat(self, key: str) -> Stored | None:
        """What is stored under the key, or None."""
        ...

    async def read(self, key: str, offset: int, length: int) -> bytes:
        """The bytes of a range, fewer at the end; raises ObjectNotFound, StorageUnavailable."""
        ...

    def stream(self, key: str, offset: int, length: int) -> AsyncIterator[bytes]:
        """The bytes of a range in pieces of at most 256 KiB, with flat memory."""
        ...

    async def write(self, key: str, chunks: AsyncIterable[bytes], limit: int) -> Stored:
        """Stores all or nothing, replacing what was there; raises FileTooLarge."""
        ...

    async def begin_parts(self, key: str) -> str:
        """Opens the object for parts, which come in any order; what names this upload of it."""
        ...

    async def presign_part(self, key: str, upload: str, number: int, expires_in: int) -> Presigned:
        """A link that stores one part. It may be used again: the last one counts."""
        ...

    async def parts(self, key: str, upload: str) -> list[Part]:
        """The parts that are there, in order; raises ObjectNotFound once the upload is over."""
        ...

    async def complete_parts(self, key: str, upload: str, wanted: Sequence[Part]) -> Stored:
        """The object out of parts, as ``parts.chosen`` gave them; safe to repeat.

        Raises Invalid for a part that changed meanwhile, and ObjectNotFound.
        """
        ...

    async def discard_parts(self, key: str) -> None:
        """Forgets all parts of an object that was not completed; none at all is no fault."""
        ...

    async def delete(self, key: str) -> None:
        """Forgets the object; a missing one is no fault."""
        ...

    async def check(self) -> bool:
        """Whether the store can be reached and used."""
        ...

    async def close(self) -> None:
        """Lets go of files and connections."""
        ...


def is_key(text: str) -> bool:
    return len(text) <= _LONGEST_KEY and _KEY.fullmatch(text) is not None


def checked(key: str) -> str:
    """Raises ValueError: a key that fails here was built wrongly by us, not by a client."""
    if not is_key(key):
        raise ValueError(f"not a storage key: {key!r}")
    return key
