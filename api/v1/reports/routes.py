"""Reports: what has come of a tenant's sessions."""

from collections.abc import AsyncIterator
from typing import Any

from quart import Blueprint, Response
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.paging import Pagination
from api.v1.reports import asked, files, view
from api.v1.reports.shapes import (
    DayRow,
    DispatchesReport,
    DispatchRow,
    LearnerRow,
    LearnersReport,
    PackageRow,
    PackagesReport,
    ReportQuery,
    ReportTotals,
    SessionRow,
    SessionsReport,
    SummaryReport,
    SummaryTotals,
    TopPackage,
)
from services.reports import dispatch_rows, learner_rows, package_rows, session_rows, summary
from services.reports.listings import Listing, everything, page

bp = Blueprint("reports", __name__, url_prefix="/api/v1/reports")
auth.protect(bp)
tag_blueprint(bp, ["Reports"])


@bp.get("/summary")
@operation(Operation(answer=SummaryReport, query=ReportQuery, also=(asked.CSV,)))
async def report_summary(query_args: ReportQuery) -> SummaryReport | Response:
    """Report in a few figures.

    Over all sessions begun in the period, whatever came of them later; by day and by package. As
    CSV: the days.
    """
    which = asked.wanted(query_args)
    found = await summary.summary(auth.tenant_id(), which)
    if asked.as_file(query_args):
        columns = DayRow.__struct_fields__
        return await files.answer("summary", columns, query_args, which, _once(found.by_day))
    return SummaryReport(
        period=view.period(which),
        totals=view.row(found.totals, SummaryTotals),
        by_day=view.rows(found.by_day, DayRow),
        top_packages=view.rows(found.top_packages, TopPackage),
    )


@bp.get("/packages")
@operation(Operation(answer=PackagesReport, query=ReportQuery, also=(asked.CSV,)))
async def report_packages(query_args: ReportQuery) -> PackagesReport | Response:
    """Report by package.

    What came of the sessions begun in the period.
    """
    return await _listing("packages", query_args, package_rows.LISTING, PackageRow, PackagesReport)


@bp.get("/learners")
@operation(Operation(answer=LearnersReport, query=ReportQuery, also=(asked.CSV,)))
async def report_learners(query_args: ReportQuery) -> LearnersReport | Response:
    """Report by learner.

    What came of the sessions begun in the period.
    """
    return await _listing("learners", query_args, learner_rows.LISTING, LearnerRow, LearnersReport)


@bp.get("/sessions")
@operation(Operation(answer=SessionsReport, query=ReportQuery, also=(asked.CSV,)))
async def report_sessions(query_args: ReportQuery) -> SessionsReport | Response:
    """Report session by session.

    Those begun in the period, newest first.
    """
    return await _listing("sessions", query_args, session_rows.LISTING, SessionRow, SessionsReport)


@bp.get("/dispatches")
@operation(Operation(answer=DispatchesReport, query=ReportQuery, also=(asked.CSV,)))
async def report_dispatches(query_args: ReportQuery) -> DispatchesReport | Response:
    """Report by dispatch.

    What came of the sessions that began in the period through a dispatch.
    """
    return await _listing(
        "dispatches", query_args, dispatch_rows.LISTING, DispatchRow, DispatchesReport
    )


async def _listing(
    name: str, query_args: ReportQuery, listing: Listing, row: type[Any], report: type[Any]
) -> Any:
    which, tenant_id = asked.wanted(query_args), auth.tenant_id()
    if asked.as_file(query_args):
        rows = everything(listing, tenant_id, which)
        return await files.answer(name, row.__struct_fields__, query_args, which, rows)
    found = await page(listing, tenant_id, which, query_args.page, query_args.size)
    return report(
        period=view.period(which),
        rows=view.rows(found.rows, row),
        totals=view.row(found.totals, ReportTotals),
        pagination=Pagination.of(query_args, found.total),
    )


async def _once(rows: list[dict[str, Any]]) -> AsyncIterator[list[dict[str, Any]]]:
    yield rows
