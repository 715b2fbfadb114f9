"""Erasing a learner removes every trace, whatever happens meanwhile, and touches nobody else."""

import asyncio
import base64
import hashlib
import hmac
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import jwt
import pytest

from models.erasure import Erasure, ErasureStatus
from models.event import Event
from models.launch import Launch, LaunchTicket
from models.quota import ActiveLearner
from models.sequencing import ActivityTreeState, GlobalObjective, SharedStore
from models.session import Session
from services import database as db
from services import jobs, subjects
from services.accounts import acting, audit
from services.accounts.acting import Actor
from services.accounts.audit import Wanted
from services.erasure import certificates, erasures, removing
from services.errors import ErasureNotFound, Gone, LearnerNotFound, NotReady
from services.keyring import Keyring
from services.packages import catalogue
from tests.lectern_records import KEYRING, NOW, launched, make_package, opened
from tests.lectern_traces import everything_of, rows_with

PORTAL = Actor("key", str(UUID(int=7)), "portal", "", "request-7")


def secrets_of(user_id: str) -> dict[str, str]:
    """What nobody shall find any more, by what it is."""
    return {
        "id": f"{user_id}/ünï-planted",
        "name": f"{user_id}-planted-name",
        "email": f"{user_id}-planted@example.com",
        "suspended": f"{user_id}-planted-suspended",
        "answer": f"{user_id}-planted-answer",
        "orphan": f"{user_id}-planted-orphan",
        "called": f"{user_id}-planted-call",
        "shared": f"{user_id}-planted-shared",
    }


async def live(tenant: UUID, user_id: str) -> None:
    """A learner with something in every table that knows of learners."""
    told = secrets_of(user_id)
    who: dict[str, Any] = {
        "user_id": told["id"],
        "learner_name": told["name"],
        "learner_email": told["email"],
    }
    package, other = await make_package(tenant), await make_package(tenant)
    first = await opened(tenant, package, session_id=f"{user_id}-s1", **who)
    answers = {"cmi.interactions.0.id": "q", "cmi.interactions.0.student_response": told["answer"]}
    data = {"cmi.suspend_data": told["suspended"], "cmi.core.lesson_status": "completed"}
    calls = [[1, "LMSSetValue", "cmi.suspend_data", told["called"], "true", 0]]
    await first.send(answers | data, calls=calls)
    second = await opened(tenant, package, session_id=f"{user_id}-s1", new_attempt=True, **who)
    await second.send({"cmi.suspend_data": told["suspended"]})
    with pytest.raises(Exception, match="opened again"):
        await first.send({"cmi.suspend_data": told["orphan"]})
    gone = await opened(tenant, other, session_id=f"{user_id}-s2", **who)
    await gone.send(data)
    await catalogue.remove(tenant, str(other))
    async with db.tenant_scope(tenant) as connection:
        own: dict[str, Any] = {"tenant_id": tenant, "user_id": told["id"], "updated_at": NOW}
        target: dict[str, Any] = {"target_hash": "h", "target": told["shared"]}
        session_key = first.opened.session.key
        await GlobalObjective.create(**own, **target)
        await SharedStore.create(**own, **target, store=told["shared"], writer_id=uuid4())
        await SharedStore.create(
            **own, **target, scope="x", session_key=session_key, store="s", writer_id=uuid4()
        )
        await ActivityTreeState.create(
            tenant_id=tenant,
            session_key=session_key,
            owner=session_key,
            attempt=1,
            state=told["suspended"],
            updated_at=NOW,
        )
        await ActiveLearner.create(tenant_id=tenant, period="2026-01", user_id=told["id"])
        about = {"tenant_id": str(tenant), "learners": [{"user": told["id"]}]}
        await jobs.enqueue(connection, "somebody_elses", about)


async def erase(tenant: UUID, user_id: str) -> Erasure:
    erasure = await erasures.request(tenant, user_id, KEYRING)
    await removing.run(tenant, erasure.id, KEYRING)
    return await erasures.find(tenant, str(erasure.id))


