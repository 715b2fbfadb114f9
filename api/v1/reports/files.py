"""Whole reports as CSV files, written while they are read."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

from quart import Response, request

from api import auth
from api.v1.reports.asked import CSV
from api.v1.reports.shapes import ReportQuery
from services.database import Row
from services.reports import cells, exports
from services.reports.wanted import Wanted

Rows = AsyncIterator[list[Row]]


async def answer(
    report: str, columns: tuple[str, ...], asked: ReportQuery, which: Wanted, rows: Rows
) -> Response:
    """That it was exported is noted; the first rows are read before the answer begins."""
    await exports.note(auth.tenant_id(), report, which)
    first = await anext(rows, list[Row]())
    body = b"" if request.method == "HEAD" else _body(columns, first, rows, mark=asked.bom)
    response = Response(body, content_type=f"{CSV}; charset=utf-8; header=present")
    response.timeout = None
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(report, which)}"'
    response.headers["Cache-Control"] = "no-store"
    return response


async def _body(
    columns: tuple[str, ...], first: list[Row], rest: Rows, *, mark: bool
) -> AsyncIterator[bytes]:
    head = cells.lines([columns])
    yield ((cells.BYTE_ORDER_MARK if mark else "") + head).encode()
    yield _lines(columns, first)
    async for rows in rest:
        yield _lines(columns, rows)


def _lines(columns: tuple[str, ...], rows: list[Row]) -> bytes:
    return cells.lines([row[name] for name in columns] for row in rows).encode()


def _name(report: str, which: Wanted) -> str:
    """Such as ``lectern-sessions-2026-11-01-2026-12-01.csv``; without a period, of today."""
    dates = [one for one in (which.begins, which.ends) if one is not None] or [datetime.now(UTC)]
    return "-".join(["lectern", report, *(f"{each:%Y-%m-%d}" for each in dates)]) + ".csv"
