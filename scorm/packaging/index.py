"""What a course holds and where in its ZIP every file lies: the only map we ever serve from."""

import json
import struct
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

STORED = 0
DEFLATED = 8

_MAGIC = b"LCTN\x01"
_COLUMNS = struct.Struct("<I")
_UNKNOWN = 2**64 - 1


class ReadRange(Protocol):
    """Reads a range of the archive; fewer bytes than asked for only at its end."""

    def __call__(self, offset: int, length: int, /) -> bytes: ...


class Entry(NamedTuple):
    """One file of a course. A named tuple, because an index makes tens of thousands at once."""

    path: str
    name: str
    offset: int
    data_offset: int | None
    compressed_size: int
    size: int
    crc: int
    method: int


class ArchiveIndex:
    """The files of a course by path; immutable once built."""

    __slots__ = ("_folded", "directory_offset", "entries")

    def __init__(self, entries: Mapping[str, Entry], directory_offset: int) -> None:
        self.entries = entries
        self.directory_offset = directory_offset
        self._folded: dict[str, str | None] | None = None

    def __len__(self) -> int:
        return len(self.entries)

    def find(self, path: str) -> Entry | None:
        """The file under this path, else the only one that differs in case or normal form."""
        exact = self.entries.get(path)
        if exact is not None:
            return exact
        actual = self._by_folded_name().get(_fold(path))
        return None if actual is None else self.entries[actual]

    def in_order(self) -> list[Entry]:
        """The files as they follow one another in the archive."""
        return sorted(self.entries.values(), key=lambda entry: entry.offset)

    def _by_folded_name(self) -> dict[str, str | None]:
        # Built on the first miss only: most courses name their files as they are.
        if self._folded is None:
            folded: dict[str, str | None] = {}
            for path in self.entries:
                key = _fold(path)
                folded[key] = None if key in folded else path
            self._folded = folded
        return self._folded


def index_of(entries: Iterable[Entry], directory_offset: int) -> ArchiveIndex:
    return ArchiveIndex({entry.path: entry for entry in entries}, directory_offset)


def dump(index: ArchiveIndex) -> bytes:
    """The index as compact bytes, for storage."""
    rows = list(index.entries.values())
    renamed = {number: row.name for number, row in enumerate(rows) if row.name != row.path}
    # No path contains a control character, so a line break separates them safely.
    texts = json.dumps(["\n".join(row.path for row in rows), renamed, index.directory_offset])
    numbers = [
        _packed("Q", (row.offset for row in rows), len(rows)),
        _packed("Q", (_or_unknown(row.data_offset) for row in rows), len(rows)),
        _packed("Q", (row.compressed_size for row in rows), len(rows)),
        _packed("Q", (row.size for row in rows), len(rows)),
        _packed("I", (row.crc for row in rows), len(rows)),
        _packed("B", (row.method for row in rows), len(rows)),
    ]
    head = zlib.compress(texts.encode(), 1)
    body = zlib.compress(b"".join(numbers), 1)
    return b"".join((_MAGIC, _COLUMNS.pack(len(rows)), _COLUMNS.pack(len(head)), head, body))


def load(stored: bytes) -> ArchiveIndex:
    """The index that ``dump`` wrote; raises ValueError for anything else."""
    if stored[:5] != _MAGIC:
        raise ValueError("these bytes are not an index of an archive")
    (count,) = _COLUMNS.unpack_from(stored, 5)
    (head,) = _COLUMNS.unpack_from(stored, 9)
    joined, renamed, directory_offset = json.loads(zlib.decompress(stored[13 : 13 + head]))
    paths: list[str] = joined.split("\n") if count else []
    names = paths
    if renamed:
        names = paths.copy()
        for number, name in renamed.items():
            names[int(number)] = name
    columns = struct.unpack(
        f"<{count}Q{count}Q{count}Q{count}Q{count}I{count}B", zlib.decompress(stored[13 + head :])
    )
    offsets, data, packed, sizes, crcs, methods = (
        columns[n * count : (n + 1) * count] for n in range(6)
    )
    rows = zip(paths, names, offsets, map(_known, data), packed, sizes, crcs, methods, strict=True)
    return ArchiveIndex(dict(zip(paths, map(Entry._make, rows), strict=True)), directory_offset)


def _packed(kind: str, values: Iterable[int], count: int) -> bytes:
    return struct.pack(f"<{count}{kind}", *values)


def _or_unknown(value: int | None) -> int:
    return _UNKNOWN if value is None else value


def _known(value: int) -> int | None:
    return None if value == _UNKNOWN else value


def _fold(path: str) -> str:
    if path.isascii():
        return path.lower()
    # Full case folding can leave text that is not normal any more, hence the second pass.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
