"""Who may read a revision's files: the path capability of a launch, or its origin's label."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from time import monotonic
from typing import Any, Final
from uuid import UUID

from models.package import RevisionIndex
from scorm.packaging.index import ArchiveIndex, load
from services import database, embedding
from services.errors import ObjectNotFound
from services.packages.grants import Grant

# Short, because what was revoked must be shut everywhere within two seconds, and the content
# host remembers for a moment as well.
REMEMBERED_SECONDS: Final = 0.5
MOST_REMEMBERED: Final = 20_000
FIND: Final = "SELECT * FROM find_content($1, $2)"

_remembered: dict[tuple[str, str], tuple[float, Grant | None]] = {}


async def resolve(ct: str, label: str) -> Grant | None:
    """What a path capability permits on the origin of ``label``, or None."""
    return await _find(label, sha256(ct.encode()).hexdigest()) if ct else None


async def find_by_label(label: str) -> Grant | None:
    """What the newest launch on an origin may read: for links that lost the capability."""
    return await _find(label, "")


async def load_index(tenant_id: UUID, revision_id: UUID) -> ArchiveIndex:
    """Raises ObjectNotFound."""
    async with database.tenant_scope(tenant_id):
        row = await RevisionIndex.get_or_none(tenant_id=tenant_id, revision_id=revision_id)
    if row is None:
        raise ObjectNotFound
    return await asyncio.to_thread(load, row.body)


async def _find(label: str, ct_hash: str) -> Grant | None:
    known = _remembered.get((label, ct_hash))
    if known is not None and known[0] > monotonic():
        return known[1]
    asked_at = monotonic()
    grant = await _look_up(label, ct_hash)
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    _remembered[(label, ct_hash)] = (asked_at + REMEMBERED_SECONDS, grant)
    return grant


async def _look_up(label: str, ct_hash: str) -> Grant | None:
    rows = await database.through_gate(FIND, [label, ct_hash])
    if not rows or rows[0]["content_expires_at"] <= datetime.now(UTC):
        return None
    row = rows[0]
    domains: list[str] = _json(row["allowed_domains"])
    media: Mapping[str, str] = _json(row["media"])
    return Grant(
        label=label,
        tenant_id=row["tenant_id"],
        revision_id=row["revision_id"],
        key=row["storage_key"],
        size=row["file_size_bytes"],
        etag_seed=str(row["revision_id"]),
        frame_ancestors=embedding.frame_ancestors(domains),
        expires_at=row["content_expires_at"],
        media=media,
    )


def _json(stored: Any) -> Any:
    return json.loads(stored) if isinstance(stored, str) else stored
