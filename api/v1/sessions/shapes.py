"""Sessions and launches as they look on the wire."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, defstruct
from msgspec.structs import fields

from api.moments import WRITTEN
from api.paging import Pagination, Paging
from api.sorting import GivenOrder, either_way
from api.v1.sessions.who import Name, SessionLearner
from services.sessions.listing import SORTS

Completion = Literal["not_attempted", "incomplete", "completed"]
# The data model writes it with a space; both are understood.
GivenCompletion = Literal["not_attempted", "not attempted", "incomplete", "completed"]
Success = Literal["unknown", "passed", "failed"]
ClaimedTenant = Annotated[str | None, Meta(description="Your own tenant; any other is refused.")]
WholeNumber = Annotated[int, Meta(ge=0, le=2**31 - 1)]
# Courses may keep more than SCORM grants them, and what was read can be written.
SuspendData = Annotated[str, Meta(max_length=1024 * 1024)]


class Score(Struct, kw_only=True):
    """A score; what the course did not tell is null."""

    scaled: Annotated[float, Meta(ge=-1, le=1)] | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None


class SessionPackage(Struct):
    """The course of a session."""

    id: str
    title: str
    version: Literal["1.2", "2004"]


class SessionSummary(Struct, kw_only=True):
    """A learner's record of one package."""

    id: str
    session_id: Annotated[str, Meta(description="The same as id.")]
    package_id: str
    tenant_id: str
    user_id: str
    learner_name: str
    learner: SessionLearner
    completion_status: Completion
    success_status: Success
    score: Score
    progress_measure: float | None
    attempts: int
    time_spent_seconds: Annotated[int, Meta(description="Over all visits; never decreases.")]
    session_time: Annotated[str, Meta(description="ISO 8601; of the last visit.")]
    status: Literal["active", "expired", "terminated"]
    version: Annotated[int, Meta(description="Counts every change; send it with an update.")]
    package: SessionPackage
    package_revision: int
    dispatch_id: str | None
    created_at: str
    updated_at: str
    launched_at: str | None
    completed_at: str | None
    expires_at: str
    launch_count: Annotated[int, Meta(description="How often a player was opened.")]
    last_launched_at: str | None
    preview: Annotated[bool, Meta(description="Nobody's record: in no list, report or event.")]
    imported: Annotated[bool, Meta(description="Begun in another system.")]


class ActivityResult(Struct, kw_only=True):
    """What came of one part of the course; of a block, by roll-up."""

    id: str
    title: str
    level: Annotated[int, Meta(description="1 for the parts directly below the course.")]
    parent: Annotated[str | None, Meta(description="The block around it, if any.")]
    completion_status: Completion
    success_status: Success
    score: Score
    progress_measure: float | None
    attempts: int
    time_spent_seconds: int
    current: bool


class ObjectiveResult(Struct, kw_only=True):
    """An objective that an activity keeps a result of."""

    activity_id: str
    id: str
    description: str
    completion_status: Completion
    success_status: Success
    score: Score
    progress_measure: float | None


class InteractionResult(Struct, kw_only=True):
    """A question as it was answered; SCORM 1.2 reads in the words of SCORM 2004."""

    activity_id: str
    id: str
    type: str
    objectives: Annotated[list[str], Meta(description="The ids of its objectives.")]
    timestamp: Annotated[str, Meta(description="As the course wrote it; a time of day in 1.2.")]
    correct_responses: Annotated[list[str], Meta(description="Their patterns.")]
    weighting: float | None
    learner_response: str
    result: Annotated[
        str, Meta(description="correct, incorrect, unanticipated, neutral, or a number.")
    ]
    latency: Annotated[str, Meta(description="ISO 8601 duration.")]
    description: str


class SessionDetail(SessionSummary, kw_only=True):
    """A learner's record of one package, with the data the course stored."""

    cmi_data: Annotated[
        dict[str, str], Meta(description="Data model elements by their dotted names.")
    ]
    suspend_data: str
    location: str
    activities: Annotated[
        list[ActivityResult], Meta(description="Of the present attempt, in the course's order.")
    ]
    objectives: list[ObjectiveResult]
    interactions: list[InteractionResult]


class Session(SessionDetail, kw_only=True):
    """The record at the top level, and once more under session."""

    session: SessionDetail


# With ?fields=… a client gets the named fields only, so none is certain.
SessionFields = defstruct(
    "SessionFields",
    [(one.name, one.type | UnsetType, UNSET) for one in fields(SessionSummary)],
    namespace={"__doc__": "A session, or those of its fields that were asked for."},
    module=__name__,
)

Moment = Annotated[
    Annotated[str, WRITTEN] | None, Meta(description="ISO 8601; without an offset, UTC.")
]


class SessionQuery(Paging, kw_only=True):
    """Which sessions, in which order, and how much of each."""

    package_id: str | None = None
    user_id: str | None = None
    completion_status: GivenCompletion | None = None
    success_status: Success | None = None
    status: Literal["active", "expired", "terminated"] | None = None
    package_revision: Annotated[int, Meta(ge=1, le=2**31 - 1)] | None = None
    dispatch_id: str | None = None
    updated_since: Moment = None
    created_from: Moment = None
    created_to: Annotated[Moment, Meta(description="Sessions of this moment are left out.")] = None
    search: Annotated[
        Name | None,
        Meta(description="Words, each a part of the learner's id or name; case does not matter."),
    ] = None
    sort: Annotated[
        Annotated[str, either_way(SORTS)] | None,
        Meta(
            description="created_at, updated_at, completed_at, launched_at, score, "
            "time_spent_seconds or user_id; with a minus in front for descending order. Sessions "
            "without a value come last."
        ),
    ] = None
    order: Annotated[GivenOrder | None, Meta(description="Counts more than a minus in sort.")] = (
        None
    )
    fields: Annotated[
        str | None, Meta(description="Names of fields, separated by commas; others are left out.")
    ] = None


class SessionList(Struct):
    """Sessions, newest first unless sorted otherwise."""

    sessions: list[SessionFields]  # pyright: ignore[reportInvalidTypeForm]
    pagination: Pagination


class SessionUpdate(Struct, kw_only=True):
    """What to change; everything left out stays as it is."""

    cmi_data: Annotated[
        dict[str, Any] | None,
        Meta(
            description="Merged element by element; null removes one. Nested objects are "
            "understood as well as dotted names."
        ),
    ] = None
    completion_status: GivenCompletion | None = None
    success_status: Success | None = None
    score: Score | None = None
    session_time: Annotated[
        Annotated[str, Meta(max_length=64)] | None, Meta(description="ISO 8601 duration.")
    ] = None
    suspend_data: SuspendData | None = None
    version: Annotated[
        WholeNumber | None, Meta(description="As last read; a stale one is answered with 409.")
    ] = None
    tenant_id: ClaimedTenant = None


class SessionUpdated(Struct, kw_only=True):
    """The record after the change."""

    session_id: str
    updated_at: str
    version: int
    session: SessionDetail
    success: bool = True
