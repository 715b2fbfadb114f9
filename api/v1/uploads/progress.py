"""Reading uploads: how far they are, which parts came, what came of them."""

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.paging import Pagination
from api.v1.packages.shapes import TenantQuery
from api.v1.uploads import state_view
from api.v1.uploads.state_shapes import UploadList, UploadQuery, UploadState
from models.package import UploadStatus
from services.errors import Invalid, StorageUnavailable, UploadNotFound
from services.packages import uploads
from services.ports import ports

bp = Blueprint("upload_progress", __name__, url_prefix="/api/v1/packages/uploads")
auth.protect(bp)
tag_blueprint(bp, ["Packages"])


@bp.get("")
@operation(Operation(answer=UploadList, query=UploadQuery, refusals=(StorageUnavailable,)))
async def list_uploads(query_args: UploadQuery) -> UploadList:
    """List uploads.

    Newest first, of every kind. What nobody processed is gone a day after its links ended.
    """
    found, total = await uploads.page(
        auth.tenant_id(),
        _status(query_args.status),
        query_args.page,
        query_args.size,
        ports().store,
    )
    shown = [state_view.state(one, with_parts=False) for one in found]
    return UploadList(shown, Pagination.of(query_args, total))


@bp.get("/<upload_id>")
@operation(
    Operation(answer=UploadState, query=TenantQuery, refusals=(UploadNotFound, StorageUnavailable))
)
async def read_upload(upload_id: str, query_args: TenantQuery) -> UploadState:
    """Read an upload.

    How far it is, which parts came, and in the end its package or what is wrong with the file.
    """
    del query_args
    known = await uploads.read(auth.tenant_id(), upload_id, ports().store)
    return state_view.state(known, with_parts=True)


def _status(given: str | None) -> UploadStatus | None:
    if given is None:
        return None
    try:
        return UploadStatus(given)
    except ValueError as problem:
        raise Invalid.field("status", f"choose from {', '.join(UploadStatus)}") from problem
