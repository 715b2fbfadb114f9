"""The checksums of all files of an archive, computed while its bytes stream by."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from isal import isal_zlib

from scorm.packaging.errors import PackageError
from scorm.packaging.index import STORED, Entry
from scorm.packaging.local_headers import HEADER_GUESS, placed

# Its stubs leave types open; the calls are those of zlib, several times faster.
_isal: Any = isal_zlib

_BLOCK = 4 * 1024 * 1024
_PIECE = 1024 * 1024
_SPAN = 64 * 1024 * 1024
_RAW_DEFLATE = -15

# Asks for ranges (offset, length), is sent their bytes, and ends with the paths found damaged.
Scan = Generator[tuple[int, int], bytes, list[str]]
Reading = Generator[tuple[int, int], bytes, memoryview]


def spans(entries: list[Entry]) -> list[list[Entry]]:
    """Entries in archive order, in groups that can be scanned side by side."""
    groups: list[list[Entry]] = []
    start = -_SPAN
    for entry in entries:
        if entry.offset - start >= _SPAN:
            groups.append([])
            start = entry.offset
        groups[-1].append(entry)
    return groups


def scan(entries: list[Entry], end: int) -> Scan:
    """Checks one group; no byte from ``end`` on is read."""
    window = _Window(end)
    damaged: list[str] = []
    for entry in entries:
        is_sound = yield from _check(window, entry)
        if not is_sound:
            damaged.append(entry.path)
    return damaged


@dataclass(slots=True)
class _Window:
    """The block of the archive at hand; moves forward as entries are read."""

    end: int
    start: int = 0
    block: bytes = b""

    def take(self, offset: int, length: int) -> Reading:
        length = max(0, min(length, self.end - offset))
        if not self.start <= offset <= offset + length <= self.start + len(self.block):
            size = min(max(length, _BLOCK), self.end - offset)
            self.block = (yield offset, size) if size > 0 else b""
            self.start = offset
        return memoryview(self.block)[offset - self.start :][:length]


@dataclass(slots=True)
class _Sum:
    size: int = 0
    crc: int = 0

    def add(self, data: bytes | memoryview) -> None:
        self.size += len(data)
        self.crc = _isal.crc32(data, self.crc)


def _check(window: _Window, entry: Entry) -> Generator[tuple[int, int], bytes, bool]:
    offset = entry.data_offset
    if offset is None:
        offset = yield from _find(window, entry)
    if offset is None or offset + entry.compressed_size > window.end:
        return False
    total = _Sum()
    inflate = None if entry.method == STORED else _isal.decompressobj(wbits=_RAW_DEFLATE)
    for start in range(offset, offset + entry.compressed_size, _PIECE):
        piece = yield from window.take(start, min(_PIECE, offset + entry.compressed_size - start))
        if inflate is None:
            total.add(piece)
        elif not _inflate(inflate, piece, total, entry.size):
            return False
    is_complete = inflate is None or (inflate.eof and not inflate.unused_data)
    return bool(is_complete) and (total.size, total.crc) == (entry.size, entry.crc)


def _find(window: _Window, entry: Entry) -> Generator[tuple[int, int], bytes, int | None]:
    header = yield from window.take(entry.offset, HEADER_GUESS)
    if len(header) >= 30:
        names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        if 30 + names > len(header):
            header = yield from window.take(entry.offset, 30 + names)
    raw = bytes(header)
    try:
        return placed(lambda _, length: raw[:length], entry).data_offset
    except PackageError:
        return None


def _inflate(inflate: Any, piece: memoryview, total: _Sum, limit: int) -> bool:
    """Never makes more than a little beyond what the entry declares."""
    rest: bytes | memoryview = piece
    while True:
        try:
            data: bytes = inflate.decompress(rest, _PIECE)
        except _isal.error:
            return False
        total.add(data)
        rest = inflate.unconsumed_tail
        if total.size > limit or (rest and not data):
            return False
        if inflate.eof or (not rest and len(data) < _PIECE):
            return True
