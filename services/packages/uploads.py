"""Uploads: where one archive may be put, and what is known of it once it lies there."""

import asyncio
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
    MissingFile,
    ObjectNotFound,
    Refusal,
    UploadNotFound,
)
from services.packages.refusals import InvalidFileType
from services.quotas import quotas
from services.storage.parts import Part
from services.storage.store import ContentStore, Presigned, Stored, is_key

LINK_SECONDS = 3600
CONTENT_TYPE = "application/zip"
LONGEST_NAME = 255
LONGEST_PATH = 500
ABANDONED_AFTER = timedelta(days=1)
COLLECTED_AT_ONCE = 100
KEPT = (UploadStatus.COMPLETED, UploadStatus.PROCESSING)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Announced:
    """What a client says of the file it is about to send; a size of 0 is none."""

    filename: str
    file_size: int
    uploaded_by: str


@dataclass(frozen=True, slots=True)
class Known:
    """An upload as it stands; ``parts`` are those that came, while more may come."""

    upload: Upload
    parts: tuple[Part, ...] = ()


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
    upload = ticket(tenant_id, announced, now)
    link = await store.presign_put(
        upload.storage_key, announced.file_size, CONTENT_TYPE, LINK_SECONDS
    )
    async with database.tenant_scope(tenant_id) as connection:
        await quotas.admit_announcement(connection, tenant_id, announced.file_size, now)
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
    upload = ticket(tenant_id, announced, now)
    upload.file_size = 0
    # The row comes first: whatever breaks off from here on is found and collected by it.
    async with database.tenant_scope(tenant_id) as connection:
        room = await quotas.room(connection, tenant_id, now)
        await upload.save()
    most = announced.file_size if room is None else min(announced.file_size, room)
    try:
        kept = await take(upload, chunks, store, most, now)
        async with database.tenant_scope(tenant_id) as connection:
            await quotas.admit_announcement(connection, tenant_id, kept.size, now)
            upload.file_size = upload.bytes_received = kept.size
            upload.status = UploadStatus.RECEIVED
            await upload.save()
    except Refusal:
        await forget(upload, store)
        raise
    return upload


async def take(
    upload: Upload, chunks: AsyncIterable[bytes], store: ContentStore, most: int, now: datetime
) -> Stored:
    """Raises QuotaExceeded where it is the plan that has no room for more, else FileTooLarge."""
    try:
        return await store.write(upload.storage_key, chunks, most)
    except FileTooLarge:
        async with database.tenant_scope(upload.tenant_id) as connection:
            await quotas.admit_announcement(connection, upload.tenant_id, most + 1, now)
        raise


async def find(tenant_id: UUID, storage_path: str) -> Upload:
    """Raises UploadNotFound, also for another tenant's path."""
    if len(storage_path) > LONGEST_PATH or not is_key(storage_path):
        raise UploadNotFound
    async with database.tenant_scope(tenant_id):
        found = await Upload.get_or_none(tenant_id=tenant_id, storage_key=storage_path)
    if found is None:
        raise UploadNotFound
    return found


async def read(tenant_id: UUID, upload_id: str, store: ContentStore) -> Known:
    """Raises UploadNotFound, also for another tenant's upload."""
    return await _looked_at(await get(tenant_id, upload_id), store)


async def get(tenant_id: UUID, upload_id: str) -> Upload:
    """Raises UploadNotFound."""
    try:
        key = UUID(upload_id)
    except ValueError as problem:
        raise UploadNotFound from problem
    async with database.tenant_scope(tenant_id):
        found = await Upload.get_or_none(tenant_id=tenant_id, id=key)
    if found is None or str(key) != upload_id.lower():
        raise UploadNotFound
    return found


async def page(
    tenant_id: UUID, status: UploadStatus | None, number: int, size: int, store: ContentStore
) -> tuple[list[Known], int]:
    """One page, newest first, and how many there are in all."""
    async with database.tenant_scope(tenant_id):
        wanted = Upload.filter(tenant_id=tenant_id)
        if status is not None:
            wanted = wanted.filter(status=status)
        total = await wanted.count()
        found = await wanted.order_by("-created_at", "id").offset((number - 1) * size).limit(size)
    return await asyncio.gather(*(_looked_at(upload, store) for upload in found)), total


async def stored(upload: Upload, store: ContentStore) -> Stored:
    """Raises MissingFile before the file was put, Invalid when it is not the announced one."""
    present = await store.stat(upload.storage_key)
    if present is None:
        raise MissingFile(
            "No file was stored under this storage_path yet: PUT it to presigned_url first.",
            reason="NOT_UPLOADED",
        )
    if upload.file_size and present.size != upload.file_size:
        raise Invalid.field(
            "file_size", f"{upload.file_size} bytes were announced, {present.size} are stored"
        )
    return present


async def forget(upload: Upload, store: ContentStore) -> None:
    """Unless a package was made of it, or is being made: then the file is that package's."""
    if await give_up(upload, store):
        async with database.tenant_scope(upload.tenant_id):
            await Upload.filter(
                tenant_id=upload.tenant_id, id=upload.id, status=UploadStatus.ABORTED
            ).delete()


async def give_up(upload: Upload, store: ContentStore) -> bool:
    """Its bytes go, its row stays: should we break off in between, both are found by it."""
    async with database.tenant_scope(upload.tenant_id):
        own = Upload.filter(tenant_id=upload.tenant_id, id=upload.id)
        given_up = await own.exclude(status__in=KEPT).update(status=UploadStatus.ABORTED)
    if given_up:
        await store.discard_parts(upload.storage_key)
        await store.delete(upload.storage_key)
    return bool(given_up)


async def collect(tenant_id: UUID, store: ContentStore, now: datetime) -> int:
    """Forget what nobody processed within a day of its link's end; how many there were."""
    async with database.tenant_scope(tenant_id):
        over = Upload.filter(tenant_id=tenant_id, expires_at__lt=now - ABANDONED_AFTER).exclude(
            status__in=KEPT
        )
        abandoned = await over.limit(COLLECTED_AT_ONCE)
    for upload in abandoned:
        await forget(upload, store)
    return len(abandoned)


def ticket(tenant_id: UUID, announced: Announced, now: datetime) -> Upload:
    """Not stored yet."""
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


async def _note_arrival(upload: Upload) -> None:
    async with database.tenant_scope(upload.tenant_id):
        own = Upload.filter(tenant_id=upload.tenant_id, id=upload.id)
        await own.filter(status=UploadStatus.ISSUED).update(
            status=upload.status, bytes_received=upload.bytes_received
        )


async def _looked_at(upload: Upload, store: ContentStore) -> Known:
    """What a client put straight into the store, only the store knows."""
    if upload.status is UploadStatus.ISSUED:
        present = await store.stat(upload.storage_key)
        if present is not None and present.size == upload.file_size:
            upload.status, upload.bytes_received = UploadStatus.RECEIVED, present.size
            await _note_arrival(upload)
    if upload.status is not UploadStatus.RECEIVING or not upload.parts:
        return Known(upload)
    try:
        held = await store.parts(upload.storage_key, upload.parts)
    except ObjectNotFound:
        return Known(upload)
    upload.bytes_received = sum(part.size for part in held)
    return Known(upload, tuple(held))
