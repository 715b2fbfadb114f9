"""Registrations of a dispatch as they look on the wire: recorded here, and accepted there."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from api.paging import Pagination, Paging

HandBackState = Literal["accepted", "pending", "refused", "none"]


class RegistrationQuery(Paging, kw_only=True):
    """Which registrations of the dispatch."""

    state: Annotated[
        HandBackState | None,
        Meta(description="Only those whose result has come this far."),
    ] = None


class ResultScore(Struct, kw_only=True):
    """A score; null for what is not known."""

    scaled: float | None
    raw: float | None
    min: float | None
    max: float | None


class RecordedResult(Struct, kw_only=True):
    """What is recorded here."""

    completion_status: str
    success_status: str
    score: ResultScore
    progress: float | None
    time_spent_seconds: int
    attempt: int
    version: Annotated[int, Meta(description="Counts every change of the record.")]
    at: Annotated[str, Meta(description="When the record changed last.")]


class AcceptedResult(Struct, kw_only=True):
    """What the other system took last."""

    completion_status: str
    success_status: str
    score: ResultScore
    progress: float | None
    attempt: int
    version: Annotated[int, Meta(description="The version of the record that was handed over.")]
    at: str | None


class RefusedResult(Struct, kw_only=True):
    """That the other system did not take a result."""

    code: Annotated[str, Meta(description="As it told the reason.")]
    at: str | None


class Registration(Struct, kw_only=True):
    """A record that a dispatch has led to, and what the other system has taken of it."""

    id: str
    session_id: str
    user_id: str
    learner_name: str
    state: Annotated[
        HandBackState,
        Meta(
            description="accepted: the other system has this very result. pending: not yet, or an "
            "earlier one. refused: it said no. none: there is no such system, as behind a link."
        ),
    ]
    arrival: Annotated[
        Literal["new", "unbound"],
        Meta(
            description="Why this record was begun. new: the learner had none. unbound: they had, "
            "but came without what their system was given to keep."
        ),
    ]
    host: Annotated[str | None, Meta(description="The site that the course was opened from last.")]
    lms: Annotated[str | None, Meta(description="What that system speaks: 1.2 or 2004.")]
    recorded: RecordedResult
    accepted: AcceptedResult | None
    refused: RefusedResult | None
    diagnosis_code: Annotated[
        str | None, Meta(description="What the connection check found last, such as LEC-00.")
    ]
    diagnosis: Annotated[
        dict[str, Any] | None, Meta(description="All that the connection check told.")
    ]
    created_at: str
    opened_at: Annotated[str, Meta(description="When it was opened last.")]


class RegistrationList(Struct, kw_only=True):
    """Registrations, newest first."""

    registrations: list[Registration]
    pagination: Pagination
