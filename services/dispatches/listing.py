"""Dispatches by the page: searched, filtered and sorted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from models.dispatch import Dispatch
from services import database, lists
from services.database import raw_connection
from services.dispatches.status import COLUMN
from services.errors import PackageNotFound
from services.lists import Conditions, Page
from services.packages import catalogue

# What a client may sort by, and what that means; by name, case does not matter.
SORTS: Final = {
    "created_at": "created_at",
    "updated_at": "updated_at",
    "dispatch_name": 'lower(name) COLLATE "C"',
    "registration_count": "registration_count",
}
_SEARCH: Final = "lower(concat_ws(E'\\n', name, client_name, destination))"


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchFilter:
    """``search`` is looked for in name, client and destination, word by word."""

    now: datetime
    package_id: str | None = None
    status: str | None = None
    search: str = ""


async def page(tenant_id: UUID, wanted: DispatchFilter, which: Page) -> tuple[list[Dispatch], int]:
    """One page, and how many there are in all."""
    conditions = _conditions(tenant_id, wanted)
    if conditions is None:
        return [], 0
    async with database.tenant_scope(tenant_id) as connection:
        raw, column = raw_connection(connection), SORTS[which.sort]
        keys, total = await lists.ids(raw, "dispatch", column, conditions, which)
        return await _dispatches(tenant_id, keys) if keys else [], total


async def _dispatches(tenant_id: UUID, keys: list[UUID]) -> list[Dispatch]:
    found = {one.id: one for one in await Dispatch.filter(tenant_id=tenant_id, id__in=keys)}
    return [found[key] for key in keys]


def _conditions(tenant_id: UUID, wanted: DispatchFilter) -> Conditions | None:
    """None where nothing can fit."""
    try:
        package_id = catalogue.package_key(wanted.package_id) if wanted.package_id else None
    except PackageNotFound:
        return None
    if "\x00" in wanted.search:
        return None
    found = Conditions(tenant_id)
    found.add("package_id = {}", package_id)
    found.add_words(_SEARCH, wanted.search)
    if wanted.status is not None:
        found.values.append(wanted.now)
        column = COLUMN.format(f"${len(found.values)}")
        found.add(f"{column} = {{}}", wanted.status)
    return found
