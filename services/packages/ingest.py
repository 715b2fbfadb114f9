"""From the bytes of an upload to a course that can be played, or to what is wrong with it."""

import asyncio
import atexit
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import msgspec

from scorm.packaging.errors import NoManifest, NotAZip, Truncated
from scorm.packaging.errors import UnsupportedCompression as Uncommon
from scorm.packaging.findings import Finding, Report, Severity
from scorm.packaging.index import ArchiveIndex, Entry, load
from scorm.packaging.manifest import Manifest
from services.packages import ingest_integrity
from services.packages.ingest_messages import Exhausted, Refused, Task
from services.packages.ingest_workers import Processes
from services.packages.refusals import (
    BadPackage,
    InvalidFileType,
    ManifestNotFound,
    ParseFailed,
    UnsupportedCompression,
)
from services.storage.store import ContentStore

# A request per local header is nothing on a disk and too much on an object store. Beyond this
# number it is left to verify_contents, which reads every byte anyway; see scorm.packaging.examine.
MOST_REMOTE_HEADERS = 500
_LANES = {"local": 4}
_REMOTE_LANES = 16
# More groups of files are read than cores compute, so that waiting for a store costs little.
_GROUPS_AT_ONCE = 4
_VERIFYING_THREADS = 2

Told = Callable[[int], Awaitable[None]]
Read = Callable[[int, int], Awaitable[bytes]]

_EXHAUSTED = Finding(
    Severity.ERROR,
    "TOO_COMPLEX",
    "The package could not be examined within 30 seconds and 512 MB of memory.",
    "Split the course into several packages, or export it again.",
)
_KINDS: dict[str, type[BadPackage]] = {
    NotAZip.code: InvalidFileType,
    Truncated.code: InvalidFileType,
    Uncommon.code: UnsupportedCompression,
    NoManifest.code: ManifestNotFound,
}

processes = Processes()
_threads = ThreadPoolExecutor(_VERIFYING_THREADS, thread_name_prefix="verify")


@dataclass(frozen=True, slots=True)
class Inspection:
    """A course that can be played, with everything worth telling its author."""

    index: ArchiveIndex
    manifest: Manifest
    report: Report


async def inspect(store: ContentStore, key: str, size: int) -> Inspection:
    """Reads the table of contents and the manifest of a stored archive, and little else.

    Raises BadPackage with ``details.findings`` and ``details.reason``, the rule that was broken.
    """
    most = size if store.backend == "local" else MOST_REMOTE_HEADERS
    result = await processes.examine(Task(size, most), lambda ranges: _read_all(store, key, ranges))
    if isinstance(result, Exhausted):
        raise _refusal(ParseFailed, _EXHAUSTED, Report((_EXHAUSTED,)))
    if isinstance(result, Refused):
        kind = _KINDS.get(result.reason.rule, BadPackage if result.in_archive else ParseFailed)
        raise _refusal(kind, result.reason, result.report)
    if not result.report.ok:
        raise _refusal(ParseFailed, result.report.errors[0], result.report)
    return Inspection(load(result.index), result.manifest, result.report)


async def verify_contents(
    store: ContentStore, key: str, size: int, index: ArchiveIndex, told: Told | None = None
) -> list[str]:
    """The paths of files whose bytes are not what the archive says; reads all of it once.

    ``told`` hears of every piece how many bytes it had.
    """
    end = min(size, index.directory_offset)
    waiting = iter(ingest_integrity.spans(index.in_order()))

    async def read(offset: int, length: int) -> bytes:
        data = await store.read(key, offset, length)
        if told is not None:
            await told(len(data))
        return data

    found = await asyncio.gather(*(_scan_each(read, waiting, end) for _ in range(_GROUPS_AT_ONCE)))
    damaged = {path for part in found for path in part}
    return [path for path in index.entries if path in damaged]


def warm_pool() -> None:
    """Starts a process ahead of the first package, which then need not wait for it."""
    processes.warm()


def close_pool() -> None:
    """Ends the processes that wait for packages."""
    processes.close()


atexit.register(close_pool)


async def _scan_each(read: Read, waiting: Iterable[list[Entry]], end: int) -> list[str]:
    damaged: list[str] = []
    for entries in waiting:
        damaged += await _scan(read, ingest_integrity.scan(entries, end))
    return damaged


async def _scan(read: Read, scan: ingest_integrity.Scan) -> list[str]:
    """Fetches on the event loop what the scan asks for, and computes on a thread of its own."""
    loop = asyncio.get_running_loop()
    data: bytes | None = None
    while True:
        step = await loop.run_in_executor(_threads, _step, scan, data)
        if isinstance(step, list):
            return step
        data = await read(*step)


def _step(scan: ingest_integrity.Scan, data: bytes | None) -> tuple[int, int] | list[str]:
    try:
        return next(scan) if data is None else scan.send(data)
    except StopIteration as ended:
        return ended.value


async def _read_all(store: ContentStore, key: str, ranges: list[tuple[int, int]]) -> list[bytes]:
    lanes = min(len(ranges), _LANES.get(store.backend, _REMOTE_LANES))
    parts: list[bytes] = [b""] * len(ranges)
    waiting = iter(enumerate(ranges))

    async def lane() -> None:
        for number, (offset, length) in waiting:
            parts[number] = await store.read(key, offset, length) if length else b""

    await asyncio.gather(*(lane() for _ in range(lanes)))
    return parts


def _refusal(kind: type[BadPackage], reason: Finding, report: Report) -> BadPackage:
    return kind(
        f"{reason.message} {reason.advice}",
        reason=reason.rule,
        findings=msgspec.to_builtins(report.findings),
    )
