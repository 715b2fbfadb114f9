"""The process that examines packages: it can compute and talk to the server, nothing else."""

import codecs
import os
import resource
import sys

from scorm.packaging.examine import Rejected, examine
from scorm.packaging.index import ArchiveIndex, dump
from scorm.packaging.local_headers import header_ranges
from scorm.packaging.xml import ENCODINGS
from services.packages.ingest_messages import (
    LENGTH,
    LONGEST,
    MOST_RANGES,
    Done,
    Exhausted,
    FromProcess,
    Parts,
    Ready,
    Refused,
    Task,
    Want,
    frame,
    from_server,
)

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 300
# So small an archive is fetched at once: one request instead of five.
_WHOLE = 1024 * 1024


class Server:
    """The other end of our standard input and output."""

    def __init__(self, source: int = 0, target: int = 1) -> None:
        self._source = source
        self._target = target

    def receive(self) -> Task | Parts | None:
        head = self._exactly(LENGTH.size)
        if head is None:
            return None
        body = self._exactly(LENGTH.unpack(head)[0])
        return None if body is None else from_server(body)

    def send(self, message: FromProcess) -> None:
        rest = memoryview(frame(message))
        while rest:
            rest = rest[os.write(self._target, rest) :]

    def fetch(self, ranges: list[tuple[int, int]]) -> list[bytes]:
        self.send(Want(ranges))
        answer = self.receive()
        if not isinstance(answer, Parts):
            raise SystemExit(0)
        return answer.parts

    def _exactly(self, length: int) -> bytes | None:
        if length > LONGEST:
            raise SystemExit(1)
        parts: list[bytes] = []
        while length:
            part = os.read(self._source, min(length, 1024 * 1024))
            if not part:
                return None
            parts.append(part)
            length -= len(part)
        return b"".join(parts)


class RemoteArchive:
    """Reads ranges through the server; announced ranges come many at a time."""

    def __init__(self, server: Server, task: Task) -> None:
        self._server = server
        self._task = task
        self._whole: bytes | None = None
        self._planned: list[tuple[int, int]] = []
        self._next = 0
        self._held: dict[tuple[int, int], bytes] = {}

    def __call__(self, offset: int, length: int, /) -> bytes:
        if self._task.size <= _WHOLE:
            if self._whole is None:
                self._whole = self._server.fetch([(0, self._task.size)])[0]
            return self._whole[offset : offset + length]
        wanted = (offset, min(length, max(0, self._task.size - offset)))
        if wanted not in self._held and self._next < len(self._planned):
            self._fetch_planned()
        held = self._held.pop(wanted, None)
        return self._server.fetch([wanted])[0] if held is None else held

    def compares_headers(self, index: ArchiveIndex) -> bool:
        """Plans the reading of all local headers when there are few enough of them."""
        if len(index) > self._task.most_headers:
            return False
        size = self._task.size
        self._planned = [(at, min(length, size - at)) for at, length in header_ranges(index)]
        return True

    def _fetch_planned(self) -> None:
        batch = self._planned[self._next : self._next + MOST_RANGES]
        self._next += len(batch)
        self._held = dict(zip(batch, self._server.fetch(batch), strict=True))


def answer(server: Server, task: Task) -> FromProcess:
    archive = RemoteArchive(server, task)
    try:
        result = examine(archive, task.size, archive.compares_headers)
    except (MemoryError, RecursionError):
        return Exhausted()
    if isinstance(result, Rejected):
        return Refused(result.report, result.reason, result.in_archive)
    return Done(dump(result.index), result.manifest, result.report)


def confine() -> None:
    """From here on no file and no socket can be opened, and nothing can be written to disk."""
    for name in ENCODINGS:
        codecs.lookup(name)
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(limit, (value, value))


def serve(server: Server) -> None:
    """Examines one package after another until the server hangs up."""
    server.send(Ready())
    while isinstance(task := server.receive(), Task):
        server.send(answer(server, task))


if __name__ == "__main__":
    # What strangers send must not be able to make the interpreter write to our answers.
    sys.stdout = sys.stderr
    confine()
    serve(Server())
