"""Pages of 100 out of 100,000 sessions: every filter by every order, at both ends and between.

After them the same for 10,000 packages. The baseline is a health check, which asks the database
one thing as well.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg
import httpx

from benchmarks import rig
from benchmarks.learners import API_KEY, Product
from services.embedded import EmbeddedPostgres

PAGE = 100
SESSIONS = "/api/v1/sessions"
PACKAGES = "/api/v1/packages"
TARGET = 50.0
SESSION_SORTS = (
    *("created_at", "updated_at", "completed_at", "launched_at", "score", "time_spent_seconds"),
    "user_id",
)
PACKAGE_SORTS = ("title", "created_at", "updated_at", "file_size_bytes")
SESSION_FILTERS = {
    "none": "",
    "package": "&package_id={package}",
    "learner": "&user_id=learner-4711",
    "completed": "&completion_status=completed",
    "passed": "&success_status=passed",
    "active": "&status=active",
    "terminated (none is)": "&status=terminated",
    "second revision": "&package_revision=2",
    "changed since": "&updated_since=2026-06-01",
    "created between": "&created_from=2026-02-01&created_to=2026-09-01",
    "search, few": "&search=lovelace%204711",
    "search, many": "&search=LEARNER",
    "four at once": "&completion_status=completed&success_status=passed&status=active&search=ada",
}
PACKAGE_FILTERS = {
    "none": "",
    "search": "&search=safety%20part",
    "tag": "&tag=blue",
    "version": "&version=2004",
    "status": "&status=ready",
}

FILL_PACKAGES = """
WITH made AS (
  INSERT INTO package (tenant_id, id, title, description, tags, custom_metadata, current_revision,
    updated_at, created_at)
  SELECT $1, gen_random_uuid(), 'Safety at work, part ' || n, 'All about part ' || n,
    CASE WHEN n % 3 = 0 THEN '["blue", "safety"]' ELSE '["red"]' END::jsonb, '{}', 1,
    timestamptz '2026-11-01' - random() * interval '300 days',
    timestamptz '2026-01-01' - random() * interval '300 days'
  FROM generate_series(1, $2::int) AS n RETURNING id, title
)
INSERT INTO revision (tenant_id, id, package_id, number, edition, title, identifier, launch_href,
  sco_count, strict, manifest, report, storage_key, file_size_bytes, etag, original_filename,
  uploaded_by, integrity, corrupt_paths, media)
SELECT $1, gen_random_uuid(), made.id, 1, CASE WHEN random() < 0.5 THEN '1.2'
    ELSE '2004 4th Edition' END, made.title, 'id', r.launch_href, 1, false,
  r.manifest, '{"findings": []}', 'key-' || made.id, (random() * 1e9)::bigint, 'e', 'course.zip',
  '', 'verified', '[]', '{}' FROM made, (SELECT * FROM revision LIMIT 1) AS r
"""
FILL_SESSIONS = """
INSERT INTO session (tenant_id, key, id, package_id, revision_id, user_id, learner_name,
  learner_email, registration, label, completion_status, success_status, score_scaled, score_raw,
  attempts, time_spent, session_time, current_sco, suspended, status, version, call_log_bytes,
  event_count, launched_at, completed_at, expires_at, updated_at, created_at)
SELECT $1, gen_random_uuid(), gen_random_uuid()::text, r.package_id, r.id, 'learner-' || m.learner,
  (ARRAY['Ada', 'Grace', 'Alan', 'Edsger'])[1 + m.learner % 4] || ' ' ||
  (ARRAY['Lovelace', 'Hopper', 'Turing'])[1 + m.learner % 3], 'learner@example.org',
  gen_random_uuid(), md5(n::text), (ARRAY['not_attempted', 'incomplete', 'completed'])[1 + n % 3],
  (ARRAY['unknown', 'passed', 'failed'])[1 + (n / 3) % 3],
  CASE WHEN n % 3 > 0 THEN random() END, CASE WHEN n % 3 > 0 THEN random() * 100 END, 1,
  random() * 5000, 'PT5M', 'sco', false, CASE WHEN n % 5 = 0 THEN 'active' ELSE 'expired' END, 3,
  0, 2, CASE WHEN n % 3 > 0 THEN timestamptz '2026-11-01' - random() * interval '300 days' END,
  CASE WHEN n % 3 = 2 THEN timestamptz '2026-11-01' - random() * interval '300 days' END,
  timestamptz '2026-11-01', timestamptz '2026-11-01' - random() * interval '300 days',
  timestamptz '2026-11-01' - random() * interval '400 days'
