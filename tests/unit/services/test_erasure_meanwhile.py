"""An erasure may break off, be asked for again, and meet launches at the same time."""

import asyncio
import re
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from models.erasure import ErasureStatus
from models.launch import LaunchTicket
from models.quota import ActiveLearner
from models.session import Session
from services import database as db
from services.erasure import certificates, erasures, removing
from services.errors import LearnerNotFound
from tests.lectern_records import KEYRING, launched, make_package, opened


async def test_asked_twice_it_is_one_erasure_and_later_there_is_nobody(tenant: UUID) -> None:
    await launched(tenant, await make_package(tenant))

    asked = await asyncio.gather(*(erasures.request(tenant, "ada", KEYRING) for _ in range(5)))

    assert len({each.id for each in asked}) == 1
    await removing.run(tenant, asked[0].id, KEYRING)
    await removing.run(tenant, asked[0].id, KEYRING)
    with pytest.raises(LearnerNotFound):
        await erasures.request(tenant, "ada", KEYRING)


async def test_it_may_break_off_after_any_step(
    tenant: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = await make_package(tenant)
    monkeypatch.setattr(removing, "SESSIONS_AT_ONCE", 2)
    for n in range(5):
        await opened(tenant, package, session_id=f"s{n}")
    erasure = await erasures.request(tenant, "ada", KEYRING)
    steps = 0
    removed = removing.Work.remove_sessions

    async def die_later(work: Any, connection: Any) -> Any:
        nonlocal steps
        found = await removed(work, connection)
        steps += 1
        if steps == 2:
            raise asyncpg.AdminShutdownError(f"Key (user_id)=({work._user_id}) is in the way")
        return found

    monkeypatch.setattr(removing.Work, "remove_sessions", die_later)
    with pytest.raises(removing.BrokeOff) as broken:
        await removing.run(tenant, erasure.id, KEYRING)
    half = await erasures.find(tenant, str(erasure.id))
    await removing.run(tenant, erasure.id, KEYRING)
    done = await erasures.find(tenant, str(erasure.id))

    assert not re.search(r"\bada\b", str(broken.value) + half.problem)
    assert (half.status, certificates.counts_of(half)["sessions"]) == (ErasureStatus.FAILED, 2)
    assert (done.status, certificates.counts_of(done)["sessions"]) == (ErasureStatus.COMPLETED, 5)
    assert (done.problem, done.sealed) == ("", "")


async def test_a_launch_under_way_is_waited_for_and_leaves_nothing(
    database: str, tenant: UUID
) -> None:
    package = await make_package(tenant)
    await launched(tenant, package)
    erasure = await erasures.request(tenant, "ada", KEYRING)
    async with db.tenant_scope(tenant):
        session = await Session.get(tenant_id=tenant, id="s1")
    session.key, session.id = uuid4(), "racing"
    begun = asyncio.Event()

    async def work_meanwhile() -> None:
        await begun.wait()
        await removing.run(tenant, erasure.id, KEYRING)

    # Made before the transaction, of which it would be a part otherwise.
    work = asyncio.create_task(work_meanwhile())
    await asyncio.sleep(0)
    async with db.tenant_scope(tenant):
        await Session.bulk_create([session])
        await ActiveLearner.create(tenant_id=tenant, period="2026-12", user_id="ada")
        begun.set()
        await asyncio.sleep(0.5)
        assert not work.done()
    await asyncio.wait_for(work, 10)

    async with db.tenant_scope(tenant):
        assert await Session.all().count() == 0
        assert await ActiveLearner.filter(user_id="ada").count() == 0
    assert (await erasures.find(tenant, str(erasure.id))).status == ErasureStatus.COMPLETED


async def test_launches_at_the_same_time_come_whole_or_not_at_all(tenant: UUID) -> None:
    package = await make_package(tenant)
    for n in range(10):
        await launched(tenant, package, session_id=f"before-{n}")
    erasure = await erasures.request(tenant, "ada", KEYRING)

    racing = [launched(tenant, package, session_id=f"during-{n}") for n in range(20)]
    await asyncio.gather(removing.run(tenant, erasure.id, KEYRING), *racing)
    await launched(tenant, package, session_id="after")

    async with db.tenant_scope(tenant):
        left = await Session.all()
        tickets = {each.session_key for each in await LaunchTicket.all()}
    names = {each.id for each in left}
    assert "after" in names
    assert not any(name.startswith("before") for name in names)
    assert tickets == {each.key for each in left}
