"""Package files in a folder of this machine, with the manners of an object store."""

import asyncio
import errno
import os
import shutil
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from services.errors import FileTooLarge, ObjectExists, ObjectNotFound, Refusal, StorageUnavailable
from services.storage import open_files, upload_links
from services.storage.local_parts import LocalParts, stored, sync_folder
from services.storage.open_files import OpenFiles
from services.storage.parts import Part
from services.storage.store import CHUNK, Presigned, Stored, checked
from services.storage.upload_links import UploadLink

DOOR = "/storage/"

_WRITE_SIZE = 1024 * 1024
_INCOMING = ".incoming"
_PARTS = ".parts"
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
        self._parts = LocalParts(root / _PARTS, self._incoming)
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
        headers = {} if content_type is None else {"Content-Type": content_type}
        return self._linked(UploadLink(checked(key), size, content_type, expires), headers)

    async def stat(self, key: str) -> Stored | None:
        with _told():
            try:
                return stored(self._path(key).stat())
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
        kept = await self._save(chunks, limit, partial(self._publish, os.replace, self._path(key)))
        self._files.forget(key)
        return kept

    async def write_new(self, key: str, chunks: AsyncIterable[bytes], limit: int) -> Stored:
        """Like write, but raises ObjectExists instead of replacing."""
        if await self.stat(key) is not None:
            raise ObjectExists
        return await self._save(chunks, limit, partial(self._publish, _link, self._path(key)))

    async def begin_parts(self, key: str) -> str:
        with _told():
            return await asyncio.to_thread(self._parts.begin, checked(key))

    async def presign_part(self, key: str, upload: str, number: int, expires_in: int) -> Presigned:
        expires = int(self._clock()) + expires_in
        return self._linked(UploadLink(checked(key), None, None, expires, upload, number), {})

    async def parts(self, key: str, upload: str) -> list[Part]:
        with _told():
            return await asyncio.to_thread(self._parts.held, checked(key), upload)

    async def complete_parts(self, key: str, upload: str, wanted: Sequence[Part]) -> Stored:
        if await self.stat(key) is None:
            # Of two that do this at a time the faster one wins, and the other finds it done.
            with suppress(ObjectExists, ObjectNotFound):
                await asyncio.to_thread(self._join, key, upload, wanted)
        joined = await self.stat(key)
        if joined is None:
            raise ObjectNotFound
        await self.discard_parts(key)
        return joined

    async def discard_parts(self, key: str) -> None:
        with _told():
            await asyncio.to_thread(self._parts.discard, checked(key))

    async def write_part(
        self, link: UploadLink, chunks: AsyncIterable[bytes], limit: int
    ) -> Stored:
        """The latest one counts; raises ObjectNotFound once the upload is over."""
        place = self._parts.place(link.key, link.upload, link.part)
        if not place.parent.is_dir():
            raise ObjectNotFound("This upload is over; begin a new one.")
        return await self._save(chunks, limit, partial(_replace, place))

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

    def _path(self, key: str) -> Path:
        return self._root / checked(key)

    def _linked(self, link: UploadLink, headers: dict[str, str]) -> Presigned:
        query = upload_links.sign(self._secret, link)
        return Presigned(f"{self._base_url}{DOOR}{quote(link.key)}?{query}", headers)

    async def _save(
        self, chunks: AsyncIterable[bytes], limit: int, publish: Callable[[Path], None]
    ) -> Stored:
        temp = self._incoming / uuid4().hex
        with _told():
            fd = await asyncio.to_thread(_create, temp)
            try:
                await _pour(fd, chunks, limit)
                return await asyncio.to_thread(_settle, fd, temp, publish)
            finally:
                os.close(fd)
                temp.unlink(missing_ok=True)

    def _join(self, key: str, upload: str, wanted: Sequence[Part]) -> None:
        temp = self._incoming / uuid4().hex
        with _told():
            fd = _create(temp)
            try:
                self._parts.join(key, upload, wanted, fd)
                _settle(fd, temp, partial(self._publish, _link, self._path(key)))
            finally:
                os.close(fd)
                temp.unlink(missing_ok=True)

    def _publish(self, how: Callable[[Path, Path], None], final: Path, temp: Path) -> None:
        self._make_folder(final.parent)
        how(temp, final)
        sync_folder(final.parent)

    def _make_folder(self, folder: Path) -> None:
        """A new folder is only durable once its parent is."""
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(exist_ok=True, mode=0o700)
        sync_folder(folder.parent)

    def _sweep(self) -> None:
        """Uploads that were cut off a day ago or more will never be finished."""
        oldest = self._clock() - _ABANDONED_SECONDS
        for left in self._incoming.iterdir():
            try:
                if left.stat().st_mtime >= oldest:
                    continue
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                else:
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


def _create(temp: Path) -> int:
    return os.open(temp, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)


def _settle(fd: int, temp: Path, publish: Callable[[Path], None]) -> Stored:
    os.fsync(fd)
    publish(temp)
    return stored(os.fstat(fd))


def _replace(final: Path, temp: Path) -> None:
    temp.replace(final)
    sync_folder(final.parent)


def _link(temp: Path, final: Path) -> None:
    """Unlike a rename, a hard link never replaces: of two uploads exactly one wins."""
    try:
        os.link(temp, final)
    except FileExistsError as problem:
        raise ObjectExists from problem


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