FROM generate_series($2::int, $3::int) AS n
CROSS JOIN LATERAL (SELECT (n * 7919) % 20000 AS learner) AS m
JOIN (SELECT id, package_id, row_number() OVER (ORDER BY id) AS place FROM revision
  WHERE tenant_id = $1 LIMIT 50) AS r ON r.place = 1 + n % 50
"""


@dataclass
class Timed:
    """Milliseconds of each kind of request."""

    spent: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    def ask(self, client: httpx.Client, name: str, address: str) -> httpx.Response:
        began = time.perf_counter()
        answer = client.get(address, headers={"X-API-Key": API_KEY})
        self.spent.setdefault(name, []).append((time.perf_counter() - began) * 1e3)
        return answer.raise_for_status()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sessions", type=int, default=100_000)
    arguments.add_argument("--packages", type=int, default=10_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--unsettled", action="store_true", help="right after the rows arrived")
    given = arguments.parse_args()
    with rig.workplace() as (home, stack):
        product = Product(home, stack)
        package = product.import_course()
        counts = given.sessions, given.packages
        asyncio.run(fill(product, package, counts, settle=not given.unsettled))
        for address, filters, sorts in (
            (SESSIONS, SESSION_FILTERS, SESSION_SORTS),
            (PACKAGES, PACKAGE_FILTERS, PACKAGE_SORTS),
        ):
            timed = Timed()
            used = timed.ask(product.client, "any", SESSIONS).json()["sessions"][0]["package_id"]
            known = {name: text.format(package=used) for name, text in filters.items()}
            wanted = list(pages(product.client, address, known, sorts))
            for number in range(given.rounds + 1):
                if number == 1:
                    timed = Timed()
                for name, query in wanted:
                    timed.ask(product.client, name, query)
                    timed.ask(product.client, "health check", "/api/health")
            show(address, timed)


async def fill(product: Product, package: str, counts: tuple[int, int], *, settle: bool) -> None:
    """Three tenants take turns, so that the rows of each lie among those of the others."""
    server = EmbeddedPostgres(product.data_dir)
    connection = await asyncpg.connect(server.url)
    ours: UUID = await connection.fetchval("SELECT tenant_id FROM package WHERE id = $1", package)
    sessions, packages = counts
    tenants = {ours: sessions}
    for _ in range(2):
        made = await connection.fetchval(
            "INSERT INTO tenant (id, name) VALUES (gen_random_uuid(), 'Other') RETURNING id"
        )
        tenants[made] = sessions // 5
    for tenant, count in tenants.items():
        await connection.execute(FILL_PACKAGES, tenant, packages if count == sessions else 50)
    for part in range(10):
        for tenant, count in tenants.items():
            step = count // 10
            await connection.execute(FILL_SESSIONS, tenant, part * step + 1, (part + 1) * step)
    if settle:
        # What the database does by itself within a minute.
        await connection.execute("VACUUM ANALYZE")
    await connection.close()
    await asyncio.to_thread(server.release)


def pages(
    client: httpx.Client, address: str, filters: dict[str, str], sorts: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    for name, text in filters.items():
        known = client.get(f"{address}?limit={PAGE}{text}", headers={"X-API-Key": API_KEY})
        last = max(known.raise_for_status().json()["pagination"]["total_pages"], 1)
        for sort in sorts:
            for place, page in (("first", 1), ("middle", (last + 1) // 2), ("last", last)):
                query = f"{address}?limit={PAGE}&page={page}&sort=-{sort}{text}"
                yield f"{name}, {sort}, {place} of {last}", query


def show(address: str, timed: Timed) -> None:
    floor = timed.spent.pop("health check")
    found = sorted(timed.spent.items(), key=lambda each: p95(each[1]))
    print(f"\n{address}, {len(found)} kinds of page")
    for name, spent in found:
        print(f"{name:58}{statistics.median(spent):8.1f} ms   95 % {p95(spent):8.1f} ms")
    every = [each for _, spent in found for each in spent]
    print(f"{'all of them':58}{statistics.median(every):8.1f} ms   95 % {p95(every):8.1f} ms")
    print(f"{'health check':58}{statistics.median(floor):8.1f} ms   95 % {p95(floor):8.1f} ms")
    ratio = statistics.median(every) / statistics.median(floor)
    print(f"a page costs {ratio:.1f} health checks; target: 95 % within {TARGET:.0f} ms")


def p95(spent: list[float]) -> float:
    return sorted(spent)[int(len(spent) * 0.95)]


if __name__ == "__main__":
    main()
