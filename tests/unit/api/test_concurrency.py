"""Many at once: one wins, the others are told, and nothing is counted twice."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from quart.typing import TestClientProtocol as Client

PACKAGES = "/api/v1/packages"
Make = Callable[..., Awaitable[str]]


async def test_of_twenty_changes_of_one_version_one_wins(
    client: Client, acme: Any, package: Make
) -> None:
    wish = {"user_id": "ada", "session_id": "s1"}
    address = f"{PACKAGES}/{await package(acme)}/launch"
    await client.post(address, json=wish, headers=acme.headers)
    session = "/api/v1/sessions/s1"
    version = (await (await client.get(session, headers=acme.headers)).get_json())["version"]

    async def change(number: int) -> Any:
        body = {"version": version, "suspend_data": f"writer {number}"}
        return await client.put(session, json=body, headers=acme.headers)

    answers = await asyncio.gather(*(change(number) for number in range(20)))

    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == [200] + [409] * 19
    for answer in answers:
        told = await answer.get_json()
        if answer.status_code == 409:
            assert told["code"] == "VERSION_CONFLICT"
            assert told["current_version"] == version + 1
            assert told["details"]["provided_version"] == version
    after = await (await client.get(session, headers=acme.headers)).get_json()
    assert after["version"] == version + 1
    assert after["suspend_data"] == f"writer {statuses.index(200)}"


async def test_parallel_uploads_of_one_package_are_numbered_without_gaps(
    client: Client, acme: Any, package: Make, stored: Make, course_zip: Callable[..., bytes]
) -> None:
    package_id = await package(acme, title="Revision 1")
    paths = [await stored(acme, course_zip(title=f"Course {n}")) for n in range(8)]

    async def process(path: str) -> Any:
        wish = {"storage_path": path, "package_id": package_id}
        return await client.post(f"{PACKAGES}/process", json=wish, headers=acme.headers)

    # Each of them twice, as a client that lost the answer would.
    answers = await asyncio.gather(*(process(path) for path in paths * 2))

    assert {answer.status_code for answer in answers} <= {200, 201}
    listed = await client.get(f"{PACKAGES}/{package_id}/versions", headers=acme.headers)
    told = await listed.get_json()
    assert [each["revision"] for each in told["versions"]] == list(range(9, 0, -1))
    assert (told["current_revision"], told["count"]) == (9, 9)


async def test_parallel_launches_of_a_package_that_is_being_revised_are_whole(
    client: Client, acme: Any, package: Make, stored: Make, course_zip: Callable[..., bytes]
) -> None:
    package_id = await package(acme)
    path = await stored(acme, course_zip(title="Second"))

    async def launch(number: int) -> Any:
        wish = {"user_id": f"learner-{number}"}
        return await client.post(f"{PACKAGES}/{package_id}/launch", json=wish, headers=acme.headers)

    wish = {"storage_path": path, "package_id": package_id}
    processing = client.post(f"{PACKAGES}/process", json=wish, headers=acme.headers)
    answers = await asyncio.gather(processing, *(launch(number) for number in range(10)))

    assert all(answer.status_code in {200, 201} for answer in answers)
    listed = await client.get(
        f"/api/v1/sessions?package_id={package_id}&sort=user_id", headers=acme.headers
    )
    told = await listed.get_json()
    assert told["pagination"]["total"] == 10
    assert {each["package_revision"] for each in told["sessions"]} <= {1, 2}
