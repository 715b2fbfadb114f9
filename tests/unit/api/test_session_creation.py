"""Sessions made without a launch, with or without what was done elsewhere."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from models.session import Session
from scorm.edition import Edition
from services import database
from tests.lectern_calls import open_link, session_events
from tests.lectern_records import Player, make_package, manifest, sco
from tests.lectern_tree_plays import ask, course_of, part

Call = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]
Make = Callable[..., Awaitable[str]]


@pytest.fixture
def create(call: Call) -> Callable[..., Awaitable[tuple[int, dict[str, Any]]]]:
    async def made(who: Any, package_id: Any, **fields: Any) -> tuple[int, dict[str, Any]]:
        body = {"package_id": str(package_id), "user_id": "ada", "session_id": "s1", **fields}
        return await call(who, "POST", "/sessions", body)

    return made


async def relaunched(call: Call, who: Any, package_id: Any) -> Player:
    body = {"user_id": "ada", "session_id": "s1"}
    status, told = await call(who, "POST", f"/packages/{package_id}/launch", body)
    assert status == 200, told
    return await open_link(told)


async def test_a_session_is_created_as_it_is_read(
    acme: Any, package: Make, create: Call, call: Call
) -> None:
    learner = {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.com"}

    status, made = await create(acme, await package(acme), learner=learner)

    assert status == 201
    assert made["learner"] == {"id": "ada", "name": "Ada Lovelace", "email": "ada@example.com"}
    assert (made["completion_status"], made["attempts"], made["launch_count"]) == (
        *("not_attempted", 1),
        0,
    )
    assert (made["launched_at"], made["imported"], made["preview"]) == (None, False, False)
    assert await call(acme, "GET", "/sessions/s1") == (200, made)
    [told] = await session_events(acme.tenant_id)
    assert (told["event"], told["data"]["imported"]) == ("session.created", False)


async def test_the_same_id_again_answers_what_is_there(
    acme: Any, package: Make, create: Call
) -> None:
    package_id = await package(acme)
    _, first = await create(acme, package_id)

    again, second = await create(acme, package_id, initial_state={"attempts": 7})
    taken, refused = await create(acme, package_id, user_id="eve")
    elsewhere, _ = await create(acme, await package(acme))

    assert (again, second) == (200, first)
    assert (taken, refused["code"], refused["message"]) == (
        *(409, "DUPLICATE_ENTRY"),
        "Session already exists",
    )
    assert elsewhere == 409


async def test_twenty_creations_at_once_make_one_session(
    acme: Any, package: Make, create: Call
) -> None:
    package_id = await package(acme)

    answers = await asyncio.gather(*(create(acme, package_id) for _ in range(20)))

    assert sorted(status for status, _ in answers) == [200] * 19 + [201]
    async with database.tenant_scope(acme.tenant_id):
        assert await Session.filter(tenant_id=acme.tenant_id).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"user_id": None},
        {"user_id": "ada", "learner": {"id": "eve"}},
        {"user_id": "x" * 256},
        {"session_id": "a/b"},
        {"registration": "7"},
        {"initial_state": {"attempts": 0}},
        {"initial_state": {"progress_measure": 2}},
        {"initial_state": {"created_at": "2999-01-01"}},
        {"initial_state": {"launched_at": "2020-01-02", "completed_at": "2020-01-01"}},
        {"initial_state": {"launched_at": "yesterday"}},
        {"initial_state": {"cmi_data": {"cmi.core.lesson_status": "done"}}},
        {"initial_state": {"cmi_data": {"cmi.completion_status": "completed"}}},
        {"initial_state": {"activities": {"nowhere": {"cmi_data": {}}}}},
        {"initial_state": {"current": "nowhere"}},
    ],
)
async def test_a_wrong_wish_is_refused_and_leaves_nothing(
    acme: Any, package: Make, create: Call, call: Call, wrong: dict[str, Any]
) -> None:
    status, body = await create(acme, await package(acme), **wrong)

    assert (status, body["code"]) == (400, "VALIDATION_ERROR"), body
    assert (await call(acme, "GET", "/sessions/s1"))[0] == 404


async def test_the_learner_may_be_named_in_one_object(
    acme: Any, package: Make, create: Call
) -> None:
    learner = {"id": "grace", "name": "Grace Hopper"}

    _, made = await create(acme, await package(acme), user_id=None, learner=learner)

    assert (made["user_id"], made["learner_name"]) == ("grace", "Grace Hopper")


async def test_a_record_of_scorm_12_goes_on_where_it_was(
    acme: Any, package: Make, create: Call, call: Call
) -> None:
    state = {
        "cmi_data": {
            "cmi": {
                "core": {
                    "student_id": "old",
                    "total_time": "0000:21:00.00",
                    "lesson_status": "incomplete",
                    "score": {"raw": 40},
                },
                "suspend_data": "p=7",
            },
        },
        "location": "page-7",
        "attempts": 2,
        "created_at": "2026-01-02T10:00:00Z",
        "launched_at": "2026-01-03T10:00:00Z",
    }
    package_id = await package(acme)

    status, made = await create(acme, package_id, initial_state=state)

    assert status == 201
    assert (made["completion_status"], made["attempts"], made["imported"]) == (
        *("incomplete", 2),
        True,
    )
    assert (made["score"]["raw"], made["time_spent_seconds"]) == (40.0, 1260)
    assert (made["location"], made["suspend_data"]) == ("page-7", "p=7")
    assert made["created_at"].startswith("2026-01-02T10")
    [told] = await session_events(acme.tenant_id)
    assert (told["event"], told["data"]["imported"]) == ("session.created", True)
    player = await relaunched(call, acme, package_id)
    assert player.opened.resumed
    step = await ask(player)
    assert step.delivery is not None
    assert step.delivery.mode == "normal"
    cmi = step.delivery.cmi
    assert (cmi["cmi.core.entry"], cmi["cmi.core.lesson_location"]) == ("resume", "page-7")
    assert (cmi["cmi.core.total_time"], cmi["cmi.suspend_data"]) == ("0000:21:00", "p=7")
    assert cmi["cmi.core.student_id"] == "ada"


async def test_a_completed_record_comes_back_to_be_looked_at(
    acme: Any, package: Make, create: Call, call: Call
) -> None:
    state = {
        "completion_status": "completed",
        "success_status": "passed",
        "score": {"raw": 90, "min": 0, "max": 100},
        "time_spent_seconds": 600,
        "completed_at": "2026-02-01T00:00:00Z",
    }
    package_id = await package(acme)

    _, made = await create(acme, package_id, initial_state=state)

    assert (made["completion_status"], made["success_status"]) == ("completed", "passed")
    assert made["cmi_data"]["cmi.core.lesson_status"] == "passed"
    assert made["completed_at"].startswith("2026-02-01")
    assert (made["time_spent_seconds"], made["score"]["scaled"]) == (600, 0.9)
    player = await relaunched(call, acme, package_id)
    assert player.opened.launch.mode == "review"
    assert [told["event"] for told in await session_events(acme.tenant_id)] == [
        "session.created",
        "session.launched",
    ]


async def test_several_scos_of_scorm_12_are_rolled_up(acme: Any, create: Call, call: Call) -> None:
    package_id = await make_package(acme.tenant_id, manifest(sco("a"), sco("b")))
    state = {
        "activities": {
            "a": {"cmi_data": {"cmi.core.lesson_status": "completed", "cmi.core.exit": ""}},
            "b": {"cmi_data": {"cmi.core.lesson_status": "incomplete", "cmi.suspend_data": "x"}},
        }
    }

    _, made = await create(acme, package_id, initial_state=state)

    assert (made["completion_status"], made["progress_measure"]) == ("incomplete", 0.5)
    player = await relaunched(call, acme, package_id)
    step = await ask(player)
    assert step.delivery is not None
    assert (step.delivery.item, step.delivery.cmi["cmi.core.entry"]) == ("b", "resume")
    assert step.delivery.cmi["cmi.suspend_data"] == "x"


async def test_data_of_one_of_many_need_its_name(acme: Any, create: Call) -> None:
    package_id = await make_package(acme.tenant_id, manifest(sco("a"), sco("b")))
    state: dict[str, Any] = {"suspend_data": "x"}

    status, body = await create(acme, package_id, initial_state=state)
    named, made = await create(acme, package_id, initial_state={**state, "current": "b"})

    assert (status, list(body["details"]["fieldErrors"])) == (400, ["initial_state.current"])
    assert (named, made["suspend_data"]) == (201, "x")


async def test_a_single_part_of_scorm_2004_goes_on_where_it_was(
    acme: Any, create: Call, call: Call
) -> None:
    package_id = await make_package(
        acme.tenant_id, manifest(sco("a"), edition=Edition.SCORM_2004_4TH)
    )
    state = {
        "cmi_data": {
            "cmi.completion_status": "incomplete",
            "cmi.exit": "suspend",
            "cmi.total_time": "PT5M",
            "cmi.interactions.0.id": "q1",
            "cmi.interactions.0.type": "choice",
        },
        "location": "3",
    }

    status, made = await create(acme, package_id, initial_state=state)

    assert (status, made["completion_status"], made["time_spent_seconds"]) == (
        *(201, "incomplete"),
        300,
    )
    player = await relaunched(call, acme, package_id)
    step = await ask(player)
    assert step.delivery is not None
    cmi = step.delivery.cmi
    assert (cmi["cmi.entry"], cmi["cmi.location"]) == ("resume", "3")
    assert (cmi["cmi.total_time"], cmi["cmi.interactions.0.id"]) == ("PT0H5M0S", "q1")


async def test_a_sequenced_course_goes_on_in_its_tree(acme: Any, create: Call, call: Call) -> None:
    package_id = await course_of(acme.tenant_id, part("a"), part("b"), part("c"))
    done = {"cmi.completion_status": "completed", "cmi.success_status": "passed"}
    state = {
        "activities": {
            "a": {"cmi_data": {**done, "cmi.exit": "normal"}},
            "b": {"cmi_data": {"cmi.completion_status": "incomplete", "cmi.location": "5"}},
        },
    }

    status, made = await create(acme, package_id, initial_state=state)

    assert (status, made["completion_status"]) == (201, "incomplete")
    shown = {each["id"]: each["completion_status"] for each in made["activities"]}
    assert shown == {"a": "completed", "b": "incomplete", "c": "not_attempted"}
    player = await relaunched(call, acme, package_id)
    step = await ask(player)
    assert step.delivery is not None
    assert (step.delivery.item, step.delivery.cmi["cmi.location"]) == ("b", "5")
    assert step.delivery.cmi["cmi.entry"] == "resume"
    assert {each.id: each.status for each in step.toc}["a"] == "passed"


async def test_a_stated_result_of_a_sequenced_course_holds(
    acme: Any, create: Call, call: Call
) -> None:
    package_id = await course_of(acme.tenant_id, part("a"), part("b"))
    state = {"completion_status": "completed", "score": {"scaled": 0.7}}

    _, made = await create(acme, package_id, initial_state=state)
    await ask(await relaunched(call, acme, package_id))
    _, now = await call(acme, "GET", "/sessions/s1")

    assert (made["completion_status"], made["score"]["scaled"]) == ("completed", 0.7)
    assert (now["completion_status"], now["score"]["scaled"]) == ("completed", 0.7)


async def test_anothers_package_is_not_found(
    acme: Any, rival: Any, package: Make, create: Call
) -> None:
    status, body = await create(rival, await package(acme))

    assert (status, body["code"]) == (404, "PACKAGE_NOT_FOUND")
