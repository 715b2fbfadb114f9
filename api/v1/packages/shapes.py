"""Packages as they look on the wire."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, defstruct
from msgspec.structs import fields

from api.paging import Pagination, Paging

Name = Annotated[str, Meta(max_length=255)]
Text = Annotated[str, Meta(max_length=10_000)]
GivenFilename = Annotated[str, Meta(min_length=1, max_length=1024)]
_ZIP = {"format": "binary", "contentMediaType": "application/zip"}
UploadedBy = Annotated[Name | None, Meta(description="Whoever uploads, in your own words.")]
ClaimedTenant = Annotated[str | None, Meta(description="Your own tenant; any other is refused.")]
StoragePath = Annotated[str, Meta(min_length=1, description="As answered by upload-url.")]


class PackageMetadata(Struct, kw_only=True):
    """What the manifest says."""

    description: str | None
    sco_count: int
    identifier: str
    schema: str
    schemaversion: str


Strict = Annotated[
    bool,
    Meta(
        description="Whether calls of the course are held to the letter of the standard. Courses "
        "in the wild exceed its limits, so without it they are kept and noted instead."
    ),
]


class Package(Struct, kw_only=True):
    """A course with its current revision."""

    id: str
    package_id: Annotated[str, Meta(description="The same as id.")]
    tenant_id: str
    title: str
    version: Annotated[Literal["1.2", "2004"], Meta(description="The version of SCORM.")]
    scorm_version: Annotated[Literal["1.2", "2004"], Meta(description="The same as version.")]
    edition: Annotated[str, Meta(description="For instance 2004 4th Edition.")]
    current_revision: int
    strict: Strict
    launch_url: Annotated[
        str, Meta(description="Names the entry page. To play, use the launch endpoint.")
    ]
    manifest_url: str
    storage_path: str
    file_size_bytes: int
    original_filename: str
    uploaded_by: str
    content_type: Literal["scorm"]
    status: Literal["ready"]
    integrity: Annotated[
        Literal["pending", "verified", "corrupt"],
        Meta(description="Outcome of the check of every file, made after processing."),
    ]
    corrupt_paths: Annotated[list[str], Meta(description="Files that did not pass this check.")]
    metadata: PackageMetadata
    description: str | None
    duration: str | None
    tags: list[str]
    custom_metadata: dict[str, Any]
    created_at: str
    updated_at: str


# With ?fields=… a client gets the named fields only, so none is certain.
PackageFields = defstruct(
    "PackageFields",
    [(one.name, one.type | UnsetType, UNSET) for one in fields(Package)],
    namespace={"__doc__": "A package, or those of its fields that were asked for."},
    module=__name__,
)


class PackageQuery(Paging, kw_only=True):
    """Which packages, and how much of each."""

    fields: Annotated[
        str | None, Meta(description="Names of fields, separated by commas; others are left out.")
    ] = None


class PackageList(Struct):
    """Packages, newest first."""

    packages: list[PackageFields]  # pyright: ignore[reportInvalidTypeForm]
    count: Annotated[int, Meta(description="All packages of the tenant.")]
    pagination: Pagination


class PackageUpdate(Struct, kw_only=True):
    """What to change; null clears a field, and what is left out stays as it is."""

    description: Text | UnsetType | None = UNSET
    duration: Annotated[
        Name | UnsetType | None, Meta(description="In your own words, for instance 45m.")
    ] = UNSET
    tags: Annotated[list[Name], Meta(max_length=100)] | UnsetType = UNSET
    custom_metadata: dict[str, Any] | UnsetType = UNSET
    tenant_id: ClaimedTenant = None


class PackageVersion(Struct, kw_only=True):
    """One revision of a package."""

    revision: int
    version: Literal["1.2", "2004"]
    title: str
    file_size_bytes: int
    original_filename: str
    uploaded_by: str
    storage_path: str
    launch_url: str
    created_at: str
    is_current: bool


class PackageVersions(Struct, kw_only=True):
    """All revisions of a package, newest first."""

    package_id: str
    current_revision: int
    versions: list[PackageVersion]
    count: int


class TenantQuery(Struct, kw_only=True):
    """Whose package it is."""

    tenant_id: ClaimedTenant = None


class PackageDeleted(Struct, kw_only=True):
    """The package and all its sessions are gone."""

    package_id: str
    success: bool = True


class Finding(Struct, kw_only=True):
    """Something worth knowing about an uploaded course."""

    severity: Literal["error", "warning", "info", "repair"]
    rule: str
    message: str
    advice: str
    file: str | None
    line: int | None


class RevisionQuery(Struct, kw_only=True):
    """Which revision."""

    revision: Annotated[int, Meta(ge=1, le=2**31 - 1)] | None = None
    tenant_id: ClaimedTenant = None


class PackageReport(Struct, kw_only=True):
    """What the validation of the current revision found."""

    package_id: str
    revision: int
    findings: list[Finding]
