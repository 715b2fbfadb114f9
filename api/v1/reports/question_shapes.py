"""Questions and answers as they look in reports; the fields of a row are also the columns."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from api.paging import Pagination
from api.v1.reports.shapes import ReportPeriod, ReportQuery


class InteractionQuery(ReportQuery, kw_only=True):
    """The same, and whether each answer shall be told."""

    detail: Annotated[bool, Meta(description="One row for each answer, as `answers`.")] = False


class ResponseCount(Struct):
    """How often something was answered."""

    response: str
    count: int


class QuestionRow(Struct, kw_only=True):
    """What learners answered to one question, in all attempts."""

    package_id: str
    package_title: str
    activity_id: str
    activity_title: str
    interaction_id: str
    type: str
    description: Annotated[str, Meta(description="The question, where the course tells it.")]
    objectives: list[str]
    answered: int
    correct: int
    incorrect: int
    unanticipated: int
    neutral: int
    percent_correct: Annotated[
        float | None, Meta(description="Of the answers that were judged right or wrong.")
    ]
    avg_latency_seconds: float | None
    correct_responses: Annotated[list[str], Meta(description="The patterns of right answers.")]
    top_responses: Annotated[list[ResponseCount], Meta(description="The ten most frequent ones.")]


class AnswerRow(Struct, kw_only=True):
    """One answer of one learner."""

    session_id: str
    user_id: str
    learner_name: str
    package_id: str
    package_title: str
    attempt: int
    activity_id: str
    activity_title: str
    interaction_id: str
    type: str
    description: str
    objectives: list[str]
    learner_response: str
    correct_responses: list[str]
    result: str
    weighting: float | None
    latency_seconds: float | None
    timestamp: Annotated[str, Meta(description="As the course wrote it.")]
    recorded_at: Annotated[str, Meta(description="When the course stored data last.")]


class InteractionTotals(Struct, kw_only=True):
    """The figures over all answers of the report."""

    questions: int
    answered: int
    correct: int
    incorrect: int
    unanticipated: int
    neutral: int
    percent_correct: float | None


class InteractionsReport(Struct, kw_only=True):
    """By question; with `detail` answer by answer instead."""

    report: Literal["interactions"] = "interactions"
    period: ReportPeriod
    rows: list[QuestionRow]
    answers: list[AnswerRow]
    totals: InteractionTotals
    pagination: Pagination
