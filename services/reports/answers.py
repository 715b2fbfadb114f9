"""Every answer that learners gave, as it stands in what the courses have recorded."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from scorm.cmi import recorded
from scorm.cmi.recorded import Interaction
from scorm.duration import parse_period
from services.database import Row, raw_connection
from services.packages import courses
from services.packages.courses import Course
from services.reports import wanted
from services.reports.figures import filled
from services.reports.reading import reading
from services.reports.wanted import Wanted
from services.tracking import results

SESSIONS_AT_ONCE: Final = 100
# By sessions, so that one step never begins in the middle of one.
CHOSEN: Final = """
SELECT s.key, s.created_at, s.place FROM session_listing s WHERE {where} {after}
ORDER BY s.created_at DESC, s.place DESC LIMIT {limit}
"""
STATES: Final = """
SELECT s.key, s.id AS session_id, s.package_id, s.revision_id, p.title AS package_title, s.user_id,
  s.learner_name, st.attempt, st.sco, st.cmi, st.updated_at
FROM session s
JOIN sco_state st ON st.tenant_id = $1 AND st.session_key = s.key
JOIN package p ON p.tenant_id = $1 AND p.id = s.package_id
WHERE s.tenant_id = $1 AND s.key = ANY ($2::uuid[]) AND strpos(st.cmi, '"cmi.interactions.') > 0
ORDER BY array_position($2::uuid[], s.key), st.attempt, st.sco
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of one learner; ``latency_seconds`` is None where the course told none."""

    session_id: str
    package_id: UUID
    package_title: str
    user_id: str
    learner_name: str
    attempt: int
    activity_title: str
    told: Interaction
    latency_seconds: float | None
    recorded_at: datetime


async def answers(tenant_id: UUID, which: Wanted) -> AsyncIterator[list[Answer]]:
    """Session by session, newest first; all attempts count."""
    last: Row | None = None
    while True:
        chosen, found = await _step(tenant_id, which, last)
        yield found
        if len(chosen) < SESSIONS_AT_ONCE:
            return
        last = chosen[-1]


async def _step(tenant_id: UUID, which: Wanted, last: Row | None) -> tuple[list[Row], list[Answer]]:
    terms = wanted.sessions(tenant_id, which)
    after = ""
    if last is not None:
        begin, place = terms.value(last["created_at"]), terms.value(last["place"])
        after = f"AND (s.created_at, s.place) < ({begin}, {place})"
    async with reading(tenant_id) as connection:
        query = filled(CHOSEN, terms, after=after, limit=str(SESSIONS_AT_ONCE))
        chosen = await connection.execute_query_dict(query, terms.values)
        keys: list[Any] = [each["key"] for each in chosen]
        states = await connection.execute_query_dict(STATES, [tenant_id, keys])
        raw = raw_connection(connection)
        known = {
            revision: await courses.course(raw, tenant_id, revision)
            for revision in {each["revision_id"] for each in states}
        }
    return chosen, [one for row in states for one in _of(row, known[row["revision_id"]])]


def _of(row: Row, course: Course) -> list[Answer]:
    item = course.items.get(row["sco"])
    return [
        Answer(
            session_id=row["session_id"],
            package_id=row["package_id"],
            package_title=row["package_title"],
            user_id=row["user_id"],
            learner_name=row["learner_name"],
            attempt=row["attempt"],
            activity_title=item.title if item is not None else "",
            told=told,
            latency_seconds=parse_period(told.latency, tolerant=True),
            recorded_at=row["updated_at"],
        )
        for told in recorded.interactions(row["sco"], results.state_of(row["cmi"]))
        if told.id and (told.learner_response or told.result)
    ]
