"""The dispatch report: what has come of the sessions that each dispatch has led to."""

from typing import Final

from services.dispatches.registrations import COUNTS, STATE, HandBack
from services.reports.listings import Listing

# How far the result of each session has come; OFFSET keeps that from being found out anew for each
# count.
_TOLD: Final = f"""
SELECT s.dispatch_id, {STATE} AS state FROM session_listing s
JOIN dispatch_registration r ON r.tenant_id = $1 AND r.session_key = s.key
JOIN session t ON t.tenant_id = $1 AND t.key = s.key
WHERE {{where}} {{of}} OFFSET 0
"""  # noqa: S608 - texts of our own
# What the other systems have taken of all sessions that are wanted.
HANDED_BACK: Final = f"""
SELECT {COUNTS} FROM ({_TOLD.replace("{of}", "")}) AS told
"""  # noqa: S608 - texts of our own
_HANDED_BACK_EACH: Final = f"""
SELECT dispatch_id AS id, {COUNTS} FROM (
  {_TOLD.replace("{of}", "AND s.dispatch_id IN (SELECT dispatch_id FROM counted)")}
) AS told GROUP BY dispatch_id
"""  # noqa: S608 - texts of our own
_RESULTS: Final = ", ".join(
    f"coalesce(handed.results_{state}, 0) AS results_{state}" for state in HandBack
)
LISTING: Final = Listing(
    rows=f"""
WITH counted AS MATERIALIZED (
  SELECT s.dispatch_id, (array_agg(s.package_id))[1] AS package_id,
    count(DISTINCT s.user_id)::int AS learners, {{figures}},
    min(s.created_at) AS first_activity_at, max(s.updated_at) AS last_activity_at
  FROM session_listing s WHERE {{where}} AND s.dispatch_id IS NOT NULL {{after}}
  GROUP BY s.dispatch_id ORDER BY s.dispatch_id {{end}}
), handed AS ({_HANDED_BACK_EACH})
SELECT counted.*, p.title AS package_title, coalesce(d.name, '') AS dispatch_name, d.client_name,
  d.destination, {_RESULTS}
FROM counted
JOIN package p ON p.tenant_id = $1 AND p.id = counted.package_id
LEFT JOIN dispatch d ON d.tenant_id = $1 AND d.id = counted.dispatch_id
LEFT JOIN handed ON handed.id = counted.dispatch_id
ORDER BY counted.dispatch_id
""",  # noqa: S608 - texts of our own
    count="SELECT count(DISTINCT s.dispatch_id)::int AS total FROM session_listing s WHERE {where}",
    place=("dispatch_id",),
    after="s.dispatch_id > {}",
)
