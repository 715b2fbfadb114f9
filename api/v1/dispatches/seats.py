"""Who has a seat in a dispatch, giving licenses back, and the ledger of all that was counted."""

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.paging import Pagination, Paging
from api.v1.dispatches import figures_view
from api.v1.dispatches.seats_shapes import DispatchRenewed, Ledger, Seat, SeatList, SeatQuery
from services.dispatches import dispatches, ledger, seat_list
from services.dispatches.seat_list import SeatFilter
from services.errors import Conflict, DispatchNotFound, LearnerNotFound

bp = Blueprint("dispatch_seats", __name__, url_prefix="/api/v1/dispatches")
auth.protect(bp)
tag_blueprint(bp, ["Dispatches"])


@bp.get("/<dispatch_id>/seats")
@operation(Operation(answer=SeatList, query=SeatQuery, refusals=(DispatchNotFound,)))
async def list_dispatch_seats(dispatch_id: str, query_args: SeatQuery) -> SeatList:
    """List the learners of a dispatch.

    Everybody who has opened it, connection checks aside; who came last is first.
    """
    asked = query_args
    dispatch = await dispatches.find(auth.tenant_id(), dispatch_id)
    which = SeatFilter(asked.search or "", asked.licensed)
    found, total = await seat_list.page(dispatch, which, asked.page, asked.size)
    return SeatList(
        seats=[figures_view.seat(each) for each in found], pagination=Pagination.of(asked, total)
    )


@bp.delete("/<dispatch_id>/seats/<rest:user_id>", merge_slashes=False)
@operation(Operation(answer=Seat, refusals=(DispatchNotFound, LearnerNotFound)))
async def release_dispatch_seat(dispatch_id: str, user_id: str) -> Seat:
    """Give back a learner's license.

    Their record stays, and so does the registration. When they come back they need a free license.
    Whoever holds none is left as they are, so that it can be asked for again. Encode the id as one
    part of the address: a slash in it is `%2F`.
    """
    seat = await ledger.release(auth.tenant_id(), dispatch_id, user_id)
    return figures_view.seat(await seat_list.find(seat))


@bp.post("/<dispatch_id>/renew")
@operation(Operation(answer=DispatchRenewed, refusals=(DispatchNotFound, Conflict)))
async def renew_dispatch(dispatch_id: str) -> DispatchRenewed:
    """Renew a dispatch.

    Its registrations begin at 0 again, and whoever comes back counts anew. Records and licenses
    stay as they are. A second time changes nothing.
    """
    dispatch = await ledger.renew(auth.tenant_id(), dispatch_id)
    return DispatchRenewed(
        dispatch_id=str(dispatch.id),
        registration_count=dispatch.registration_count,
        license_count=dispatch.license_count,
    )


@bp.get("/<dispatch_id>/ledger")
@operation(Operation(answer=Ledger, query=Paging, refusals=(DispatchNotFound,)))
async def read_dispatch_ledger(dispatch_id: str, query_args: Paging) -> Ledger:
    """Read the ledger of a dispatch.

    Every change of its counts, with the counts behind it. Lines are never changed, and they add up
    to the counts of the dispatch.
    """
    dispatch = await dispatches.find(auth.tenant_id(), dispatch_id)
    found, total = await ledger.page(dispatch, query_args.page, query_args.size)
    return Ledger(
        entries=[figures_view.line(each) for each in found],
        pagination=Pagination.of(query_args, total),
    )
