"""When a session was opened, for how long, and how each window ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from models.launch import Launch
from services import database
from services.database import Connection
from services.sessions.sco_states import session_of
from services.tracking import results

_COUNTS: Final = """
SELECT launch_id, count(*) AS number FROM commit_log
WHERE tenant_id = $1 AND launch_id = ANY ($2::uuid[]) GROUP BY launch_id
"""


@dataclass(frozen=True, slots=True)
class Opening:
    """``attempt`` is None for what was opened before the record was reset."""

    id: UUID
    opened_at: datetime
    last_contact_at: datetime
    ended_at: datetime | None
    end_reason: str | None
    superseded_at: datetime | None
    mode: str
    window: str
    attempt: int | None
    seconds: float
    commits: int


async def page(
    tenant_id: UUID, session_id: str, offset: int, limit: int
) -> tuple[list[Opening], int]:
    """Newest first, and how many there are; raises SessionNotFound."""
    async with database.tenant_scope(tenant_id) as connection:
        session = await session_of(tenant_id, session_id)
        mine = Launch.filter(tenant_id=tenant_id, session_key=session.key)
        total = await mine.count()
        found = await mine.order_by("-created_at", "id").offset(offset).limit(limit)
        commits = await _commits(connection, tenant_id, found)
    return [_opening(each, commits.get(each.id, 0)) for each in found], total


async def _commits(connection: Connection, tenant_id: UUID, found: list[Launch]) -> dict[UUID, int]:
    rows = await connection.execute_query_dict(_COUNTS, [tenant_id, [each.id for each in found]])
    return {row["launch_id"]: row["number"] for row in rows}


def _opening(launch: Launch, commits: int) -> Opening:
    return Opening(
        id=launch.id,
        opened_at=launch.created_at,
        last_contact_at=launch.last_contact_at,
        ended_at=launch.ended_at,
        end_reason=launch.end_reason or None,
        superseded_at=launch.superseded_at,
        mode=launch.mode,
        window=launch.window,
        attempt=launch.attempt or None,
        seconds=sum(visit.spent for visit in results.visits(launch.times).values()),
        commits=commits,
    )
