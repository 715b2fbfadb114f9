"""Packages by the page: searched, filtered and sorted."""

import json
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from models.package import Package, Revision
from services import database, lists
from services.database import raw_connection
from services.lists import Conditions, Page
from services.packages import manifests
from services.packages.catalogue import Entry

# What a client may sort by, and what that means; by title, case does not matter.
SORTS: Final = {
    "title": 'lower(title) COLLATE "C"',
    "created_at": "created_at",
    "updated_at": "updated_at",
    "file_size_bytes": "coalesce(file_size_bytes, 0)",
}
# Manifests and reports can be long, and a list shows neither.
_SHORT: Final = (
    *("id", "tenant_id", "package_id", "number", "edition", "title", "identifier", "launch_href"),
    *("sco_count", "strict", "storage_key", "file_size_bytes", "etag", "original_filename"),
    *("uploaded_by", "integrity", "corrupt_paths", "head", "created_at"),
)


@dataclass(frozen=True, slots=True)
class PackageFilter:
    """``search`` is looked for in all texts that describe a package, word by word."""

    search: str = ""
    tags: tuple[str, ...] = ()
    version: str | None = None
    status: str | None = None


async def page(tenant_id: UUID, wanted: PackageFilter, which: Page) -> tuple[list[Entry], int]:
    """One page, and how many there are in all."""
    if "\x00" in wanted.search or any("\x00" in tag for tag in wanted.tags):
        return [], 0
    conditions = _conditions(tenant_id, wanted)
    async with database.tenant_scope(tenant_id) as connection:
        raw, column = raw_connection(connection), SORTS[which.sort]
        keys, total = await lists.ids(raw, "package", column, conditions, which)
        return await _entries(tenant_id, keys) if keys else [], total


def _conditions(tenant_id: UUID, wanted: PackageFilter) -> Conditions:
    found = Conditions(tenant_id)
    found.add_words("search", wanted.search)
    for tag in wanted.tags:
        found.add("tags @> {}::jsonb", json.dumps([tag]))
    found.add("version = {}", wanted.version)
    found.add("status = {}", wanted.status)
    return found


async def _entries(tenant_id: UUID, keys: list[UUID]) -> list[Entry]:
    packages = {each.id: each for each in await Package.filter(tenant_id=tenant_id, id__in=keys)}
    current = await _current(tenant_id, packages)
    return [Entry(packages[key], current.get(key)) for key in keys]


async def _current(tenant_id: UUID, packages: dict[UUID, Package]) -> dict[UUID, Revision]:
    query = Revision.filter(tenant_id=tenant_id, package_id__in=list(packages))
    numbers = {each.current_revision for each in packages.values()}
    found = [
        each
        for each in await query.filter(number__in=list(numbers)).only(*_SHORT)
        if packages[each.package_id].current_revision == each.number
    ]
    await _add_heads([each for each in found if not each.head])
    return {each.package_id: each for each in found}


async def _add_heads(revisions: list[Revision]) -> None:
    """Of revisions from before heads were kept on their own."""
    if not revisions:
        return
    keys = [each.id for each in revisions]
    rows: list[Any] = await Revision.filter(id__in=keys).values_list("id", "manifest")
    texts = dict(rows)
    for each in revisions:
        each.head = manifests.head_text(texts[each.id])
