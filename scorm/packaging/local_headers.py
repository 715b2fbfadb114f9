"""The header in front of every file of a ZIP, compared with the table of contents."""

import struct
from collections.abc import Iterator
from itertools import pairwise

from scorm.packaging import names
from scorm.packaging.archive import LOCAL_HEADER, zip64_values
from scorm.packaging.errors import HeaderMismatch, Overlap, PackageError
from scorm.packaging.index import ArchiveIndex, Entry, ReadRange, index_of

_LOCAL = struct.Struct("<4s5H3L2H")
_LOCAL_MARK = b"PK\x03\x04"
_SIZES_FOLLOW = 0x0008
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
# Most names and extra fields fit, so one read serves a header.
HEADER_GUESS = LOCAL_HEADER + 160


def check_local_headers(read: ReadRange, index: ArchiveIndex) -> ArchiveIndex:
    """The index with every ``data_offset``; raises ArchiveError where two headers disagree."""
    entries = list(_checked(read, index.in_order()))
    for entry, following in pairwise(entries):
        _check_room(entry, following.offset)
    if entries:
        _check_room(entries[-1], index.directory_offset)
    placed = {entry.path: entry for entry in entries}
    return index_of((placed[path] for path in index.entries), index.directory_offset)


def header_ranges(index: ArchiveIndex) -> list[tuple[int, int]]:
    """The ranges that ``check_local_headers`` is about to read, so that they can be fetched."""
    return [(entry.offset, HEADER_GUESS) for entry in index.in_order()]


def placed(read: ReadRange, entry: Entry) -> Entry:
    """The entry with its ``data_offset``; raises HeaderMismatch."""
    header = read(entry.offset, HEADER_GUESS)
    if len(header) < LOCAL_HEADER or not header.startswith(_LOCAL_MARK):
        raise HeaderMismatch("There is no file where the table of contents says.", entry=entry.name)
    _, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack_from(
        header
    )
    length = LOCAL_HEADER + name_length + extra_length
    if length > len(header):
        header = read(entry.offset, length)
    _check_name(header[LOCAL_HEADER : LOCAL_HEADER + name_length], flags, entry)
    if method != entry.method or flags & _ENCRYPTED:
        raise HeaderMismatch("Its two compression methods differ.", entry=entry.name)
    if not flags & _SIZES_FOLLOW:
        if 0xFFFFFFFF in (packed, size):
            extra = header[LOCAL_HEADER + name_length : length]
            size, packed, _ = zip64_values(extra, (size, packed, 0), entry.name)
        if (crc, packed, size) != (entry.crc, entry.compressed_size, entry.size):
            raise HeaderMismatch("Its two sizes or checksums differ.", entry=entry.name)
    return entry._replace(data_offset=entry.offset + length)


def _checked(read: ReadRange, entries: list[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield placed(read, entry)


def _check_name(raw: bytes, flags: int, entry: Entry) -> None:
    try:
        if names.decode(raw, flags) == entry.name:
            return
    except PackageError:
        pass
    raise HeaderMismatch("Its two names differ.", entry=entry.name)


def _check_room(entry: Entry, end: int) -> None:
    if entry.data_offset is not None and entry.data_offset + entry.compressed_size > end:
        raise Overlap(entry=entry.name)
