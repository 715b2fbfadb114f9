"""Packages fetched from an address that a customer names."""

from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import unquote, urlsplit
from uuid import UUID

from models.package import Stage, Upload, UploadStatus
from services import database
from services.errors import FetchFailed, UploadNotFound
from services.outbound import targets
from services.packages import downloads, progress, shelving, uploads
from services.packages.downloads import Download, Source
from services.packages.progress import Progress
from services.packages.refusals import InvalidFileType
from services.packages.shelving import Order, Started
from services.packages.uploads import Announced
from services.quotas import quotas
from services.storage.store import ContentStore, Stored

JOB: Final = "import_upload"
UNNAMED: Final = "import.zip"
STARTS: Final = 3
_BEGUN_PERCENT: Final = 1
_FETCHED_PERCENT: Final = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address, and what shall be made of what lies there; the order's path stays empty."""

    url: str
    order: Order
    uploaded_by: str


async def start(tenant_id: UUID, wanted: Wanted, allow_private: bool, now: datetime) -> Started:
    """Raises Invalid for an address that is not ours to call, before anything is stored."""
    await targets.checked(wanted.url, allow_private)
    filename = wanted.order.original_filename or _filename(wanted.url)
    upload = uploads.ticket(tenant_id, Announced(filename, 0, wanted.uploaded_by), now)
    upload.source_url = wanted.url
    order = replace(wanted.order, storage_path=upload.storage_key)
    async with database.tenant_scope(tenant_id) as connection:
        await quotas.room(connection, tenant_id, now)
        await upload.save()
        return await shelving.start(connection, upload, order, JOB)


async def fetch(
    upload: Upload, store: ContentStore, limit: int, allow_private: bool, now: datetime
) -> None:
    """Put the bytes into the store, all or nothing; safe to repeat. Raises Refusals."""
    async with database.tenant_scope(upload.tenant_id) as connection:
        room = await quotas.room(connection, upload.tenant_id, now)
    most = limit if room is None else min(limit, room)
    # What an earlier try left half done in the store.
    await store.discard_parts(upload.storage_key)
    kept = await _stored(upload, store, Source(upload.source_url, most, allow_private), now)
    async with database.tenant_scope(upload.tenant_id) as connection:
        await quotas.admit_announcement(connection, upload.tenant_id, kept.size, now)
        found = await Upload.filter(
            tenant_id=upload.tenant_id, id=upload.id, status=UploadStatus.PROCESSING
        ).update(file_size=kept.size, bytes_received=kept.size, etag=kept.etag, source_url="")
    if not found:
        raise UploadNotFound


async def _stored(upload: Upload, store: ContentStore, source: Source, now: datetime) -> Stored:
    told = Progress(upload.tenant_id, upload.id, upload.percent)
    await told.reach(Stage.FETCHING, _BEGUN_PERCENT)

    async def tell(got: int, size: int) -> None:
        percent = progress.between(_BEGUN_PERCENT, _FETCHED_PERCENT, got, size) if size else 0
        await told.move(Stage.FETCHING, percent, got)

    for _ in range(STARTS):
        async with aclosing(Download(source, tell).chunks()) as chunks:
            try:
                return await uploads.take(upload, chunks, store, source.limit, now)
            except downloads.StartAgain:
                continue
    raise FetchFailed("The answer broke off, or was another one each time.", reason="BROKEN")


def _filename(url: str) -> str:
    try:
        return uploads.clean_filename(unquote(urlsplit(url).path))
    except InvalidFileType:
        return UNNAMED
