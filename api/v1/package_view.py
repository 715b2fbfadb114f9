"""Packages and what processing answers, put into the shapes of the wire."""

from typing import Any

import msgspec

from api import wire
from api.v1.package_shapes import (
    Finding,
    ManifestSummary,
    Package,
    PackageFields,
    PackageMetadata,
    PackageVersion,
    PackageVersions,
    ProcessedPackage,
    ProcessPackageResponse,
    UploadedPackage,
)
from models import package as models
from scorm.packaging.findings import Report
from scorm.packaging.manifest import Manifest
from services.packages import manifests
from services.packages.catalogue import Shelved
from services.packages.packages import Inspected, Processed

CONTENT = "/content"
API_CONTENT = "/api/v1/content"


def present(shelved: Shelved, base_url: str) -> Package:
    package, revision = shelved.package, shelved.revision
    head = manifests.load_head(revision.manifest)
    files = f"{base_url}{CONTENT}/{package.id}"
    return Package(
        id=str(package.id),
        package_id=str(package.id),
        tenant_id=str(package.tenant_id),
        title=package.title,
        version=revision.edition.version,  # pyright: ignore[reportArgumentType]
        scorm_version=revision.edition.version,  # pyright: ignore[reportArgumentType]
        edition=str(revision.edition),
        current_revision=package.current_revision,
        strict=revision.strict,
        launch_url=f"{files}/{revision.launch_href}",
        manifest_url=f"{files}/imsmanifest.xml",
        storage_path=revision.storage_key,
        file_size_bytes=revision.file_size_bytes,
        original_filename=revision.original_filename,
        uploaded_by=revision.uploaded_by,
        content_type="scorm",
        status="ready",
        integrity=revision.integrity.value,
        corrupt_paths=revision.corrupt_paths,
        metadata=PackageMetadata(
            description=head.description or None,
            sco_count=revision.sco_count,
            identifier=revision.identifier,
            schema=head.schema,
            schemaversion=head.schema_version,
        ),
        description=package.description or head.description or None,
        duration=package.duration or head.duration or None,
        tags=package.tags,
        custom_metadata=package.custom_metadata,
        created_at=wire.stamp(package.created_at),
        updated_at=wire.stamp(package.updated_at),
    )


def versions(
    package: models.Package, revisions: list[models.Revision], base_url: str
) -> PackageVersions:
    shown = [
        PackageVersion(
            revision=one.number,
            version=one.edition.version,  # pyright: ignore[reportArgumentType]
            title=one.title,
            file_size_bytes=one.file_size_bytes,
            original_filename=one.original_filename,
            uploaded_by=one.uploaded_by,
            storage_path=one.storage_key,
            launch_url=f"{base_url}{CONTENT}/{package.id}/{one.launch_href}",
            created_at=wire.stamp(one.created_at),
            is_current=one.number == package.current_revision,
        )
        for one in revisions
    ]
    return PackageVersions(
        package_id=str(package.id),
        current_revision=package.current_revision,
        versions=shown,
        count=len(shown),
    )


def pick(package: Package, fields: str | None) -> Any:
    """Only the named fields; names that do not exist are passed over."""
    whole: dict[str, Any] = msgspec.to_builtins(package)
    wanted = {name.strip() for name in fields.split(",")} if fields else whole.keys()
    return msgspec.convert(
        {name: value for name, value in whole.items() if name in wanted}, PackageFields
    )


def findings(report: Report) -> list[Finding]:
    return [
        Finding(
            severity=one.severity.value,
            rule=one.rule,
            message=one.message,
            advice=one.advice,
            file=one.file or None,
            line=one.line,
        )
        for one in report.findings
    ]


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
        version=package.version,
        launch_url=package.launch_url,
        manifest_url=package.manifest_url,
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
