"""Packages and what processing answers, put into the shapes of the wire."""

from typing import Any

import msgspec

from api import wire
from api.v1.packages.shapes import (
    Finding,
    Package,
    PackageFields,
    PackageMetadata,
    PackageVersion,
    PackageVersions,
)
from models import package as models
from scorm.packaging.findings import Report
from services.packages import manifests
from services.packages.catalogue import Shelved

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
