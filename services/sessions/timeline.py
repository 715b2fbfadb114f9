"""What the content of a session stored, commit by commit, as support wants to read it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from services import database
from services.sessions.sco_states import session_of

LONGEST_VALUE: Final = 1000
_COUNT: Final = """
SELECT count(*) AS number FROM commit_log c
JOIN launch l ON l.tenant_id = $1 AND l.id = c.launch_id
WHERE c.tenant_id = $1 AND l.session_key = $2
"""
_PAGE: Final = """
SELECT c.created_at, c.launch_id, c.seq, c.sco, c.patch, c.answer, c.late, l.attempt, l.mode,
  CASE WHEN $3::bool THEN (SELECT g.calls FROM call_log g
    WHERE g.tenant_id = $1 AND g.launch_id = c.launch_id AND g.seq = c.seq) END AS calls
FROM commit_log c JOIN launch l ON l.tenant_id = $1 AND l.id = c.launch_id
WHERE c.tenant_id = $1 AND l.session_key = $2
ORDER BY c.created_at DESC, c.id DESC OFFSET $4 LIMIT $5
"""
_patch = msgspec.json.Decoder(dict[str, str | None])
_answer = msgspec.json.Decoder(dict[str, Any])
_calls = msgspec.json.Decoder(list[Any])


@dataclass(frozen=True, slots=True)
class Set:
    """``value`` is None where the element was unset; ``error`` is the code that refused it."""

    element: str
    value: str | None
    length: int
    error: int | None


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime
    launch_id: UUID
    seq: int
    attempt: int
    mode: str
    activity_id: str
    late: bool
    version: int
    changes: list[Set] = field(default_factory=list[Set])
    calls: list[Any] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """``calls``: with the calls of the run-time API behind each commit, as far as kept."""

    offset: int
    limit: int
    calls: bool = False


async def page(tenant_id: UUID, session_id: str, wanted: Wanted) -> tuple[list[Moment], int]:
    """Newest first, and how many there are; raises SessionNotFound."""
    async with database.tenant_scope(tenant_id) as connection:
        session = await session_of(tenant_id, session_id)
        keys = [tenant_id, session.key]
        [counted] = await connection.execute_query_dict(_COUNT, keys)
        rows = await connection.execute_query_dict(
            _PAGE, [*keys, wanted.calls, wanted.offset, wanted.limit]
        )
    return [_moment(row, wanted) for row in rows], counted["number"]


def _moment(row: Any, wanted: Wanted) -> Moment:
    answer = _answer.decode(row["answer"])
    errors: dict[str, int] = answer["errors"]
    patch = _patch.decode(row["patch"])
    return Moment(
        at=row["created_at"],
        launch_id=row["launch_id"],
        seq=row["seq"],
        attempt=row["attempt"],
        mode=row["mode"],
        activity_id=row["sco"],
        late=row["late"],
        version=answer["version"],
        changes=[_set(name, patch[name], errors.get(name)) for name in sorted(patch)],
        calls=(_calls.decode(row["calls"]) if row["calls"] else []) if wanted.calls else None,
    )


def _set(element: str, value: str | None, error: int | None) -> Set:
    """Suspended data may be long, and nobody reads them; their beginning tells which they are."""
    text = None if value is None else value[:LONGEST_VALUE]
    return Set(element, text, len(value or ""), error)
