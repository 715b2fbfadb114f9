"""Reports as they look on the wire; the fields of a row are also the columns of its file."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from api.moments import WRITTEN
from api.paging import Pagination, Paging

Rate = Annotated[float | None, Meta(description="Between 0 and 1; null where nothing counts.")]
Seconds = Annotated[int, Meta(description="Over all visits.")]
Moment = str | None
GivenMoment = Annotated[
    Annotated[str, WRITTEN] | None,
    Meta(description="Sessions begun from here on: a day or a point in time, in UTC."),
]
GivenEnd = Annotated[
    Annotated[str, WRITTEN] | None,
    Meta(description="Sessions begun before this: a day or a point in time, in UTC."),
]
Format = Annotated[
    Literal["json", "csv"] | None,
    Meta(description="A page as JSON, or the whole report as CSV; else the Accept header decides."),
]
WithMark = Annotated[
    bool, Meta(description="Begin the CSV with a byte order mark, for older spreadsheets.")
]


class ReportQuery(Paging, kw_only=True):
    """Which sessions the report is about, and in which form it comes."""

    begins: GivenMoment = field(name="from", default=None)
    ends: GivenEnd = field(name="to", default=None)
    package_id: str | None = None
    dispatch_id: str | None = None
    user_id: str | None = None
    format: Format = None
    bom: WithMark = False


class ReportPeriod(Struct, kw_only=True):
    """When the sessions of the report began; null where it is open."""

    begins: Moment = field(name="from")
    ends: Moment = field(name="to")


class ReportTotals(Struct, kw_only=True):
    """The figures over all sessions of the report."""

    sessions: int
    learners: int
    completed: int
    passed: int
    failed: int
    completion_rate: Rate
    pass_rate: Annotated[float | None, Meta(description="Passed of those passed or failed.")]
    avg_score_scaled: float | None
    total_time_seconds: Seconds
    last_activity_at: Moment


class SummaryTotals(ReportTotals, kw_only=True):
    """The figures over all sessions of the report, and how often they were opened."""

    launches: int


class DayRow(Struct, kw_only=True):
    """Sessions of the report that began, were opened and were completed on one day (UTC)."""

    date: str
    sessions: int
    launches: int
    completed: int


class TopPackage(Struct, kw_only=True):
    """One of the ten packages with most sessions."""

    package_id: str
    package_title: str
    sessions: int
    completed: int
    passed: int
    failed: int
    completion_rate: Rate
    pass_rate: Rate
    avg_score_scaled: float | None
    total_time_seconds: Seconds


class SummaryReport(Struct, kw_only=True):
    """A few figures over all sessions, by day and by package."""

    report: Literal["summary"] = "summary"
    period: ReportPeriod
    totals: SummaryTotals
    by_day: list[DayRow]
    top_packages: list[TopPackage]


class PackageRow(Struct, kw_only=True):
    """What came of the sessions of one package."""

    package_id: str
    package_title: str
    sessions: int
    learners: int
    completed: int
    passed: int
    failed: int
    completion_rate: Rate
    pass_rate: Rate
    avg_score_scaled: float | None
    total_time_seconds: Seconds
    median_time_seconds: int | None
    last_activity_at: Moment
    storage_bytes: Annotated[int, Meta(description="Of all revisions, whatever the sessions.")]


class LearnerRow(Struct, kw_only=True):
    """What came of the sessions of one learner."""

    user_id: str
    learner_name: str
    learner_email: str
    sessions: int
    completed: int
    passed: int
    failed: int
    completion_rate: Rate
    pass_rate: Rate
    avg_score_scaled: float | None
    total_time_seconds: Seconds
    first_activity_at: Moment
    last_activity_at: Moment


class SessionRow(Struct, kw_only=True):
    """One session."""

    session_id: str
    package_id: str
    package_title: str
    dispatch_id: str | None
    user_id: str
    learner_name: str
    learner_email: str
    status: str
    completion_status: str
    success_status: str
    score_scaled: float | None
    score_raw: float | None
    score_min: float | None
    score_max: float | None
    progress_measure: float | None
    attempts: int
    time_spent_seconds: Seconds
    created_at: Moment
    launched_at: Moment
    completed_at: Moment
    updated_at: Moment


class DispatchRow(Struct, kw_only=True):
    """What came of the sessions of one dispatch."""

    dispatch_id: str
    dispatch_name: str
    client_name: str | None
    destination: str | None
    package_id: str
    package_title: str
    sessions: int
    learners: int
    completed: int
    passed: int
    failed: int
    completion_rate: Rate
    pass_rate: Rate
    avg_score_scaled: float | None
    total_time_seconds: Seconds
    results_accepted: Annotated[
        int, Meta(description="Sessions whose result the other system has taken as it is.")
    ]
    results_pending: Annotated[
        int, Meta(description="Sessions whose result it does not have yet, or not the latest.")
    ]
    results_refused: Annotated[int, Meta(description="Sessions whose result it did not take.")]
    results_none: Annotated[
        int, Meta(description="Sessions behind a plain link, which hand nothing back.")
    ]
    first_activity_at: Moment
    last_activity_at: Moment


class PackagesReport(Struct, kw_only=True):
    """By package, in the order of their titles; packages without sessions are in it."""

    report: Literal["packages"] = "packages"
    period: ReportPeriod
    rows: list[PackageRow]
    totals: ReportTotals
    pagination: Pagination


class LearnersReport(Struct, kw_only=True):
    """By learner, in the order of their ids."""

    report: Literal["learners"] = "learners"
    period: ReportPeriod
    rows: list[LearnerRow]
    totals: ReportTotals
    pagination: Pagination


class SessionsReport(Struct, kw_only=True):
    """Session by session, newest first."""

    report: Literal["sessions"] = "sessions"
    period: ReportPeriod
    rows: list[SessionRow]
    totals: ReportTotals
    pagination: Pagination


class DispatchesReport(Struct, kw_only=True):
    """By dispatch; the totals are over all sessions, dispatched or not."""

    report: Literal["dispatches"] = "dispatches"
    period: ReportPeriod
    rows: list[DispatchRow]
    totals: ReportTotals
    pagination: Pagination
