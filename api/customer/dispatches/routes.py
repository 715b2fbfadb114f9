"""The tenant's own dispatches, with a key or signed in."""

from quart import Blueprint, Response
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.v1.dispatches import serving
from api.v1.dispatches.shapes import (
    CreateDispatchRequest,
    DispatchList,
    DispatchQuery,
    DispatchResponse,
    DispatchZipQuery,
)
from services.errors import DispatchNotActive, DispatchNotFound, NotFound, NotReady, PackageNotFound

bp = Blueprint("customer_dispatches", __name__, url_prefix="/api/customer/dispatches")
auth.protect_customer(bp)
tag_blueprint(bp, ["Dispatches"])


@bp.post("")
@operation(
    Operation(
        answer=DispatchResponse,
        statuses=(201,),
        body=CreateDispatchRequest,
        refusals=(PackageNotFound, NotFound, NotReady),
    )
)
async def create_own_dispatch(data: CreateDispatchRequest) -> tuple[DispatchResponse, int]:
    """Create a dispatch, with a key or signed in.

    The same as POST /api/v1/dispatches.
    """
    return await serving.create(data.package_id, data)


@bp.get("")
@operation(Operation(answer=DispatchList, query=DispatchQuery))
async def list_own_dispatches(query_args: DispatchQuery) -> DispatchList:
    """List dispatches, with a key or signed in.

    The same as GET /api/v1/dispatches.
    """
    return await serving.page(query_args)


@bp.get("/<dispatch_id>")
@operation(Operation(answer=DispatchResponse, refusals=(DispatchNotFound,)))
async def read_own_dispatch(dispatch_id: str) -> DispatchResponse:
    """Read a dispatch, with a key or signed in.

    The same as GET /api/v1/dispatches/{dispatch_id}.
    """
    return await serving.read(dispatch_id)


@bp.get("/<dispatch_id>/zip")
@operation(
    Operation(
        media="application/zip",
        query=DispatchZipQuery,
        refusals=(DispatchNotFound, DispatchNotActive),
        headers=("Content-Disposition",),
    )
)
async def download_own_shell_package(dispatch_id: str, query_args: DispatchZipQuery) -> Response:
    """Download the shell package, with a key or signed in.

    The same as GET /api/v1/dispatches/{dispatch_id}/zip.
    """
    return await serving.shell_package(dispatch_id, query_args)
