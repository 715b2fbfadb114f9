"""ZIP archives made byte by byte, so that a test can break exactly one thing in them."""

import struct
import zlib
from dataclasses import dataclass, field, replace

STORED = 0
DEFLATED = 8
UTF8 = 0x0800
SIZES_FOLLOW = 0x0008

SCO_PAGE = b"<!doctype html><title>Lesson</title><p>Read this.</p>"


@dataclass(frozen=True, slots=True)
class File:
    """One file; None means what an honest writer would put there."""

    name: str | bytes
    data: bytes = b""
    method: int = DEFLATED
    flags: int | None = None
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    attributes: int = 0o100644 << 16
    extra: bytes = b""
    local_name: bytes | None = None
    local_method: int | None = None
    local_size: int | None = None
    local_extra: bytes = b""
    offset: int | None = None
    disk: int = 0

    @property
    def raw_name(self) -> bytes:
        return self.name if isinstance(self.name, bytes) else self.name.encode()

    @property
    def general_flags(self) -> int:
        if self.flags is not None:
            return self.flags
        return 0 if isinstance(self.name, bytes) or self.name.isascii() else UTF8


@dataclass(slots=True)
class Archive:
    """Collects files and writes them as a ZIP; every part of the ending can be replaced."""

    files: list[File] = field(default_factory=list[File])
    before: bytes = b""
    after: bytes = b""
    comment: bytes = b""
    count: int | None = None
    directory_offset: int | None = None
    zip64: bool = False

    def add(self, name: str | bytes, data: bytes = b"", **how: object) -> "Archive":
        self.files.append(replace(File(name, data), **how))  # pyright: ignore[reportArgumentType]
        return self

    def build(self) -> bytes:
        body = bytearray(self.before)
        directory = bytearray()
        for file in self.files:
            offset = len(body)
            packed = pack(file.data, file.method)
            body += _local(file, packed)
            directory += _central(file, packed, offset if file.offset is None else file.offset)
        start = len(body) if self.directory_offset is None else self.directory_offset
        count = len(self.files) if self.count is None else self.count
        ending = _ending(start, len(directory), count, self.comment, zip64=self.zip64)
        return bytes(body) + bytes(directory) + ending + self.after


def zip_of(files: dict[str, bytes], *, method: int = DEFLATED) -> bytes:
    """An honest archive of these files."""
    return Archive([File(name, data, method) for name, data in files.items()]).build()


def reader(data: bytes) -> "Reader":
    return Reader(data)


@dataclass(slots=True)
class Reader:
    """Reads ranges of bytes in memory and remembers how many it gave out."""

    data: bytes
    given: int = 0

    def __call__(self, offset: int, length: int, /) -> bytes:
        part = self.data[offset : offset + length]
        self.given += len(part)
        return part


def pack(data: bytes, method: int) -> bytes:
    if method != DEFLATED:
        return data
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _local(file: File, packed: bytes) -> bytes:
    follows = file.general_flags & SIZES_FOLLOW
    crc, size, packed_size = _numbers(file, packed)
    if file.local_size is not None:
        size = file.local_size
    name = file.raw_name if file.local_name is None else file.local_name
    header = struct.pack(
        "<4s5H3L2H",
        b"PK\x03\x04",
        20,
        file.general_flags,
        file.method if file.local_method is None else file.local_method,
        0,
        0x21,
        0 if follows else crc,
        0 if follows else packed_size,
        0 if follows else size,
        len(name),
        len(file.local_extra),
    )
    descriptor = struct.pack("<4s3L", b"PK\x07\x08", crc, packed_size, size) if follows else b""
    return header + name + file.local_extra + packed + descriptor


def _central(file: File, packed: bytes, offset: int) -> bytes:
    crc, size, packed_size = _numbers(file, packed)
    header = struct.pack(
        "<4s4B4HL2L5H2L",
        b"PK\x01\x02",
        20,
        3,
        20,
        0,
        file.general_flags,
        file.method,
        0,
        0x21,
        crc,
        packed_size,
        size,
        len(file.raw_name),
        len(file.extra),
        0,
        file.disk,
        0,
        file.attributes,
        offset,
    )
    return header + file.raw_name + file.extra


def _numbers(file: File, packed: bytes) -> tuple[int, int, int]:
    return (
        zlib.crc32(file.data) if file.crc is None else file.crc,
        len(file.data) if file.size is None else file.size,
        len(packed) if file.packed_size is None else file.packed_size,
    )


def _ending(start: int, length: int, count: int, comment: bytes, *, zip64: bool) -> bytes:
    large = b""
    if zip64:
        large = struct.pack(
            "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, start
        ) + struct.pack("<4sLQL", b"PK\x06\x07", 0, start + length, 1)
        start, length, count = 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFF
    short = (count & 0xFFFF, count & 0xFFFF, length, start, len(comment))
    return large + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, *short) + comment
