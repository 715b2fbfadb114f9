"""Requests to create sessions, as the services understand them."""

from datetime import datetime
from typing import Any

from api.moments import moment
from api.v1.sessions.cmi_input import flatten
from api.v1.sessions.creation_shapes import CreateSessionRequest
from api.v1.sessions.creation_shapes import InitialState as GivenState
from api.v1.sessions.who import registrant
from services.packages import catalogue
from services.sessions.creating import NewSession
from services.sessions.initial_state import InitialState


def new_session(data: CreateSessionRequest) -> NewSession:
    """Raises Invalid, PackageNotFound."""
    initial = data.initial_state and _initial(data.initial_state)
    key = catalogue.package_key(data.package_id)
    return NewSession(key, registrant(data), data.revision, initial)


def _initial(given: GivenState) -> InitialState:
    completion = given.completion_status
    return InitialState(
        cmi_data=_data(given.cmi_data),
        activities={name: _data(each.cmi_data) for name, each in (given.activities or {}).items()},
        current=given.current,
        completion_status=completion.replace(" ", "_") if completion else None,
        success_status=given.success_status,
        score=given.score,
        progress_measure=given.progress_measure,
        time_spent_seconds=given.time_spent_seconds,
        attempts=given.attempts,
        suspend_data=given.suspend_data,
        location=given.location,
        launched_at=_moment("launched_at", given.launched_at),
        completed_at=_moment("completed_at", given.completed_at),
        created_at=_moment("created_at", given.created_at),
    )


def _data(given: dict[str, Any] | None) -> dict[str, str]:
    """An element that is null was never recorded."""
    return {name: value for name, value in flatten(given or {}).items() if value is not None}


def _moment(name: str, given: str | None) -> datetime | None:
    return moment(f"initial_state.{name}", given)
