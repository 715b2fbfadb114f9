"""The learner report: what has come of each person."""

from typing import Final

from services.reports.listings import Listing

LISTING: Final = Listing(
    rows="""
SELECT counted.*, told.* FROM (
  SELECT s.user_id, {figures}, {first_activity} AS first_activity_at,
    max(s.updated_at) AS last_activity_at
  FROM session_listing s WHERE {where} {after} GROUP BY s.user_id ORDER BY s.user_id {end}
) AS counted
CROSS JOIN LATERAL ({told}) AS told
ORDER BY counted.user_id
""",
    count="""
SELECT count(*)::int AS total
FROM (SELECT s.user_id FROM session_listing s WHERE {where} GROUP BY s.user_id) AS people
""",
    place=("user_id",),
    after="s.user_id > {}",
)
