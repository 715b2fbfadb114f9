"""Reports of rows: one page of them for a screen, or all of them, step by step, for a file.

A file is read in steps that each stand for themselves. So it takes no more memory when it is
long, and who reads it slowly keeps neither a connection nor a snapshot from anyone.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from services.database import Row
from services.reports import wanted
from services.reports.figures import filled
from services.reports.reading import reading
from services.reports.summary import totals_of
from services.reports.wanted import Wanted

STEP: Final = 1000


@dataclass(frozen=True, slots=True)
class Listing:
    """``rows`` has places for the conditions on sessions (``where``), for what lies ``after`` a
    row, and for the ``end``.

    ``place`` is a row's position in the order, as columns of the answer; ``after`` compares with
    it, and has a place for each of them.
    """

    rows: str
    count: str
    place: tuple[str, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Page:
    """``total`` is the number of rows in the whole report, ``totals`` the figures over it."""

    rows: list[Row]
    total: int
    totals: Row


async def page(listing: Listing, tenant_id: UUID, which: Wanted, number: int, size: int) -> Page:
    terms = wanted.sessions(tenant_id, which)
    async with reading(tenant_id) as connection:
        totals = await totals_of(connection, terms)
        count = filled(listing.count, terms)
        [counted] = await connection.execute_query_dict(count, list(terms.values))
        end = f"LIMIT {terms.value(size)} OFFSET {terms.value((number - 1) * size)}"
        query = filled(listing.rows, terms, after="", end=end)
        rows = await connection.execute_query_dict(query, terms.values)
    return Page(rows, counted["total"], totals)


async def everything(listing: Listing, tenant_id: UUID, which: Wanted) -> AsyncIterator[list[Row]]:
    """All rows in their order, some at a time."""
    last: Row | None = None
    while True:
        step = await _step(listing, tenant_id, which, last)
        if step:
            yield step
        if len(step) < STEP:
            return
        last = step[-1]


async def _step(listing: Listing, tenant_id: UUID, which: Wanted, last: Row | None) -> list[Row]:
    terms = wanted.sessions(tenant_id, which)
    after = ""
    if last is not None:
        places: list[Any] = [terms.value(last[name]) for name in listing.place]
        after = f"AND {listing.after.format(*places)}"
    query = filled(listing.rows, terms, after=after, end=f"LIMIT {STEP}")
    async with reading(tenant_id) as connection:
        return await connection.execute_query_dict(query, terms.values)
