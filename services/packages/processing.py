"""Processing in the background: begun by a request, finished by whichever process lives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from models.package import Stage, Upload, UploadStatus
from services import database, jobs
from services.errors import Refusal, Unavailable
from services.packages import catalogue, importing, packages, shelving, uploads
from services.packages.ingest_workers import ProcessLost
from services.packages.progress import Progress
from services.packages.shelving import After, Order, Processed, Started
from services.storage.store import ContentStore

JOB: Final = "process_upload"
TRIES: Final = 5
# Nothing was heard of it for so long that its job must be gone.
SILENT: Final = timedelta(hours=1)
_CHECKING: Final = 2
_READING: Final = 6
# An archive that was fetched first has come further by then.
_AFTER_FETCHING: Final = 60


@dataclass(frozen=True, slots=True)
class Means:
    """What the work needs; ``clock`` because it may take hours.

    ``after`` moves the sessions of a package with a new revision, if that was ordered.
    """

    store: ContentStore
    limit: int
    allow_private: bool
    clock: Callable[[], datetime]
    after: After | None = None


async def start(tenant_id: UUID, order: Order, store: ContentStore) -> Started:
    """Begin, unless it was begun before. Raises what can be known without reading the file."""
    upload = await uploads.find(tenant_id, order.storage_path)
    if order.package_id is not None:
        await catalogue.check_known(tenant_id, order.package_id)
    if upload.status not in uploads.KEPT:
        await uploads.stored(upload, store)
    return await shelving.begin(upload, order, JOB)


async def run(tenant_id: UUID, upload_id: UUID, means: Means) -> Processed | None:
    """The whole work; safe to repeat from any point. None when there is nothing left to do.

    What may pass by itself is raised, so that it is tried again.
    """
    async with database.tenant_scope(tenant_id):
        upload = await Upload.get_or_none(
            tenant_id=tenant_id, id=upload_id, status=UploadStatus.PROCESSING
        )
    if upload is None:
        return None
    try:
        return await _process(upload, means)
    except (Unavailable, ProcessLost) as problem:
        if await _may_try_again(upload):
            raise
        refusal = problem if isinstance(problem, Refusal) else Unavailable()
        await shelving.fail(upload, refusal, means.clock(), (UploadStatus.PROCESSING,))
    except Refusal as problem:
        await shelving.fail(upload, problem, means.clock(), (UploadStatus.PROCESSING,))
    return None


async def wake(tenant_id: UUID, now: datetime) -> int:
    """Begin again what nobody works on any more, a few times; how many there were."""
    spent: list[Upload] = []
    async with database.tenant_scope(tenant_id) as connection:
        silent = await Upload.filter(
            tenant_id=tenant_id, status=UploadStatus.PROCESSING, updated_at__lt=now - SILENT
        ).select_for_update(skip_locked=True)
        for upload in silent:
            if upload.tries >= TRIES:
                spent.append(upload)
                continue
            upload.tries += 1
            payload = {"tenant_id": str(tenant_id), "upload_id": str(upload.id)}
            await jobs.enqueue(connection, importing.JOB if upload.source_url else JOB, payload)
            await upload.save(update_fields=["tries", "updated_at"])
    for upload in spent:
        await shelving.fail(upload, Unavailable(), now, (UploadStatus.PROCESSING,))
    return len(silent)


async def _process(upload: Upload, means: Means) -> Processed:
    if upload.source_url:
        await importing.fetch(upload, means.store, means.limit, means.allow_private, means.clock())
        upload = await uploads.get(upload.tenant_id, str(upload.id))
    floor = _AFTER_FETCHING if upload.percent >= _AFTER_FETCHING else 0
    told = Progress(upload.tenant_id, upload.id, upload.percent)
    await told.reach(Stage.CHECKING, floor + _CHECKING)
    inspected = await packages.inspect(upload, means.store)
    await told.reach(Stage.READING, floor + _READING)
    return await shelving.settle(inspected, order_of(upload), means.clock(), means.after)


def order_of(upload: Upload) -> Order:
    return Order(**(upload.wishes or {"storage_path": upload.storage_key}))


async def _may_try_again(upload: Upload) -> bool:
    async with database.tenant_scope(upload.tenant_id):
        own = Upload.filter(tenant_id=upload.tenant_id, id=upload.id)
        upload = await own.select_for_update().get()
        upload.tries += 1
        await upload.save(update_fields=["tries", "updated_at"])
    return upload.tries < TRIES
