"""The bytes of one course file in the three forms in which a browser may be given them."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from isal import isal_zlib

from scorm.packaging.index import Entry
from services.errors import EntryDamaged
from services.storage.store import CHUNK, ContentStore

# Its stubs leave types open; the calls are those of zlib, several times faster.
_isal: Any = isal_zlib

# A gzip member around deflated bytes that already exist: header, the bytes, CRC and size.
# [RFC 1952 2.3]
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_GZIP_FRAME = len(_GZIP_HEADER) + 8
_RAW_DEFLATE = -15
# Inflating more than this at once would be felt by others on the event loop.
_INFLATED_AT_ONCE = 1024 * 1024


class Form(Protocol):
    """One representation: its length is known before its first byte."""

    @property
    def size(self) -> int: ...

    async def whole(self) -> bytes:
        """All of it, for small files; raises EntryDamaged."""
        ...

    def stream(self, start: int, length: int) -> AsyncIterator[bytes]:
        """A part of it in small pieces; raises EntryDamaged."""
        ...


@dataclass(frozen=True, slots=True)
class Plain:
    """Bytes that lie in the store as they are."""

    store: ContentStore
    key: str
    offset: int
    size: int

    async def whole(self) -> bytes:
        data = await self.store.read(self.key, self.offset, self.size) if self.size else b""
        if len(data) != self.size:
            raise EntryDamaged
        return data

    async def stream(self, start: int, length: int) -> AsyncGenerator[bytes]:
        async for piece in self.store.stream(self.key, self.offset + start, length):
            length -= len(piece)
            yield piece
        if length:
            raise EntryDamaged


@dataclass(frozen=True, slots=True)
class Gzipped:
    """Deflated bytes of the archive, framed as gzip; nothing is inflated or compressed."""

    packed: Plain
    entry: Entry

    @property
    def size(self) -> int:
        return self.packed.size + _GZIP_FRAME

    async def whole(self) -> bytes:
        return _GZIP_HEADER + await self.packed.whole() + self._trailer()

    async def stream(self, start: int, length: int) -> AsyncGenerator[bytes]:
        if (start, length) != (0, self.size):
            raise ValueError("gzip bytes are sent as a whole")
        yield _GZIP_HEADER
        async for piece in self.packed.stream(0, self.packed.size):
            yield piece
        yield self._trailer()

    def _trailer(self) -> bytes:
        size = self.entry.size & 0xFFFFFFFF
        return self.entry.crc.to_bytes(4, "little") + size.to_bytes(4, "little")


@dataclass(frozen=True, slots=True)
class Inflated:
    """Deflated bytes of the archive made plain on the way, never more than the index says."""

    packed: Plain
    entry: Entry

    @property
    def size(self) -> int:
        return self.entry.size

    async def whole(self) -> bytes:
        return b"".join([piece async for piece in self.stream(0, self.size)])

    async def stream(self, start: int, length: int) -> AsyncGenerator[bytes]:
        position, end = 0, start + length
        async for piece in self._pieces():
            wanted = piece[max(0, start - position) : max(0, end - position)]
            if wanted:
                yield wanted
            position += len(piece)
            if position >= end:
                return

    async def _pieces(self) -> AsyncGenerator[bytes]:
        inflate = _inflater(self.size)
        total = checksum = 0
        async for packed in self.packed.stream(0, self.packed.size):
            rest, more = packed, True
            while more:
                piece, rest, more = await inflate(rest)
                total += len(piece)
                checksum = _isal.crc32(piece, checksum)
                if total > self.size or (total == self.size and checksum != self.entry.crc):
                    raise EntryDamaged
                yield piece
        if total != self.size or checksum != self.entry.crc:
            raise EntryDamaged


def _inflater(size: int) -> Callable[[bytes], Awaitable[tuple[bytes, bytes, bool]]]:
    """Packed bytes in; a piece, what is left of the packed bytes, and whether to ask again out."""
    inflating = _isal.decompressobj(_RAW_DEFLATE)

    def step(packed: bytes) -> tuple[bytes, bytes, bool]:
        piece: bytes = inflating.decompress(packed, CHUNK)
        rest: bytes = inflating.unconsumed_tail
        # A full piece may hide more behind it even when every packed byte is taken.
        return piece, rest, not inflating.eof and (bool(rest) or len(piece) == CHUNK)

    async def inflate(packed: bytes) -> tuple[bytes, bytes, bool]:
        try:
            if size <= _INFLATED_AT_ONCE:
                return step(packed)
            return await asyncio.to_thread(step, packed)
        except _isal.error as problem:
            raise EntryDamaged from problem

    return inflate
