"""A session as the API and the events show it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from models.session import Session
from scorm.cmi.recorded import Interaction, ObjectiveRow
from scorm.status import Outcome


@dataclass(frozen=True, slots=True)
class Score:
    scaled: float | None
    raw: float | None
    min: float | None
    max: float | None


@dataclass(frozen=True, slots=True)
class PackageRef:
    id: UUID
    title: str
    version: str


@dataclass(frozen=True, slots=True)
class ActivityResult:
    """Of something to open, or of a block by roll-up."""

    id: str
    title: str
    level: int
    parent: str | None
    result: Outcome
    attempts: int
    seconds: float
    current: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """``activities`` without the course itself, whose result is that of the record."""

    activities: list[ActivityResult] = field(default_factory=list[ActivityResult])
    objectives: list[ObjectiveRow] = field(default_factory=list[ObjectiveRow])
    interactions: list[Interaction] = field(default_factory=list[Interaction])


NO_PARTS: Final = Parts()


@dataclass(frozen=True, slots=True)
class SessionView:
    """``cmi_data`` is that of the current SCO; it and ``parts`` are read for a single session."""

    id: str
    package_id: UUID
    tenant_id: UUID
    user_id: str
    learner_name: str
    learner_email: str
    completion_status: str
    success_status: str
    score: Score
    progress_measure: float | None
    attempts: int
    time_spent_seconds: int
    session_time: str
    cmi_data: dict[str, str] | None
    suspend_data: str | None
    location: str | None
    package: PackageRef
    package_revision: int
    version: int
    status: str
    launched_at: datetime | None
    completed_at: datetime | None
    expires_at: datetime
    created_at: datetime
    updated_at: datetime
    dispatch_id: UUID | None = None
    launch_count: int = 0
    last_launched_at: datetime | None = None
    preview: bool = False
    imported: bool = False
    parts: Parts = NO_PARTS


def score_of(session: Session) -> Score:
    return Score(session.score_scaled, session.score_raw, session.score_min, session.score_max)


def event_body(session: Session, cmi: dict[str, str] | None = None) -> dict[str, Any]:
    """The session object inside an event."""
    body: dict[str, Any] = {
        "id": session.id,
        "session_id": session.id,
        "package_id": session.package_id,
        "user_id": session.user_id,
        "registration": session.registration,
        "completion_status": session.completion_status,
        "success_status": session.success_status,
        "score": score_of(session),
        "progress_measure": session.progress_measure,
        "attempts": session.attempts,
        "time_spent_seconds": int(session.time_spent),
        "version": session.version,
    }
    return body if cmi is None else body | {"cmi_data": cmi}
