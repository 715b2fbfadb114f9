"""What would become of the sessions of a package that went over to another revision of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from models.package import Package, Revision
from services import database
from services.database import Connection, raw_connection
from services.packages import courses, revisions
from services.tracking.relocation import Difference, difference, in_snapshot

MOST_NAMED: Final = 100

# A launch is open until it ends, is fenced off, or its links to the content expire.
RUNNING: Final = """
EXISTS (SELECT 1 FROM launch l WHERE l.tenant_id = s.tenant_id AND l.id = s.writer_id
  AND l.ended_at IS NULL AND l.superseded_at IS NULL AND l.content_expires_at > $3)
"""
SOURCES: Final = """
SELECT DISTINCT revision_id FROM session WHERE tenant_id = $1 AND package_id = $2
"""
_SEEN: Final = """
WITH gone AS (
  SELECT * FROM unnest($5::uuid[], $6::text[], $7::text[]) AS g (revision_id, sco, told)
), seen AS (
  SELECT s.id, s.revision_id, s.completion_status, {running} AS running, ARRAY(
    SELECT g.sco FROM gone g WHERE g.revision_id = s.revision_id AND (EXISTS (
      SELECT 1 FROM sco_state st WHERE st.tenant_id = $1 AND st.session_key = s.key
        AND st.attempt = s.attempts AND st.sco = g.sco
    ) OR EXISTS (
      SELECT 1 FROM activity_tree_state t WHERE t.tenant_id = $1 AND t.owner = s.key
        AND t.attempt = s.attempts AND strpos(t.state, g.told) > 0
    )) ORDER BY g.sco
  ) AS lost
  FROM session s WHERE s.tenant_id = $1 AND s.package_id = $2 AND NOT s.preview
    AND s.status <> 'terminated' AND s.revision_id <> $4
)
SELECT revision_id, completion_status, running, lost, count(*) AS count,
  (array_agg(id ORDER BY id))[1:100] AS ids
FROM seen GROUP BY 1, 2, 3, 4 ORDER BY count DESC
"""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """``fate`` is keeps, loses or starts_over."""

    session_id: str
    revision: int
    fate: str
    completion_status: str
    lost: list[str]
    running: bool


@dataclass(slots=True)
class Forecast:
    """``lost`` counts the sessions that have data of a part that has no place any more."""

    total: int = 0
    running: int = 0
    fates: dict[str, int] = field(
        default_factory=lambda: {"keeps": 0, "loses": 0, "starts_over": 0}
    )
    by_completion: dict[str, int] = field(default_factory=dict[str, int])
    lost: dict[str, int] = field(default_factory=dict[str, int])
    sessions: list[Foreseen] = field(default_factory=list[Foreseen])


async def forecast(tenant_id: UUID, package_id: str, number: int, now: datetime) -> Forecast:
    """Changes nothing; raises PackageNotFound, NotFound."""
    async with database.tenant_scope(tenant_id) as connection:
        package, target = await revisions.find(tenant_id, package_id, number)
        differences = await differences_to(connection, package, target)
        gone = [(source, sco) for source, each in differences.items() for sco in each.gone]
        rows = await raw_connection(connection).fetch(
            _SEEN.format(running=RUNNING),
            *(tenant_id, package.id, now, target.id),
            [source for source, _ in gone],
            [sco for _, sco in gone],
            [in_snapshot(sco) for _, sco in gone],
        )
        numbers = await Revision.filter(tenant_id=tenant_id, package_id=package.id).values_list(
            "id", "number"
        )
    return _summed(rows, differences, {UUID(str(key)): int(each) for key, each in numbers})


async def differences_to(
    connection: Connection, package: Package, target: Revision
) -> dict[UUID, Difference]:
    """Of each revision that sessions of the package play."""
    raw = raw_connection(connection)
    after = await courses.course(raw, package.tenant_id, target.id)
    found: dict[UUID, Difference] = {}
    for row in await raw.fetch(SOURCES, package.tenant_id, package.id):
        source = row["revision_id"]
        if source != target.id:
            before = await courses.course(raw, package.tenant_id, source)
            found[source] = difference(before, after)
    return found


def _summed(
    rows: list[Any], differences: dict[UUID, Difference], numbers: dict[UUID, int]
) -> Forecast:
    whole = Forecast()
    for row in rows:
        count, status = row["count"], row["completion_status"]
        fate = _fate(differences[row["revision_id"]], row["lost"])
        whole.total += count
        whole.running += count * row["running"]
        whole.fates[fate] += count
        whole.by_completion[status] = whole.by_completion.get(status, 0) + count
        for sco in row["lost"]:
            whole.lost[sco] = whole.lost.get(sco, 0) + count
        room = MOST_NAMED - len(whole.sessions)
        whole.sessions.extend(_named(row, fate, numbers[row["revision_id"]], room))
    return whole


def _fate(between: Difference, lost: list[str]) -> str:
    if not lost:
        return "keeps"
    return "starts_over" if between.starts_over else "loses"


def _named(row: Any, fate: str, revision: int, room: int) -> Iterator[Foreseen]:
    for name in row["ids"][:room]:
        yield Foreseen(name, revision, fate, row["completion_status"], row["lost"], row["running"])
