"""Uploads on their way, put into the shapes of the wire."""

from typing import Any

from msgspec import UNSET

from api import wire
from api.v1.uploads.state_shapes import (
    MultipartCompleted,
    ProcessingPackage,
    ProcessingStarted,
    ReceivedPart,
    UploadProblem,
    UploadState,
)
from models.package import Upload, UploadStatus
from services.packages import multipart
from services.packages.shelving import Started
from services.packages.uploads import Known

UPLOADS = "/api/v1/packages/uploads"
Accepted = tuple[ProcessingStarted, int, dict[str, str]]


def state(known: Known, *, with_parts: bool) -> UploadState:
    upload = known.upload
    parts = [
        ReceivedPart(part_number=part.number, size=part.size, etag=f'"{part.etag}"')
        for part in known.parts
    ]
    return UploadState(
        upload_id=str(upload.id),
        status=upload.status.value,
        stage=upload.stage.value,
        percent=upload.percent,
        filename=upload.filename,
        uploaded_by=upload.uploaded_by,
        storage_path=upload.storage_key,
        file_size_bytes=upload.file_size or None,
        bytes_received=upload.bytes_received,
        part_size=upload.part_size or None,
        total_parts=multipart.total_parts(upload) if upload.parts else None,
        parts=parts if with_parts else UNSET,
        package_id=str(upload.package_id) if upload.package_id else None,
        revision=upload.revision,
        error=_problem(upload.error),
        expires_at=wire.stamp(upload.expires_at),
        created_at=wire.stamp(upload.created_at),
        updated_at=wire.stamp(upload.updated_at),
    )


def started(begun: Started) -> Accepted:
    """The whole answer 202."""
    upload, package = begun.upload, begun.package
    under_way = upload.status is UploadStatus.PROCESSING
    answer = ProcessingStarted(
        upload_id=str(upload.id),
        status=upload.status.value,
        storage_path=upload.storage_key,
        file_size_bytes=upload.file_size or None,
        package_id=str(package.id),
        package=ProcessingPackage(
            id=str(package.id),
            package_id=str(package.id),
            status="processing" if under_way else package.status.value,
            title=package.title,
            current_revision=package.current_revision,
        ),
    )
    return answer, 202, {"Location": f"{UPLOADS}/{upload.id}"}


def completed(upload: Upload) -> MultipartCompleted:
    return MultipartCompleted(
        upload_id=str(upload.id),
        storage_path=upload.storage_key,
        file_size_bytes=upload.file_size,
        etag=f'"{upload.etag}"',
        parts=upload.part_count,
    )


def _problem(error: dict[str, Any] | None) -> UploadProblem | None:
    if error is None:
        return None
    return UploadProblem(code=error["code"], message=error["message"], details=error["details"])
