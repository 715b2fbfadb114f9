"""The bytes of one small file of a course, for reading manifests and their like."""

import zlib

from scorm.packaging.errors import CorruptFile
from scorm.packaging.index import STORED, Entry, ReadRange
from scorm.packaging.local_headers import placed


def contents(read: ReadRange, entry: Entry) -> bytes:
    """Never makes more bytes than the entry declares; raises CorruptFile or HeaderMismatch."""
    start = placed(read, entry).data_offset or 0
    packed = read(start, entry.compressed_size)
    data = packed if entry.method == STORED else _inflated(packed, entry)
    if len(data) != entry.size or zlib.crc32(data) != entry.crc:
        raise CorruptFile(entry=entry.name)
    return data


def _inflated(packed: bytes, entry: Entry) -> bytes:
    unpacker = zlib.decompressobj(-15)
    try:
        return unpacker.decompress(packed, entry.size + 1)
    except zlib.error:
        raise CorruptFile(entry=entry.name) from None
