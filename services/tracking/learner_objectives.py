"""The global objectives of a learner, which all courses of a tenant share. [SN 4th Ed. 3.10]"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from scorm.sequencing.tracking import GlobalObjective
from services.holding import Held

LOAD: Final = """
SELECT target, satisfied, measure, score_raw, score_min, score_max, completed, progress
FROM global_objective
WHERE tenant_id = $1 AND user_id = $2 AND target_hash = ANY ($3::text[])
"""
HOLD: Final = f'{LOAD} ORDER BY target COLLATE "C" FOR UPDATE'
FORGET: Final = """
DELETE FROM global_objective
WHERE tenant_id = $1 AND user_id = $2 AND target_hash = ANY ($3::text[])
"""
STORE: Final = """
INSERT INTO global_objective (tenant_id, id, user_id, updated_at, target_hash, target, satisfied,
  measure, score_raw, score_min, score_max, completed, progress)
SELECT $1, gen_random_uuid(), $2, $3::timestamptz, told.* FROM unnest($4::text[], $5::text[],
  $6::bool[], $7::float8[], $8::float8[], $9::float8[], $10::float8[], $11::bool[],
  $12::float8[]) AS told
ON CONFLICT (tenant_id, user_id, target_hash) DO UPDATE SET updated_at = excluded.updated_at,
  satisfied = excluded.satisfied, measure = excluded.measure, score_raw = excluded.score_raw,
  score_min = excluded.score_min, score_max = excluded.score_max, completed = excluded.completed,
  progress = excluded.progress
"""


async def load(
    connection: Held, tenant_id: UUID, user_id: str, targets: Iterable[str], *, hold: bool = False
) -> dict[str, GlobalObjective]:
    """Those of the targets about which anything has ever been recorded.

    ``hold`` keeps other sessions of the learner from changing them before the transaction ends, so
    that what is stored next takes nothing back that one of them has just recorded.
    """
    wanted = [_hash(target) for target in targets]
    if not wanted:
        return {}
    rows = await connection.fetch(HOLD if hold else LOAD, tenant_id, user_id, wanted)
    return {
        row["target"]: GlobalObjective(
            satisfied=row["satisfied"],
            measure=row["measure"],
            raw=row["score_raw"],
            min=row["score_min"],
            max=row["score_max"],
            completed=row["completed"],
            progress=row["progress"],
        )
        for row in rows
    }


async def store(
    connection: Held,
    tenant_id: UUID,
    user_id: str,
    objectives: Mapping[str, GlobalObjective],
    now: datetime,
) -> None:
    """In the order of their names, so that two sessions of one learner never wait crosswise."""
    if not objectives:
        return
    targets = sorted(objectives)
    found = [objectives[target] for target in targets]
    await connection.execute(
        STORE,
        tenant_id,
        user_id,
        now,
        [_hash(target) for target in targets],
        targets,
        [each.satisfied for each in found],
        [each.measure for each in found],
        [each.raw for each in found],
        [each.min for each in found],
        [each.max for each in found],
        [each.completed for each in found],
        [each.progress for each in found],
    )


async def forget(connection: Held, tenant_id: UUID, user_id: str, targets: Iterable[str]) -> None:
    await connection.execute(FORGET, tenant_id, user_id, [_hash(target) for target in targets])


def _hash(target: str) -> str:
    return sha256(target.encode()).hexdigest()
