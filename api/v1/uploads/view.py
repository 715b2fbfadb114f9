"""What processing answers, put into the shapes of the wire."""

from api.v1.packages.view import API_CONTENT, findings, present
from api.v1.uploads.shapes import (
    ManifestSummary,
    ProcessedPackage,
    ProcessPackageResponse,
    UploadedPackage,
)
from scorm.packaging.manifest import Manifest
from services.packages import manifests
from services.packages.catalogue import Shelved
from services.packages.shelving import Inspected, Processed


def validated(inspected: Inspected) -> ProcessPackageResponse:
    inspection = inspected.inspection
    return ProcessPackageResponse(
        upload_id=str(inspected.upload.id),
        manifest=_summary(inspection.manifest),
        file_size_bytes=inspected.stored.size,
        storage_path=inspected.upload.storage_key,
        validation_only=True,
        report=findings(inspection.report),
    )


def processed(done: Processed) -> ProcessPackageResponse:
    revision = done.shelved.revision
    return ProcessPackageResponse(
        upload_id=str(done.upload.id),
        manifest=_summary(manifests.load(revision.manifest)),
        file_size_bytes=revision.file_size_bytes,
        storage_path=revision.storage_key,
        validation_only=False,
        report=findings(manifests.load_report(revision.report)),
        package_id=str(done.shelved.package.id),
        package=_processed_package(done.shelved),
    )


def uploaded(done: Processed, base_url: str) -> UploadedPackage:
    """The short answer of a direct upload, and all that process would have said."""
    answer = processed(done)
    package = present(done.shelved, base_url)
    return UploadedPackage(
        id=package.id,
        package_id=package.id,
        title=package.title,
        version=answer.manifest.version,
        launch_url=package.launch_url or "",
        manifest_url=package.manifest_url or "",
        current_revision=done.shelved.revision.number,
        upload_id=answer.upload_id,
        manifest=answer.manifest,
        file_size_bytes=answer.file_size_bytes,
        storage_path=answer.storage_path,
        validation_only=False,
        report=answer.report,
        package=_processed_package(done.shelved),
    )


def _processed_package(shelved: Shelved) -> ProcessedPackage:
    package, revision = shelved.package, shelved.revision
    return ProcessedPackage(
        id=str(package.id),
        package_id=str(package.id),
        title=revision.title,
        version=revision.edition.version,  # pyright: ignore[reportArgumentType]
        launch_url=f"{API_CONTENT}/{package.id}/{revision.launch_href}",
        current_revision=revision.number,
    )


def _summary(manifest: Manifest) -> ManifestSummary:
    return ManifestSummary(
        title=manifest.title,
        version=manifest.edition.version,  # pyright: ignore[reportArgumentType]
        launch_url=manifest.launch_href or "",
        sco_count=manifest.sco_count,
        description=manifest.description or None,
        duration=manifest.duration or None,
    )
