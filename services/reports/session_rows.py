"""The session report: one row for each."""

from typing import Final

from services.reports.listings import Listing

LISTING: Final = Listing(
    rows="""
SELECT chosen.place, s.id AS session_id, s.package_id, p.title AS package_title, s.dispatch_id,
  s.user_id, s.learner_name, s.learner_email, s.status, s.completion_status, s.success_status,
  s.score_scaled, s.score_raw, s.score_min, s.score_max, s.progress_measure, s.attempts,
  floor(s.time_spent)::bigint AS time_spent_seconds, s.created_at, s.launched_at, s.completed_at,
  s.updated_at
FROM (
  SELECT s.key, s.place FROM session_listing s WHERE {where} {after}
  ORDER BY s.created_at DESC, s.place DESC {end}
) AS chosen
JOIN session s ON s.key = chosen.key
JOIN package p ON p.tenant_id = $1 AND p.id = s.package_id
ORDER BY s.created_at DESC, chosen.place DESC
""",
    count="SELECT count(*)::int AS total FROM session_listing s WHERE {where}",
    place=("created_at", "place"),
    after="(s.created_at, s.place) < ({}, {})",
)
