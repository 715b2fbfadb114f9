"""Attempts as they look on the wire."""

from typing import Annotated

from msgspec import Meta, Struct

from api.paging import Pagination
from api.v1.sessions.shapes import (
    ActivityResult,
    ClaimedTenant,
    Completion,
    InteractionResult,
    ObjectiveResult,
    Score,
    Success,
    WholeNumber,
)


class AttemptResult(Struct, kw_only=True):
    """What came of an attempt, or of one run through the course within it."""

    number: int
    completion_status: Completion
    success_status: Success
    score: Score
    progress_measure: float | None
    time_spent_seconds: Annotated[int, Meta(description="Within this one alone.")]
    started_at: str | None
    ended_at: str | None


class AttemptSummary(AttemptResult, kw_only=True):
    """An attempt; of those that are over, as they were when the next one began."""

    current: Annotated[bool, Meta(description="Whether it is the one that the session is at.")]
    package_revision: int
    runs: Annotated[
        list[AttemptResult],
        Meta(
            description="Where activities are sequenced: how earlier runs through the whole course "
            "ended, after which the learner began again and the better result was kept."
        ),
    ]
    activities: Annotated[
        list[ActivityResult], Meta(description="In the course's order; none without data.")
    ]


class AttemptDetail(AttemptSummary, kw_only=True):
    """An attempt with the data that the course stored in it."""

    cmi_data: Annotated[
        dict[str, str], Meta(description="Of the activity that was used last, as of a session.")
    ]
    activity_data: Annotated[
        dict[str, dict[str, str]], Meta(description="Of each activity, by its identifier.")
    ]
    objectives: list[ObjectiveResult]
    interactions: list[InteractionResult]


class AttemptList(Struct, kw_only=True):
    """Attempts, the present one first."""

    attempts: list[AttemptSummary]
    pagination: Pagination


class StartAttemptRequest(Struct, kw_only=True):
    """How to begin anew."""

    force: Annotated[
        bool, Meta(description="Even while a learner has the course open; nothing more is saved.")
    ] = False
    version: Annotated[
        WholeNumber | None, Meta(description="As last read; a stale one is answered with 409.")
    ] = None
    tenant_id: ClaimedTenant = None
