"""Uploads: where one archive may be put, and what is known of it once it lies there."""

import re
from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from models.package import Upload, UploadStatus
from services import database
from services.errors import (
    FileTooLarge,
    Invalid,
    InvalidFileType,
    MissingFile,
    Refusal,
    UploadNotFound,
)
from services.storage.store import ContentStore, Presigned, Stored, is_key

LINK_SECONDS = 3600
CONTENT_TYPE = "application/zip"
LONGEST_NAME = 255
LONGEST_PATH = 500
ABANDONED_AFTER = timedelta(days=1)
COLLECTED_AT_ONCE = 100
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Announced:
    """What a client says of the file it is about to send."""

    filename: str
    file_size: int
    uploaded_by: str


@dataclass(frozen=True, slots=True)
class Issued:
    upload: Upload
    link: Presigned


def clean_filename(given: str) -> str:
    """The bare name of a ZIP file; raises InvalidFileType for any other kind."""
    bare = re.split(r"[/\\]", _UNPRINTABLE.sub("", given))[-1].strip()
    if not bare.lower().endswith(".zip"):
        raise InvalidFileType("Invalid file type: the filename must end in .zip.")
    return bare if len(bare) <= LONGEST_NAME else bare[: LONGEST_NAME - 4] + ".zip"


async def issue(
    tenant_id: UUID, announced: Announced, store: ContentStore, limit: int, now: datetime
) -> Issued:
    """A link under which exactly the announced bytes can be stored, once."""
    if announced.file_size > limit:
        raise FileTooLarge(limit=limit)
    upload = _ticket(tenant_id, announced, now)
    link = await store.presign_put(
        upload.storage_key, announced.file_size, CONTENT_TYPE, LINK_SECONDS
    )
    async with database.tenant_scope(tenant_id):
        await upload.save()
    return Issued(upload, link)


async def receive(
    tenant_id: UUID,
    announced: Announced,
    chunks: AsyncIterable[bytes],
    store: ContentStore,
    now: datetime,
) -> Upload:
    """An upload whose bytes come with the request: at most as many as announced."""
    upload = _ticket(tenant_id, announced, now)
    # The row comes first: whatever breaks off from here on is found and collected by it.
    async with database.tenant_scope(tenant_id):
        await upload.save()
    try:
        kept = await store.write(upload.storage_key, chunks, announced.file_size)
    except Refusal:
        await forget(upload, store)
        raise
    upload.file_size = kept.size
    async with database.tenant_scope(tenant_id):
        await upload.save(update_fields=["file_size"])
    return upload


async def find(tenant_id: UUID, storage_path: str) -> Upload:
    """Raises UploadNotFound, also for another tenant's path."""
    if len(storage_path) > LONGEST_PATH or not is_key(storage_path):
        raise UploadNotFound
    async with database.tenant_scope(tenant_id):
        found = await Upload.get_or_none(tenant_id=tenant_id, storage_key=storage_path)
    if found is None:
        raise UploadNotFound
    return found


async def stored(upload: Upload, store: ContentStore) -> Stored:
    """Raises MissingFile before the file was put, Invalid when it is not the announced one."""
    present = await store.stat(upload.storage_key)
    if present is None:
        raise MissingFile(
            "No file was stored under this storage_path yet: PUT it to presigned_url first.",
            reason="NOT_UPLOADED",
        )
    if present.size != upload.file_size:
        raise Invalid.field(
            "file_size", f"{upload.file_size} bytes were announced, {present.size} are stored"
        )
    return present


async def forget(upload: Upload, store: ContentStore) -> None:
    """Unless a package was made of it: then the file is that package's."""
    async with database.tenant_scope(upload.tenant_id):
        own = Upload.filter(tenant_id=upload.tenant_id, id=upload.id)
        gone = await own.exclude(status=UploadStatus.COMPLETED).delete()
    if gone:
        await store.delete(upload.storage_key)


async def collect(tenant_id: UUID, store: ContentStore, now: datetime) -> int:
    """Forget what nobody processed within a day of its link's end; how many there were."""
    async with database.tenant_scope(tenant_id):
        over = Upload.filter(tenant_id=tenant_id, expires_at__lt=now - ABANDONED_AFTER).exclude(
            status=UploadStatus.COMPLETED
        )
        abandoned = await over.limit(COLLECTED_AT_ONCE)
    for upload in abandoned:
        await forget(upload, store)
    return len(abandoned)


def _ticket(tenant_id: UUID, announced: Announced, now: datetime) -> Upload:
    upload_id = uuid4()
    return Upload(
        id=upload_id,
        tenant_id=tenant_id,
        storage_key=f"tenants/{tenant_id}/uploads/{upload_id}.zip",
        filename=clean_filename(announced.filename),
        file_size=announced.file_size,
        uploaded_by=announced.uploaded_by,
        expires_at=now + timedelta(seconds=LINK_SECONDS),
    )
