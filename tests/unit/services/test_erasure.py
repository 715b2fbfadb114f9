"""Erasing a learner removes every trace, whatever happens meanwhile, and touches nobody else."""

import json
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from models.dispatch import Dispatch, DispatchSeat
from models.erasure import Erasure, ErasureStatus
from models.event import Event
from models.launch import Launch
from models.quota import ActiveLearner
from models.sequencing import ActivityTreeState, GlobalObjective, SharedStore
from models.session import Session
from services import database as db
from services import jobs
from services.dispatches import ledger
from services.erasure import certificates, erasures, removing
from services.errors import ErasureNotFound, Gone, LearnerNotFound
from services.keyring import Keyring
from services.packages import catalogue
from services.tracking import learner_keys
from tests.lectern_records import KEYRING, NOW, launched, make_package, opened
from tests.lectern_seats import make_dispatch, registered, seated
from tests.lectern_traces import everything_of, rows_with


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
        "host": f"{user_id}-planted.example.com",
        "found": f"{user_id}-planted-diagnosis",
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
    await live_elsewhere(tenant, told)


async def live_elsewhere(tenant: UUID, told: dict[str, str]) -> None:
    """The same learner in a course that another system opens."""
    dispatch = await make_dispatch(tenant, await make_package(tenant))
    seat = await seated(dispatch, told["id"], licensed=True)
    found = json.dumps({"code": told["found"]})
    await registered(dispatch, seat, host=f"https://{told['host']}", diagnosis=found)
    async with db.tenant_scope(tenant):
        await GlobalObjective.create(
            tenant_id=tenant,
            user_id=learner_keys.key_of(told["id"], dispatch.id),
            target_hash="h",
            target=told["shared"],
            updated_at=NOW,
        )


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
    assert len(await rows_with(database, planted)) >= 23

    erasure = await erase(tenant, secrets_of("ada")["id"])

    assert await rows_with(database, [*planted, "ada-s1", "ada-s2"]) == []
    assert await everything_of(database, ["bobby", "mallory", str(other_tenant)]) == before
    assert certificates.counts_of(erasure) == {
        "sessions": 2,
        "sco_states": 2,
        "attempts": 1,
        "launches": 2,
        "launch_tickets": 3,
        "dispatch_registrations": 1,
        "dispatch_seats": 1,
        "commits": 2,
        "orphan_commits": 1,
        "call_logs": 1,
        "activity_trees": 1,
        "global_objectives": 2,
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
    removed |= {"global_objective", "active_learner", "dispatch_registration", "dispatch_seat"}
    follows = {"session_listing"}
    people_who_sign_in = {"user_session", "membership"}
    # A line of the ledger of seats names a session that is gone, and a seat without a name.
    without_names = {"dispatch_entry"}
    kept = people_who_sign_in | without_names
    assert {row["table_name"] for row in named} == removed | follows | kept
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


async def test_a_seat_stays_counted_as_nobodys(tenant: UUID) -> None:
    dispatch = await make_dispatch(tenant, await make_package(tenant), track_licenses=True)
    seat = await seated(dispatch, "ada", licensed=True)
    await seated(dispatch, "bob")

    await erase(tenant, "ada")

    async with db.tenant_scope(tenant):
        after = await Dispatch.get(id=dispatch.id)
        names = {each.user_id for each in await DispatchSeat.all()}
    assert (after.registration_count, after.license_count) == (2, 1)
    assert names == {"bob", f"erased:{seat.id}"}
    [*_, licensed, _] = (await ledger.page(after, 1, 10))[0]
    assert (licensed["kind"], licensed["user_id"]) == ("licensed", f"erased:{seat.id}")
    await ledger.release(tenant, str(dispatch.id), f"erased:{seat.id}")


async def test_whoever_has_a_seat_and_nothing_else_can_be_erased(tenant: UUID) -> None:
    dispatch = await make_dispatch(tenant, await make_package(tenant))
    await seated(dispatch, "ada")

    erasure = await erase(tenant, "ada")

    assert certificates.counts_of(erasure)["dispatch_seats"] == 1
    with pytest.raises(LearnerNotFound):
        await erasures.request(tenant, "ada", KEYRING)
