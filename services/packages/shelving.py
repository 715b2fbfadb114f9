"""The transactions in which an upload becomes a package, or is noted as one that cannot."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from models.package import (
    Package,
    PackageStatus,
    Revision,
    RevisionIndex,
    Stage,
    Upload,
    UploadStatus,
)
from scorm.packaging.index import dump
from scorm.packaging.manifest import Manifest
from services import database, jobs
from services.database import Connection
from services.errors import Conflict, PackageNotFound, Refusal, UploadNotFound
from services.packages import catalogue, manifests, package_events, revisions
from services.packages.catalogue import Shelved
from services.packages.ingest import Inspection
from services.quotas import quotas
from services.storage.store import Stored

LONGEST_TITLE: Final = 1000
REGISTERED_PERCENT: Final = 10
# Nothing is under way, so whoever finds out that it is no package may say so.
IDLE: Final = (UploadStatus.ISSUED, UploadStatus.RECEIVED)


@dataclass(frozen=True, slots=True)
class Order:
    """What shall be made of an upload; empty texts leave what the upload says."""

    storage_path: str
    package_id: str | None = None
    uploaded_by: str = ""
    original_filename: str = ""
    strict: bool = False
    force_sessions_to_latest: bool = False


# What follows in the same transaction, for which this folder is too low.
After = Callable[[Connection, Shelved], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Inspected:
    upload: Upload
    stored: Stored
    inspection: Inspection


@dataclass(frozen=True, slots=True)
class Processed:
    upload: Upload
    shelved: Shelved


@dataclass(frozen=True, slots=True)
class Started:
    """Work that goes on in the background, or is done already."""

    upload: Upload
    package: Package


async def settle(
    inspected: Inspected, order: Order, now: datetime, after: After | None = None
) -> Processed:
    """Of parallel calls for one upload the first makes the package, the others find it made."""
    ticket = inspected.upload
    async with database.tenant_scope(ticket.tenant_id) as connection:
        upload = await _held(ticket)
        if upload.status is not UploadStatus.COMPLETED:
            _check_same_package(upload, order)
            shelved = await _shelve(connection, upload, inspected, order)
            upload.status = UploadStatus.COMPLETED
            upload.package_id = shelved.package.id
            upload.revision = shelved.revision.number
            upload.stage = Stage.VERIFYING
            upload.percent = max(upload.percent, REGISTERED_PERCENT)
            upload.bytes_received = inspected.stored.size
            upload.source_url, upload.wishes, upload.error = "", None, None
            await upload.save()
            await package_events.completed(
                connection, shelved.package, shelved.revision, upload, now
            )
            if after is not None and order.force_sessions_to_latest and upload.revision > 1:
                await after(connection, shelved)
            return Processed(upload, shelved)
    return await made_before(upload, order)


async def made_before(upload: Upload, order: Order) -> Processed:
    if order.package_id not in (None, str(upload.package_id)):
        raise Conflict(
            "This upload was already processed for another package.", reason="ALREADY_PROCESSED"
        )
    shelved = await catalogue.find(upload.tenant_id, str(upload.package_id), upload.revision)
    return Processed(upload, shelved)


async def start(connection: Connection, upload: Upload, order: Order, job: str) -> Started:
    """Reserve the package and enqueue the work, in the transaction that holds the upload."""
    package = await _reserved(connection, upload, order)
    upload.status = UploadStatus.PROCESSING
    upload.package_id = package.id
    upload.wishes = asdict(order)
    upload.stage, upload.percent, upload.tries, upload.error = Stage.WAITING, 0, 0, None
    await upload.save()
    await jobs.enqueue(
        connection, job, {"tenant_id": str(upload.tenant_id), "upload_id": str(upload.id)}
    )
    return Started(upload, package)


async def begin(ticket: Upload, order: Order, job: str) -> Started:
    """Like start; work that is under way or done is not begun again."""
    async with database.tenant_scope(ticket.tenant_id) as connection:
        upload = await _held(ticket)
        if upload.status not in (UploadStatus.PROCESSING, UploadStatus.COMPLETED):
            return await start(connection, upload, order, job)
        _check_same_package(upload, order)
        package = await Package.get(tenant_id=upload.tenant_id, id=upload.package_id)
        return Started(upload, package)


async def fail(
    ticket: Upload, problem: Refusal, now: datetime, expected: tuple[UploadStatus, ...]
) -> None:
    """Note why, and tell; never over the success or the work of somebody else."""
    async with database.tenant_scope(ticket.tenant_id) as connection:
        own = Upload.filter(tenant_id=ticket.tenant_id, id=ticket.id, status__in=expected)
        upload = await own.select_for_update().get_or_none()
        if upload is None:
            return
        upload.status = UploadStatus.FAILED
        upload.error = described(problem)
        upload.source_url = ""
        await upload.save()
        # What has a revision already stays as it is.
        await Package.filter(
            tenant_id=upload.tenant_id, id=upload.package_id, current_revision=0
        ).update(status=PackageStatus.FAILED, error=upload.error, updated_at=now)
        await package_events.failed(connection, upload, now)


def described(problem: Refusal) -> dict[str, Any]:
    return {"code": problem.code, "message": str(problem), "details": problem.details}


async def _held(ticket: Upload) -> Upload:
    """Nobody else changes it until the transaction ends."""
    own = Upload.filter(tenant_id=ticket.tenant_id, id=ticket.id)
    upload = await own.select_for_update().get_or_none()
    if upload is None or upload.status is UploadStatus.ABORTED:
        raise UploadNotFound
    return upload


def _check_same_package(upload: Upload, order: Order) -> None:
    under_way = upload.status in (UploadStatus.PROCESSING, UploadStatus.COMPLETED)
    if under_way and order.package_id not in (None, str(upload.package_id)):
        raise Conflict(
            "This upload is being processed for another package.", reason="ALREADY_PROCESSED"
        )


async def _shelve(
    connection: Connection, upload: Upload, inspected: Inspected, order: Order
) -> Shelved:
    manifest = inspected.inspection.manifest
    title, text = _title(manifest, upload), manifests.dump(manifest)
    package = await _package_for(connection, upload, order, title)
    await quotas.admit_archive(connection, upload.tenant_id, inspected.stored.size)
    revision = await Revision.create(
        tenant_id=upload.tenant_id,
        package_id=package.id,
        number=package.current_revision,
        edition=manifest.edition,
        title=title,
        identifier=manifest.identifier,
        launch_href=manifest.launch_href or "",
        sco_count=manifest.sco_count,
        manifest=text,
        head=manifests.head_text(text),
        strict=order.strict,
        report=manifests.dump(inspected.inspection.report),
        storage_key=upload.storage_key,
        file_size_bytes=inspected.stored.size,
        etag=inspected.stored.etag,
        original_filename=order.original_filename or upload.filename,
        uploaded_by=order.uploaded_by or upload.uploaded_by,
    )
    await RevisionIndex.create(
        tenant_id=upload.tenant_id,
        revision_id=revision.id,
        body=dump(inspected.inspection.index),
    )
    wanted = {"tenant_id": str(upload.tenant_id), "revision_id": str(revision.id)}
    await jobs.enqueue(connection, "verify_archive", wanted)
    return Shelved(package, revision)


async def _package_for(connection: Connection, upload: Upload, order: Order, title: str) -> Package:
    """A new package, the one reserved, or an existing one moved on to its next revision."""
    package = await _named(upload, order)
    if package is None:
        await quotas.admit_package(connection, upload.tenant_id)
        return await Package.create(tenant_id=upload.tenant_id, title=title, current_revision=1)
    package.title = await revisions.title_with(package, title)
    package.current_revision = await revisions.next_number(package)
    package.status, package.error = PackageStatus.READY, None
    await package.save(update_fields=["title", "current_revision", "status", "error", "updated_at"])
    return package


async def _reserved(connection: Connection, upload: Upload, order: Order) -> Package:
    """The package that the work is for; a new one waits without a revision."""
    package = await _named(upload, order)
    title = _stem(order.original_filename or upload.filename)
    if package is None:
        await quotas.admit_package(connection, upload.tenant_id)
        return await Package.create(
            tenant_id=upload.tenant_id,
            title=title,
            current_revision=0,
            status=PackageStatus.PROCESSING,
        )
    if package.current_revision == 0:
        package.status, package.error = PackageStatus.PROCESSING, None
        await package.save(update_fields=["status", "error", "updated_at"])
    return package


async def _named(upload: Upload, order: Order) -> Package | None:
    """The package of the order, else the one that an earlier try for this upload reserved."""
    own = Package.filter(tenant_id=upload.tenant_id).select_for_update()
    if order.package_id is not None:
        package = await own.get_or_none(id=catalogue.package_key(order.package_id))
        if package is None:
            raise PackageNotFound
        return package
    if upload.package_id is None:
        return None
    if upload.status is UploadStatus.PROCESSING:
        return await own.get_or_none(id=upload.package_id)
    return await own.get_or_none(id=upload.package_id, current_revision=0)


def _title(manifest: Manifest, upload: Upload) -> str:
    return (manifest.title or _stem(upload.filename))[:LONGEST_TITLE]


def _stem(filename: str) -> str:
    return filename.rpartition(".")[0]
