"""Sessions, put into the shapes of the wire."""

from typing import Any, Protocol, cast

import msgspec

from api import wire
from api.v1.sessions.shapes import (
    ActivityResult,
    InteractionResult,
    ObjectiveResult,
    Score,
    Session,
    SessionDetail,
    SessionFields,
    SessionPackage,
)
from api.v1.sessions.who import SessionLearner
from scorm.cmi.recorded import ObjectiveRow
from services.tracking import session_view
from services.tracking.session_view import SessionView


def pick(view: SessionView, fields: str | None) -> Any:
    """Only the named fields; names that do not exist are passed over."""
    whole = _shared(view)
    if fields is None:
        return SessionFields(**whole)
    wanted = {name.strip() for name in fields.split(",")}
    return SessionFields(**{name: value for name, value in whole.items() if name in wanted})


def detail(view: SessionView) -> SessionDetail:
    return SessionDetail(**_shared(view), **_own(view))


def whole(view: SessionView) -> Session:
    """At the top level and under ``session``: both kinds of client find what they read."""
    return Session(**_shared(view), **_own(view), session=detail(view))


def _shared(view: SessionView) -> dict[str, Any]:
    return {
        "id": view.id,
        "session_id": view.id,
        "package_id": str(view.package_id),
        "tenant_id": str(view.tenant_id),
        "user_id": view.user_id,
        "learner_name": view.learner_name,
        "learner": SessionLearner(
            id=view.user_id, name=view.learner_name, email=view.learner_email
        ),
        "completion_status": str(view.completion_status),
        "success_status": str(view.success_status),
        "score": score(view.score),
        "progress_measure": view.progress_measure,
        "attempts": view.attempts,
        "time_spent_seconds": view.time_spent_seconds,
        "session_time": view.session_time,
        "status": str(view.status),
        "version": view.version,
        "package": SessionPackage(
            str(view.package.id), view.package.title, cast(Any, view.package.version)
        ),
        "package_revision": view.package_revision,
        "dispatch_id": str(view.dispatch_id) if view.dispatch_id else None,
        "created_at": wire.stamp(view.created_at),
        "updated_at": wire.stamp(view.updated_at),
        "launched_at": wire.stamp_if(view.launched_at),
        "completed_at": wire.stamp_if(view.completed_at),
        "expires_at": wire.stamp(view.expires_at),
        "launch_count": view.launch_count,
        "last_launched_at": wire.stamp_if(view.last_launched_at),
        "preview": view.preview,
        "imported": view.imported,
    }


def _own(view: SessionView) -> dict[str, Any]:
    return {
        "cmi_data": view.cmi_data or {},
        "suspend_data": view.suspend_data or "",
        "location": view.location or "",
        "activities": [activity(each) for each in view.parts.activities],
        "objectives": [objective(each) for each in view.parts.objectives],
        "interactions": msgspec.convert(
            view.parts.interactions, list[InteractionResult], from_attributes=True
        ),
    }


def activity(found: session_view.ActivityResult) -> ActivityResult:
    return ActivityResult(
        id=found.id,
        title=found.title,
        level=found.level,
        parent=found.parent,
        completion_status=cast(Any, str(found.result.completion_status)),
        success_status=cast(Any, str(found.result.success_status)),
        score=score(found.result),
        progress_measure=found.result.progress,
        attempts=found.attempts,
        time_spent_seconds=int(found.seconds),
        current=found.current,
    )


def objective(row: ObjectiveRow) -> ObjectiveResult:
    return ObjectiveResult(
        activity_id=row.activity_id,
        id=row.id,
        description=row.description,
        completion_status=cast(Any, row.completion_status),
        success_status=cast(Any, row.success_status),
        score=score(row),
        progress_measure=row.progress_measure,
    )


class _Scored(Protocol):
    @property
    def scaled(self) -> float | None: ...

    @property
    def raw(self) -> float | None: ...

    @property
    def min(self) -> float | None: ...

    @property
    def max(self) -> float | None: ...


def score(found: _Scored) -> Score:
    return Score(scaled=found.scaled, raw=found.raw, min=found.min, max=found.max)
