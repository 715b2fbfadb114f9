"""Dispatches: making, listing, reading, changing and revoking them."""

from datetime import UTC, datetime

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.v1.dispatches import given, serving, view
from api.v1.dispatches.shapes import (
    CreateDispatchRequest,
    CreatePackageDispatchRequest,
    DispatchList,
    DispatchQuery,
    DispatchResponse,
    DispatchRevoked,
    DispatchUpdate,
)
from models.tenant import Scope
from services.dispatches import dispatches
from services.errors import (
    Conflict,
    DispatchNotFound,
    NotFound,
    NotReady,
    PackageNotFound,
)
from services.ports import ports

bp = Blueprint("dispatches", __name__, url_prefix="/api/v1")
auth.protect(bp)
tag_blueprint(bp, ["Dispatches"])


@bp.post("/dispatches")
@operation(
    Operation(
        answer=DispatchResponse,
        statuses=(201,),
        body=CreateDispatchRequest,
        refusals=(PackageNotFound, NotFound, NotReady),
    )
)
async def create_dispatch(data: CreateDispatchRequest) -> tuple[DispatchResponse, int]:
    """Create a dispatch.

    It is handed to another system as a link or as a shell package. Whoever opens it plays the
    current revision of the package, unless one is named. Limits, end, domains and password are
    looked at whenever it is opened, so changing them needs no new link.
    """
    return await serving.create(data.package_id, data)


@bp.post("/packages/<package_id>/dispatches")
@operation(
    Operation(
        answer=DispatchResponse,
        statuses=(201,),
        body=CreatePackageDispatchRequest,
        refusals=(PackageNotFound, NotFound, NotReady),
        scopes=(Scope.PUBLIC_API, Scope.INTERNAL_PRODUCT, Scope.ADMIN),
    )
)
async def create_package_dispatch(
    package_id: str, data: CreatePackageDispatchRequest
) -> tuple[DispatchResponse, int]:
    """Create a dispatch of this package.

    The same as creating a dispatch, for keys that do nothing else.
    """
    return await serving.create(package_id, data)


@bp.get("/dispatches")
@operation(Operation(answer=DispatchList, query=DispatchQuery))
async def list_dispatches(query_args: DispatchQuery) -> DispatchList:
    """List dispatches.

    Newest first unless sorted otherwise; filters are combined. What opens a dispatch is shown by
    reading it alone.
    """
    return await serving.page(query_args)


@bp.get("/dispatches/<dispatch_id>")
@operation(Operation(answer=DispatchResponse, refusals=(DispatchNotFound,)))
async def read_dispatch(dispatch_id: str) -> DispatchResponse:
    """Read a dispatch.

    With the token and the link that open it.
    """
    return await serving.read(dispatch_id)


@bp.patch("/dispatches/<dispatch_id>")
@operation(
    Operation(
        answer=DispatchResponse,
        body=DispatchUpdate,
        refusals=(DispatchNotFound, NotFound, Conflict),
    )
)
async def update_dispatch(dispatch_id: str, data: DispatchUpdate) -> DispatchResponse:
    """Change a dispatch.

    From the next launch on, with the links and shell packages that are out there. A limit below
    what is counted takes nobody's place. One that was revoked stays as it is.
    """
    now = datetime.now(UTC)
    changed = await dispatches.change(auth.tenant_id(), dispatch_id, given.terms(data, now), now)
    return DispatchResponse(dispatch=view.present(changed, ports(), now))


@bp.delete("/dispatches/<dispatch_id>")
@operation(Operation(answer=DispatchRevoked, refusals=(DispatchNotFound,)))
async def revoke_dispatch(dispatch_id: str) -> DispatchRevoked:
    """Revoke a dispatch.

    Every link and shell package of it is dead from now on, for those who are in the course as
    well; what they have done so far is kept. The dispatch and its results stay. This cannot be
    undone; a second time changes nothing.
    """
    revoked = await dispatches.revoke(auth.tenant_id(), dispatch_id, datetime.now(UTC))
    return DispatchRevoked(dispatch_id=str(revoked.id))


@bp.post("/dispatches/<dispatch_id>/rotate-token")
@operation(
    Operation(answer=DispatchResponse, refusals=(DispatchNotFound, Conflict)),
)
async def rotate_dispatch_token(dispatch_id: str) -> DispatchResponse:
    """Rotate the token of a dispatch.

    Every link and shell package handed out before opens nothing any more; hand out new ones. Who
    is in the course goes on.
    """
    now = datetime.now(UTC)
    rotated = await dispatches.rotate(auth.tenant_id(), dispatch_id, now)
    return DispatchResponse(dispatch=view.present(rotated, ports(), now))
