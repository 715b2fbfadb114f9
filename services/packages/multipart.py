"""Uploads in parts: begun, linked part by part, completed once, or given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from models.package import Upload, UploadStatus
from services import database
from services.errors import Conflict, FileTooLarge, Invalid, ObjectNotFound, Refusal, UploadNotFound
from services.packages import uploads
from services.packages.uploads import LINK_SECONDS, Announced
from services.quotas import quotas
from services.storage import parts
from services.storage.parts import LARGEST_PART, MOST_PARTS, SMALLEST_PART
from services.storage.store import ContentStore, Presigned, Stored

_GIVEN_UP: Final = "This upload was given up; begin a new one."


@dataclass(frozen=True, slots=True)
class Plan:
    """A file to come in parts of about ``part_size``."""

    announced: Announced
    part_size: int = SMALLEST_PART


@dataclass(frozen=True, slots=True)
class Listed:
    """The parts that make the file: number and etag of each, in any order."""

    upload_id: str
    etags: Sequence[tuple[int, str]]


def total_parts(upload: Upload) -> int | None:
    """How many parts there can be, where the size was announced."""
    return -(-upload.file_size // upload.part_size) if upload.file_size else None


async def begin(
    tenant_id: UUID, plan: Plan, store: ContentStore, limit: int, now: datetime
) -> Upload:
    """Raises FileTooLarge, InvalidFileType, Invalid, QuotaExceeded."""
    if plan.announced.file_size > limit:
        raise FileTooLarge(limit=limit)
    if not SMALLEST_PART <= plan.part_size <= LARGEST_PART:
        raise Invalid.field("part_size", f"choose from {SMALLEST_PART} to {LARGEST_PART} bytes")
    upload = uploads.ticket(tenant_id, plan.announced, now)
    upload.status = UploadStatus.RECEIVING
    upload.part_size = plan.part_size
    if (total_parts(upload) or 0) > MOST_PARTS:
        raise Invalid.field("part_size", f"makes more than {MOST_PARTS} parts")
    # The row comes first: by it the collector finds whatever breaks off from here on.
    async with database.tenant_scope(tenant_id) as connection:
        await quotas.admit_announcement(connection, tenant_id, upload.file_size, now)
        await upload.save()
    try:
        upload.parts = await store.begin_parts(upload.storage_key)
    except Refusal:
        await uploads.forget(upload, store)
        raise
    async with database.tenant_scope(tenant_id):
        await upload.save(update_fields=["parts", "updated_at"])
    return upload


async def part_link(
    tenant_id: UUID, upload_id: str, number: int, store: ContentStore, now: datetime
) -> Presigned:
    """Where to PUT one part; whoever asks for links is still at it."""
    upload = await _find(tenant_id, upload_id)
    if upload.status is not UploadStatus.RECEIVING:
        raise _over(upload)
    most = total_parts(upload) or MOST_PARTS
    if number > most:
        raise Invalid.field("part_number", f"this upload has {most} parts")
    async with database.tenant_scope(tenant_id):
        await Upload.filter(
            tenant_id=tenant_id, id=upload.id, status=UploadStatus.RECEIVING
        ).update(expires_at=now + timedelta(seconds=LINK_SECONDS), updated_at=now)
    return await store.presign_part(upload.storage_key, upload.parts, number, LINK_SECONDS)


async def complete(
    tenant_id: UUID, listed: Listed, store: ContentStore, limit: int, now: datetime
) -> Upload:
    """One file out of the parts; a repetition answers what the first time did.

    Raises Invalid, naming the part that is wrong, FileTooLarge, QuotaExceeded and Conflict.
    """
    upload = await _find(tenant_id, listed.upload_id)
    if upload.status is UploadStatus.ABORTED:
        raise _over(upload)
    if upload.status is not UploadStatus.RECEIVING:
        return upload
    stored = await _joined(upload, listed, store, limit)
    async with database.tenant_scope(tenant_id) as connection:
        if not upload.file_size:
            await quotas.admit_announcement(connection, tenant_id, stored.size, now)
        own = Upload.filter(tenant_id=tenant_id, id=upload.id)
        await own.filter(status=UploadStatus.RECEIVING).update(
            status=UploadStatus.RECEIVED,
            file_size=stored.size,
            bytes_received=stored.size,
            etag=stored.etag,
            part_count=len(listed.etags),
        )
        upload = await own.get()
    if upload.status is UploadStatus.ABORTED:
        await store.delete(upload.storage_key)
        raise _over(upload)
    return upload


async def abort(tenant_id: UUID, upload_id: str, store: ContentStore) -> None:
    """Raises Conflict once a package is made of it."""
    upload = await _find(tenant_id, upload_id)
    if not await uploads.give_up(upload, store):
        raise Conflict("This upload was processed already.", reason="ALREADY_PROCESSED")


async def _joined(upload: Upload, listed: Listed, store: ContentStore, limit: int) -> Stored:
    try:
        held = await store.parts(upload.storage_key, upload.parts)
    except ObjectNotFound:
        # Joined, but nobody lived to note it; or given up in this very moment.
        stored = await store.stat(upload.storage_key)
        if stored is None:
            raise Conflict(_GIVEN_UP, reason="ABORTED") from None
        return stored
    picked = parts.chosen(listed.etags, held)
    size = sum(part.size for part in picked)
    if size > limit:
        raise FileTooLarge(limit=limit)
    if upload.file_size and size != upload.file_size:
        raise Invalid.field(
            "parts", f"{upload.file_size} bytes were announced, the parts have {size}"
        )
    return await store.complete_parts(upload.storage_key, upload.parts, picked)


async def _find(tenant_id: UUID, upload_id: str) -> Upload:
    upload = await uploads.get(tenant_id, upload_id)
    if not upload.parts:
        raise UploadNotFound
    return upload


def _over(upload: Upload) -> Conflict:
    if upload.status is UploadStatus.ABORTED:
        return Conflict(_GIVEN_UP, reason="ABORTED")
    return Conflict("This upload is complete already.", reason="COMPLETE")