async def test_no_trace_of_the_learner_is_left_and_others_are_as_they_were(
    database: str, tenant: UUID, other_tenant: UUID
) -> None:
    await live(tenant, "ada")
    await live(tenant, "bobby")
    await live(other_tenant, "mallory")
    planted = list(secrets_of("ada").values())
    before = await everything_of(database, ["bobby", "mallory", str(other_tenant)])
    assert len(await rows_with(database, planted)) >= 20

    erasure = await erase(tenant, secrets_of("ada")["id"])

    assert await rows_with(database, [*planted, "ada-s1", "ada-s2"]) == []
    assert await everything_of(database, ["bobby", "mallory", str(other_tenant)]) == before
    assert certificates.counts_of(erasure) == {
        "sessions": 1,
        "sco_states": 2,
        "attempts": 1,
        "launches": 2,
        "launch_tickets": 2,
        "commits": 2,
        "orphan_commits": 1,
        "call_logs": 1,
        "activity_trees": 1,
        "global_objectives": 1,
        "shared_stores": 2,
        "events": 7,
        "jobs": 1,
        "active_learners": 2,
    }


async def test_every_table_that_knows_of_learners_is_known_here(database_url: str) -> None:
    """A new one belongs here, and into the erasure unless it goes with what it belongs to."""
    connection = await asyncpg.connect(database_url)
    named = await connection.fetch(
        "SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND column_name IN ('user_id', 'session_key', 'session_id', 'launch_id', 'learner_name')"
    )
    belonging = await connection.fetch(
        "SELECT DISTINCT conrelid::regclass::text AS name, confdeltype FROM pg_constraint "
        "WHERE contype = 'f' AND confrelid IN ('session'::regclass, 'launch'::regclass)"
    )
    await connection.close()

    removed = {"session", "sco_state", "attempt", "launch", "launch_ticket", "commit_log"}
    removed |= {"orphan_commit", "call_log", "activity_tree_state", "shared_store", "event"}
    removed |= {"global_objective", "active_learner"}
    follows = {"session_listing"}
    people_who_sign_in = {"user_session", "membership"}
    assert {row["table_name"] for row in named} == removed | follows | people_who_sign_in
    assert {row["name"] for row in belonging} <= removed | follows
    assert {row["confdeltype"] for row in belonging} == {b"c"}


async def test_an_open_window_is_told_that_its_record_is_gone(database: str, tenant: UUID) -> None:
    player = await opened(tenant, await make_package(tenant))
    await player.send({"cmi.suspend_data": "before"})

    await erase(tenant, "ada")

    with pytest.raises(Gone):
        await player.send({"cmi.suspend_data": "planted-afterwards"})
    with pytest.raises(Gone):
        await player.send({"cmi.suspend_data": "planted-afterwards"}, flags={"late": True})
    assert await rows_with(database, ["planted-afterwards"]) == []


async def test_who_comes_back_afterwards_begins_anew(tenant: UUID) -> None:
    package = await make_package(tenant)
    first = await opened(tenant, package, learner_name="Ada")
    await first.send({"cmi.suspend_data": "before"})
    await erase(tenant, "ada")

    link = await launched(tenant, package)

    assert (link.resumed, link.session.learner_name) == (False, "")
    assert link.session.key != first.opened.session.key


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

    assert "ada" not in str(broken.value) + half.problem
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


async def test_previews_of_a_person_go_as_well(tenant: UUID) -> None:
    package = await make_package(tenant)
    await launched(tenant, package, preview=True)

    await erase(tenant, "ada")

    async with db.tenant_scope(tenant):
        assert await Session.all().count() == 0


async def test_what_only_events_remember_can_be_erased(database: str, tenant: UUID) -> None:
    package = await make_package(tenant)
    player = await opened(tenant, package, user_id='quo"ted\\id')
    await player.send({"cmi.core.lesson_status": "completed"})
    await catalogue.remove(tenant, str(package))

    erasure = await erase(tenant, 'quo"ted\\id')

    assert certificates.counts_of(erasure)["events"] >= 2
    async with db.tenant_scope(tenant):
        assert await Event.filter(payload__contains="quo").count() == 0


