"""Steps in the life of a session: reset, lock, unlock, remove; and what happened in it."""

from datetime import UTC, datetime

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth, wire
from api.operations import Operation, operation
from api.paging import Pagination, Paging
from api.v1.sessions import versions, view
from api.v1.sessions.life_shapes import (
    HistoryChange,
    HistoryEntry,
    HistoryQuery,
    ResetSessionRequest,
    SessionDeleted,
    SessionHistory,
    SessionLaunch,
    SessionLaunchList,
    SessionStepRequest,
)
from api.v1.sessions.shapes import SessionUpdated
from services.errors import Conflict, SessionNotFound, VersionConflict
from services.sessions import launch_history, locking, resetting, sessions, timeline
from services.sessions.launch_history import Opening
from services.sessions.resetting import Reset
from services.sessions.timeline import Moment, Wanted

bp = Blueprint("session_life", __name__, url_prefix="/api/v1")
auth.protect(bp)
tag_blueprint(bp, ["Sessions"])

Changed = tuple[SessionUpdated, int, dict[str, str]]


@bp.post("/sessions/<session_id>/reset")
@operation(
    Operation(
        answer=SessionUpdated,
        body=ResetSessionRequest,
        refusals=(SessionNotFound, VersionConflict, Conflict),
        headers=("ETag",),
    )
)
async def reset_session(session_id: str, data: ResetSessionRequest) -> Changed:
    """Reset a session.

    As if the course had never been opened: results, data and attempts are removed for good. A
    window that has it open can store nothing more.
    """
    wanted = Reset(data.objectives, versions.asked(data.version))
    await resetting.reset(auth.tenant_id(), session_id, wanted, datetime.now(UTC))
    return await _changed(session_id)


@bp.delete("/sessions/<session_id>")
@operation(Operation(answer=SessionDeleted, refusals=(SessionNotFound, VersionConflict)))
async def delete_session(session_id: str) -> SessionDeleted:
    """Delete a session.

    With everything that was recorded in it. A window that has it open can store nothing more.
    """
    version = versions.asked(None)
    await resetting.remove(auth.tenant_id(), session_id, version, datetime.now(UTC))
    return SessionDeleted(session_id=session_id)


@bp.post("/sessions/<session_id>/terminate")
@operation(
    Operation(
        answer=SessionUpdated,
        body=SessionStepRequest,
        refusals=(SessionNotFound, VersionConflict),
        headers=("ETag",),
    )
)
async def terminate_session(session_id: str, data: SessionStepRequest) -> Changed:
    """Lock a session.

    Its results stay as they are: it cannot be launched, and neither a window nor an update changes
    it, until it is reactivated.
    """
    version = versions.asked(data.version)
    await locking.terminate(auth.tenant_id(), session_id, version, datetime.now(UTC))
    return await _changed(session_id)


@bp.post("/sessions/<session_id>/reactivate")
@operation(
    Operation(
        answer=SessionUpdated,
        body=SessionStepRequest,
        refusals=(SessionNotFound, VersionConflict),
        headers=("ETag",),
    )
)
async def reactivate_session(session_id: str, data: SessionStepRequest) -> Changed:
    """Reactivate a session.

    One that was locked, or has expired, can be changed and launched again.
    """
    version = versions.asked(data.version)
    await locking.reactivate(auth.tenant_id(), session_id, version, datetime.now(UTC))
    return await _changed(session_id)


@bp.get("/sessions/<session_id>/launches")
@operation(Operation(answer=SessionLaunchList, query=Paging, refusals=(SessionNotFound,)))
async def list_launches(session_id: str, query_args: Paging) -> SessionLaunchList:
    """List the launches of a session.

    When the player was opened, for how long, and how it ended; newest first.
    """
    offset = (query_args.page - 1) * query_args.size
    found, total = await launch_history.page(auth.tenant_id(), session_id, offset, query_args.size)
    return SessionLaunchList(
        launches=[_launch(one) for one in found], pagination=Pagination.of(query_args, total)
    )


@bp.get("/sessions/<session_id>/history")
@operation(Operation(answer=SessionHistory, query=HistoryQuery, refusals=(SessionNotFound,)))
async def read_history(session_id: str, query_args: HistoryQuery) -> SessionHistory:
    """Read what a course stored, and when.

    Every commit with its elements and values, newest first: what support needs to say what
    happened. Changes through the API are in the tenant's audit log.
    """
    offset = (query_args.page - 1) * query_args.size
    wanted = Wanted(offset, query_args.size, query_args.calls)
    found, total = await timeline.page(auth.tenant_id(), session_id, wanted)
    return SessionHistory(
        history=[_entry(one) for one in found], pagination=Pagination.of(query_args, total)
    )


async def _changed(session_id: str) -> Changed:
    found = await sessions.find(auth.tenant_id(), session_id, datetime.now(UTC))
    answer = SessionUpdated(
        session_id=found.id,
        updated_at=wire.stamp(found.updated_at),
        version=found.version,
        session=view.detail(found),
    )
    return answer, 200, {"ETag": f'"{found.version}"'}


def _launch(one: Opening) -> SessionLaunch:
    return SessionLaunch(
        id=str(one.id),
        opened_at=wire.stamp(one.opened_at),
        last_contact_at=wire.stamp(one.last_contact_at),
        ended_at=wire.stamp_if(one.ended_at),
        end_reason=one.end_reason,
        superseded_at=wire.stamp_if(one.superseded_at),
        mode=one.mode,
        window=one.window,
        attempt=one.attempt,
        seconds=int(one.seconds),
        commits=one.commits,
    )


def _entry(one: Moment) -> HistoryEntry:
    return HistoryEntry(
        at=wire.stamp(one.at),
        launch_id=str(one.launch_id),
        seq=one.seq,
        attempt=one.attempt or None,
        mode=one.mode,
        activity_id=one.activity_id,
        late=one.late,
        version=one.version,
        changes=[
            HistoryChange(
                element=each.element, value=each.value, length=each.length, error=each.error
            )
            for each in one.changes
        ],
        calls=one.calls,
    )
