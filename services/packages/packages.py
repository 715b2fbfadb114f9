"""From an uploaded archive to a package that can be launched, exactly once per upload."""

from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from models.package import (
    Integrity,
    Package,
    Revision,
    RevisionIndex,
    Stage,
    Upload,
    UploadStatus,
)
from scorm.packaging.index import load
from services import database
from services.errors import PackageNotFound, QuotaExceeded
from services.packages import archives, catalogue, ingest, progress, shelving, uploads
from services.packages.progress import Progress
from services.packages.refusals import BadPackage
from services.packages.shelving import After, Inspected, Order, Processed
from services.packages.uploads import Announced
from services.storage.store import ContentStore

# Making media ready follows the last byte checked.
_CHECKED_PERCENT: Final = 99


@dataclass(frozen=True, slots=True)
class Arrival:
    """An archive that comes with the request itself; ``limit`` is the most bytes it may have."""

    tenant_id: UUID
    filename: str
    uploaded_by: str
    limit: int = 10 * 1024**3


async def validate(tenant_id: UUID, storage_path: str, store: ContentStore) -> Inspected:
    """What processing would find; changes nothing. Raises BadPackage, with the findings."""
    upload = await uploads.find(tenant_id, storage_path)
    return await inspect(upload, store)


async def process(
    tenant_id: UUID,
    order: Order,
    store: ContentStore,
    now: datetime,
    after: After | None = None,
) -> Processed:
    """The package made of this upload; a repetition answers what the first time made."""
    upload = await uploads.find(tenant_id, order.storage_path)
    if upload.status is UploadStatus.COMPLETED:
        return await shelving.made_before(upload, order)
    if order.package_id is not None:
        await catalogue.check_known(tenant_id, order.package_id)
    try:
        inspected = await inspect(upload, store)
    except BadPackage as problem:
        await shelving.fail(upload, problem, now, shelving.IDLE)
        raise
    return await shelving.settle(inspected, order, now, after)


async def import_archive(
    store: ContentStore, arrival: Arrival, chunks: AsyncIterable[bytes], now: datetime
) -> Package:
    """Receive and process in one go; nothing stays behind of an archive that is no course."""
    announced = Announced(arrival.filename, arrival.limit, arrival.uploaded_by)
    upload = await uploads.receive(arrival.tenant_id, announced, chunks, store, now)
    done = await process_received(upload, Order(upload.storage_key), store, now)
    return done.shelved.package


async def process_received(
    upload: Upload, order: Order, store: ContentStore, now: datetime
) -> Processed:
    """Like process, but forgets an upload that nobody could ask for again."""
    try:
        return await process(upload.tenant_id, order, store, now)
    except (BadPackage, PackageNotFound, QuotaExceeded):
        await uploads.forget(upload, store)
        raise


async def inspect(upload: Upload, store: ContentStore) -> Inspected:
    """Raises BadPackage, and whatever ``uploads.stored`` refuses."""
    stored = await uploads.stored(upload, store)
    inspection = await ingest.inspect(store, upload.storage_key, stored.size)
    return Inspected(upload, stored, inspection)


async def verify_archive(tenant_id: UUID, revision_id: UUID, store: ContentStore) -> None:
    """Check every file's CRC and make packed media ready; safe to repeat."""
    async with database.tenant_scope(tenant_id):
        revision = await Revision.get_or_none(tenant_id=tenant_id, id=revision_id)
        stored_index = await RevisionIndex.get_or_none(tenant_id=tenant_id, revision_id=revision_id)
    if revision is None or stored_index is None:
        return
    index = load(stored_index.body)
    told = await _progress_of(revision)
    corrupt = await ingest.verify_contents(
        store, revision.storage_key, revision.file_size_bytes, index, told
    )
    media = await archives.inflate_media(store, revision.storage_key, index, tenant_id, revision_id)
    async with database.tenant_scope(tenant_id):
        found = await Revision.filter(tenant_id=tenant_id, id=revision_id).update(
            integrity=Integrity.CORRUPT if corrupt else Integrity.VERIFIED,
            corrupt_paths=list(corrupt),
            media=media,
        )
    await told.finish()
    if not found:
        # The package was deleted meanwhile; its side objects go the same way.
        for key in media.values():
            await store.delete(key)


class _Checking:
    """Counts the bytes that were checked towards the end of an upload's progress."""

    def __init__(self, size: int, upload: Upload | None) -> None:
        self._size = size
        self._checked = 0
        self._start = upload.percent if upload else progress.DONE
        self._progress = Progress(upload.tenant_id, upload.id, upload.percent) if upload else None

    async def __call__(self, count: int) -> None:
        self._checked += count
        if self._progress is not None:
            percent = progress.between(self._start, _CHECKED_PERCENT, self._checked, self._size)
            await self._progress.move(Stage.VERIFYING, percent)

    async def finish(self) -> None:
        if self._progress is not None:
            await self._progress.reach(Stage.DONE, progress.DONE)


async def _progress_of(revision: Revision) -> _Checking:
    async with database.tenant_scope(revision.tenant_id):
        upload = await Upload.get_or_none(
            tenant_id=revision.tenant_id, storage_key=revision.storage_key
        )
    return _Checking(revision.file_size_bytes, upload)
