"""Uploading and processing as they look on the wire."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from api.v1.packages.shapes import ClaimedTenant, Finding, GivenFilename, Name, Strict

_ZIP = {"format": "binary", "contentMediaType": "application/zip"}
UploadedBy = Annotated[Name | None, Meta(description="Whoever uploads, in your own words.")]
StoragePath = Annotated[str, Meta(min_length=1, description="As answered by upload-url.")]


class UploadUrlRequest(Struct, kw_only=True):
    """The file that is about to be uploaded."""

    filename: GivenFilename
    file_size: Annotated[int, Meta(gt=0, le=2**62, description="In bytes, exactly.")]
    uploaded_by: UploadedBy = None
    tenant_id: ClaimedTenant = None


class UploadUrl(Struct, kw_only=True):
    """Where to PUT the file, once, within the hour."""

    upload_id: str
    presigned_url: str
    required_put_headers: Annotated[
        dict[str, str], Meta(description="Send these with the PUT, exactly as they are.")
    ]
    storage_path: str
    method: Literal["PUT"] = "PUT"
    expires_in: int
    expires_at: str
    max_bytes: int


class ProcessPackageRequest(Struct, kw_only=True):
    """The stored upload that is to become a package, or a new revision of one."""

    storage_path: StoragePath
    original_filename: GivenFilename | None = None
    uploaded_by: UploadedBy = None
    package_id: Annotated[
        str | None, Meta(description="Process as a new revision of this package.")
    ] = None
    validate_only: Annotated[bool, Meta(description="Report only; create nothing.")] = False
    in_background: Annotated[
        bool, Meta(description="Answer 202 at once, and process in the background.")
    ] = field(default=False, name="async")
    strict: Strict = False
    force_sessions_to_latest: Annotated[
        bool, Meta(description="Move running sessions of the package to the new revision.")
    ] = False
    tenant_id: ClaimedTenant = None


class ManifestSummary(Struct, kw_only=True):
    """What the manifest says, in short."""

    title: str
    version: Literal["1.2", "2004"]
    launch_url: Annotated[str, Meta(description="Relative to the package.")]
    sco_count: int
    description: str | None
    duration: str | None


class ProcessedPackage(Struct, kw_only=True):
    """The package that came of an upload."""

    id: str
    package_id: str
    title: str
    version: Literal["1.2", "2004"]
    launch_url: Annotated[str, Meta(description="Relative to the API's origin.")]
    current_revision: int


class ProcessPackageResponse(Struct, kw_only=True):
    """What processing found and made; without package when it only validated."""

    upload_id: str
    manifest: ManifestSummary
    file_size_bytes: int
    storage_path: str
    validation_only: bool
    report: list[Finding]
    package_id: str | UnsetType = UNSET
    package: ProcessedPackage | UnsetType = UNSET


class UploadForm(Struct, kw_only=True):
    """A form with the ZIP itself."""

    file: Annotated[
        str,
        Meta(description="The ZIP.", extra_json_schema=_ZIP),
    ]
    uploaded_by: UploadedBy = None
    package_id: Annotated[
        str | None, Meta(description="Upload a new revision of this package.")
    ] = None
    strict: Strict = False
    tenant_id: ClaimedTenant = None


class UploadedPackage(Struct, kw_only=True):
    """The package that came of a directly uploaded file."""

    id: str
    package_id: str
    title: str
    version: Literal["1.2", "2004"]
    launch_url: str
    manifest_url: str
    current_revision: int
    upload_id: str
    manifest: ManifestSummary
    file_size_bytes: int
    storage_path: str
    validation_only: bool
    report: list[Finding]
    package: ProcessedPackage
