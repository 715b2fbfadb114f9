"""Sessions by the page: filtered, sorted and counted without reading the records themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from scorm.edition import Edition
from services import database, lists
from services.database import raw_connection
from services.lists import Conditions, Fetching, Page, Window
from services.sessions import nearby
from services.tracking.session_view import PackageRef, Score, SessionView

LONGEST_ID: Final = 255
SOON: Final = 1_000
DEEP: Final = 40_000

_Found = tuple[list[Any], int]

# What a client may sort by, and the column behind it.
SORTS: Final = {
    "created_at": "created_at",
    "updated_at": "updated_at",
    "completed_at": "completed_at",
    "launched_at": "launched_at",
    "score": "score",
    "time_spent_seconds": "time_spent",
    "user_id": "user_id",
}
_COUNT: Final = "SELECT count(*) FROM session_listing WHERE {conditions}"
_UNINDEXED: Final = ("updated_at", "time_spent_seconds")
# Without a filter an index leads to the page. Otherwise a guess does; what it misses is found once,
# then counted and sorted, unless to sort it takes longer than to follow an index and filter.
_STRAIGHT: Final = """
WITH page AS (
  SELECT key, place, {column} AS sorted FROM session_listing WHERE {conditions}
  {order} OFFSET {offset} LIMIT {limit}
)
"""
_FITTING: Final = """
WITH fitting AS MATERIALIZED (
  SELECT key, place, {column} AS sorted FROM session_listing WHERE {conditions}
), page AS (
  SELECT *, (SELECT count(*) FROM fitting) AS total FROM fitting
  {sorted_order} OFFSET {offset} LIMIT {limit}
)
"""
# A page without rows may be one row that tells the total, and has no record.
_RECORDS: Final = """
SELECT page.*, s.id, s.package_id, s.user_id, s.learner_name, s.learner_email,
  s.completion_status, s.success_status, s.score_scaled, s.score_raw, s.score_min, s.score_max,
  s.progress_measure, s.attempts, s.time_spent, s.session_time, s.version, s.status,
  s.launched_at, s.completed_at, s.expires_at, s.created_at, s.updated_at, s.dispatch_id,
  s.launch_count, s.last_launched_at, s.preview, s.imported, p.title, r.number, r.edition
FROM page
LEFT JOIN session s ON s.tenant_id = $1 AND s.key = page.key
LEFT JOIN package p ON p.tenant_id = $1 AND p.id = s.package_id
LEFT JOIN revision r ON r.tenant_id = $1 AND r.id = s.revision_id
{sorted_order}
"""


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """``search`` is looked for in the learner's id and name, word by word."""

    package_id: str | None = None
    user_id: str | None = None
    completion_status: str | None = None
    success_status: str | None = None
    status: str | None = None
    package_revision: int | None = None
    dispatch_id: str | None = None
    updated_since: datetime | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    search: str | None = None

    @property
    def names_one(self) -> bool:
        """Of one learner, package or dispatch there are few as a rule."""
        return any((self.user_id, self.package_id, self.dispatch_id))


async def page(
    tenant_id: UUID, wanted: SessionFilter, which: Page
) -> tuple[list[SessionView], int]:
    """One page, and how many there are in all."""
    conditions = _conditions(tenant_id, wanted)
    if conditions is None:
        return [], 0
    indexed = conditions.is_everything and which.sort not in _UNINDEXED
    start = (which.number - 1) * which.size
    guessing = not indexed and (start >= SOON or not wanted.names_one)
    read = _straight if indexed or start >= DEEP else _fitting
    async with database.tenant_scope(tenant_id) as connection:
        raw = raw_connection(connection)
        await raw.execute(lists.SETTINGS)
        found = await _near(raw, conditions, which) if guessing else None
        rows, total = found or await read(raw, conditions, which)
    return [_view(tenant_id, row) for row in rows], total


async def _near(raw: Fetching, conditions: Conditions, which: Page) -> _Found | None:
    """None where a guess does not help, or was wrong."""
    found = lists.forwards(which)
    sampling = _filled(nearby.SAMPLED, conditions, which, found)
    [sample] = await raw.fetch(sampling, *conditions.values)
    edges = nearby.edges(sample, which)
    if edges is None:
        return None
    values = [*conditions.values, found.offset, found.limit]
    between = nearby.between(edges, SORTS[which.sort], values, descending=which.descending)
    statement = _filled(nearby.NEAR + _RECORDS, conditions, which, found, between)
    rows = await raw.fetch(statement, *values)
    if not nearby.is_found(rows[0], found):
        return None
    return [row for row in rows if row["key"] is not None], rows[0]["total"]


