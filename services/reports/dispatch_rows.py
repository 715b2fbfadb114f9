"""The dispatch report: what has come of the sessions that each dispatch has led to."""

from typing import Final

from services.dispatches.registrations import COUNTS, STATE
from services.reports.listings import Listing

# What the other systems have taken of it; ``{of}`` says of which dispatch.
HANDED_BACK: Final = f"""
SELECT {COUNTS} FROM (
  SELECT {STATE} AS state FROM session_listing s
  JOIN dispatch_registration r ON r.tenant_id = $1 AND r.session_key = s.key
  JOIN session t ON t.tenant_id = $1 AND t.key = s.key
  WHERE {{where}} {{of}}
) AS handed
"""  # noqa: S608 - texts of our own
LISTING: Final = Listing(
    rows="""
SELECT counted.*, p.title AS package_title, coalesce(d.name, '') AS dispatch_name, d.client_name,
  d.destination, handed.*
FROM (
  SELECT s.dispatch_id, (array_agg(s.package_id))[1] AS package_id,
    count(DISTINCT s.user_id)::int AS learners, {figures},
    min(s.created_at) AS first_activity_at, max(s.updated_at) AS last_activity_at
  FROM session_listing s WHERE {where} AND s.dispatch_id IS NOT NULL {after}
  GROUP BY s.dispatch_id ORDER BY s.dispatch_id {end}
) AS counted
JOIN package p ON p.tenant_id = $1 AND p.id = counted.package_id
LEFT JOIN dispatch d ON d.tenant_id = $1 AND d.id = counted.dispatch_id
CROSS JOIN LATERAL (HANDED_BACK) AS handed
ORDER BY counted.dispatch_id
""".replace("HANDED_BACK", HANDED_BACK.replace("{of}", "AND s.dispatch_id = counted.dispatch_id")),
    count="SELECT count(DISTINCT s.dispatch_id)::int AS total FROM session_listing s WHERE {where}",
    place=("dispatch_id",),
    after="s.dispatch_id > {}",
)
