"""The package report: what has come of each course."""

from typing import Final

from services.reports.listings import Listing

# Packages first, few at a time: each then has its own sessions counted.
LISTING: Final = Listing(
    rows="""
SELECT p.id AS package_id, p.title AS package_title, counted.*, kept.storage_bytes
FROM (
  SELECT p.id, p.title FROM package p WHERE p.tenant_id = $1 AND {package} {after}
  ORDER BY p.title, p.id {end}
) AS p
CROSS JOIN LATERAL (
  SELECT {figures}, count(DISTINCT s.user_id)::int AS learners,
    max(s.updated_at) AS last_activity_at,
    floor(percentile_cont(0.5) WITHIN GROUP (ORDER BY s.time_spent))::bigint AS median_time_seconds
  FROM session_listing s WHERE s.package_id = p.id AND {where}
) AS counted
CROSS JOIN LATERAL (
  SELECT coalesce(sum(r.file_size_bytes), 0)::bigint AS storage_bytes
  FROM revision r WHERE r.tenant_id = $1 AND r.package_id = p.id
) AS kept
ORDER BY p.title, p.id
""",
    count="SELECT count(*)::int AS total FROM package p WHERE p.tenant_id = $1 AND {package} "
    "AND (true OR EXISTS (SELECT FROM session_listing s WHERE {where}))",
    place=("package_title", "package_id"),
    after="(p.title, p.id) > ({}, {})",
)
