"""Package archives that are being played from: where each file begins, and its media made ready."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from scorm.packaging.errors import PackageError
from scorm.packaging.index import DEFLATED, ArchiveIndex, Entry
from scorm.packaging.local_headers import placed
from services.errors import EntryDamaged, ObjectNotFound
from services.packages.entry_bytes import Inflated, Plain
from services.packages.grants import Grant
from services.storage.store import ContentStore

# Files that browsers seek in, so that byte ranges of them must be cheap.
_MEDIA = re.compile(
    r".*\.(3gp|aac|aiff?|avi|f4[av]|flac|flv|m4[abv]|midi?|mk[av]|mov|mp[34]|mpe?g|mpga"
    r"|og[agv]|opus|ts|wav|web[am]|wm[av])",
    re.IGNORECASE | re.DOTALL,
)

_LOCAL_HEADER = 30
# Most names and extra fields fit, so one read finds where the bytes of a file begin.
_HEADER_GUESS = _LOCAL_HEADER + 160
_FILES_AT_HAND = 300_000

LoadIndex = Callable[[UUID, UUID], Awaitable[ArchiveIndex]]


class Archive:
    """One package archive; ``memory`` is room for what a front door works out per file."""

    def __init__(self, store: ContentStore, key: str, size: int, index: ArchiveIndex) -> None:
        self.store = store
        self.key = key
        self.index = index
        self.memory: dict[Any, Any] = {}
        self._size = size
        self._offsets: dict[str, int] = {}

    async def packed(self, entry: Entry) -> Plain:
        """The bytes of a file as they lie in the archive; raises EntryDamaged."""
        offset = entry.data_offset
        if offset is None:
            offset = self._offsets.get(entry.path)
        if offset is None:
            offset = self._offsets[entry.path] = await self._find(entry)
        if offset + entry.compressed_size > self._size:
            raise EntryDamaged
        return Plain(self.store, self.key, offset, entry.compressed_size)

    async def _find(self, entry: Entry) -> int:
        header = await self.store.read(self.key, entry.offset, _HEADER_GUESS)
        if len(header) >= _LOCAL_HEADER:
            names = int.from_bytes(header[26:28], "little") + int.from_bytes(
                header[28:30], "little"
            )
            if _LOCAL_HEADER + names > len(header):
                header = await self.store.read(self.key, entry.offset, _LOCAL_HEADER + names)
        try:
            offset = placed(lambda _, length: header[:length], entry).data_offset
        except PackageError as problem:
            raise EntryDamaged from problem
        if offset is None:
            raise EntryDamaged
        return offset


class Archives:
    """The archives in play, bounded by the number of files that their indexes name."""

    def __init__(
        self, store: ContentStore, load_index: LoadIndex, limit: int = _FILES_AT_HAND
    ) -> None:
        self._store = store
        self._load_index = load_index
        self._limit = limit
        self._held: OrderedDict[tuple[UUID, UUID], Archive] = OrderedDict()
        self._files = 0
        self._coming: dict[tuple[UUID, UUID], asyncio.Task[Archive]] = {}

    async def open(self, grant: Grant) -> Archive:
        revision = (grant.tenant_id, grant.revision_id)
        known = self._held.get(revision)
        if known is not None:
            self._held.move_to_end(revision)
            return known
        coming = self._coming.get(revision)
        if coming is None:
            coming = self._coming[revision] = asyncio.create_task(self._obtain(grant))
            coming.add_done_callback(lambda done: self._arrived(revision, done))
        return await asyncio.shield(coming)

    def _arrived(self, revision: tuple[UUID, UUID], done: asyncio.Task[Archive]) -> None:
        self._coming.pop(revision, None)
        if not done.cancelled():
            # Whoever waits gets the failure; the one who asked first may have gone away.
            done.exception()

    async def _obtain(self, grant: Grant) -> Archive:
        index = await self._load_index(grant.tenant_id, grant.revision_id)
        archive = Archive(self._store, grant.key, grant.size, index)
        self._held[grant.tenant_id, grant.revision_id] = archive
        self._files += len(index)
        while self._files > self._limit and len(self._held) > 1:
            _, dropped = self._held.popitem(last=False)
            self._files -= len(dropped.index)
        return archive


def is_media(path: str) -> bool:
    return _MEDIA.fullmatch(path) is not None


def packed_media(index: ArchiveIndex) -> list[Entry]:
    """The audio and video that a packer has deflated, in the order of the archive."""
    return [
        entry for entry in index.in_order() if entry.method == DEFLATED and is_media(entry.path)
    ]


async def inflate_media(
    store: ContentStore, key: str, index: ArchiveIndex, tenant_id: UUID, revision_id: UUID
) -> dict[str, str]:
    """Side objects of plain bytes, by path; a damaged file gets none.

    Safe to repeat: the same file gets the same key each time.
    """
    stored = await store.stat(key)
    if stored is None:
        raise ObjectNotFound
    archive = Archive(store, key, stored.size, index)
    home = f"tenants/{tenant_id}/revisions/{revision_id}/media"
    made: dict[str, str] = {}
    for number, entry in enumerate(packed_media(index)):
        side = f"{home}/{number}"
        try:
            plain = Inflated(await archive.packed(entry), entry)
            await store.write(side, plain.stream(0, plain.size), limit=entry.size)
        except EntryDamaged:
            continue
        made[entry.path] = side
    return made
