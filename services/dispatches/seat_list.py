"""The learners of a dispatch by the page: who counts, who holds a license, and who is active."""

from dataclasses import dataclass
from typing import Any, Final

from models.dispatch import Dispatch, DispatchSeat
from services import database, lists
from services.database import Row

# Found by their id or by any name that a session of this dispatch has of them.
_SEARCHED: Final = """
AND (strpos(lower(st.user_id), {0}) > 0 OR st.user_id IN (
  SELECT l.user_id FROM session_listing l
  WHERE l.tenant_id = $1 AND l.dispatch_id = $2 AND strpos(l.search, {0}) > 0
))
"""
_WHERE: Final = "st.tenant_id = $1 AND st.dispatch_id = $2"
PAGE: Final = """
SELECT st.id, st.user_id, st.registered, st.licensed, st.created_at AS since,
  did.sessions, did.last_activity_at, coalesce(did.learner_name, '') AS learner_name
FROM (
  SELECT * FROM dispatch_seat st WHERE {where}
  ORDER BY st.created_at DESC, st.id DESC LIMIT {limit} OFFSET {offset}
) AS st
CROSS JOIN LATERAL (
  SELECT count(*)::int AS sessions, max(s.updated_at) AS last_activity_at,
    (array_agg(s.learner_name ORDER BY coalesce(s.told_at, s.created_at) DESC)
      FILTER (WHERE s.learner_name <> ''))[1] AS learner_name
  FROM dispatch_registration r
  JOIN session s ON s.tenant_id = $1 AND s.key = r.session_key
  WHERE r.tenant_id = $1 AND r.seat_id = st.id
) AS did
ORDER BY st.created_at DESC, st.id DESC
"""
COUNT: Final = "SELECT count(*)::int AS total FROM dispatch_seat st WHERE {where}"


@dataclass(frozen=True, slots=True)
class SeatFilter:
    """``licensed`` is None where it does not matter."""

    search: str = ""
    licensed: bool | None = None


async def page(
    dispatch: Dispatch, wanted: SeatFilter, number: int, size: int
) -> tuple[list[Row], int]:
    """Seats, newest first, and how many there are in all."""
    if "\x00" in wanted.search:
        return [], 0
    values: list[Any] = [dispatch.tenant_id, dispatch.id]
    where = _conditions(wanted, values)
    counting = COUNT.format(where=where)
    limit, offset = f"${len(values) + 1}", f"${len(values) + 2}"
    async with database.tenant_scope(dispatch.tenant_id) as connection:
        await connection.execute_query(lists.SETTINGS)
        [counted] = await connection.execute_query_dict(counting, values)
        query = PAGE.format(where=where, limit=limit, offset=offset)
        part = [size, (number - 1) * size]
        rows = await connection.execute_query_dict(query, [*values, *part])
    return rows, counted["total"]


async def find(seat: DispatchSeat) -> Row:
    """As the list shows it."""
    query = PAGE.format(where="st.tenant_id = $1 AND st.id = $2", limit="1", offset="0")
    async with database.tenant_scope(seat.tenant_id) as connection:
        [row] = await connection.execute_query_dict(query, [seat.tenant_id, seat.id])
    return row


def _conditions(wanted: SeatFilter, values: list[Any]) -> str:
    where = _WHERE
    if wanted.search:
        values.append(wanted.search.lower())
        where += _SEARCHED.format(f"${len(values)}")
    if wanted.licensed is not None:
        values.append(wanted.licensed)
        where += f" AND st.licensed = ${len(values)}"
    return where
