"""Pages of long lists hold exactly what sorting everything would put there."""

from collections.abc import Awaitable, Callable
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from services import database, lists
from services.database import raw_connection
from services.lists import Page
from services.sessions import listing, nearby
from services.sessions.listing import SORTS, SessionFilter
from tests.lectern_records import NOW, launched, make_package

COUNT = 2_500
SIZE = 100
RANDOM = "gen_random_uuid()"
LOW = "('0' || substr(gen_random_uuid()::text, 2))::uuid"
Fill = Callable[[str], Awaitable[None]]

# Values are repeated, so that many rows are equal; places follow no order.
ADD = """
INSERT INTO session (tenant_id, key, id, package_id, revision_id, user_id, learner_name,
  learner_email, registration, label, completion_status, success_status, score_scaled, attempts,
  time_spent, session_time, current_sco, suspended, status, version, call_log_bytes, event_count,
  launched_at, completed_at, expires_at, updated_at, created_at)
SELECT tenant_id, {key}, 'long-' || n, package_id, revision_id,
  (ARRAY['Zoe', 'ada', 'Ünal', 'émile'])[1 + n % 4] || n % 41, 'Learner', learner_email,
  gen_random_uuid(), md5(n::text), (ARRAY['incomplete', 'completed'])[1 + n % 2],
  success_status, CASE WHEN n % 3 = 0 THEN n % 11 / 10.0 END, attempts,
  CASE WHEN n % 5 < 3 THEN 0 ELSE n % 97 / 3.0 END, session_time, current_sco, suspended, status,
  version, call_log_bytes, event_count, created_at + n % 13 * interval '1 day',
  CASE WHEN n % 4 = 0 THEN created_at + n % 17 * interval '1 hour' END, expires_at,
  updated_at + n % 1009 * interval '1 minute', created_at + n % 19 * interval '1 day'
FROM session, (SELECT n FROM generate_series(1, $1::int) AS n ORDER BY md5(n::text)) AS numbers
WHERE id = 'first'
"""


@pytest.fixture
async def fill(tenant: UUID) -> Fill:
    async def add(key: str) -> None:
        await launched(tenant, await make_package(tenant), NOW, session_id="first", user_id="first")
        async with database.tenant_scope(tenant) as connection:
            await raw_connection(connection).execute(ADD.format(key=key), COUNT)

    return add


async def plainly(tenant: UUID, condition: str, which: Page) -> list[str]:
    """Whatever is listed, by a statement that sorts it all."""
    order = lists.order_by(SORTS[which.sort], "place", which, lists.forwards(which))
    async with database.tenant_scope(tenant) as connection:
        raw: Any = raw_connection(connection)
        names = {row["key"]: row["id"] for row in await raw.fetch("SELECT key, id FROM session")}
        statement = f"SELECT key FROM session_listing WHERE {condition} {order}"  # noqa: S608
        rows = await raw.fetch(statement)
    return [names[row["key"]] for row in rows]


@pytest.mark.parametrize(
    ("key", "condition", "wanted"),
    [
        (RANDOM, "true", SessionFilter()),
        (RANDOM, "strpos(search, 'learner') > 0", SessionFilter(search="LEARNER")),
        (RANDOM, "completion_status = 'completed'", SessionFilter(completion_status="completed")),
        (RANDOM, "user_id = 'ada1'", SessionFilter(user_id="ada1")),
        # As if there were many more: guesses are wrong.
        (LOW, "strpos(search, 'learner') > 0", SessionFilter(search="LEARNER")),
    ],
)
async def test_a_page_holds_what_a_plain_sort_puts_there(
    tenant: UUID, fill: Fill, key: str, condition: str, wanted: SessionFilter
) -> None:
    await fill(key)
    for sort, descending in product(SORTS, (False, True)):
        expected = await plainly(tenant, condition, Page(1, SIZE, sort, descending))
        last = -(-len(expected) // SIZE)
        for number in {1, 2, (last + 1) // 2, last, last + 1}:
            found, total = await listing.page(tenant, wanted, Page(number, SIZE, sort, descending))
            part = expected[(number - 1) * SIZE : number * SIZE]
            assert [each.id for each in found] == part, (sort, descending, number)
            assert total == len(expected)


@pytest.mark.parametrize("number", [1, 100, 500, 1000])
def test_little_of_a_long_list_is_near_a_page(number: int) -> None:
    sample = {
        "reach": UUID(int=2**128 // 100),
        "sorted": [100.0 * n for n in range(nearby.SAMPLE)],
        "places": list(range(nearby.SAMPLE)),
    }

    edges = nearby.edges(sample, Page(number, SIZE))

    assert edges is not None
    first = edges.first[0] if edges.first else 0.0
    last = edges.last[0] if edges.last else 100_000.0
    assert first <= (number - 1) * SIZE
    assert number * SIZE <= last
    assert last - first < 30_000


def test_nothing_is_guessed_where_little_fits_or_too_much_would_be_near() -> None:
    few = {"reach": UUID(int=2**100), "sorted": [1.0, 2.0], "places": [1, 2]}
    whole = {"reach": None, "sorted": [1.0] * 500, "places": list(range(500))}
    vast = {"reach": UUID(int=2**80), "sorted": [1.0] * 1000, "places": list(range(1000))}

    for sample in (few, whole, vast):
        assert nearby.edges(sample, Page(2, SIZE)) is None
