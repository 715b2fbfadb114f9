"""Pages of long lists: one count, and one statement that finds the rows of a page."""

from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

# Plans are made for the values at hand, as a filter may fit one row of a tenant or nearly all. To
# sort the middle of a long list takes some memory; to share that among processes takes longer than
# to do it.
SETTINGS: Final = """
SELECT set_config('plan_cache_mode', 'force_custom_plan', true),
  set_config('work_mem', '32MB', true), set_config('jit', 'off', true),
  set_config('max_parallel_workers_per_gather', '0', true)
"""
MOST_WORDS: Final = 10
_COUNT: Final = "SELECT count(*) AS total FROM {table} WHERE {conditions}"
_PAGE: Final = """
WITH fitting AS MATERIALIZED (
  SELECT id, {column} AS sorted FROM {table} WHERE {conditions}
)
SELECT id, (SELECT count(*) FROM fitting) AS total FROM fitting {order} {part}
"""


class Fetching(Protocol):
    """What is needed of a database connection."""

    async def execute(self, query: str) -> Any: ...

    async def fetch(self, query: str, *values: Any) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted, and in which order."""

    number: int = 1
    size: int = 20
    sort: str = "created_at"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """Where a page begins; ``backwards`` when it is counted from the end, which is nearer."""

    offset: int
    limit: int
    backwards: bool


class Conditions:
    """What rows must fulfil, as SQL, and the values that it refers to; the first is the tenant."""

    def __init__(self, tenant_id: UUID) -> None:
        self.values: list[Any] = [tenant_id]
        self._texts = ["tenant_id = $1"]

    def add(self, text: str, value: Any) -> None:
        """``{}`` stands for the value; without one there is no condition."""
        if value is not None:
            self.values.append(value)
            self._texts.append(text.format(f"${len(self.values)}"))

    def add_words(self, column: str, wanted: str) -> None:
        """Each word is somewhere in the column, whose letters are small."""
        for word in wanted.split()[:MOST_WORDS]:
            self.add(f"strpos({column}, lower({{}}::text)) > 0", word)

    @property
    def is_everything(self) -> bool:
        return len(self._texts) == 1

    def __str__(self) -> str:
        return " AND ".join(self._texts)


async def ids(
    raw: Fetching, table: str, column: str, conditions: Conditions, page: Page
) -> tuple[list[UUID], int]:
    """The rows of a page in the order of a column, and how many rows fit in all."""
    await raw.execute(SETTINGS)
    found, last = forwards(page), len(conditions.values)
    statement = _PAGE.format(
        table=table,
        column=column,
        conditions=conditions,
        order=order_by("sorted", "id", page, found),
        part=f"OFFSET ${last + 1} LIMIT ${last + 2}",
    )
    rows = await raw.fetch(statement, *conditions.values, found.offset, found.limit)
    if not rows and page.number > 1:
        counting = _COUNT.format(table=table, conditions=conditions)
        [behind] = await raw.fetch(counting, *conditions.values)
        return [], behind["total"]
    return [row["id"] for row in rows], rows[0]["total"] if rows else 0


def window(page: Page, total: int) -> Window | None:
    """None when the page lies behind the end."""
    start = (page.number - 1) * page.size
    if start >= total:
        return None
    end = min(start + page.size, total)
    backwards = total - end < start
    return Window(total - end if backwards else start, end - start, backwards)


def forwards(page: Page) -> Window:
    """Where it is not known yet how many there are."""
    return Window((page.number - 1) * page.size, page.size, backwards=False)


def order_by(column: str, key: str, page: Page, found: Window) -> str:
    """Equal rows are in the order of their keys."""
    way = "DESC" if page.descending != found.backwards else "ASC"
    return f"ORDER BY {column} {way}, {key} {way}"


def in_order(rows: list[Any], found: Window) -> list[Any]:
    return rows[::-1] if found.backwards else rows
