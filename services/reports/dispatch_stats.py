"""One dispatch in a few figures: who came, what they reached, and what their system knows of it."""

from dataclasses import dataclass
from typing import Any, Final

from models.dispatch import Dispatch
from services.database import Connection, Row
from services.dispatches.registrations import HandBack
from services.reports import wanted
from services.reports.dispatch_rows import HANDED_BACK
from services.reports.figures import filled
from services.reports.reading import reading
from services.reports.summary import BY_DAY, totals_of
from services.reports.wanted import Wanted

# Renewing takes nothing back of what has been.
REGISTRATIONS: Final = """
SELECT coalesce(sum(registrations), 0)::int AS registrations FROM dispatch_entry
WHERE tenant_id = $1 AND dispatch_id = $2 AND registrations > 0
  AND created_at >= coalesce($3::timestamptz, '-infinity')
  AND created_at < coalesce($4::timestamptz, 'infinity')
"""


@dataclass(frozen=True, slots=True)
class Stats:
    """``totals`` are the figures of every report, and how often was launched; ``licenses`` are
    those held at this moment.
    """

    totals: Row
    registrations: int
    licenses: int
    by_day: list[Row]
    results: dict[HandBack, int]


async def stats(dispatch: Dispatch, which: Wanted) -> Stats:
    """Of the sessions that are wanted; they are all of this dispatch."""
    terms = wanted.sessions(dispatch.tenant_id, which)
    async with reading(dispatch.tenant_id) as connection:
        totals = await totals_of(connection, terms)
        days = await connection.execute_query_dict(filled(BY_DAY, terms), terms.values)
        [handed] = await connection.execute_query_dict(filled(HANDED_BACK, terms), terms.values)
        registrations = await _registrations(connection, dispatch, which)
    return Stats(
        totals=totals | {"launches": sum(day["launches"] for day in days)},
        registrations=registrations,
        licenses=dispatch.license_count,
        by_day=[day for day in days if day["launches"] or day["completed"]],
        results={state: handed[f"results_{state}"] for state in HandBack},
    )


async def _registrations(connection: Connection, dispatch: Dispatch, which: Wanted) -> int:
    values: list[Any] = [dispatch.tenant_id, dispatch.id, which.begins, which.ends]
    [row] = await connection.execute_query_dict(REGISTRATIONS, values)
    return row["registrations"]
