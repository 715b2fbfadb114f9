"""The figures of a dispatch as they look on the wire."""

from typing import Annotated

from msgspec import Meta, Struct, field

from api.v1.reports.shapes import GivenEnd, GivenMoment

Rate = Annotated[float | None, Meta(description="Between 0 and 1; null where nothing counts.")]


class DispatchStatsQuery(Struct, kw_only=True):
    """Which sessions of the dispatch are counted."""

    begins: GivenMoment = field(name="from", default=None)
    ends: GivenEnd = field(name="to", default=None)
    tenant_id: Annotated[str | None, Meta(description="Your own tenant; any other is refused.")] = (
        None
    )


class DispatchDay(Struct, kw_only=True):
    """What was opened and completed on one day (UTC)."""

    date: str
    launches: int
    completions: int


class DispatchResults(Struct, kw_only=True):
    """How many sessions' results have come how far; see the registrations of the dispatch."""

    accepted: int
    pending: int
    refused: int
    none: int


class DispatchStats(Struct, kw_only=True):
    """What has come of the sessions of a dispatch that began in the period."""

    dispatch_id: str
    sessions: int
    learners: int
    launches: int
    registrations: Annotated[
        int, Meta(description="Learners counted in the period; renewing takes none of them back.")
    ]
    licenses_used: Annotated[int, Meta(description="Held at this moment, whatever the period.")]
    completions: int
    passed: int
    failed: int
    completion_rate: Rate
    pass_rate: Annotated[float | None, Meta(description="Passed of those passed or failed.")]
    avg_score_scaled: float | None
    total_time_seconds: int
    last_activity_at: str | None
    results: DispatchResults
    by_day: list[DispatchDay]
