"""Importing packages from an address."""

from datetime import UTC, datetime

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.v1.uploads import state_view
from api.v1.uploads.state_shapes import ImportRequest, ProcessingStarted
from api.v1.uploads.state_view import Accepted
from services.errors import PackageNotFound, QuotaExceeded
from services.packages import importing, uploads
from services.packages.importing import Wanted
from services.packages.refusals import InvalidFileType
from services.packages.shelving import Order
from services.ports import ports
from services.quotas.plans import Rate

bp = Blueprint("imports", __name__, url_prefix="/api/v1/packages")
auth.protect(bp)
tag_blueprint(bp, ["Packages"])


@bp.post("/import")
@operation(
    Operation(
        accepted=ProcessingStarted,
        body=ImportRequest,
        refusals=(InvalidFileType, PackageNotFound, QuotaExceeded),
        rate=Rate.UPLOAD,
    )
)
async def import_package(data: ImportRequest) -> Accepted:
    """Import a package from an address.

    We fetch the ZIP and process it, both in the background. A connection that breaks is taken up
    again if the server names an ETag or a date.
    """
    name = data.original_filename
    order = Order(
        "",
        package_id=data.package_id or None,
        uploaded_by=data.uploaded_by or "",
        original_filename=uploads.clean_filename(name) if name else "",
        strict=data.strict,
        force_sessions_to_latest=data.force_sessions_to_latest,
    )
    begun = await importing.start(
        auth.tenant_id(),
        Wanted(data.url, order, data.uploaded_by or auth.caller().name),
        ports().settings.allow_private_targets,
        datetime.now(UTC),
    )
    return state_view.started(begun)
