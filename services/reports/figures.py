"""The figures that every report has in common, as columns of SQL over ``session_listing s``."""

from typing import Final

from services.reports.wanted import Terms

_COMPLETED: Final = "count(*) FILTER (WHERE s.completion_status = 'completed')"
_PASSED: Final = "count(*) FILTER (WHERE s.success_status = 'passed')"
_FAILED: Final = "count(*) FILTER (WHERE s.success_status = 'failed')"


def _rate(part: str, whole: str) -> str:
    return f"round({part}::numeric / NULLIF({whole}, 0), 4)::float8"


ALL: Final = ", ".join(
    (
        "count(*)::int AS sessions",
        f"{_COMPLETED}::int AS completed",
        f"{_PASSED}::int AS passed",
        f"{_FAILED}::int AS failed",
        f"{_rate(_COMPLETED, 'count(*)')} AS completion_rate",
        f"{_rate(_PASSED, f'({_PASSED} + {_FAILED})')} AS pass_rate",
        "round(avg(NULLIF(s.score, '-infinity'))::numeric, 4)::float8 AS avg_score_scaled",
        "floor(coalesce(sum(s.time_spent), 0))::bigint AS total_time_seconds",
    )
)

# What a learner is called, as it was told last: a launch that tells nothing takes nothing back.
TOLD: Final = """
SELECT
  coalesce((array_agg(t.learner_name ORDER BY coalesce(t.told_at, t.created_at) DESC)
    FILTER (WHERE t.learner_name <> ''))[1], '') AS learner_name,
  coalesce((array_agg(t.learner_email ORDER BY coalesce(t.told_at, t.created_at) DESC)
    FILTER (WHERE t.learner_email <> ''))[1], '') AS learner_email
FROM session t
WHERE t.tenant_id = $1 AND t.user_id = counted.user_id COLLATE "default" AND NOT t.preview
"""
# A session that was never opened began when it was made.
FIRST_ACTIVITY: Final = "min(coalesce(NULLIF(s.launched_at, '-infinity'), s.created_at))"


def filled(query: str, terms: Terms, **more: str) -> str:
    """The query with its conditions and figures; what a client gave stays among the values."""
    return query.format(
        where=terms.where,
        package=terms.package,
        figures=ALL,
        told=TOLD,
        first_activity=FIRST_ACTIVITY,
        **more,
    )
