"""The end of a ZIP archive, which says where its table of contents lies. [APPNOTE 4.3.14-16]"""

import struct
from dataclasses import dataclass

from scorm.packaging.errors import (
    AmbiguousEnd,
    BrokenDirectory,
    DirectoryTooLarge,
    ForeignData,
    NotAZip,
    SplitArchive,
    TooManyEntries,
    Truncated,
)
from scorm.packaging.index import ReadRange

MOST_ENTRIES = 50_000
LARGEST_DIRECTORY = 32 * 1024 * 1024

_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_LOCATOR = struct.Struct("<4sLQL")
_LOCATOR_MARK = b"PK\x06\x07"
_END64 = struct.Struct("<4sQ2H2L4Q")
_END64_MARK = b"PK\x06\x06"
_FIRST_MARK = b"PK\x03\x04"
_LONGEST_COMMENT = 0xFFFF
# One read serves the end record, the longest comment and the ZIP64 records before them.
TAIL = _END.size + _LONGEST_COMMENT + _LOCATOR.size + _END64.size
_OTHERS = {
    b"Rar!": "It is a RAR archive.",
    b"7z\xbc\xaf": "It is a 7-Zip archive.",
    b"\x1f\x8b": "It is a gzip archive.",
    b"%PDF": "It is a PDF document.",
    b"<": "It is a web page or an XML file.",
}


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the table of contents lies and how many files it must name."""

    directory_offset: int
    directory_size: int
    count: int


def find_ending(read: ReadRange, size: int) -> Ending:
    """Raises ArchiveError unless exactly one end record closes the file."""
    start = max(0, size - TAIL)
    tail = read(start, size - start)
    position = _end_record(read, tail, size)
    _, disk, first_disk, here, count, length, offset, _ = _END.unpack_from(tail, position)
    end = start + position
    if position >= _LOCATOR.size and tail.startswith(_LOCATOR_MARK, position - _LOCATOR.size):
        ending, end = _zip64(tail, start, position)
        _compare((here, 0xFFFF), ending.count)
        _compare((length, 0xFFFFFFFF), ending.directory_size)
        _compare((offset, 0xFFFFFFFF), ending.directory_offset)
    else:
        _refuse_split(disk, first_disk, here, count)
        ending = Ending(offset, length, count)
    _check(ending, end)
    return ending


def _end_record(read: ReadRange, tail: bytes, size: int) -> int:
    fitting: list[int] = []
    position = last = tail.rfind(_END_MARK)
    while position >= 0:
        if position + _END.size <= len(tail):
            (comment,) = struct.unpack_from("<H", tail, position + 20)
            if position + _END.size + comment == len(tail):
                fitting.append(position)
        position = tail.rfind(_END_MARK, 0, position + 3)
    if len(fitting) > 1 or (fitting and fitting[0] != last):
        raise AmbiguousEnd
    if fitting:
        return fitting[0]
    if last >= 0:
        raise ForeignData("There is something after its end.")
    raise _no_end(read(0, 4) if size else b"")


def _no_end(start: bytes) -> NotAZip | Truncated:
    if start == _FIRST_MARK:
        return Truncated()
    return NotAZip(next((text for mark, text in _OTHERS.items() if start.startswith(mark)), ""))


def _zip64(tail: bytes, start: int, position: int) -> tuple[Ending, int]:
    """Read the larger end record; it must stand directly before its locator."""
    locator = position - _LOCATOR.size
    _, disk, where, disks = _LOCATOR.unpack_from(tail, locator)
    record = where - start
    if disk or disks > 1:
        raise SplitArchive
    if record < 0 or record + _END64.size > locator or not tail.startswith(_END64_MARK, record):
        raise BrokenDirectory("Its ZIP64 end record is not where it should be.")
    _, length, _, _, disk, first_disk, here, count, size, offset = _END64.unpack_from(tail, record)
    if record + 12 + length != locator:
        raise BrokenDirectory("Its ZIP64 end record has a wrong length.")
    _refuse_split(disk, first_disk, here, count)
    return Ending(offset, size, count), where


def _refuse_split(disk: int, first_disk: int, here: int, count: int) -> None:
    if disk or first_disk or here != count:
        raise SplitArchive


def _compare(small: tuple[int, int], large: int) -> None:
    value, saturated = small
    if value not in (saturated, large):
        raise AmbiguousEnd("Its two end records contradict each other.")


def _check(ending: Ending, end: int) -> None:
    if ending.count > MOST_ENTRIES:
        raise TooManyEntries(f"It holds {ending.count:,}.")
    if ending.directory_size > LARGEST_DIRECTORY:
        raise DirectoryTooLarge
    closing = ending.directory_offset + ending.directory_size
    if closing < end:
        raise ForeignData("There is something before the archive or before its end.")
    if closing > end:
        raise BrokenDirectory("It reaches beyond its end.")
