"""What is recorded here beside what the other system has accepted of it."""

from enum import StrEnum
from typing import Any, Final

import msgspec

from models.dispatch import Dispatch
from services import database, lists
from services.database import Row


class HandBack(StrEnum):
    """How far the result of a registration has come.

    ``pending``: the record has moved on since, or nothing was accepted yet; ``refused``: the other
    system said no after it last accepted; ``none``: there is no such system, as behind a link.
    """

    ACCEPTED = "accepted"
    PENDING = "pending"
    REFUSED = "refused"
    NONE = "none"


# Time passes with every commit, and is handed over with what matters.
_RECORDED: Final = """jsonb_build_object('completion_status', t.completion_status,
    'success_status', t.success_status, 'progress', t.progress_measure, 'attempt', t.attempts,
    'score', jsonb_build_object('scaled', t.score_scaled, 'raw', t.score_raw,
      'min', t.score_min, 'max', t.score_max))"""
# Of ``dispatch_registration r`` with its ``session t``. No result is taken for a version whose own
# it is not, so that contents are compared only where the record has moved on.
STATE: Final = f"""CASE
  WHEN r.lms = '' AND r.accepted_version = 0 AND r.refusal = '' THEN '{HandBack.NONE}'
  WHEN r.refusal <> '' AND coalesce(r.refused_at > r.accepted_at, true) THEN '{HandBack.REFUSED}'
  WHEN r.accepted_version = t.version THEN '{HandBack.ACCEPTED}'
  WHEN r.accepted = '' THEN '{HandBack.PENDING}'
  WHEN r.accepted::jsonb @> {_RECORDED} THEN '{HandBack.ACCEPTED}'
  ELSE '{HandBack.PENDING}' END"""
# How many of some rows with a ``state`` are in each, as columns.
COUNTS: Final = ", ".join(
    f"count(*) FILTER (WHERE state = '{state}')::int AS results_{state}" for state in HandBack
)
_COLUMNS: Final = """
chosen.*, r.*, t.id AS session_id, t.user_id, t.learner_name, t.completion_status, t.success_status,
  t.score_scaled, t.score_raw, t.score_min, t.score_max, t.progress_measure,
  floor(t.time_spent)::bigint AS time_spent_seconds, t.attempts, t.version,
  t.updated_at AS recorded_at
"""
_FROM: Final = """
FROM dispatch_registration r
JOIN session t ON t.tenant_id = $1 AND t.key = r.session_key
WHERE r.tenant_id = $1 AND r.dispatch_id = $2
"""
_CHOSEN: Final = f"""
SELECT {_COLUMNS}, {STATE} AS state FROM chosen
JOIN dispatch_registration r ON r.id = chosen.id
JOIN session t ON t.tenant_id = $1 AND t.key = r.session_key
ORDER BY r.created_at DESC, r.id DESC
"""  # noqa: S608 - texts of our own
PAGE: Final = f"""
WITH chosen AS (
  SELECT id FROM dispatch_registration WHERE tenant_id = $1 AND dispatch_id = $2
  ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4
) {_CHOSEN}
"""  # noqa: S608 - texts of our own
COUNT: Final = """
SELECT count(*)::int AS total FROM dispatch_registration WHERE tenant_id = $1 AND dispatch_id = $2
"""
# Which of them are in a state is found once, then counted and cut.
_FITTING: Final = f"SELECT r.id, r.created_at {_FROM} AND {STATE} = $3"
PAGE_IN_STATE: Final = f"""
WITH fitting AS MATERIALIZED ({_FITTING}), chosen AS (
  SELECT id, (SELECT count(*)::int FROM fitting) AS total FROM fitting
  ORDER BY created_at DESC, id DESC LIMIT $4 OFFSET $5
) {_CHOSEN}
"""  # noqa: S608 - texts of our own
COUNT_IN_STATE: Final = f"SELECT count(*)::int AS total {_FROM} AND {STATE} = $3"


async def page(
    dispatch: Dispatch, state: HandBack | None, number: int, size: int
) -> tuple[list[Row], int]:
    """Registrations, newest first, and how many there are in all."""
    place: list[Any] = [dispatch.tenant_id, dispatch.id]
    part = [size, (number - 1) * size]
    async with database.tenant_scope(dispatch.tenant_id) as connection:
        await connection.execute_query(lists.SETTINGS)
        if state is None:
            rows = await connection.execute_query_dict(PAGE, [*place, *part])
            [counted] = await connection.execute_query_dict(COUNT, place)
            return rows, counted["total"]
        place.append(str(state))
        rows = await connection.execute_query_dict(PAGE_IN_STATE, [*place, *part])
        if rows or number == 1:
            return rows, rows[0]["total"] if rows else 0
        [counted] = await connection.execute_query_dict(COUNT_IN_STATE, place)
    return rows, counted["total"]


def told(text: str) -> dict[str, Any]:
    """What the other system's page sent as an object; empty when it sent none."""
    try:
        return msgspec.json.decode(text or "{}", type=dict[str, Any])
    except msgspec.DecodeError:
        return {}
