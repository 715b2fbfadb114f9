"""Packages as they look on the wire."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, defstruct
from msgspec.structs import fields

from api.paging import Pagination, Paging
from api.sorting import GivenOrder, either_way
from services.packages.listing import SORTS

Name = Annotated[str, Meta(max_length=255)]
Text = Annotated[str, Meta(max_length=10_000)]
GivenFilename = Annotated[
    str,
    Meta(min_length=1, max_length=1024, extra_json_schema={"pattern": r"\.[zZ][iI][pP]\s*$"}),
]
# Of one to a hundred characters, and told apart by commas.
_TAG = {"pattern": r"^[^,\s]([^,]*[^,\s])?$", "maxLength": 100}
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


class PackageProblem(Struct, kw_only=True):
    """Why processing failed."""

    code: str
    message: str
    details: dict[str, Any] = {}


class Package(Struct, kw_only=True):
    """A course with its current revision.

    While it is processed for the first time, and when that failed, there is no revision: what it
    would tell is null.
    """

    id: str
    package_id: Annotated[str, Meta(description="The same as id.")]
    tenant_id: str
    title: str
    version: Annotated[Literal["1.2", "2004"] | None, Meta(description="The version of SCORM.")]
    scorm_version: Annotated[
        Literal["1.2", "2004"] | None, Meta(description="The same as version.")
    ]
    edition: Annotated[str | None, Meta(description="For instance 2004 4th Edition.")]
    current_revision: Annotated[int, Meta(description="0 while there is none.")]
    strict: Strict | None
    launch_url: Annotated[
        str | None, Meta(description="Names the entry page. To play, use the launch endpoint.")
    ]
    manifest_url: str | None
    storage_path: str | None
    file_size_bytes: int | None
    original_filename: str | None
    uploaded_by: str | None
    content_type: Literal["scorm"]
    status: Literal["processing", "ready", "failed"]
    error: PackageProblem | None
    integrity: Annotated[
        Literal["pending", "verified", "corrupt"] | None,
        Meta(description="Outcome of the check of every file, made after processing."),
    ]
    corrupt_paths: Annotated[list[str], Meta(description="Files that did not pass this check.")]
    metadata: PackageMetadata | None
    description: str | None
    duration: str | None
    duration_seconds: Annotated[int | None, Meta(description="Where the duration can be read.")]
    tags: list[str]
    custom_metadata: dict[str, Any]
    session_count: Annotated[
        int | None, Meta(description="Sessions of all revisions; not counted in lists.")
    ]
    revision_count: Annotated[int | None, Meta(description="Not counted in lists.")]
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
    """Which packages, in which order, and how much of each."""

    search: Annotated[
        Name | None,
        Meta(
            description="Words, each somewhere in title, description, tags, identifier or file "
            "name; case does not matter."
        ),
    ] = None
    tag: Annotated[
        list[str] | str,
        Meta(description="Packages that have it; of several, with commas between, all of them."),
    ] = ""
    version: Literal["1.2", "2004"] | None = None
    status: Literal["processing", "ready", "failed"] | None = None
    sort: Annotated[
        Annotated[str, either_way(SORTS)] | None,
        Meta(
            description="title, created_at, updated_at or file_size_bytes; with a minus in front "
            "for descending order."
        ),
    ] = None
    order: Annotated[GivenOrder | None, Meta(description="Counts more than a minus in sort.")] = (
        None
    )
    fields: Annotated[
        str | None, Meta(description="Names of fields, separated by commas; others are left out.")
    ] = None


class PackageList(Struct):
    """Packages, newest first unless sorted otherwise."""

    packages: list[PackageFields]  # pyright: ignore[reportInvalidTypeForm]
    count: Annotated[int, Meta(description="All packages that fit.")]
    pagination: Pagination


class PackageUpdate(Struct, kw_only=True):
    """What to change; null clears a field, and what is left out stays as it is."""

    title: Annotated[str, Meta(min_length=1, max_length=1000)] | UnsetType = UNSET
    description: Text | UnsetType | None = UNSET
    duration: Annotated[
        Name | UnsetType | None, Meta(description="In your own words, for instance 45m.")
    ] = UNSET
    tags: Annotated[
        list[Annotated[str, Meta(extra_json_schema=_TAG)]] | UnsetType,
        Meta(description="At most 100, each of at most 100 characters; repeated ones count once."),
    ] = UNSET
    custom_metadata: Annotated[
        dict[str, Any] | UnsetType, Meta(description="At most 64 KiB as JSON.")
    ] = UNSET
    tenant_id: ClaimedTenant = None


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
