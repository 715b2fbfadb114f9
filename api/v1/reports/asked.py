"""What a client asks of a report: which sessions, and in which form."""

from uuid import UUID

from quart import request

from api.moments import period
from api.v1.reports.shapes import ReportQuery
from services.errors import Invalid
from services.reports.wanted import Wanted

LONGEST_ID = 255
CSV = "text/csv"
NOTHING = UUID(int=0)


def wanted(asked: ReportQuery) -> Wanted:
    """Raises Invalid."""
    begins, ends = period(asked.begins, asked.ends)
    user_id = asked.user_id or ""
    if len(user_id) > LONGEST_ID or "\x00" in user_id:
        raise Invalid.field("user_id", f"must have at most {LONGEST_ID} printable characters")
    return Wanted(
        begins=begins,
        ends=ends,
        package_id=_known(asked.package_id),
        dispatch_id=_known(asked.dispatch_id),
        user_id=asked.user_id,
    )


def as_file(asked: ReportQuery) -> bool:
    if asked.format is not None:
        return asked.format == "csv"
    return request.accept_mimetypes.best_match(["application/json", CSV]) == CSV


def _known(given: str | None) -> UUID | None:
    """Any text may stand for something here; what cannot be an id of ours chooses nothing."""
    try:
        return None if given is None else UUID(given)
    except ValueError:
        return NOTHING
