"""Blocks of remote archives kept on local disk, so that a hot course is read at disk speed."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import uuid4

from services.storage import open_files
from services.storage.open_files import OpenFiles
from services.storage.store import CHUNK

BLOCK = 1024 * 1024

_AHEAD = 2
_FILES_AT_HAND = 512

Fetch = Callable[[str, int, int], Awaitable[bytes]]


class BlockCache:
    """Ranges of objects that never change, fetched block by block, oldest use dropped first.

    Several processes may share the folder: a block appears by rename, and one that another
    process dropped is fetched again.
    """

    def __init__(self, folder: Path, limit: int, fetch: Fetch) -> None:
        self._folder = folder
        self._limit = limit
        self._fetch = fetch
        self._sizes: OrderedDict[str, int] = OrderedDict()
        self._total = 0
        self._files = OpenFiles(folder.joinpath, _FILES_AT_HAND)
        self._coming: dict[str, asyncio.Task[bytes]] = {}
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._recall()

    async def read(self, key: str, offset: int, length: int) -> bytes:
        parts = [part async for part in self._pieces(key, offset, length)]
        return parts[0] if len(parts) == 1 else b"".join(parts)

    async def stream(self, key: str, offset: int, length: int) -> AsyncIterator[bytes]:
        last = (offset + length - 1) // BLOCK
        async for piece in self._pieces(key, offset, length):
            block = offset // BLOCK
            for ahead in range(block + 1, min(block + _AHEAD, last) + 1):
                self._begin(key, ahead)
            for start in range(0, len(piece), CHUNK):
                yield piece[start : start + CHUNK]
            offset += len(piece)

    def forget(self, key: str) -> None:
        home = _home(key)
        for name in [name for name in self._sizes if name.startswith(home)]:
            self._drop(name)

    async def close(self) -> None:
        self._files.clear()
        tasks = list(self._coming.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _pieces(self, key: str, offset: int, length: int) -> AsyncIterator[bytes]:
        """One piece per block; ends early where the object ends."""
        while length > 0:
            within = offset % BLOCK
            wanted = min(length, BLOCK - within)
            piece = await self._piece(key, offset // BLOCK, within, wanted)
            if piece:
                yield piece
            if len(piece) < wanted:
                return
            offset += wanted
            length -= wanted

    async def _piece(self, key: str, block: int, within: int, wanted: int) -> bytes:
        name = _name(key, block)
        if name in self._sizes:
            self._sizes.move_to_end(name)
            try:
                return await open_files.read(self._files.get(name), within, wanted)
            except OSError:
                # Dropped by another process, or a bad disk: the object itself still has it.
                self._drop(name)
        task = self._begin(key, block)
        data = await asyncio.shield(task) if task else b""
        return data[within : within + wanted]

    def _begin(self, key: str, block: int) -> asyncio.Task[bytes] | None:
        """Many readers of one missing block share one request."""
        name = _name(key, block)
        if name in self._coming:
            return self._coming[name]
        if name in self._sizes:
            return None
        task = asyncio.create_task(self._obtain(key, block, name))
        self._coming[name] = task
        task.add_done_callback(lambda done: self._arrived(name, done))
        return task

    def _arrived(self, name: str, done: asyncio.Task[bytes]) -> None:
        self._coming.pop(name, None)
        if not done.cancelled():
            # Whoever waits gets the failure; for a block fetched ahead nobody may be waiting.
            done.exception()

    async def _obtain(self, key: str, block: int, name: str) -> bytes:
        data = await self._fetch(key, block * BLOCK, BLOCK)
        if data:
            await self._keep(name, data)
        return data

    async def _keep(self, name: str, data: bytes) -> None:
        try:
            await asyncio.to_thread(_store, self._folder / name, data)
        except OSError:
            # A full disk costs speed, not the answer.
            return
        self._total += len(data) - self._sizes.pop(name, 0)
        self._sizes[name] = len(data)
        while self._total > self._limit:
            self._drop(next(iter(self._sizes)))

    def _drop(self, name: str) -> None:
        self._files.forget(name)
        self._total -= self._sizes.pop(name, 0)
        try:
            (self._folder / name).unlink(missing_ok=True)
        except OSError:
            return

    def _recall(self) -> None:
        """Blocks of an earlier run are still good: objects never change under their key."""
        found = [path for path in self._folder.glob("*/*") if path.is_file()]
        dated = sorted((path.stat().st_mtime, path) for path in found)
        for _, path in dated:
            if path.name.endswith(".part"):
                path.unlink(missing_ok=True)
                continue
            size = path.stat().st_size
            self._sizes[f"{path.parent.name}/{path.name}"] = size
            self._total += size


def _home(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40] + "/"


def _name(key: str, block: int) -> str:
    return f"{_home(key)}{block:08x}"


def _store(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True, mode=0o700)
    draft = path.with_name(f"{uuid4().hex}.part")
    draft.write_bytes(data)
    draft.replace(path)
