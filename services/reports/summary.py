"""The summary report: a tenant's sessions in a few figures, by day and by package."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.database import Connection, Row
from services.reports import wanted
from services.reports.figures import filled
from services.reports.reading import reading
from services.reports.wanted import Terms, Wanted

TOTALS: Final = """
SELECT {figures}, max(s.updated_at) AS last_activity_at FROM session_listing s WHERE {where}
"""
# Counted by hashing, which is several times faster than count(DISTINCT ...), which sorts.
LEARNERS: Final = """
SELECT count(*)::int AS learners
FROM (SELECT s.user_id FROM session_listing s WHERE {where} GROUP BY s.user_id) AS people
"""
# On which day they began, were opened, and were completed.
BY_DAY: Final = """
SELECT day AS date, sum(sessions)::int AS sessions, sum(launches)::int AS launches,
  sum(completed)::int AS completed
FROM (
  SELECT (s.created_at AT TIME ZONE 'UTC')::date AS day, count(*) AS sessions, 0 AS launches,
    0 AS completed
  FROM session_listing s WHERE {where} GROUP BY 1
  UNION ALL
  SELECT (l.created_at AT TIME ZONE 'UTC')::date, 0, count(*), 0
  FROM launch l JOIN session_listing s ON s.key = l.session_key
  WHERE l.tenant_id = $1 AND {where} GROUP BY 1
  UNION ALL
  SELECT (coalesce(NULLIF(s.completed_at, '-infinity'), s.updated_at) AT TIME ZONE 'UTC')::date,
    0, 0, count(*)
  FROM session_listing s WHERE {where} AND s.completion_status = 'completed' GROUP BY 1
) AS counted GROUP BY day ORDER BY day
"""
TOP: Final = """
SELECT p.title AS package_title, counted.* FROM (
  SELECT s.package_id, {figures} FROM session_listing s WHERE {where}
  GROUP BY s.package_id ORDER BY count(*) DESC, s.package_id LIMIT 10
) AS counted JOIN package p ON p.tenant_id = $1 AND p.id = counted.package_id
ORDER BY counted.sessions DESC, p.id
"""


@dataclass(frozen=True, slots=True)
class Summary:
    totals: Row
    by_day: list[Row]
    top_packages: list[Row]


async def summary(tenant_id: UUID, which: Wanted) -> Summary:
    terms = wanted.sessions(tenant_id, which)
    async with reading(tenant_id) as connection:
        totals = await totals_of(connection, terms)
        days = await connection.execute_query_dict(filled(BY_DAY, terms), terms.values)
        top = await connection.execute_query_dict(filled(TOP, terms), terms.values)
    return Summary(totals | {"launches": sum(day["launches"] for day in days)}, days, top)


async def totals_of(connection: Connection, terms: Terms) -> Row:
    """Of all sessions that a report is about."""
    [found] = await connection.execute_query_dict(filled(TOTALS, terms), terms.values)
    [people] = await connection.execute_query_dict(filled(LEARNERS, terms), terms.values)
    return found | people