async def test_an_id_that_is_part_of_another_is_another(tenant: UUID) -> None:
    package = await make_package(tenant)
    for user_id in ("ada", "ada-2", "Ada"):
        player = await opened(tenant, package, session_id=user_id, user_id=user_id)
        await player.send({"cmi.core.lesson_status": "completed"})

    await erase(tenant, "ada")

    async with db.tenant_scope(tenant):
        assert {each.id for each in await Session.all()} == {"ada-2", "Ada"}
        assert len({each.session_key for each in await Event.all()}) == 2


async def test_the_record_keeps_that_it_was_done_and_by_whom_but_not_of_whom(
    tenant: UUID,
) -> None:
    await launched(tenant, await make_package(tenant))
    with acting.acting(PORTAL):
        erasure = await erasures.request(tenant, "ada", KEYRING)
    await removing.run(tenant, erasure.id, KEYRING)

    found, _ = await audit.page(tenant, Wanted(), 1, 10)

    noted = [(each.action, each.actor_name) for each in found if each.target == str(erasure.id)]
    assert noted == [("learner.erased", "portal"), ("learner.erasure_requested", "portal")]
    assert all("ada" not in each.facts for each in found)
    assert (await audit.verify(tenant)).holds


async def test_a_certificate_proves_itself_to_who_knows_the_id(tenant: UUID) -> None:
    await launched(tenant, await make_package(tenant))
    with acting.acting(PORTAL):
        erasure = await erasures.request(tenant, "ada", KEYRING)
    with pytest.raises(NotReady):
        certificates.certify(erasure, KEYRING)
    await removing.run(tenant, erasure.id, KEYRING)

    told = certificates.certify(await erasures.find(tenant, str(erasure.id)), KEYRING)

    claims, subject = verified(told), told["subject"]
    assert claims == {name: value for name, value in told.items() if name != "signature"}
    assert hmac_of(subject["key"], "ada") == subject["digest"]
    assert hmac_of(subject["key"], "bob") != subject["digest"]
    assert told["removed"]["sessions"] == 1
    assert told["requested_by"]["name"] == "portal"
    assert "ada" not in str(told)


def verified(told: dict[str, Any]) -> dict[str, Any]:
    signature = told["signature"]
    key = jwt.PyJWK(signature["public_key"]).key
    found: dict[str, Any] = jwt.decode(signature["jws"], key, ["EdDSA"])
    return found


def hmac_of(key: str, user_id: str) -> str:
    octets = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
    return hmac.new(octets, user_id.encode(), hashlib.sha256).hexdigest()


async def test_tenants_hash_the_same_id_differently(tenant: UUID, other_tenant: UUID) -> None:
    assert subjects.of(KEYRING, tenant, "ada") != subjects.of(KEYRING, other_tenant, "ada")


async def test_with_another_secret_key_it_says_so_and_can_be_asked_again(tenant: UUID) -> None:
    await launched(tenant, await make_package(tenant))
    erasure = await erasures.request(tenant, "ada", KEYRING)

    await removing.run(tenant, erasure.id, Keyring(b"another root secret of 32 bytes.."))
    failed = await erasures.find(tenant, str(erasure.id))
    again = await erase(tenant, "ada")

    assert (failed.status, "secret key" in failed.problem) == (ErasureStatus.FAILED, True)
    assert (again.id, again.status) == (erasure.id, ErasureStatus.COMPLETED)


async def test_another_tenant_neither_sees_nor_erases(tenant: UUID, other_tenant: UUID) -> None:
    await launched(tenant, await make_package(tenant))
    erasure = await erasures.request(tenant, "ada", KEYRING)

    with pytest.raises(ErasureNotFound):
        await erasures.find(other_tenant, str(erasure.id))
    with pytest.raises(LearnerNotFound):
        await erasures.request(other_tenant, "ada", KEYRING)
    await removing.run(other_tenant, erasure.id, KEYRING)

    async with db.tenant_scope(tenant):
        assert await Launch.all().count() == 0
        assert await Session.all().count() == 1


async def test_a_deletion_of_the_record_of_erasures_is_not_possible(tenant: UUID) -> None:
    await launched(tenant, await make_package(tenant))
    await erase(tenant, "ada")

    with pytest.raises(Exception, match="permission denied"):
        async with db.tenant_scope(tenant):
            await Erasure.all().delete()
    found, total = await erasures.page(tenant, "completed", 1, 10)
    assert (len(found), total) == (1, 1)
