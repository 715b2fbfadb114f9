"""Attempts of a session: reading them side by side, and beginning the next one."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth, wire
from api.operations import Operation, operation
from api.paging import Pagination, Paging
from api.v1.sessions import versions, view
from api.v1.sessions.attempt_shapes import (
    AttemptDetail,
    AttemptList,
    AttemptResult,
    AttemptSummary,
    StartAttemptRequest,
)
from api.v1.sessions.shapes import InteractionResult
from services.errors import Conflict, NotFound, SessionNotFound, VersionConflict
from services.sessions import attempts
from services.sessions.attempts import AttemptView, Result, Start

bp = Blueprint("attempts", __name__, url_prefix="/api/v1")
auth.protect(bp)
tag_blueprint(bp, ["Sessions"])


@bp.get("/sessions/<session_id>/attempts")
@operation(Operation(answer=AttemptList, query=Paging, refusals=(SessionNotFound,)))
async def list_attempts(session_id: str, query_args: Paging) -> AttemptList:
    """List attempts.

    All attempts of a learner side by side, the present one first, with the results of their
    activities.
    """
    found, total = await attempts.page(
        auth.tenant_id(),
        session_id,
        (query_args.page - 1) * query_args.size,
        query_args.size,
        datetime.now(UTC),
    )
    shown = [AttemptSummary(**_summary(one)) for one in found]
    return AttemptList(attempts=shown, pagination=Pagination.of(query_args, total))


@bp.get("/sessions/<session_id>/attempts/<int:attempt>")
@operation(Operation(answer=AttemptDetail, refusals=(SessionNotFound, NotFound)))
async def read_attempt(session_id: str, attempt: int) -> AttemptDetail:
    """Read an attempt.

    With the data that the course stored in it.
    """
    return _detail(await attempts.find(auth.tenant_id(), session_id, attempt, datetime.now(UTC)))


@bp.post("/sessions/<session_id>/attempts")
@operation(
    Operation(
        answer=AttemptDetail,
        statuses=(200, 201),
        body=StartAttemptRequest,
        refusals=(SessionNotFound, VersionConflict, Conflict),
    )
)
async def start_attempt(session_id: str, data: StartAttemptRequest) -> tuple[AttemptDetail, int]:
    """Begin a new attempt.

    The result so far is kept beside it (201). Where nothing has come of the present attempt yet,
    there is nothing to replace (200). While a learner has the course open, this needs `force`.
    """
    start = Start(data.force, versions.asked(data.version))
    found, is_new = await attempts.begin(auth.tenant_id(), session_id, start, datetime.now(UTC))
    return _detail(found), 201 if is_new else 200


def _detail(found: AttemptView) -> AttemptDetail:
    return AttemptDetail(
        **_summary(found),
        cmi_data=found.cmi,
        activity_data=found.data,
        objectives=[view.objective(each) for each in found.parts.objectives],
        interactions=msgspec.convert(
            found.parts.interactions, list[InteractionResult], from_attributes=True
        ),
    )


def _summary(found: AttemptView) -> dict[str, Any]:
    return {
        **_result(found),
        "current": found.current,
        "package_revision": found.package_revision,
        "runs": [AttemptResult(**_result(each)) for each in found.runs],
        "activities": [view.activity(each) for each in found.parts.activities],
    }


def _result(found: Result) -> dict[str, Any]:
    return {
        "number": found.number,
        "completion_status": str(found.found.completion_status),
        "success_status": str(found.found.success_status),
        "score": view.score(found.found),
        "progress_measure": found.found.progress,
        "time_spent_seconds": int(found.seconds),
        "started_at": wire.stamp_if(found.started_at),
        "ended_at": wire.stamp_if(found.ended_at),
    }
