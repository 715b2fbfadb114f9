"""What is said between the server and the process that examines a package.

Frames of MessagePack, never pickles: a process that reads the files of strangers must not be
able to make the server do anything but decode these few shapes.
"""

import struct

from msgspec import Struct, msgpack

from scorm.packaging.findings import Finding, Report
from scorm.packaging.manifest import Manifest

LENGTH = struct.Struct("<I")
LONGEST = 64 * 1024 * 1024
MOST_RANGES = 256


class Ready(Struct, tag=True):
    """The process has started and limited itself."""


class Task(Struct, tag=True):
    """Examine an archive; compare its local headers up to so many files."""

    size: int
    most_headers: int


class Want(Struct, tag=True):
    """Read these ranges (offset, length) of the archive for me."""

    ranges: list[tuple[int, int]]


class Parts(Struct, tag=True):
    """The bytes of the ranges, in their order."""

    parts: list[bytes]


class Done(Struct, tag=True):
    """A course, with its index as stored bytes."""

    index: bytes
    manifest: Manifest
    report: Report


class Refused(Struct, tag=True):
    """No course."""

    report: Report
    reason: Finding
    in_archive: bool


class Exhausted(Struct, tag=True):
    """Memory or stack did not suffice."""


FromServer = Task | Parts
FromProcess = Ready | Want | Done | Refused | Exhausted

_encoder = msgpack.Encoder()
_from_server = msgpack.Decoder(FromServer)
_from_process = msgpack.Decoder(FromProcess)


def frame(message: FromServer | FromProcess) -> bytes:
    body = _encoder.encode(message)
    return LENGTH.pack(len(body)) + body


def from_server(body: bytes) -> FromServer:
    return _from_server.decode(body)


def from_process(body: bytes) -> FromProcess:
    return _from_process.decode(body)
