"""The figures of one dispatch."""

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.moments import period
from api.operations import Operation, operation
from api.v1.dispatches import figures_view
from api.v1.dispatches.stats_shapes import DispatchStats, DispatchStatsQuery
from services.dispatches import dispatches
from services.errors import DispatchNotFound
from services.reports import dispatch_stats
from services.reports.wanted import Wanted

bp = Blueprint("dispatch_stats", __name__, url_prefix="/api/v1/dispatches")
auth.protect(bp)
tag_blueprint(bp, ["Dispatches"])


@bp.get("/<dispatch_id>/stats")
@operation(Operation(answer=DispatchStats, query=DispatchStatsQuery, refusals=(DispatchNotFound,)))
async def read_dispatch_stats(dispatch_id: str, query_args: DispatchStatsQuery) -> DispatchStats:
    """Read the figures of a dispatch.

    Over the sessions begun in the period, whatever came of them later; previews and connection
    checks aside.
    """
    begins, ends = period(query_args.begins, query_args.ends)
    dispatch = await dispatches.find(auth.tenant_id(), dispatch_id)
    which = Wanted(begins=begins, ends=ends, dispatch_id=dispatch.id)
    return figures_view.stats(dispatch, await dispatch_stats.stats(dispatch, which))
