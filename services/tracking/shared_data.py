"""Buckets that activities, and all courses of one learner, share.

[SCORM 2004 4th Ed. CAM 3.4.1.17, RTE 4.3.1] Their contents are no part of what a SCO recorded: they
are laid over it for a delivery and for a commit that touches them, and taken off again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import msgspec

from scorm.cmi.begin import Bucket
from scorm.packaging.manifest import SharedData
from services.holding import Held
from services.packages.courses import Course

ROWS: Final = "adl.data."
_decoder = msgspec.json.Decoder(str)

LOAD: Final = """
SELECT target, store FROM shared_store
WHERE tenant_id = $1 AND user_id = $2 AND scope = $3 AND target_hash = ANY ($4::text[])
"""
# What arrives late takes nothing back that another launch stored after this one was opened.
STORE: Final = """
INSERT INTO shared_store (tenant_id, id, session_key, user_id, scope, target_hash, target, store,
  writer_id, updated_at)
SELECT $1, gen_random_uuid(), $2::uuid, $3, $4, told.*, $8::uuid, $9::timestamptz
FROM unnest($5::text[], $6::text[], $7::text[]) AS told
ON CONFLICT (tenant_id, user_id, scope, target_hash) DO UPDATE SET store = excluded.store,
  writer_id = excluded.writer_id, updated_at = excluded.updated_at
WHERE NOT $10::bool OR shared_store.writer_id = $8
  OR shared_store.updated_at <= (SELECT created_at FROM launch WHERE tenant_id = $1 AND id = $8)
"""
FORGET: Final = """
DELETE FROM shared_store WHERE tenant_id = $1 AND session_key = $2 AND scope = $3
"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the buckets stand: with the learner, or within one attempt on one course."""

    tenant_id: UUID
    user_id: str
    session_key: UUID
    attempt: int
    learners: bool

    @property
    def scope(self) -> str:
        return "" if self.learners else _scope(self.session_key, self.attempt)


@dataclass(frozen=True, slots=True)
class Writer:
    """The launch that stores something, and whether that comes late."""

    launch_id: UUID
    late: bool
    now: datetime


def shelf_of(
    course: Course, tenant_id: UUID, user_id: str, session_key: UUID, attempt: int
) -> Shelf:
    """[adlcp:sharedDataGlobalToSystem]"""
    learners = course.manifest.organization.shared_data_global_to_system
    return Shelf(tenant_id, user_id, session_key, attempt, learners)


def touches(patch: Mapping[str, Any]) -> bool:
    return any(name.startswith(ROWS) for name in patch)


async def load(connection: Held, shelf: Shelf, allowed: Sequence[SharedData]) -> tuple[Bucket, ...]:
    """The buckets that an item may use, in the order of its manifest."""
    if not allowed:
        return ()
    wanted = [_hash(each.target_id) for each in allowed]
    rows = await connection.fetch(LOAD, shelf.tenant_id, shelf.user_id, shelf.scope, wanted)
    stored = {row["target"]: _decoder.decode(row["store"]) for row in rows}
    return tuple(
        Bucket(each.target_id, stored.get(each.target_id), each.read, each.write)
        for each in allowed
    )


def changes(
    buckets: Sequence[Bucket], before: Mapping[str, str], after: Mapping[str, str]
) -> dict[str, str]:
    """What each bucket holds now, of those that were changed and may be written."""
    found: dict[str, str] = {}
    for index, bucket in enumerate(buckets):
        name = f"{ROWS}{index}.store"
        if bucket.writable and after.get(name) != before.get(name):
            found[bucket.identifier] = after.get(name, "")
    return found


async def store(connection: Held, shelf: Shelf, changed: Mapping[str, str], writer: Writer) -> None:
    """In the order of their names, so that two sessions of one learner never wait crosswise."""
    if not changed:
        return
    targets = sorted(changed)
    await connection.execute(
        STORE,
        shelf.tenant_id,
        None if shelf.learners else shelf.session_key,
        shelf.user_id,
        shelf.scope,
        [_hash(target) for target in targets],
        targets,
        [msgspec.json.encode(changed[target]).decode() for target in targets],
        writer.launch_id,
        writer.now,
        writer.late,
    )


async def forget(connection: Held, tenant_id: UUID, session_key: UUID, attempt: int) -> None:
    """The attempt is over, and so are the buckets that lived in it."""
    await connection.execute(FORGET, tenant_id, session_key, _scope(session_key, attempt))


def _scope(session_key: UUID, attempt: int) -> str:
    return f"{session_key}/{attempt}"


def _hash(target: str) -> str:
    return sha256(target.encode()).hexdigest()
