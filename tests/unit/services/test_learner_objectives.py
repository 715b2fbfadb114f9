"""Global objectives: kept for each learner, across courses, and for nobody else."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from scorm.sequencing.tracking import GlobalObjective
from services import database
from services.database import raw_connection
from services.tracking import learner_objectives
from tests.lectern_records import NOW

KNOWN = GlobalObjective(
    satisfied=True, measure=0.5, raw=50.0, min=0.0, max=100.0, completed=False, progress=0.25
)


async def store(tenant: UUID, user: str, objectives: Mapping[str, GlobalObjective]) -> None:
    async with database.tenant_scope(tenant) as connection:
        raw = raw_connection(connection)
        await learner_objectives.store(raw, tenant, user, objectives, NOW)


async def load(tenant: UUID, user: str, *targets: str) -> dict[str, GlobalObjective]:
    async with database.tenant_scope(tenant) as connection:
        return await learner_objectives.load(raw_connection(connection), tenant, user, targets)


async def test_everything_about_an_objective_is_kept(tenant: UUID) -> None:
    await store(tenant, "ada", {"a": KNOWN})

    assert await load(tenant, "ada", "a", "b") == {"a": KNOWN}


async def test_what_is_unknown_stays_unknown_and_may_become_so_again(tenant: UUID) -> None:
    await store(tenant, "ada", {"a": KNOWN, "b": GlobalObjective()})
    await store(tenant, "ada", {"a": GlobalObjective(measure=-1.0)})

    assert await load(tenant, "ada", "a", "b") == {
        "a": GlobalObjective(measure=-1.0),
        "b": GlobalObjective(),
    }


async def test_only_what_was_asked_for_is_read(tenant: UUID) -> None:
    await store(tenant, "ada", {"a": KNOWN, "A": KNOWN, "a ": KNOWN})

    assert list(await load(tenant, "ada", "a ")) == ["a "]
    assert await load(tenant, "ada") == {}


async def test_other_learners_and_other_tenants_know_nothing_of_it(
    tenant: UUID, other_tenant: UUID
) -> None:
    await store(tenant, "ada", {"a": KNOWN})

    assert await load(tenant, "grace", "a") == {}
    assert await load(other_tenant, "ada", "a") == {}


async def test_a_target_may_be_longer_than_any_index_entry(tenant: UUID) -> None:
    long = "".join(chr(0x4E00 + n) for n in range(4000))

    await store(tenant, "ada", {long: KNOWN})

    assert await load(tenant, "ada", long) == {long: KNOWN}


async def test_two_courses_that_store_the_same_objectives_do_not_block_each_other(
    tenant: UUID,
) -> None:
    names = [f"objective {n}" for n in range(50)]
    forth = dict.fromkeys(names, KNOWN)
    back = dict.fromkeys(reversed(names), GlobalObjective(satisfied=False))

    # The database would end a deadlock by refusing one of them.
    for _ in range(10):
        await asyncio.gather(store(tenant, "ada", forth), store(tenant, "ada", back))

    found = await load(tenant, "ada", *names)
    assert len({found[name].satisfied for name in names}) == 1


async def test_what_two_courses_record_at_once_is_kept_of_both(tenant: UUID) -> None:
    await store(tenant, "ada", {"a": GlobalObjective(), "b": GlobalObjective()})

    async def count(field: str) -> None:
        async with database.tenant_scope(tenant) as connection:
            raw = raw_connection(connection)
            found = await learner_objectives.load(raw, tenant, "ada", ["b", "a"], hold=True)
            for objective in found.values():
                setattr(objective, field, (getattr(objective, field) or 0.0) + 1.0)
            await learner_objectives.store(raw, tenant, "ada", found, NOW)

    await asyncio.gather(*(count(field) for field in ["raw", "max"] * 10))

    assert (await load(tenant, "ada", "a"))["a"] == GlobalObjective(raw=10.0, max=10.0)
