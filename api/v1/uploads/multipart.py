"""Uploads in parts: begin, link, complete, give up."""

from datetime import UTC, datetime

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.v1.uploads import state_view
from api.v1.uploads.state_shapes import (
    AbortRequest,
    CompleteRequest,
    MultipartAborted,
    MultipartCompleted,
    MultipartRequest,
    MultipartUpload,
    PartUrl,
    PartUrlRequest,
)
from services.errors import Conflict, QuotaExceeded, StorageUnavailable, UploadNotFound
from services.packages import multipart
from services.packages.multipart import Listed, Plan
from services.packages.refusals import InvalidFileType
from services.packages.uploads import LINK_SECONDS, Announced
from services.ports import ports
from services.quotas.plans import Rate
from services.storage.parts import SMALLEST_PART

bp = Blueprint("multipart", __name__, url_prefix="/api/v1/packages/multipart")
auth.protect(bp)
tag_blueprint(bp, ["Packages"])


@bp.post("/init")
@operation(
    Operation(
        answer=MultipartUpload,
        statuses=(201,),
        body=MultipartRequest,
        refusals=(InvalidFileType, QuotaExceeded, StorageUnavailable),
        rate=Rate.UPLOAD,
    )
)
async def begin_multipart(data: MultipartRequest) -> tuple[MultipartUpload, int]:
    """Begin an upload in parts.

    For files above 100 MB: a part that breaks off is sent again by itself. Every part but the
    last has 5 MiB or more.
    """
    announced = Announced(
        data.filename, data.file_size or 0, data.uploaded_by or auth.caller().name
    )
    upload = await multipart.begin(
        auth.tenant_id(),
        Plan(announced, data.part_size or SMALLEST_PART),
        ports().store,
        ports().settings.max_package_bytes,
        datetime.now(UTC),
    )
    answer = MultipartUpload(
        upload_id=str(upload.id),
        storage_path=upload.storage_key,
        part_size=upload.part_size,
        total_parts=multipart.total_parts(upload),
    )
    return answer, 201


@bp.post("/part-url")
@operation(
    Operation(
        answer=PartUrl,
        body=PartUrlRequest,
        refusals=(UploadNotFound, Conflict, StorageUnavailable),
        rate=Rate.PART,
    )
)
async def create_part_url(data: PartUrlRequest) -> PartUrl:
    """Get a link for one part.

    PUT the bytes to `url` and keep the `ETag` of the answer. Parts may come in any order and side
    by side; a part that is sent again replaces the earlier one.
    """
    link = await multipart.part_link(
        auth.tenant_id(), data.upload_id, data.part_number, ports().store, datetime.now(UTC)
    )
    return PartUrl(part_number=data.part_number, url=link.url, expires_in=LINK_SECONDS)


@bp.post("/complete")
@operation(
    Operation(
        answer=MultipartCompleted,
        body=CompleteRequest,
        refusals=(UploadNotFound, Conflict, QuotaExceeded, StorageUnavailable),
    )
)
async def complete_multipart(data: CompleteRequest) -> MultipartCompleted:
    """Complete an upload in parts.

    Makes one file of the parts; process its `storage_path` next. A repetition answers the same.
    """
    listed = Listed(data.upload_id, [(part.part_number, part.etag) for part in data.parts])
    upload = await multipart.complete(
        auth.tenant_id(),
        listed,
        ports().store,
        ports().settings.max_package_bytes,
        datetime.now(UTC),
    )
    return state_view.completed(upload)


@bp.post("/abort")
@operation(
    Operation(
        answer=MultipartAborted,
        body=AbortRequest,
        refusals=(UploadNotFound, Conflict, StorageUnavailable),
    )
)
async def abort_multipart(data: AbortRequest) -> MultipartAborted:
    """Give up an upload in parts.

    Its parts go at once. Without this they go a day after the last link's end.
    """
    await multipart.abort(auth.tenant_id(), data.upload_id, ports().store)
    return MultipartAborted(upload_id=data.upload_id)
