"""The two-sided ledger of results: what is recorded here, and what was accepted there."""

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.paging import Pagination
from api.v1.dispatches import figures_view
from api.v1.dispatches.results_shapes import RegistrationList, RegistrationQuery
from services.dispatches import dispatches, registrations
from services.dispatches.registrations import HandBack
from services.errors import DispatchNotFound

bp = Blueprint("dispatch_results", __name__, url_prefix="/api/v1/dispatches")
auth.protect(bp)
tag_blueprint(bp, ["Dispatches"])


@bp.get("/<dispatch_id>/registrations")
@operation(
    Operation(answer=RegistrationList, query=RegistrationQuery, refusals=(DispatchNotFound,))
)
async def list_dispatch_registrations(
    dispatch_id: str, query_args: RegistrationQuery
) -> RegistrationList:
    """List the registrations of a dispatch.

    Each record that it has led to, with what the other system has accepted of it, and why the
    record was begun.
    """
    asked = query_args
    dispatch = await dispatches.find(auth.tenant_id(), dispatch_id)
    state = None if asked.state is None else HandBack(asked.state)
    found, total = await registrations.page(dispatch, state, asked.page, asked.size)
    return RegistrationList(
        registrations=[figures_view.registration(each) for each in found],
        pagination=Pagination.of(asked, total),
    )
