"""Open files kept at hand, so that reading a range of a package costs one system call."""

import asyncio
import errno
import os
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

_AT_HAND = 256
# A read that the page cache can answer is made at once; any other would hold up every learner
# on this process, so it goes to a thread. Where the flag is unknown (0), every read is at once.
_NOWAIT: int = getattr(os, "RWF_NOWAIT", 0)
_NOT_CACHED = {errno.EAGAIN, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS}
_PROBE = bytearray(1)
_SMALL = 64 * 1024


class OpenFile:
    """A descriptor that closes with its last reader, so forgetting it cannot cut a stream."""

    __slots__ = ("_looked", "fd")

    def __init__(self, path: Path) -> None:
        self._looked = time.monotonic()
        self.fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def __del__(self) -> None:
        fd = getattr(self, "fd", -1)
        if fd >= 0:
            os.close(fd)

    def is_deleted(self) -> bool:
        """Looks once a second: sooner than anybody misses the room on the disk."""
        now = time.monotonic()
        if now - self._looked < 1:
            return False
        self._looked = now
        return os.fstat(self.fd).st_nlink == 0


class OpenFiles:
    """The most recently used files, by name; ``locate`` says where a name lies on disk."""

    def __init__(self, locate: Callable[[str], Path], limit: int = _AT_HAND) -> None:
        self._locate = locate
        self._limit = limit
        self._files: OrderedDict[str, OpenFile] = OrderedDict()

    def get(self, name: str) -> OpenFile:
        """Raises FileNotFoundError; notices files that another process deleted."""
        known = self._files.get(name)
        if known is not None and not known.is_deleted():
            self._files.move_to_end(name)
            return known
        fresh = OpenFile(self._locate(name))
        self._files[name] = fresh
        self._files.move_to_end(name)
        if len(self._files) > self._limit:
            self._files.popitem(last=False)
        return fresh

    def forget(self, name: str) -> None:
        self._files.pop(name, None)

    def clear(self) -> None:
        self._files.clear()


async def read(file: OpenFile, offset: int, length: int) -> bytes:
    """The bytes of a range; fewer only at the end of the file."""
    found = _read_cached(file.fd, offset, length)
    if found is not None:
        return found
    return await asyncio.to_thread(read_fully, file, offset, length)


def _read_cached(fd: int, offset: int, length: int) -> bytes | None:
    try:
        if length <= _SMALL:
            buffer = bytearray(length)
            whole = os.preadv(fd, [buffer], offset, _NOWAIT) == length
            return bytes(buffer) if whole else None
        # Both ends stand for the whole: copying much only to learn this costs ten times more.
        whole = (
            os.preadv(fd, [_PROBE], offset, _NOWAIT) == 1
            and os.preadv(fd, [_PROBE], offset + length - 1, _NOWAIT) == 1
        )
        return os.pread(fd, length, offset) if whole else None
    except OSError as problem:
        if problem.errno in _NOT_CACHED:
            return None
        raise


def read_fully(file: OpenFile, offset: int, length: int) -> bytes:
    parts: list[bytes] = []
    while length > 0:
        part = os.pread(file.fd, length, offset)
        if not part:
            break
        parts.append(part)
        offset += len(part)
        length -= len(part)
    return b"".join(parts)
