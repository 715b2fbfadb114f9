"""Sessions: launching learners, reading their records, and changing them from outside."""

from datetime import UTC, datetime

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth, wire
from api.moments import moment
from api.operations import Operation, operation
from api.paging import Pagination
from api.sorting import page_of
from api.v1.sessions import sequencing_view, versions, view
from api.v1.sessions.cmi_input import flatten
from api.v1.sessions.sequencing_shapes import SessionSequencing
from api.v1.sessions.shapes import (
    Session,
    SessionList,
    SessionQuery,
    SessionUpdate,
    SessionUpdated,
)
from services.errors import (
    Conflict,
    SessionExpired,
    SessionNotFound,
    VersionConflict,
)
from services.sessions import listing, sequencing_look, sessions
from services.sessions.listing import SessionFilter
from services.sessions.sessions import Amendment

bp = Blueprint("sessions", __name__, url_prefix="/api/v1")
auth.protect(bp)
tag_blueprint(bp, ["Sessions"])


@bp.get("/sessions")
@operation(Operation(answer=SessionList, query=SessionQuery))
async def list_sessions(query_args: SessionQuery) -> SessionList:
    """List sessions.

    Newest first unless sorted otherwise; filters are combined. A page past the end is empty.
    """
    asked = query_args
    which = page_of(asked.page, asked.size, asked.sort, asked.order, listing.SORTS)
    found, total = await listing.page(auth.tenant_id(), _filter(asked), which)
    shown = [view.pick(one, asked.fields) for one in found]
    return SessionList(shown, Pagination.of(asked, total))


@bp.get("/sessions/<session_id>")
@operation(Operation(answer=Session, refusals=(SessionNotFound,), headers=("ETag",)))
async def read_session(session_id: str) -> tuple[Session, int, dict[str, str]]:
    """Read a session.

    With the data that the course stored, the results of its activities, their objectives and the
    answers of the learner. The fields stand at the top level and, once more, under
    `session`.
    """
    found = await sessions.find(auth.tenant_id(), session_id, datetime.now(UTC))
    return view.whole(found), 200, {"ETag": f'"{found.version}"'}


@bp.get("/sessions/<session_id>/sequencing")
@operation(Operation(answer=SessionSequencing, refusals=(SessionNotFound,)))
async def read_sequencing(session_id: str) -> SessionSequencing:
    """Read where a learner stands in the course.

    The activity tree as the player sees it at this moment: for every activity and every control
    whether it can be used, and if not, why; and what the latest requests led to.
    """
    seen = await sequencing_look.look(auth.tenant_id(), session_id, datetime.now(UTC))
    return sequencing_view.whole(seen)


@bp.put("/sessions/<session_id>")
@operation(
    Operation(
        answer=SessionUpdated,
        body=SessionUpdate,
        refusals=(SessionNotFound, VersionConflict, SessionExpired, Conflict),
        headers=("ETag",),
    )
)
async def update_session(
    session_id: str, data: SessionUpdate
) -> tuple[SessionUpdated, int, dict[str, str]]:
    """Change a session.

    Send the `version` you read, or its ETag as If-Match: if somebody was faster you get 409, and
    read again. Without either, the last write wins, unless the workspace's `require_version` asks
    for one.

    In a SCORM 2004 course of several activities, data go to the activity that is open or was last
    and are rolled up through the activity tree; they are refused while none was opened. A
    completion, success or score that you state is that of the whole course, and holds until the
    learner does better.
    """
    changed = await sessions.amend(
        auth.tenant_id(), session_id, _amendment(data), datetime.now(UTC)
    )
    answer = SessionUpdated(
        session_id=changed.id,
        updated_at=wire.stamp(changed.updated_at),
        version=changed.version,
        session=view.detail(changed),
    )
    return answer, 200, {"ETag": f'"{changed.version}"'}


def _filter(asked: SessionQuery) -> SessionFilter:
    return SessionFilter(
        package_id=asked.package_id,
        user_id=asked.user_id,
        completion_status=_underscored(asked.completion_status),
        success_status=asked.success_status,
        status=asked.status,
        package_revision=asked.package_revision,
        dispatch_id=asked.dispatch_id,
        updated_since=moment("updated_since", asked.updated_since),
        created_from=moment("created_from", asked.created_from),
        created_to=moment("created_to", asked.created_to),
        search=asked.search,
    )


def _amendment(data: SessionUpdate) -> Amendment:
    return Amendment(
        cmi_data=flatten(data.cmi_data or {}),
        completion_status=_underscored(data.completion_status),
        success_status=data.success_status,
        score=data.score,
        session_time=data.session_time,
        suspend_data=data.suspend_data,
        version=versions.asked(data.version),
    )


def _underscored(status: str | None) -> str | None:
    return status.replace(" ", "_") if status else None
