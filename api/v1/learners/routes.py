"""Learners: finding them, telling what they are called, and erasing them."""

from datetime import UTC, datetime

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.paging import Pagination
from api.sorting import page_of
from api.v1.learners import view
from api.v1.learners.shapes import (
    ErasureQueued,
    LearnerDetail,
    LearnerList,
    LearnerQuery,
    LearnerUpdate,
)
from services.erasure import erasures
from services.errors import LearnerNotFound
from services.ports import ports
from services.reports import learners
from services.reports.learners import Renaming

bp = Blueprint("learners", __name__, url_prefix="/api/v1/learners")
auth.protect(bp)
tag_blueprint(bp, ["Learners"])


@bp.get("")
@operation(Operation(answer=LearnerList, query=LearnerQuery))
async def list_learners(query_args: LearnerQuery) -> LearnerList:
    """List learners.

    Everybody who has a session, previews aside. Who was active last comes first.
    """
    asked = query_args
    sort = asked.sort or "-last_activity"
    part = page_of(asked.page, asked.size, sort, asked.order, learners.ORDERS)
    found, total = await learners.page(auth.tenant_id(), asked.search or "", part)
    return LearnerList([view.summary(each) for each in found], Pagination.of(asked, total))


@bp.get("/<rest:user_id>", merge_slashes=False)
@operation(Operation(answer=LearnerDetail, refusals=(LearnerNotFound,)))
async def read_learner(user_id: str) -> LearnerDetail:
    """Read a learner.

    Over all their sessions, and what they did in each package. Encode the id as one part of the
    address: a slash in it is `%2F`.
    """
    return view.whole(await learners.find(auth.tenant_id(), user_id))


@bp.patch("/<rest:user_id>", merge_slashes=False)
@operation(Operation(answer=LearnerDetail, body=LearnerUpdate, refusals=(LearnerNotFound,)))
async def update_learner(user_id: str, data: LearnerUpdate) -> LearnerDetail:
    """Change what a learner is called.

    In all their sessions. Results stay as they are.
    """
    renaming = Renaming(data.name, data.email)
    found = await learners.rename(
        auth.tenant_id(), user_id, renaming, datetime.now(UTC), ports().keyring
    )
    return view.whole(found)


@bp.delete("/<rest:user_id>", merge_slashes=False)
@operation(Operation(answer=ErasureQueued, statuses=(202,), refusals=(LearnerNotFound,)))
async def erase_learner(user_id: str) -> tuple[ErasureQueued, int]:
    """Erase a learner.

    Removes all their sessions with everything recorded in them, in the background; players that
    are open lose their record. Asked again while it is under way, the answer names the same
    erasure. This cannot be undone.
    """
    found = await erasures.request(auth.tenant_id(), user_id, ports().keyring)
    return ErasureQueued(str(found.id), view.erasure(found).status), 202
