"""Limits hold to the last one, also when everybody comes at once."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from lectern_courses import Course, Sco

from models.audit import AuditEntry
from models.event import Event
from models.package import Package, Upload
from models.quota import ActiveLearner
from models.session import Session
from services import database
from services.errors import FileTooLarge, Invalid, QuotaExceeded, TenantNotFound
from services.packages import catalogue, packages, uploads
from services.packages.packages import Arrival
from services.packages.shelving import Order
from services.packages.uploads import Announced
from services.quotas import quotas, usage
from services.quotas.meter import Meter
from services.quotas.plans import Resource, own_terms
from services.storage.local import LocalStore
from tests.lectern_records import NOW, launched, make_package

LIMIT = 10 * 1024**3
ARCHIVE = Course("Fire safety", [Sco("one", "One")], {"index.html": "<title>A page</title>"})
NEXT_MONTH = NOW + timedelta(days=30)


@pytest.fixture
def shelf(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path, "http://localhost:3001", b"s" * 32)


async def limit(tenant: UUID, **terms: Any) -> None:
    """What the tenant has besides an unlimited plan; a number is a hard limit."""
    own = {
        name: {"limit": value, "mode": "hard"} if isinstance(value, int) else value
        for name, value in terms.items()
    }
    async with database.tenant_scope(tenant) as connection:
        await quotas.assign(connection, tenant, "enterprise", own_terms(own))


def soft(most: int) -> dict[str, Any]:
    return {"limit": most, "mode": "soft"}


async def _bytes(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def imported(tenant: UUID, shelf: LocalStore) -> Package:
    arrival = Arrival(tenant, "course.zip", "me")
    return await packages.import_archive(shelf, arrival, _bytes(ARCHIVE.archive()), NOW)


async def announce(tenant: UUID, shelf: LocalStore, size: int) -> Upload:
    announced = Announced("course.zip", size, "me")
    return (await uploads.issue(tenant, announced, shelf, LIMIT, NOW)).upload


async def settled(calls: list[Awaitable[Any]]) -> tuple[int, list[QuotaExceeded]]:
    """How many passed, and the refusals of the others."""
    found = await asyncio.gather(*calls, return_exceptions=True)
    refused = [each for each in found if isinstance(each, QuotaExceeded)]
    others = [each for each in found if isinstance(each, BaseException)]
    assert len(others) == len(refused), others
    return len(found) - len(refused), refused


async def used(tenant: UUID, resource: Resource, now: Any = NOW) -> int:
    return (await usage.usage(tenant, now)).used[resource]


async def told(tenant: UUID) -> list[tuple[str, int, int]]:
    """What was told of resources: which, at which threshold, with how much in use."""
    async with database.tenant_scope(tenant):
        rows = await Event.filter(event_type="usage.threshold").order_by("created_at", "dedupe")
    data = [json.loads(row.payload)["data"] for row in rows]
    assert all(row.session_key is None for row in rows)
    return [(each["resource"], each["threshold"], each["used"]) for each in data]


async def test_of_twenty_uploads_at_once_exactly_five_become_packages(
    tenant: UUID, shelf: LocalStore
) -> None:
    await limit(tenant, packages=5)

    passed, refused = await settled([imported(tenant, shelf) for _ in range(20)])

    assert (passed, await used(tenant, Resource.PACKAGES)) == (5, 5)
    details = refused[0].details
    assert details == {"limit": 5, "current": 5, "resource": "packages", "plan": "enterprise"}
    async with database.tenant_scope(tenant):
        assert await Package.all().count() == 5
        assert await Upload.all().count() == 5


async def test_of_twenty_new_learners_at_once_exactly_five_may_learn(tenant: UUID) -> None:
    package = await make_package(tenant)
    await limit(tenant, active_learners=5)

    passed, refused = await settled(
        [launched(tenant, package, user_id=f"u{n}", session_id=f"s{n}") for n in range(20)]
    )

    assert (passed, await used(tenant, Resource.LEARNERS)) == (5, 5)
    assert refused[0].details["resource"] == "active_learners"
    async with database.tenant_scope(tenant):
        assert await Session.all().count() == 5


async def test_who_learned_this_month_goes_on_and_the_next_month_is_open_to_all(
    tenant: UUID,
) -> None:
    package = await make_package(tenant)
    await limit(tenant, active_learners=1)
    await launched(tenant, package, user_id="ada", session_id="a1")

    await launched(tenant, package, user_id="ada", session_id="a1")
    await launched(tenant, package, user_id="ada", session_id="a2")
    with pytest.raises(QuotaExceeded):
        await launched(tenant, package, user_id="bob", session_id="b1")
    await launched(tenant, package, NEXT_MONTH, user_id="bob", session_id="b1")

    assert await used(tenant, Resource.LEARNERS) == 1
    assert await used(tenant, Resource.LEARNERS, NEXT_MONTH) == 1
    with pytest.raises(QuotaExceeded):
        await launched(tenant, package, NEXT_MONTH, user_id="ada", session_id="a1")


async def test_a_soft_limit_refuses_nobody_and_tells_twice(tenant: UUID) -> None:
    package = await make_package(tenant)
    await limit(tenant, active_learners=soft(5))

    for number in range(8):
        await launched(tenant, package, user_id=f"u{number}", session_id=f"s{number}")

    assert await used(tenant, Resource.LEARNERS) == 8
    assert await told(tenant) == [("active_learners", 80, 4), ("active_learners", 100, 5)]


async def test_thresholds_are_told_once_a_month(tenant: UUID) -> None:
    package = await make_package(tenant)
    await limit(tenant, launches=soft(5))

    for _ in range(9):
        await launched(tenant, package)
    november = await told(tenant)
    for _ in range(4):
        await launched(tenant, package, NEXT_MONTH)

    assert november == [("launches", 80, 4), ("launches", 100, 5)]
    assert await told(tenant) == [*november, ("launches", 80, 4)]


async def test_launches_count_each_time_and_a_hard_limit_holds(tenant: UUID) -> None:
    package = await make_package(tenant)
    await limit(tenant, launches=3)

    passed, _ = await settled([launched(tenant, package) for _ in range(10)])

    assert (passed, await used(tenant, Resource.LAUNCHES)) == (3, 3)


async def test_a_preview_is_no_use(tenant: UUID) -> None:
    package = await make_package(tenant)
    await limit(tenant, launches=0, active_learners=0)

    await launched(tenant, package, preview=True, session_id=None)

    assert await used(tenant, Resource.LEARNERS) == 0
    assert await used(tenant, Resource.LAUNCHES) == 0


async def test_many_links_at_once_cannot_bring_more_than_there_is_room_for(
    tenant: UUID, shelf: LocalStore
) -> None:
    await limit(tenant, storage_bytes=1000)

    passed, refused = await settled([announce(tenant, shelf, 300) for _ in range(20)])

    assert passed == 3
    assert refused[0].details == {
        "limit": 1000,
        "current": 900,
        "resource": "storage_bytes",
        "plan": "enterprise",
    }
    assert (await announce(tenant, shelf, 100)).file_size == 100


async def test_a_link_that_is_over_or_forgotten_makes_room_again(
    tenant: UUID, shelf: LocalStore
) -> None:
    await limit(tenant, storage_bytes=1000)
    first = await announce(tenant, shelf, 1000)
    with pytest.raises(QuotaExceeded):
        await announce(tenant, shelf, 1)

    await uploads.forget(first, shelf)
    await announce(tenant, shelf, 1000)
    async with database.tenant_scope(tenant):
        await Upload.all().update(expires_at=NOW - timedelta(seconds=1))

    assert await announce(tenant, shelf, 1000)


async def test_storage_is_exact_and_given_back_with_the_package(
    tenant: UUID, shelf: LocalStore
) -> None:
    size = len(ARCHIVE.archive())
    await limit(tenant, storage_bytes=2 * size)

    first = await imported(tenant, shelf)
    await imported(tenant, shelf)
    with pytest.raises(QuotaExceeded):
        await imported(tenant, shelf)
    assert await used(tenant, Resource.STORAGE) == 2 * size
    await catalogue.remove(tenant, str(first.id))

    assert await imported(tenant, shelf)


async def test_an_upload_that_does_not_fit_stops_where_the_room_ends(
    tenant: UUID, shelf: LocalStore
) -> None:
    size = len(ARCHIVE.archive())
    await limit(tenant, storage_bytes=size - 1)

    with pytest.raises(QuotaExceeded) as refused:
        await imported(tenant, shelf)

    assert refused.value.details["current"] == 0
    async with database.tenant_scope(tenant):
        assert await Upload.all().count() == 0


async def test_a_file_above_the_size_for_all_is_too_large_whatever_the_plan(
    tenant: UUID, shelf: LocalStore
) -> None:
    await limit(tenant, storage_bytes=10_000)
    announced = Announced("course.zip", 5, "me")

    with pytest.raises(FileTooLarge):
        await uploads.receive(tenant, announced, _bytes(b"123456"), shelf, NOW)


async def test_an_announced_upload_is_looked_at_again_when_it_becomes_a_package(
    tenant: UUID, shelf: LocalStore
) -> None:
    content = ARCHIVE.archive()
    upload = await announce(tenant, shelf, len(content))
    await shelf.write(upload.storage_key, _bytes(content), len(content))
    await limit(tenant, storage_bytes=len(content) - 1)

    with pytest.raises(QuotaExceeded):
        await packages.process(tenant, Order(upload.storage_key), shelf, NOW)
    await limit(tenant, storage_bytes=len(content))

    assert await packages.process(tenant, Order(upload.storage_key), shelf, NOW)
    assert await told(tenant) == [
        ("storage_bytes", 100, len(content)),
        ("storage_bytes", 80, len(content)),
    ] or await told(tenant) == [
        ("storage_bytes", 80, len(content)),
        ("storage_bytes", 100, len(content)),
    ]


async def test_over_the_quota_what_exists_goes_on(tenant: UUID, shelf: LocalStore) -> None:
    package = await imported(tenant, shelf)
    await limit(tenant, storage_bytes=1, packages=0)

    assert await launched(tenant, package.id)
    with pytest.raises(QuotaExceeded):
        await imported(tenant, shelf)
    with pytest.raises(QuotaExceeded):
        await announce(tenant, shelf, 1)


async def test_tenants_are_limited_each_for_itself(
    tenant: UUID, other_tenant: UUID, shelf: LocalStore
) -> None:
    await limit(tenant, packages=0)

    with pytest.raises(QuotaExceeded):
        await imported(tenant, shelf)

    assert await imported(other_tenant, shelf)
    assert await used(tenant, Resource.PACKAGES) == 0


async def test_a_change_of_plan_is_checked_and_recorded(tenant: UUID) -> None:
    async with database.tenant_scope(tenant) as connection:
        with pytest.raises(Invalid, match="professional"):
            await quotas.assign(connection, tenant, "platinum", own_terms({}))
        given = await quotas.assign(connection, tenant, "free", own_terms({"packages": None}))
    async with database.tenant_scope(tenant):
        entry = await AuditEntry.get(action="plan.changed")

    assert (given.plan, given.label) == ("free", "Free")
    assert list(given.limits) == [Resource.STORAGE]
    assert json.loads(entry.facts)["previous_plan"] == "enterprise"


async def test_a_tenant_that_does_not_exist_has_no_plan(tenant: UUID) -> None:
    async with database.tenant_scope(tenant) as connection:
        with pytest.raises(TenantNotFound):
            await quotas.assign(connection, uuid4(), "free", own_terms({}))


async def test_requests_are_written_down_by_month_and_survive_a_failure(tenant: UUID) -> None:
    meter = Meter()
    for _ in range(3):
        meter.add(tenant, NOW)
    meter.add(tenant, NEXT_MONTH)
    assert meter.pending(tenant, NOW) == 3

    await meter.flush()
    meter.add(tenant, NOW)
    await meter.stop()

    assert (await usage.usage(tenant, NOW)).api_requests == 4
    assert (await usage.usage(tenant, NEXT_MONTH)).api_requests == 1
    assert meter.pending(tenant, NOW) == 0


async def test_what_learners_stored_is_measured_now_and_then(tenant: UUID) -> None:
    empty = (await usage.usage(tenant, NOW)).session_storage_bytes
    async with database.tenant_scope(tenant) as connection:
        await connection.execute_query(
            "INSERT INTO shared_store (tenant_id, id, user_id, scope, target_hash, target, store, "
            "writer_id, updated_at) VALUES ($1, $2, 'ada', '', 'h', 't', 'twelve bytes', $2, $3)",
            [tenant, uuid4(), NOW],
        )
    remembered = (await usage.usage(tenant, NOW)).session_storage_bytes
    await usage.measure_sessions(tenant)

    assert (empty, remembered) == (0, 0)
    assert (await usage.usage(tenant, NOW)).session_storage_bytes == 12


async def test_an_active_learner_counts_once_a_month(tenant: UUID) -> None:
    package = await make_package(tenant)

    await asyncio.gather(
        *(launched(tenant, package, session_id=f"s{number}") for number in range(10))
    )

    async with database.tenant_scope(tenant):
        rows = await ActiveLearner.all()
    assert [(row.period, row.user_id) for row in rows] == [("2026-11", "ada")]
