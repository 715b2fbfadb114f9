"""Learners over HTTP: people over all their sessions, whatever their ids look like."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import pytest
from quart.typing import TestClientProtocol as Client

LEARNERS = "/api/v1/learners"
Make = Callable[..., Awaitable[Any]]
STRANGE = [
    "plain",
    "team/ada",
    "/leading",
    "trailing/",
    "two//slashes",
    "Ünïcödé/学习者 🙂",
    "a%2Fb",
    "a b+c?d=e#f&g",
    "..%2f..",
    "x" * 255,
]


@pytest.fixture
def learn(client: Client, package: Make) -> Make:
    """A launched session of this learner; gives its id."""

    async def launch(who: Any, user_id: str, **wish: Any) -> str:
        package_id = wish.pop("package_id", None) or await package(who)
        answer = await client.post(
            f"/api/v1/packages/{package_id}/launch",
            json={"user_id": user_id, **wish},
            headers=who.headers,
        )
        assert answer.status_code == 201, await answer.get_data(as_text=True)
        session_id: str = (await answer.get_json())["session_id"]
        return session_id

    return launch


async def put(client: Client, who: Any, session_id: str, **fields: Any) -> None:
    answer = await client.put(f"/api/v1/sessions/{session_id}", json=fields, headers=who.headers)
    assert answer.status_code == 200, await answer.get_data(as_text=True)


async def get(client: Client, who: Any, path: str) -> tuple[int, Any]:
    answer = await client.get(path, headers=who.headers)
    return answer.status_code, await answer.get_json()


def address(user_id: str) -> str:
    return f"{LEARNERS}/{quote(user_id, safe='')}"


@pytest.mark.parametrize("user_id", STRANGE)
async def test_any_id_names_its_learner(
    client: Client, acme: Any, learn: Make, user_id: str
) -> None:
    await learn(acme, user_id)

    status, body = await get(client, acme, address(user_id))

    assert (status, body["user_id"], body["sessions"]) == (200, user_id, 1)


async def test_a_learner_is_the_sum_of_their_sessions(
    client: Client, acme: Any, learn: Make, package: Make
) -> None:
    first, second = await package(acme), await package(acme, title="Ladders")
    passed = await learn(acme, "ada", package_id=first, learner_name="Ada")
    failed = await learn(acme, "ada", package_id=second, learner_email="ada@example.com")
    await learn(acme, "ada", package_id=second)
    await learn(acme, "bob")
    await put(
        client,
        acme,
        passed,
        completion_status="completed",
        success_status="passed",
        score={"scaled": 0.9, "raw": 90},
        session_time="PT1H",
    )
    await put(client, acme, failed, success_status="failed", session_time="PT30M")

    _, body = await get(client, acme, address("ada"))

    assert (body["name"], body["email"]) == ("Ada", "ada@example.com")
    assert (body["sessions"], body["completed"], body["passed"], body["failed"]) == (3, 2, 1, 1)
    assert body["total_time_seconds"] == 5400
    assert body["first_activity_at"] < body["last_activity_at"]
    told = {each["package_title"]: (each["sessions"], each["passed"]) for each in body["packages"]}
    assert told == {"Fire safety": (1, 1), "Ladders": (2, 0)}


async def test_a_name_that_is_told_later_counts_for_the_learner(
    client: Client, acme: Any, learn: Make, package: Make
) -> None:
    package_id = await package(acme)
    await learn(acme, "ada", package_id=package_id, session_id="old", learner_name="Ada Byron")
    await learn(acme, "ada", package_id=package_id, learner_name="Ada King")
    again = {"user_id": "ada", "session_id": "old", "learner_name": "Ada Lovelace"}
    await client.post(f"/api/v1/packages/{package_id}/launch", json=again, headers=acme.headers)
    await learn(acme, "ada", package_id=package_id)

    _, body = await get(client, acme, address("ada"))

    assert body["name"] == "Ada Lovelace"


async def test_renaming_reaches_every_session_and_nothing_else(
    client: Client, acme: Any, learn: Make
) -> None:
    sessions = [await learn(acme, "ada", learner_name="Ada", learner_email="a@b.c") for _ in "12"]
    other = await learn(acme, "bob", learner_name="Bob")

    answer = await client.patch(
        address("ada"), json={"name": " Ada\u0007King "}, headers=acme.headers
    )

    body = await answer.get_json()
    assert (answer.status_code, body["name"], body["email"]) == (200, "Ada King", "a@b.c")
    for session_id in sessions:
        _, session = await get(client, acme, f"/api/v1/sessions/{session_id}")
        assert (session["learner_name"], session["version"]) == ("Ada King", 2)
    _, untouched = await get(client, acme, f"/api/v1/sessions/{other}")
    assert (untouched["learner_name"], untouched["version"]) == ("Bob", 1)


async def test_an_empty_text_takes_a_name_back(client: Client, acme: Any, learn: Make) -> None:
    await learn(acme, "ada", learner_name="Ada", learner_email="a@b.c")

    await client.patch(address("ada"), json={"email": ""}, headers=acme.headers)

    _, body = await get(client, acme, address("ada"))
    assert (body["name"], body["email"]) == ("Ada", "")


async def test_the_list_is_searched_sorted_and_paged(
    client: Client, acme: Any, learn: Make, package: Make
) -> None:
    package_id = await package(acme)
    for user_id, name, count in [("u-3", "Cleo", 1), ("u-1", "ADA Lovelace", 2), ("u-2", "", 3)]:
        for _ in range(count):
            await learn(
                acme,
                user_id,
                package_id=package_id,
                learner_name=name,
                learner_email=f"{name}@example.com",
            )

    async def ids(query: str) -> list[str]:
        status, body = await get(client, acme, f"{LEARNERS}?{query}")
        assert status == 200, body
        return [each["user_id"] for each in body["learners"]]

    assert await ids("") == ["u-2", "u-1", "u-3"]
    assert await ids("sort=user_id") == ["u-1", "u-2", "u-3"]
    assert await ids("sort=-sessions") == ["u-2", "u-1", "u-3"]
    assert await ids("sort=sessions&order=desc&limit=1&page=2") == ["u-1"]
    assert await ids("sort=last_activity") == ["u-3", "u-1", "u-2"]
    assert await ids("search=lovelace") == ["u-1"]
    assert await ids("search=CLEO%40example") == ["u-3"]
    assert await ids("search=%25") == []
    _, body = await get(client, acme, f"{LEARNERS}?limit=2")
    assert body["pagination"] == {"page": 1, "limit": 2, "total": 3, "total_pages": 2}


async def test_an_order_that_does_not_exist_is_refused(client: Client, acme: Any) -> None:
    status, body = await get(client, acme, f"{LEARNERS}?sort=name")

    assert (status, body["code"]) == (400, "VALIDATION_ERROR")
    assert "last_activity" in body["details"]["fieldErrors"]["sort"][0]


@pytest.mark.parametrize("user_id", ["nobody", "x" * 256, "with\x00nul"])
async def test_who_never_learned_is_not_found(client: Client, acme: Any, user_id: str) -> None:
    for method in ("get", "patch", "delete"):
        body: dict[str, Any] = {"json": {}} if method == "patch" else {}
        answer = await getattr(client, method)(address(user_id), headers=acme.headers, **body)

        assert (answer.status_code, (await answer.get_json())["code"]) == (404, "LEARNER_NOT_FOUND")


async def test_learners_of_another_tenant_are_strangers(
    client: Client, acme: Any, rival: Any, learn: Make
) -> None:
    await learn(acme, "ada")

    assert (await get(client, rival, address("ada")))[0] == 404
    assert (await get(client, rival, LEARNERS))[1]["learners"] == []


async def test_erasing_needs_a_scope_of_its_own(
    client: Client, acme: Any, learn: Make, key_with: Make
) -> None:
    await learn(acme, "ada")
    writer = await key_with("read", "write")

    answer = await client.delete(address("ada"), headers=writer.headers)

    assert answer.status_code == 403
