"""What is told of a package: that it is ready, has a new revision, or could not be made."""

from datetime import datetime
from typing import Any

from models.package import Package, Revision, Upload
from services import events
from services.database import Connection
from services.events import NewEvent


async def completed(
    connection: Connection, package: Package, revision: Revision, upload: Upload, now: datetime
) -> None:
    """In the transaction that makes the revision."""
    told = [events.PACKAGE_COMPLETED]
    if revision.number > 1:
        told.append(events.PACKAGE_UPDATED)
    body = _ready(package, revision, upload)
    for kind in told:
        event = NewEvent(kind, f"{kind}:{revision.id}")
        await events.record_package(connection, package.tenant_id, event, body, now)


async def failed(connection: Connection, upload: Upload, now: datetime) -> None:
    """In the transaction that notes the failure; every new try may fail once more."""
    event = NewEvent(
        events.PACKAGE_FAILED, f"{events.PACKAGE_FAILED}:{upload.id}:{now.isoformat()}"
    )
    body = _failed(upload)
    await events.record_package(connection, upload.tenant_id, event, body, now)


def _ready(package: Package, revision: Revision, upload: Upload) -> dict[str, Any]:
    return {
        "id": package.id,
        "package_id": package.id,
        "tenant_id": package.tenant_id,
        "title": package.title,
        "version": revision.edition.version,
        "scorm_version": revision.edition.version,
        "current_revision": package.current_revision,
        "status": "ready",
        "error": None,
        "sco_count": revision.sco_count,
        "file_size_bytes": revision.file_size_bytes,
        **_origin(upload),
    }


def _failed(upload: Upload) -> dict[str, Any]:
    return {
        "id": upload.package_id,
        "package_id": upload.package_id,
        "tenant_id": upload.tenant_id,
        "status": "failed",
        "error": upload.error,
        **_origin(upload),
    }


def _origin(upload: Upload) -> dict[str, Any]:
    return {
        "upload_id": upload.id,
        "original_filename": upload.filename,
        "uploaded_by": upload.uploaded_by,
    }
