"""From an uploaded archive to a package that can be launched, exactly once per upload."""

from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.package import Integrity, Package, Revision, RevisionIndex, Upload, UploadStatus
from scorm.packaging.index import dump, load
from scorm.packaging.manifest import Manifest
from services import database, jobs
from services.database import Connection
from services.errors import BadPackage, Conflict, PackageNotFound, UploadNotFound
from services.packages import archives, catalogue, ingest, manifests, uploads
from services.packages.catalogue import Shelved
from services.packages.ingest import Inspection
from services.packages.uploads import Announced
from services.storage.store import ContentStore, Stored

LONGEST_TITLE = 1000


@dataclass(frozen=True, slots=True)
class Order:
    """What shall be made of an upload; empty texts leave what the upload says."""

    storage_path: str
    package_id: str | None = None
    uploaded_by: str = ""
    original_filename: str = ""
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """An archive that comes with the request itself; ``limit`` is the most bytes it may have."""

    tenant_id: UUID
    filename: str
    uploaded_by: str
    limit: int = 10 * 1024**3


@dataclass(frozen=True, slots=True)
class Inspected:
    upload: Upload
    stored: Stored
    inspection: Inspection


@dataclass(frozen=True, slots=True)
class Processed:
    upload: Upload
    shelved: Shelved


async def validate(tenant_id: UUID, storage_path: str, store: ContentStore) -> Inspected:
    """What processing would find; changes nothing. Raises BadPackage, with the findings."""
    upload = await uploads.find(tenant_id, storage_path)
    return await _inspect(upload, store)


async def process(tenant_id: UUID, order: Order, store: ContentStore) -> Processed:
    """The package made of this upload; a repetition answers what the first time made."""
    upload = await uploads.find(tenant_id, order.storage_path)
    if upload.status is UploadStatus.COMPLETED:
        return await _made_before(upload, order)
    if order.package_id is not None:
        await catalogue.find(tenant_id, order.package_id)
    try:
        inspected = await _inspect(upload, store)
    except BadPackage:
        await _note_failure(upload)
        raise
    return await _settle(inspected, order)


async def import_archive(
    store: ContentStore, arrival: Arrival, chunks: AsyncIterable[bytes], now: datetime
) -> Package:
    """Receive and process in one go; nothing stays behind of an archive that is no course."""
    announced = Announced(arrival.filename, arrival.limit, arrival.uploaded_by)
    upload = await uploads.receive(arrival.tenant_id, announced, chunks, store, now)
    return (await process_received(upload, Order(upload.storage_key), store)).shelved.package


async def process_received(upload: Upload, order: Order, store: ContentStore) -> Processed:
    """Like process, but forgets an upload that nobody could ask for again."""
    try:
        return await process(upload.tenant_id, order, store)
    except (BadPackage, PackageNotFound):
        await uploads.forget(upload, store)
        raise


async def verify_archive(tenant_id: UUID, revision_id: UUID, store: ContentStore) -> None:
    """Check every file's CRC and make packed media ready; safe to repeat."""
    async with database.tenant_scope(tenant_id):
        revision = await Revision.get_or_none(tenant_id=tenant_id, id=revision_id)
        stored_index = await RevisionIndex.get_or_none(tenant_id=tenant_id, revision_id=revision_id)
    if revision is None or stored_index is None:
        return
    index = load(stored_index.body)
    corrupt = await ingest.verify_contents(
        store, revision.storage_key, revision.file_size_bytes, index
    )
    media = await archives.inflate_media(store, revision.storage_key, index, tenant_id, revision_id)
    async with database.tenant_scope(tenant_id):
        found = await Revision.filter(tenant_id=tenant_id, id=revision_id).update(
            integrity=Integrity.CORRUPT if corrupt else Integrity.VERIFIED,
            corrupt_paths=list(corrupt),
            media=media,
        )
    if not found:
        # The package was deleted meanwhile; its side objects go the same way.
        for key in media.values():
            await store.delete(key)


async def _inspect(upload: Upload, store: ContentStore) -> Inspected:
    stored = await uploads.stored(upload, store)
    inspection = await ingest.inspect(store, upload.storage_key, stored.size)
    return Inspected(upload, stored, inspection)


async def _settle(inspected: Inspected, order: Order) -> Processed:
    """Of parallel calls for one upload the first makes the package, the others find it made."""
    ticket = inspected.upload
    async with database.tenant_scope(ticket.tenant_id) as connection:
        upload = (
            await Upload.filter(tenant_id=ticket.tenant_id, id=ticket.id)
            .select_for_update()
            .get_or_none()
        )
        if upload is None:
            raise UploadNotFound
        if upload.status is not UploadStatus.COMPLETED:
            shelved = await _shelve(connection, upload, inspected, order)
            upload.status = UploadStatus.COMPLETED
            upload.package_id = shelved.package.id
            upload.revision = shelved.revision.number
            await upload.save(update_fields=["status", "package_id", "revision"])
            return Processed(upload, shelved)
    return await _made_before(upload, order)


async def _shelve(
    connection: Connection, upload: Upload, inspected: Inspected, order: Order
) -> Shelved:
    manifest = inspected.inspection.manifest
    package = await _package_for(upload.tenant_id, order, _title(manifest, upload))
    revision = await Revision.create(
        tenant_id=upload.tenant_id,
        package_id=package.id,
        number=package.current_revision,
        edition=manifest.edition,
        title=package.title,
        identifier=manifest.identifier,
        launch_href=manifest.launch_href or "",
        sco_count=manifest.sco_count,
        manifest=manifests.dump(manifest),
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


async def _package_for(tenant_id: UUID, order: Order, title: str) -> Package:
    """A new package, or the existing one moved on to its next revision."""
    if order.package_id is None:
        return await Package.create(tenant_id=tenant_id, title=title, current_revision=1)
    key = catalogue.package_key(order.package_id)
    package = await Package.filter(tenant_id=tenant_id, id=key).select_for_update().get_or_none()
    if package is None:
        raise PackageNotFound
    package.title = title
    package.current_revision += 1
    await package.save(update_fields=["title", "current_revision", "updated_at"])
    return package


async def _made_before(upload: Upload, order: Order) -> Processed:
    if order.package_id not in (None, str(upload.package_id)):
        raise Conflict(
            "This upload was already processed for another package.", reason="ALREADY_PROCESSED"
        )
    shelved = await catalogue.find(upload.tenant_id, str(upload.package_id), upload.revision)
    return Processed(upload, shelved)


async def _note_failure(upload: Upload) -> None:
    async with database.tenant_scope(upload.tenant_id):
        # Never over the success of a parallel call.
        await Upload.filter(
            tenant_id=upload.tenant_id, id=upload.id, status=UploadStatus.ISSUED
        ).update(status=UploadStatus.FAILED)


def _title(manifest: Manifest, upload: Upload) -> str:
    return (manifest.title or upload.filename.rpartition(".")[0])[:LONGEST_TITLE]
