"""What is handed out of a dispatch: shell packages, a link, a snippet for a page."""

from quart import Blueprint, Response
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.v1.dispatches import serving, view
from api.v1.dispatches.shapes import DispatchEmbed, DispatchQueued, DispatchZipQuery
from services.dispatches import dispatches, generating
from services.errors import DispatchNotActive, DispatchNotFound
from services.ports import ports

bp = Blueprint("dispatch_packages", __name__, url_prefix="/api/v1/dispatches")
auth.protect(bp)
tag_blueprint(bp, ["Dispatches"])


@bp.post("/<dispatch_id>/generate")
@operation(
    Operation(
        answer=DispatchQueued,
        statuses=(202,),
        refusals=(DispatchNotFound, DispatchNotActive),
    )
)
async def generate_dispatch(dispatch_id: str) -> tuple[DispatchQueued, int]:
    """Build the shell package.

    In the background, where it is checked like an upload; `zip_status` tells how that went. A
    download needs no build beforehand.
    """
    asked = await generating.ask(auth.tenant_id(), dispatch_id)
    return DispatchQueued(dispatch_id=str(asked.id)), 202


@bp.get("/<dispatch_id>/zip")
@operation(
    Operation(
        media="application/zip",
        query=DispatchZipQuery,
        refusals=(DispatchNotFound, DispatchNotActive),
        headers=("Content-Disposition",),
    )
)
async def download_shell_package(dispatch_id: str, query_args: DispatchZipQuery) -> Response:
    """Download the shell package.

    A ZIP that any LMS imports as a SCORM course. It opens the dispatch, and hands results back to
    the LMS; the course itself stays here. The same dispatch gives the same bytes until its title,
    its token or the product changes.
    """
    return await serving.shell_package(dispatch_id, query_args)


@bp.get("/<dispatch_id>/download")
@operation(
    Operation(
        media="application/zip",
        query=DispatchZipQuery,
        refusals=(DispatchNotFound, DispatchNotActive),
        headers=("Content-Disposition",),
    )
)
async def download_dispatch(dispatch_id: str, query_args: DispatchZipQuery) -> Response:
    """Download the shell package, under another name.

    The same as GET /api/v1/dispatches/{dispatch_id}/zip.
    """
    return await serving.shell_package(dispatch_id, query_args)


@bp.get("/<dispatch_id>/embed")
@operation(Operation(answer=DispatchEmbed, refusals=(DispatchNotFound, DispatchNotActive)))
async def read_dispatch_embed(dispatch_id: str) -> DispatchEmbed:
    """Read how to embed a dispatch.

    A snippet for a page of the client, for where there is no LMS, and a link that checks the
    connection.
    """
    handed = await dispatches.find_usable(auth.tenant_id(), dispatch_id)
    return view.embed(handed, ports())
