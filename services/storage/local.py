"""Package files in a folder of this machine, with the manners of an object store."""

import asyncio
import errno
import os
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from services.errors import FileTooLarge, ObjectExists, ObjectNotFound, Refusal, StorageUnavailable
from services.storage import open_files, upload_links
from services.storage.open_files import OpenFiles
from services.storage.store import CHUNK, Presigned, Stored, checked
from services.storage.upload_links import UploadLink

DOOR = "/storage/"

_WRITE_SIZE = 1024 * 1024
_INCOMING = ".incoming"
_ABANDONED_SECONDS = 86_400


class LocalStore:
    """Objects as files below ``root``; a file appears under its key only when it is complete."""

    def __init__(
        self, root: Path, base_url: str, secret: bytes, clock: Callable[[], float] = time.time
    ) -> None:
        self._root = root
        self._base_url = base_url
        self._secret = secret
        self._clock = clock
        self._files = OpenFiles(self._path)
        self._incoming = root / _INCOMING
        self._incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._sweep()

    @property
    def backend(self) -> str:
        return "local"

    def now(self) -> float:
        """The time that links are made and judged by."""
        return self._clock()

    async def presign_put(
        self, key: str, size: int | None, content_type: str | None, expires_in: int
    ) -> Presigned:
        expires = int(self._clock()) + expires_in
        link = UploadLink(checked(key), size, content_type, expires)
        query = upload_links.sign(self._secret, link)
        headers = {} if content_type is None else {"Content-Type": content_type}
        return Presigned(f"{self._base_url}{DOOR}{quote(key)}?{query}", headers)

    async def stat(self, key: str) -> Stored | None:
        with _told():
            try:
                return _stored(self._path(key).stat())
            except FileNotFoundError:
                return None

    async def read(self, key: str, offset: int, length: int) -> bytes:
        try:
            return await open_files.read(self._files.get(key), offset, length)
        except OSError as problem:
            raise _refusal(problem) from problem

    async def stream(self, key: str, offset: int, length: int) -> AsyncIterator[bytes]:
        with _told():
            file = self._files.get(key)
            while length > 0:
                part = await open_files.read(file, offset, min(length, CHUNK))
                if not part:
                    return
                yield part
                offset += len(part)
                length -= len(part)

    async def write(self, key: str, chunks: AsyncIterable[bytes], limit: int) -> Stored:
        return await self._save(key, chunks, limit, os.replace)

    async def write_new(self, key: str, chunks: AsyncIterable[bytes], limit: int) -> Stored:
        """Like write, but raises ObjectExists instead of replacing."""
        if await self.stat(key) is not None:
            raise ObjectExists
        return await self._save(key, chunks, limit, _link)

    async def join(self, key: str, parts: Sequence[str], limit: int) -> Stored:
        return await self.write_new(key, self._all_of(parts), limit)

    async def delete(self, key: str) -> None:
        self._files.forget(key)
        path = self._path(key)
        with _told():
            await asyncio.to_thread(path.unlink, missing_ok=True)

    async def check(self) -> bool:
        probe = self._incoming / f"check-{uuid4().hex}"
        try:
            await asyncio.to_thread(probe.write_bytes, b"ok")
            await asyncio.to_thread(probe.unlink)
        except OSError:
            return False
        return True

    async def close(self) -> None:
        self._files.clear()

    async def _all_of(self, parts: Sequence[str]) -> AsyncIterator[bytes]:
        sizes = [await self.stat(part) for part in parts]
        for part, stored in zip(parts, sizes, strict=True):
            if stored is None:
                raise ObjectNotFound
            async for piece in self.stream(part, 0, stored.size):
                yield piece

    def _path(self, key: str) -> Path:
        return self._root / checked(key)

    async def _save(
        self,
        key: str,
        chunks: AsyncIterable[bytes],
        limit: int,
        publish: Callable[[Path, Path], None],
    ) -> Stored:
        final = self._path(key)
        temp = self._incoming / uuid4().hex
        with _told():
            fd = await asyncio.to_thread(os.open, temp, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                await _pour(fd, chunks, limit)
                stored = await asyncio.to_thread(self._settle, fd, temp, final, publish)
            finally:
                os.close(fd)
                temp.unlink(missing_ok=True)
        self._files.forget(key)
        return stored

    def _settle(
        self, fd: int, temp: Path, final: Path, publish: Callable[[Path, Path], None]
    ) -> Stored:
        os.fsync(fd)
        self._make_folder(final.parent)
        publish(temp, final)
        _sync_folder(final.parent)
        return _stored(os.fstat(fd))

    def _make_folder(self, folder: Path) -> None:
        """A new folder is only durable once its parent is."""
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(exist_ok=True, mode=0o700)
        _sync_folder(folder.parent)

    def _sweep(self) -> None:
        """Uploads that were cut off a day ago or more will never be finished."""
        oldest = self._clock() - _ABANDONED_SECONDS
        for left in self._incoming.iterdir():
            try:
                if left.stat().st_mtime < oldest:
                    left.unlink()
            except FileNotFoundError:
                # Another process swept at the same time.
                continue


async def _pour(fd: int, chunks: AsyncIterable[bytes], limit: int) -> None:
    held: list[bytes] = []
    waiting = total = 0
    async for chunk in chunks:
        total += len(chunk)
        if total > limit:
            raise FileTooLarge(limit=limit)
        held.append(chunk)
        waiting += len(chunk)
        if waiting >= _WRITE_SIZE:
            await asyncio.to_thread(_write_all, fd, held)
            held, waiting = [], 0
    await asyncio.to_thread(_write_all, fd, held)


def _write_all(fd: int, parts: list[bytes]) -> None:
    for part in parts:
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(fd, rest) :]


def _link(temp: Path, final: Path) -> None:
    """Unlike a rename, a hard link never replaces: of two uploads exactly one wins."""
    try:
        os.link(temp, final)
    except FileExistsError as problem:
        raise ObjectExists from problem


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _stored(found: os.stat_result) -> Stored:
    # Objects are replaced by new files only, so the inode and its time stand for the bytes.
    return Stored(found.st_size, f"{found.st_ino:x}-{found.st_mtime_ns:x}-{found.st_size:x}")


@contextmanager
def _told() -> Generator[None]:
    """Says in the product's words what the file system refused."""
    try:
        yield
    except OSError as problem:
        raise _refusal(problem) from problem


def _refusal(problem: OSError) -> Refusal:
    if isinstance(problem, FileNotFoundError):
        return ObjectNotFound()
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StorageUnavailable("The file storage is full.")
    return StorageUnavailable()
