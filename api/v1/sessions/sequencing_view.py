"""Activity trees, put into the shapes of the wire."""

from typing import Any

import msgspec

from api import wire
from api.v1.sessions.sequencing_shapes import (
    ActivityObjective,
    Availability,
    ControlModes,
    GlobalObjective,
    SequencedActivity,
    SequencingControls,
    SequencingDecision,
    SequencingRequest,
    SequencingRule,
    SessionSequencing,
)
from api.v1.sessions.view import score
from services.sessions.sequencing_view import (
    ActivityView,
    Answer,
    ControlsView,
    RequestView,
    TreeView,
)


def whole(view: TreeView) -> SessionSequencing:
    return SessionSequencing(
        session_id=view.session_id,
        edition=_as(Any, view.edition),
        attempt=view.attempt,
        player=_as(Any, view.player),
        mode=_as(Any, view.mode),
        current=view.current,
        suspended=view.suspended,
        controls=_controls(view.controls),
        activities=[_activity(each) for each in view.activities],
        objectives_global_to_system=view.objectives_global_to_system,
        global_objectives=_as(list[GlobalObjective], view.global_objectives),
        requests=[_request(each) for each in view.requests],
    )


def _controls(view: ControlsView) -> SequencingControls:
    return SequencingControls(
        proceed=_answer(view.proceed),
        previous=_answer(view.previous),
        suspend_all=_answer(view.suspend_all),
        exit_all=_answer(view.exit_all),
        abandon_all=_answer(view.abandon_all),
    )


def _answer(view: Answer) -> Availability:
    return Availability(view.allowed, view.reason, view.code, view.activity, view.ends)


def _activity(view: ActivityView) -> SequencedActivity:
    return SequencedActivity(
        id=view.id,
        title=view.title,
        level=view.level,
        parent=view.parent,
        visible=view.visible,
        selected=view.selected,
        deliverable=view.deliverable,
        current=view.current,
        active=view.active,
        suspended=view.suspended,
        attempts=view.attempts,
        completion_status=_as(Any, str(view.result.completion_status)),
        success_status=_as(Any, str(view.result.success_status)),
        score=score(view.result),
        progress_measure=view.result.progress,
        choice=_answer(view.choice),
        jump=_answer(view.jump),
        control_modes=_as(ControlModes | None, view.control_modes),
        rules=_as(list[SequencingRule], view.rules),
        objectives=_as(list[ActivityObjective], view.objectives),
    )


def _request(view: RequestView) -> SequencingRequest:
    return SequencingRequest(
        wire.stamp(view.at),
        view.request,
        view.target,
        view.answer,
        _as(list[SequencingDecision], view.decisions),
    )


def _as(shape: Any, view: object) -> Any:
    """Where both sides have the same fields."""
    return msgspec.convert(view, shape, from_attributes=True)
