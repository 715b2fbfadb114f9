"""Where the state of an activity tree is kept between two requests, as plain texts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.holding import Held

READ: Final = """
SELECT state, settled, trace FROM activity_tree_state
WHERE tenant_id = $1 AND owner = $2 AND attempt = $3
"""
WRITE: Final = """
INSERT INTO activity_tree_state (tenant_id, id, session_key, owner, attempt, state, settled,
  trace, updated_at)
VALUES ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (tenant_id, owner, attempt) DO UPDATE SET state = excluded.state,
  settled = excluded.settled, trace = excluded.trace, updated_at = excluded.updated_at
"""
WRITE_TRACE: Final = """
UPDATE activity_tree_state SET trace = $4 WHERE tenant_id = $1 AND owner = $2 AND attempt = $3
"""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose tree it is: the session's, or with ``key`` a launch's that leaves no trace in it."""

    tenant_id: UUID
    session_key: UUID
    key: UUID
    attempt: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A snapshot of the tree, the best result of earlier attempts on it, and what was decided."""

    state: str
    settled: str = ""
    trace: str = "[]"


async def read(connection: Held, tenant_id: UUID, owner: UUID, attempt: int) -> Stored | None:
    row = await connection.fetchrow(READ, tenant_id, owner, attempt)
    return None if row is None else Stored(row["state"], row["settled"], row["trace"])


async def write(connection: Held, owner: Owner, stored: Stored, now: datetime) -> None:
    await connection.execute(
        WRITE,
        owner.tenant_id,
        owner.session_key,
        owner.key,
        owner.attempt,
        stored.state,
        stored.settled,
        stored.trace,
        now,
    )


async def write_trace(connection: Held, owner: Owner, trace: str) -> None:
    """Of a tree that is kept already."""
    await connection.execute(WRITE_TRACE, owner.tenant_id, owner.key, owner.attempt, trace)