async def _straight(raw: Fetching, conditions: Conditions, which: Page) -> _Found:
    total = await _count(raw, conditions)
    found = lists.window(which, total)
    if found is None:
        return [], total
    if which.sort not in _UNINDEXED:
        await raw.fetch("SELECT set_config('enable_sort', 'off', true)")
    statement = _filled(_STRAIGHT + _RECORDS, conditions, which, found)
    rows = await raw.fetch(statement, *conditions.values, found.offset, found.limit)
    return lists.in_order(rows, found), total


async def _fitting(raw: Fetching, conditions: Conditions, which: Page) -> _Found:
    found = lists.forwards(which)
    statement = _filled(_FITTING + _RECORDS, conditions, which, found)
    rows = await raw.fetch(statement, *conditions.values, found.offset, found.limit)
    if rows:
        return rows, rows[0]["total"]
    return [], await _count(raw, conditions) if which.number > 1 else 0


async def _count(raw: Fetching, conditions: Conditions) -> int:
    [row] = await raw.fetch(_COUNT.format(conditions=conditions), *conditions.values)
    return row["count"]


def _filled(
    template: str,
    conditions: Conditions,
    which: Page,
    found: Window,
    between: nearby.Between | None = None,
) -> str:
    column, last = SORTS[which.sort], len(conditions.values)
    return template.format(
        column=column,
        conditions=conditions,
        order=lists.order_by(column, "place", which, found),
        sorted_order=lists.order_by("sorted", "place", which, found),
        offset=f"${last + 1}",
        limit=f"${last + 2}",
        before=between and between.before,
        near=between and between.near,
    )


def _conditions(tenant_id: UUID, wanted: SessionFilter) -> Conditions | None:
    """None when the filter names what cannot exist."""
    user_id, search = wanted.user_id or "", wanted.search or ""
    if len(user_id) > LONGEST_ID or "\x00" in user_id or "\x00" in search:
        return None
    try:
        package_id = UUID(wanted.package_id) if wanted.package_id is not None else None
        dispatch_id = UUID(wanted.dispatch_id) if wanted.dispatch_id is not None else None
    except ValueError:
        return None
    found = Conditions(tenant_id)
    found.add("package_id = {}", package_id)
    found.add("dispatch_id = {}", dispatch_id)
    found.add("revision = {}", wanted.package_revision)
    found.add("completion_status = {}", wanted.completion_status)
    found.add("success_status = {}", wanted.success_status)
    found.add("status = {}", wanted.status)
    found.add("updated_at >= {}", wanted.updated_since)
    found.add("created_at >= {}", wanted.created_from)
    found.add("created_at < {}", wanted.created_to)
    found.add("user_id = {}", wanted.user_id)
    found.add_words("search", search)
    return found


def _view(tenant_id: UUID, row: Any) -> SessionView:
    package_id = row["package_id"]
    return SessionView(
        id=row["id"],
        package_id=package_id,
        tenant_id=tenant_id,
        user_id=row["user_id"],
        learner_name=row["learner_name"],
        learner_email=row["learner_email"],
        completion_status=row["completion_status"],
        success_status=row["success_status"],
        score=Score(row["score_scaled"], row["score_raw"], row["score_min"], row["score_max"]),
        progress_measure=row["progress_measure"],
        attempts=row["attempts"],
        time_spent_seconds=int(row["time_spent"]),
        session_time=row["session_time"],
        cmi_data=None,
        suspend_data=None,
        location=None,
        package=PackageRef(package_id, row["title"], Edition(row["edition"]).version),
        package_revision=row["number"],
        version=row["version"],
        status=row["status"],
        launched_at=row["launched_at"],
        completed_at=row["completed_at"],
        expires_at=row["expires_at"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        dispatch_id=row["dispatch_id"],
        launch_count=row["launch_count"],
        last_launched_at=row["last_launched_at"],
        preview=row["preview"],
        imported=row["imported"],
    )
