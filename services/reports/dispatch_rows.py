"""The dispatch report: what has come of the sessions that each dispatch has led to."""

from typing import Final

from services.reports.listings import Listing

LISTING: Final = Listing(
    rows="""
SELECT counted.*, p.title AS package_title FROM (
  SELECT s.dispatch_id, (array_agg(s.package_id))[1] AS package_id,
    count(DISTINCT s.user_id)::int AS learners, {figures},
    min(s.created_at) AS first_activity_at, max(s.updated_at) AS last_activity_at
  FROM session_listing s WHERE {where} AND s.dispatch_id IS NOT NULL {after}
  GROUP BY s.dispatch_id ORDER BY s.dispatch_id {end}
) AS counted
JOIN package p ON p.tenant_id = $1 AND p.id = counted.package_id
ORDER BY counted.dispatch_id
""",
    count="SELECT count(DISTINCT s.dispatch_id)::int AS total FROM session_listing s WHERE {where}",
    place=("dispatch_id",),
    after="s.dispatch_id > {}",
)
