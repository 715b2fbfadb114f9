"""Uploads on their way, as they look on the wire."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from api.paging import Pagination, Paging
from api.v1.packages.shapes import ClaimedTenant, GivenFilename, Name, Strict
from api.v1.uploads.shapes import UploadedBy
from models.package import UploadStatus
from services.storage.parts import LARGEST_PART, MOST_PARTS, SMALLEST_PART

Status = Literal["issued", "receiving", "received", "processing", "completed", "failed", "aborted"]
PartNumber = Annotated[int, Meta(ge=1, le=MOST_PARTS, description="From 1.")]
GivenUpload = Annotated[str, Meta(min_length=1, max_length=64)]


class ReceivedPart(Struct, kw_only=True):
    """A part that has arrived."""

    part_number: int
    size: int
    etag: Annotated[str, Meta(description="Quoted, as the PUT answered it.")]


class UploadProblem(Struct, kw_only=True):
    """Why no package came of an upload."""

    code: str
    message: str
    details: Annotated[
        dict[str, Any], Meta(description="With findings, what validation found, where it ran.")
    ]


class UploadState(Struct, kw_only=True):
    """How far an upload is, and what came of it."""

    upload_id: str
    status: Annotated[
        Status,
        Meta(
            description="issued: nothing came yet; receiving: parts come; received: all is there; "
            "completed: its package can be launched."
        ),
    ]
    stage: Annotated[
        Literal["waiting", "fetching", "checking", "reading", "registering", "verifying", "done"],
        Meta(
            description="What processing is at. While it is verifying every file's checksum, the "
            "package can be launched already."
        ),
    ]
    percent: Annotated[int, Meta(ge=0, le=100, description="Of the processing. Never goes back.")]
    filename: str
    uploaded_by: str
    storage_path: str
    file_size_bytes: Annotated[int | None, Meta(description="Null while it is not known.")]
    bytes_received: int
    part_size: Annotated[int | None, Meta(description="Of uploads in parts.")]
    total_parts: Annotated[int | None, Meta(description="Where the size was announced.")]
    parts: Annotated[
        list[ReceivedPart] | UnsetType,
        Meta(description="Those that came, so that you can go on after a break; not in lists."),
    ] = UNSET
    package_id: str | None
    revision: int | None
    error: UploadProblem | None
    expires_at: Annotated[
        str, Meta(description="End of its links. What is not processed goes a day later.")
    ]
    created_at: str
    updated_at: str


class UploadQuery(Paging, kw_only=True):
    """Which uploads."""

    status: Annotated[
        Annotated[str, Meta(extra_json_schema={"enum": list(UploadStatus)})] | None,
        Meta(
            description="Only with this status: issued, receiving, received, processing, "
            "completed, failed or aborted.",
            examples=["processing"],
        ),
    ] = None


class UploadList(Struct):
    """Uploads, newest first."""

    uploads: list[UploadState]
    pagination: Pagination


class ProcessingPackage(Struct, kw_only=True):
    """The package that an upload is for."""

    id: str
    package_id: str
    status: Literal["processing", "ready", "failed"]
    title: str
    current_revision: Annotated[int, Meta(description="0 until the first one is ready.")]


class ProcessingStarted(Struct, kw_only=True):
    """Work that goes on in the background: ask after it where Location says."""

    upload_id: str
    status: Status
    storage_path: str
    file_size_bytes: int | None
    package_id: str
    package: ProcessingPackage


class ImportRequest(Struct, kw_only=True):
    """A ZIP to fetch, and what to make of it."""

    url: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=2048,
            description="A public https address on port 443 or 8443, without redirects. It may "
            "carry a signature; it is forgotten once it was fetched.",
        ),
    ]
    package_id: Annotated[
        str | None, Meta(description="Import as a new revision of this package.")
    ] = None
    uploaded_by: UploadedBy = None
    original_filename: GivenFilename | None = None
    strict: Strict = False
    force_sessions_to_latest: Annotated[
        bool, Meta(description="Move running sessions of the package to the new revision.")
    ] = False
    tenant_id: ClaimedTenant = None


class MultipartRequest(Struct, kw_only=True):
    """The file that is about to come in parts."""

    filename: GivenFilename
    file_size: (
        Annotated[int, Meta(gt=0, le=2**62, description="In bytes, if you know it.")] | None
    ) = None
    part_size: (
        Annotated[
            int,
            Meta(
                ge=SMALLEST_PART,
                le=LARGEST_PART,
                description="Of every part but the last; 5 MiB unless you say otherwise.",
            ),
        ]
        | None
    ) = None
    uploaded_by: UploadedBy = None
    tenant_id: ClaimedTenant = None


class MultipartUpload(Struct, kw_only=True):
    """An upload that takes parts."""

    upload_id: str
    storage_path: str
    part_size: int
    total_parts: Annotated[int | None, Meta(description="Null without file_size.")]


class PartUrlRequest(Struct, kw_only=True):
    """Which part is about to come."""

    upload_id: GivenUpload
    part_number: PartNumber
    tenant_id: ClaimedTenant = None


class PartUrl(Struct, kw_only=True):
    """Where to PUT the part, with any Content-Type. The last PUT of a part counts."""

    part_number: int
    url: str
    expires_in: int


class CompletedPart(Struct, kw_only=True):
    """A part, and the ETag that its PUT answered."""

    part_number: PartNumber
    etag: Annotated[Name, Meta(description="With or without its quotes.")]


class CompleteRequest(Struct, kw_only=True):
    """All parts, in any order."""

    upload_id: GivenUpload
    parts: Annotated[list[CompletedPart], Meta(min_length=1, max_length=MOST_PARTS)]
    tenant_id: ClaimedTenant = None


class MultipartCompleted(Struct, kw_only=True):
    """The file is whole; process its storage_path next."""

    success: bool = True
    upload_id: str
    storage_path: str
    file_size_bytes: int
    etag: str
    parts: Annotated[int, Meta(description="How many there were.")]


class AbortRequest(Struct, kw_only=True):
    """The upload to give up."""

    upload_id: GivenUpload
    tenant_id: ClaimedTenant = None


class MultipartAborted(Struct, kw_only=True):
    """The upload and its parts are gone."""

    success: bool = True
    upload_id: str
