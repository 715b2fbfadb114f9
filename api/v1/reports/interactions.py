"""The report on questions, and on answers one by one."""

from collections.abc import AsyncIterator
from typing import Any

from quart import Blueprint, Response
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.paging import Pagination
from api.v1.reports import asked, files, view
from api.v1.reports.question_shapes import (
    AnswerRow,
    InteractionQuery,
    InteractionsReport,
    InteractionTotals,
    QuestionRow,
)
from services.reports import interactions, questions
from services.reports.questions import Question
from services.reports.wanted import Wanted

bp = Blueprint("interactions", __name__, url_prefix="/api/v1/reports")
auth.protect(bp)
tag_blueprint(bp, ["Reports"])


@bp.get("/interactions")
@operation(Operation(answer=InteractionsReport, query=InteractionQuery, also=(asked.CSV,)))
async def report_interactions(query_args: InteractionQuery) -> InteractionsReport | Response:
    """Report on questions.

    What learners answered to each question of the courses, over all attempts of the sessions begun
    in the period, and how often they were right. With `detail` every answer on its own.
    """
    which = asked.wanted(query_args)
    if query_args.detail:
        return await _answers(query_args, which)
    found = await questions.questions(auth.tenant_id(), which)
    if asked.as_file(query_args):
        columns = QuestionRow.__struct_fields__
        return await files.answer("interactions", columns, query_args, which, _written(found))
    begin = (query_args.page - 1) * query_args.size
    part = [each.row for each in found[begin : begin + query_args.size]]
    return InteractionsReport(
        period=view.period(which),
        rows=view.rows(part, QuestionRow),
        answers=[],
        totals=view.row(questions.totals(found), InteractionTotals),
        pagination=Pagination.of(query_args, len(found)),
    )


async def _answers(query_args: InteractionQuery, which: Wanted) -> InteractionsReport | Response:
    tenant_id = auth.tenant_id()
    if asked.as_file(query_args):
        columns, rows = AnswerRow.__struct_fields__, interactions.everything(tenant_id, which)
        return await files.answer("answers", columns, query_args, which, rows)
    found, totals = await interactions.page(tenant_id, which, query_args.page, query_args.size)
    return InteractionsReport(
        period=view.period(which),
        rows=[],
        answers=view.rows(found, AnswerRow),
        totals=view.row(totals, InteractionTotals),
        pagination=Pagination.of(query_args, totals["answered"]),
    )


async def _written(found: list[Question]) -> AsyncIterator[list[dict[str, Any]]]:
    """With each frequent response in one text."""
    for begin in range(0, len(found), 1000):
        rows = [each.row for each in found[begin : begin + 1000]]
        for row in rows:
            told = row["top_responses"]
            row["top_responses"] = [f"{each['response']} ({each['count']})" for each in told]
        yield rows
