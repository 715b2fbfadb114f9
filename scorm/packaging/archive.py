"""The table of contents of a ZIP archive, read by ranges and believed only where it is sound."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scorm.packaging import names
from scorm.packaging.ending import Ending, find_ending
from scorm.packaging.errors import (
    Bomb,
    BrokenDirectory,
    DuplicateName,
    Encrypted,
    EntryTooLarge,
    ForeignData,
    HeaderMismatch,
    NameTooLong,
    Overlap,
    SpecialFile,
    SplitArchive,
    UnsupportedCompression,
)
from scorm.packaging.index import DEFLATED, STORED, ArchiveIndex, Entry, ReadRange

LARGEST_ENTRY = 10 * 1024**3
RATIO_COUNTS_FROM = 100 * 1024 * 1024
LARGEST_RATIO = 100
LOCAL_HEADER = 30

_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_CENTRAL_MARK = b"PK\x01\x02"
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_ZIP64_TAG = 0x0001
_METHODS = {9: "Deflate64", 12: "BZip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
# File types in the upper half of the attributes, as Unix programs write them. [POSIX st_mode]
_TYPE = 0o170000
_SPECIAL = {
    0o010000: "a pipe",
    0o020000: "a device",
    0o060000: "a device",
    0o120000: "a link",
    0o140000: "a socket",
}


@dataclass(slots=True)
class _Totals:
    unpacked: int = 0
    packed: int = 0


def read_directory(read: ReadRange, size: int) -> ArchiveIndex:
    """The files of an archive of ``size`` bytes; raises ArchiveError for one we would not serve.

    Only this table is ever trusted; ``check_local_headers`` compares what stands beside the files.
    """
    ending = find_ending(read, size)
    directory = read(ending.directory_offset, ending.directory_size)
    entries: dict[str, Entry] = {}
    extents: list[tuple[int, int]] = []
    totals = _Totals()
    for entry in _entries(directory, ending):
        # The local header repeats the name, so this is the least that the file occupies.
        extents.append((entry.offset, LOCAL_HEADER + len(entry.name) + entry.compressed_size))
        totals.unpacked += entry.size
        totals.packed += entry.compressed_size
        if not entry.path or entry.path.endswith("/"):
            continue
        if entry.path in entries:
            raise DuplicateName(entry=entry.name)
        entries[entry.path] = entry
    _check_extents(sorted(extents), ending.directory_offset)
    if totals.unpacked > RATIO_COUNTS_FROM and totals.unpacked > LARGEST_RATIO * totals.packed:
        raise Bomb
    return ArchiveIndex(entries, ending.directory_offset)


def _entries(directory: bytes, ending: Ending) -> Iterator[Entry]:
    position = 0
    for _ in range(ending.count):
        if position + _CENTRAL.size > len(directory):
            raise BrokenDirectory("It names fewer files than it says.")
        fields = _CENTRAL.unpack_from(directory, position)
        if fields[0] != _CENTRAL_MARK:
            raise BrokenDirectory
        name_length, extra_length, comment_length = fields[12:15]
        name_at = position + _CENTRAL.size
        extra_at = name_at + name_length
        position = extra_at + extra_length + comment_length
        if position > len(directory):
            raise BrokenDirectory
        if name_length > names.LONGEST_NAME:
            raise NameTooLong(entry=directory[name_at : name_at + 80].decode("utf-8", "replace"))
        name = names.decode(directory[name_at:extra_at], fields[5])
        yield _entry(name, fields, directory[extra_at : extra_at + extra_length])
    if position != len(directory):
        raise BrokenDirectory("It names more files than it says.")


def _entry(name: str, fields: tuple[int, ...], extra: bytes) -> Entry:
    flags, method = fields[5], fields[6]
    crc, packed, size, disk, offset = fields[9], fields[10], fields[11], fields[15], fields[18]
    if 0xFFFFFFFF in (packed, size, offset):
        size, packed, offset = zip64_values(extra, (size, packed, offset), name)
    if flags & _ENCRYPTED:
        raise Encrypted(entry=name)
    if disk not in (0, 0xFFFF):
        raise SplitArchive(entry=name)
    _check_kind(name, method, fields[17])
    if size > LARGEST_ENTRY:
        raise EntryTooLarge(entry=name)
    if method == STORED and size != packed:
        raise HeaderMismatch("A file that is not compressed has two sizes.", entry=name)
    return Entry(names.clean(name), name, offset, None, packed, size, crc, method)


def _check_kind(name: str, method: int, attributes: int) -> None:
    if method not in (STORED, DEFLATED):
        raise UnsupportedCompression(
            f"It uses {_METHODS.get(method, f'method {method}')}.", entry=name
        )
    special = _SPECIAL.get(attributes >> 16 & _TYPE)
    if special:
        raise SpecialFile(f"It is {special}.", entry=name)


def zip64_values(extra: bytes, small: tuple[int, int, int], name: str) -> tuple[int, int, int]:
    """Size, packed size and offset, each from the ZIP64 field when saturated. [APPNOTE 4.5.3]"""
    field = _extra_field(extra, _ZIP64_TAG)
    values: list[int] = []
    taken = 0
    for value in small:
        if value != 0xFFFFFFFF:
            values.append(value)
            continue
        if field is None or len(field) < taken + 8:
            raise BrokenDirectory("The real size of a large file is missing.", entry=name)
        values.append(int.from_bytes(field[taken : taken + 8], "little"))
        taken += 8
    return values[0], values[1], values[2]


def _extra_field(extra: bytes, wanted: int) -> bytes | None:
    position = 0
    while position + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, position)
        position += 4
        if tag == wanted and position + length <= len(extra):
            return extra[position : position + length]
        position += length
    return None


def _check_extents(extents: list[tuple[int, int]], directory_offset: int) -> None:
    reached = 0
    if extents and extents[0][0] != 0:
        raise ForeignData("There is something before its first file.")
    for offset, length in extents:
        if offset < reached:
            raise Overlap
        reached = offset + length
    if reached > directory_offset:
        raise Overlap("A file reaches into the table of contents.")
    if not extents and directory_offset:
        raise ForeignData("There is something before its table of contents.")
