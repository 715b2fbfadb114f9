"""The steps of a session's life, and what happened in it, as they look on the wire."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from api.paging import Pagination, Paging
from api.v1.sessions.shapes import ClaimedTenant, WholeNumber

Version = Annotated[
    WholeNumber | None, Meta(description="As last read; a stale one is answered with 409.")
]


class SessionStepRequest(Struct, kw_only=True):
    """Nothing is needed."""

    version: Version = None
    tenant_id: ClaimedTenant = None


class ResetSessionRequest(Struct, kw_only=True):
    """What shall be forgotten besides the record itself."""

    objectives: Annotated[
        bool,
        Meta(
            description="Also what the learner reached in objectives that this course shares with "
            "others."
        ),
    ] = False
    version: Version = None
    tenant_id: ClaimedTenant = None


class SessionDeleted(Struct, kw_only=True):
    """The session is gone."""

    session_id: str
    success: bool = True


class SessionLaunch(Struct, kw_only=True):
    """One opening of the player."""

    id: str
    opened_at: str
    last_contact_at: str
    ended_at: str | None
    end_reason: Annotated[
        str | None,
        Meta(
            description="suspended, exited, abandoned or finished by the learner; reset, "
            "terminated or new_attempt from outside."
        ),
    ]
    superseded_at: Annotated[str | None, Meta(description="When another window took over.")]
    mode: str
    window: str
    attempt: Annotated[int | None, Meta(description="null: before the record was reset.")]
    seconds: int
    commits: int


class SessionLaunchList(Struct, kw_only=True):
    """Launches, newest first."""

    launches: list[SessionLaunch]
    pagination: Pagination


class HistoryQuery(Paging, kw_only=True):
    """Which part of the history, and how much of it."""

    calls: Annotated[
        bool, Meta(description="With the calls of the run-time API, as far as they were kept.")
    ] = False


class HistoryChange(Struct, kw_only=True):
    """An element that the course set."""

    element: str
    value: Annotated[
        str | None, Meta(description="Its first 1,000 characters; null: it was unset.")
    ]
    length: int
    error: Annotated[int | None, Meta(description="The code with which it was refused.")]


class HistoryEntry(Struct, kw_only=True):
    """What the course stored at one moment."""

    at: str
    launch_id: str
    seq: int
    attempt: Annotated[int | None, Meta(description="null: before the record was reset.")]
    mode: str
    activity_id: str
    late: bool
    version: Annotated[int, Meta(description="Of the session, from then on.")]
    changes: list[HistoryChange]
    calls: Annotated[
        list[Any] | None,
        Meta(description="Each as [milliseconds, function, argument, argument, result, error]."),
    ]


class SessionHistory(Struct, kw_only=True):
    """What the course stored, newest first."""

    history: list[HistoryEntry]
    pagination: Pagination
