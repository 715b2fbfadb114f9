"""Creating sessions, one or many, as it looks on the wire."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from api.moments import WRITTEN
from api.v1.sessions.shapes import (
    ClaimedTenant,
    GivenCompletion,
    Score,
    SessionFields,
    Success,
    SuspendData,
)
from api.v1.sessions.who import Email, GivenLearner, Name, Registration, SessionId, UserId

PastMoment = Annotated[
    Annotated[str, Meta(max_length=64), WRITTEN] | None,
    Meta(description="ISO 8601; not in the future."),
]
CmiData = Annotated[
    dict[str, Any],
    Meta(description="Data model elements, flat or nested, by the edition of the package."),
]


class ActivityState(Struct, kw_only=True):
    """What one activity has recorded."""

    cmi_data: CmiData = field(default_factory=dict[str, Any])


class InitialState(Struct, kw_only=True):
    """What the learner has done in another system; the next launch goes on exactly there."""

    cmi_data: Annotated[
        dict[str, Any] | None,
        Meta(
            description="Data model elements, flat or nested, of the only activity or of `current`."
        ),
    ] = None
    activities: Annotated[
        dict[str, ActivityState] | None,
        Meta(description="By the identifiers of the items in the manifest."),
    ] = None
    current: Annotated[str | None, Meta(description="The activity that the learner was at.")] = None
    completion_status: GivenCompletion | None = None
    success_status: Success | None = None
    score: Score | None = None
    progress_measure: Annotated[float, Meta(ge=0, le=1)] | None = None
    time_spent_seconds: Annotated[float, Meta(ge=0, le=1e9)] | None = None
    attempts: Annotated[int, Meta(ge=1, le=100_000, description="Which attempt this is.")] = 1
    suspend_data: SuspendData | None = None
    location: Annotated[str, Meta(max_length=1000)] | None = None
    launched_at: PastMoment = None
    completed_at: PastMoment = None
    created_at: PastMoment = None


class CreateSessionRequest(Struct, kw_only=True):
    """Whose record of which package shall be there."""

    package_id: str
    user_id: Annotated[
        UserId | None, Meta(description="Your name for the learner; or give learner.id.")
    ] = None
    session_id: Annotated[SessionId | None, Meta(description="Your choice of an id.")] = None
    learner: GivenLearner | None = None
    learner_name: Name | None = None
    learner_email: Email | None = None
    registration: Annotated[Registration | None, Meta(description="xAPI registration, a UUID.")] = (
        None
    )
    revision: Annotated[
        Annotated[int, Meta(ge=1, le=2**31 - 1)] | None,
        Meta(description="Of the package; else the current one."),
    ] = None
    initial_state: InitialState | None = None
    tenant_id: ClaimedTenant = None


class ImportSessionsRequest(Struct, kw_only=True):
    """Up to a hundred sessions, each as one would be created by itself."""

    sessions: Annotated[
        list[dict[str, Any]],
        Meta(
            min_length=1,
            max_length=100,
            description="Each as the body of POST /api/v1/sessions; a wrong one is refused alone.",
        ),
    ]
    tenant_id: ClaimedTenant = None


class ImportProblem(Struct):
    """Why a session was refused."""

    code: str
    message: str
    details: dict[str, Any]


class ImportedSession(Struct, kw_only=True):
    """What became of one of them; index is its place in the request, from 0."""

    index: int
    status: Literal["created", "existing", "refused"]
    session_id: str | None
    version: int | None
    error: ImportProblem | None


class ImportSessionsResponse(Struct, kw_only=True):
    """What became of each."""

    results: list[ImportedSession]
    created: int
    existing: int
    refused: int


class SessionBatchRequest(Struct, kw_only=True):
    """Which sessions."""

    session_ids: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=255)]],
        Meta(min_length=1, max_length=100),
    ]
    tenant_id: ClaimedTenant = None


class SessionBatch(Struct, kw_only=True):
    """Those that exist, in the order they were asked for."""

    sessions: list[SessionFields]  # pyright: ignore[reportInvalidTypeForm]
    missing: Annotated[list[str], Meta(description="Ids that name no session.")]
