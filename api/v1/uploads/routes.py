"""Uploading and processing: presigned links, direct forms, and what comes of them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from quart import Blueprint, request
from quart_schema import tag_blueprint

from api import auth, errors, forms, wire
from api.operations import Operation, operation
from api.v1.uploads import state_view, view
from api.v1.uploads.shapes import (
    ProcessPackageRequest,
    ProcessPackageResponse,
    UploadedPackage,
    UploadForm,
    UploadUrl,
    UploadUrlRequest,
)
from api.v1.uploads.state_shapes import ProcessingStarted
from api.v1.uploads.state_view import Accepted
from models.package import Upload
from services.errors import (
    Conflict,
    FileTooLarge,
    MissingFile,
    PackageNotFound,
    QuotaExceeded,
    Refusal,
    StorageUnavailable,
    UploadNotFound,
)
from services.packages import packages, processing, uploads
from services.packages.refusals import BadPackage, InvalidFileType, ManifestNotFound
from services.packages.shelving import Order, Processed
from services.packages.uploads import LINK_SECONDS, Announced
from services.ports import ports
from services.quotas.plans import Rate
from services.sessions import moving

FORM_OVERHEAD_BYTES = 1024 * 1024
LONGEST_NAME = 255
UNUSABLE = (InvalidFileType, ManifestNotFound, BadPackage, MissingFile, PackageNotFound)
DIRECT = Operation(
    answer=UploadedPackage,
    statuses=(201,),
    form=UploadForm,
    refusals=(*UNUSABLE, forms.MalformedForm, QuotaExceeded, StorageUnavailable),
    rate=Rate.UPLOAD,
)

bp = Blueprint("uploads", __name__, url_prefix="/api/v1/packages")
auth.protect(bp)
tag_blueprint(bp, ["Packages"])


class FormFields(Struct, kw_only=True):
    """The texts beside the file; an empty one counts as left out."""

    uploaded_by: Annotated[str, Meta(max_length=LONGEST_NAME)] = ""
    package_id: str = ""
    strict: Literal["", "true", "false"] = ""
    tenant_id: str = ""


@bp.post("/upload-url")
@operation(
    Operation(
        answer=UploadUrl,
        statuses=(201,),
        body=UploadUrlRequest,
        refusals=(InvalidFileType, QuotaExceeded, StorageUnavailable),
        rate=Rate.UPLOAD,
    )
)
async def create_upload_url(data: UploadUrlRequest) -> tuple[UploadUrl, int]:
    """Get a link to upload to.

    PUT the bytes of the ZIP to `presigned_url` with `required_put_headers`, then process the
    `storage_path`.
    """
    announced = Announced(data.filename, data.file_size, data.uploaded_by or _caller_name())
    limit = ports().settings.max_package_bytes
    issued = await uploads.issue(
        auth.tenant_id(), announced, ports().store, limit, datetime.now(UTC)
    )
    answer = UploadUrl(
        upload_id=str(issued.upload.id),
        presigned_url=issued.link.url,
        required_put_headers=issued.link.headers,
        storage_path=issued.upload.storage_key,
        expires_in=LINK_SECONDS,
        expires_at=wire.stamp(issued.upload.expires_at),
        max_bytes=data.file_size,
    )
    return answer, 201


@bp.post("/process")
@operation(
    Operation(
        answer=ProcessPackageResponse,
        statuses=(200, 201),
        accepted=ProcessingStarted,
        body=ProcessPackageRequest,
        refusals=(*UNUSABLE, UploadNotFound, Conflict, QuotaExceeded, StorageUnavailable),
    )
)
async def process_package(
    data: ProcessPackageRequest,
) -> tuple[ProcessPackageResponse | ProcessingStarted, int] | Accepted:
    """Process an upload.

    Makes a package of it, or a new revision of `package_id`. Processing one upload again gives
    the same answer and makes nothing new. With `validate_only` it only reports (200). With `async`
    the answer comes at once (202), and the upload tells how far the work is.
    """
    tenant_id, store = auth.tenant_id(), ports().store
    if data.validate_only:
        inspected = await packages.validate(tenant_id, data.storage_path, store)
        return view.validated(inspected), 200
    order = Order(
        data.storage_path,
        package_id=data.package_id or None,
        uploaded_by=data.uploaded_by or "",
        original_filename=_name(data.original_filename),
        strict=data.strict,
        force_sessions_to_latest=data.force_sessions_to_latest,
    )
    if data.in_background:
        return state_view.started(await processing.start(tenant_id, order, store))
    now = datetime.now(UTC)
    done = await packages.process(tenant_id, order, store, now, moving.follow(lambda: now))
    return view.processed(done), 201


@bp.post("")
@operation(DIRECT)
async def upload_package() -> tuple[UploadedPackage, int]:
    """Upload a package in one request.

    Above 100 MB prefer upload-url: a broken connection means starting again here.
    """
    return view.uploaded(await _receive(), ports().settings.base_url), 201


@bp.post("/upload")
@operation(DIRECT)
async def upload_package_directly() -> tuple[UploadedPackage, int]:
    """Upload a package in one request (second address).

    The same as POST /api/v1/packages.
    """
    return view.uploaded(await _receive(), ports().settings.base_url), 201


async def _receive() -> Processed:
    store, limit = ports().store, ports().settings.max_package_bytes
    if (request.content_length or 0) > limit + FORM_OVERHEAD_BYTES:
        raise FileTooLarge(limit=limit)
    kept: list[Upload] = []

    async def keep(filename: str, chunks: AsyncIterator[bytes]) -> None:
        announced = Announced(filename, limit, _caller_name())
        kept.append(
            await uploads.receive(auth.tenant_id(), announced, chunks, store, datetime.now(UTC))
        )

    try:
        order = _order(await forms.receive(keep), kept)
    except Refusal:
        for upload in kept:
            await uploads.forget(upload, store)
        raise
    return await packages.process_received(kept[0], order, store, datetime.now(UTC))


def _order(given: dict[str, str], kept: list[Upload]) -> Order:
    try:
        fields = msgspec.convert(given, FormFields)
    except msgspec.ValidationError as problem:
        raise errors.invalid(str(problem)) from problem
    auth.same_tenant(fields.tenant_id or None)
    return Order(
        kept[0].storage_key,
        package_id=fields.package_id or None,
        uploaded_by=fields.uploaded_by,
        strict=fields.strict == "true",
    )


def _caller_name() -> str:
    return auth.caller().name


def _name(given: str | None) -> str:
    return uploads.clean_filename(given) if given else ""
