"""Packages and what processing answers, put into the shapes of the wire."""

from typing import Any, Final

import msgspec
from msgspec import structs

from api import wire
from api.v1.packages.shapes import (
    Finding,
    Package,
    PackageFields,
    PackageMetadata,
    PackageProblem,
)
from models import package as models
from scorm.packaging.findings import Report
from services.packages import describing, manifests
from services.packages.catalogue import Entry, Shelved

CONTENT = "/content"
API_CONTENT = "/api/v1/content"


def present(entry: Shelved | Entry, base_url: str) -> Package:
    package, revision = entry.package, entry.revision
    head = manifests.load_head(revision.head or revision.manifest) if revision else None
    duration = package.duration or (head.duration if head else None) or None
    own = _of_revision(package, revision, base_url)
    return Package(
        **own,
        id=str(package.id),
        package_id=str(package.id),
        tenant_id=str(package.tenant_id),
        title=package.title,
        current_revision=package.current_revision,
        content_type="scorm",
        status=package.status.value,
        error=msgspec.convert(package.error, PackageProblem) if package.error else None,
        metadata=_metadata(revision, head) if revision and head else None,
        description=package.description or (head.description if head else None) or None,
        duration=duration,
        duration_seconds=describing.seconds(duration),
        tags=package.tags,
        custom_metadata=package.custom_metadata,
        session_count=entry.sessions if isinstance(entry, Entry) else None,
        revision_count=entry.revisions if isinstance(entry, Entry) else None,
        created_at=wire.stamp(package.created_at),
        updated_at=wire.stamp(package.updated_at),
    )


_UNTOLD: Final[dict[str, Any]] = dict.fromkeys(
    [
        *("version", "scorm_version", "edition", "strict", "launch_url", "manifest_url"),
        *("storage_path", "file_size_bytes", "original_filename", "uploaded_by", "integrity"),
    ]
)


def _of_revision(
    package: models.Package, revision: models.Revision | None, base_url: str
) -> dict[str, Any]:
    if revision is None:
        return {**_UNTOLD, "corrupt_paths": []}
    files = f"{base_url}{CONTENT}/{package.id}"
    return {
        "version": revision.edition.version,
        "scorm_version": revision.edition.version,
        "edition": str(revision.edition),
        "strict": revision.strict,
        "launch_url": f"{files}/{revision.launch_href}",
        "manifest_url": f"{files}/imsmanifest.xml",
        "storage_path": revision.storage_key,
        "file_size_bytes": revision.file_size_bytes,
        "original_filename": revision.original_filename,
        "uploaded_by": revision.uploaded_by,
        "integrity": revision.integrity.value,
        "corrupt_paths": revision.corrupt_paths,
    }


def _metadata(revision: models.Revision, head: manifests.Head) -> PackageMetadata:
    return PackageMetadata(
        description=head.description or None,
        sco_count=revision.sco_count,
        identifier=revision.identifier,
        schema=head.schema,
        schemaversion=head.schema_version,
    )


def pick(package: Package, fields: str | None) -> Any:
    """Only the named fields; names that do not exist are passed over."""
    whole = structs.asdict(package)
    wanted = {name.strip() for name in fields.split(",")} if fields else whole.keys()
    counts = ("session_count", "revision_count")
    return PackageFields(
        **{name: whole[name] for name in whole if name in wanted and name not in counts}
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
