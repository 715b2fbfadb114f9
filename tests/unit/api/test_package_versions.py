"""Revisions over HTTP: going back and forth, and sessions that come along or stay."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from quart.typing import TestClientProtocol as Client

from models.audit import AuditEntry
from services import database

PACKAGES = "/api/v1/packages"
Make = Callable[..., Awaitable[str]]


@pytest.fixture
def revised(client: Client, stored: Make, package: Make, course_zip: Callable[..., bytes]) -> Make:
    """A package of several revisions, the latest of which is current; gives its id."""

    async def make(who: Any, *titles: str) -> str:
        package_id = await package(who, title=titles[0])
        for title in titles[1:]:
            await process(client, stored, who, package_id, course_zip(title=title))
        return package_id

    return make


async def process(
    client: Client, stored: Make, who: Any, package_id: str, content: bytes, **order: Any
) -> dict[str, Any]:
    path = await stored(who, content)
    wish = {"storage_path": path, "package_id": package_id, **order}
    answer = await client.post(f"{PACKAGES}/process", json=wish, headers=who.headers)
    assert answer.status_code == 201, await answer.get_data(as_text=True)
    return await answer.get_json()


async def launch(client: Client, who: Any, package_id: str, session_id: str) -> None:
    wish = {"user_id": "ada", "session_id": session_id}
    answer = await client.post(f"{PACKAGES}/{package_id}/launch", json=wish, headers=who.headers)
    assert answer.status_code < 300


async def revision_of(client: Client, who: Any, session_id: str) -> int:
    answer = await client.get(f"/api/v1/sessions/{session_id}", headers=who.headers)
    return (await answer.get_json())["package_revision"]


async def activate(
    client: Client, who: Any, package_id: str, revision: int, **wish: Any
) -> dict[str, Any]:
    address = f"{PACKAGES}/{package_id}/versions/{revision}/activate"
    answer = await client.post(address, json=wish, headers=who.headers)
    assert answer.status_code == 200, await answer.get_data(as_text=True)
    return await answer.get_json()


async def test_an_earlier_revision_becomes_current_and_sessions_stay(
    client: Client, acme: Any, revised: Make
) -> None:
    package_id = await revised(acme, "First", "Second")
    await launch(client, acme, package_id, "before")

    told = await activate(client, acme, package_id, 1)
    await launch(client, acme, package_id, "after")

    assert (told["success"], told["current_revision"], told["migration"]) == (True, 1, None)
    assert (told["package"]["title"], told["package"]["current_revision"]) == ("First", 1)
    assert told["package"]["revision_count"] == 2
    assert await revision_of(client, acme, "before") == 2
    assert await revision_of(client, acme, "after") == 1
    listed = await client.get(f"{PACKAGES}/{package_id}/versions", headers=acme.headers)
    assert [each["is_current"] for each in (await listed.get_json())["versions"]] == [False, True]


async def test_sessions_come_along_when_that_is_asked_for(
    client: Client, acme: Any, revised: Make
) -> None:
    package_id = await revised(acme, "First", "Second")
    await launch(client, acme, package_id, "s1")

    told = await activate(client, acme, package_id, 1, migrate_sessions=True)

    order = told["migration"]
    assert (order["status"], order["moved"], order["lost"]) == ("completed", 1, [])
    assert await revision_of(client, acme, "s1") == 1
    address = f"{PACKAGES}/{package_id}/migrations/{order['id']}"
    again = await client.get(address, headers=acme.headers)
    assert await again.get_json() == order


async def test_a_revision_made_after_going_back_gets_a_number_of_its_own(
    client: Client, acme: Any, revised: Make, stored: Make, course_zip: Callable[..., bytes]
) -> None:
    package_id = await revised(acme, "First", "Second", "Third")
    await activate(client, acme, package_id, 1)

    made = await process(client, stored, acme, package_id, course_zip(title="Fourth"))

    assert made["package"]["current_revision"] == 4
    read = await client.get(f"{PACKAGES}/{package_id}", headers=acme.headers)
    assert (await read.get_json())["title"] == "Fourth"


async def test_a_title_that_somebody_gave_outlives_new_revisions(
    client: Client, acme: Any, revised: Make, stored: Make, course_zip: Callable[..., bytes]
) -> None:
    package_id = await revised(acme, "First")
    own = {"title": "  Fire   drill "}
    await client.patch(f"{PACKAGES}/{package_id}", json=own, headers=acme.headers)

    await process(client, stored, acme, package_id, course_zip(title="Second"))
    read = await client.get(f"{PACKAGES}/{package_id}", headers=acme.headers)
    back = await activate(client, acme, package_id, 1)

    assert (await read.get_json())["title"] == back["package"]["title"] == "Fire drill"


async def test_a_new_revision_takes_all_sessions_along_if_so_ordered(
    client: Client, acme: Any, revised: Make, stored: Make, course_zip: Callable[..., bytes]
) -> None:
    package_id = await revised(acme, "First")
    await launch(client, acme, package_id, "s1")
    content = course_zip(title="Second")

    await process(client, stored, acme, package_id, content, force_sessions_to_latest=True)

    forecast = await client.get(
        f"{PACKAGES}/{package_id}/versions/2/forecast", headers=acme.headers
    )
    # The order lies with the worker, of which there is none here.
    assert (await forecast.get_json())["total"] == 1
    async with database.tenant_scope(acme.tenant_id):
        noted = await AuditEntry.filter(tenant_id=acme.tenant_id, action="package.sessions_moved")
    assert len(noted) == 1


async def test_a_forecast_and_a_move_of_some(client: Client, acme: Any, revised: Make) -> None:
    package_id = await revised(acme, "First", "Second")
    for name in ("s1", "s2"):
        await launch(client, acme, package_id, name)
    address = f"{PACKAGES}/{package_id}/versions/1"

    seen = await (await client.get(f"{address}/forecast", headers=acme.headers)).get_json()
    moved = await client.post(
        f"{address}/migrate", json={"session_ids": ["s2"], "only": "keeps"}, headers=acme.headers
    )

    assert (seen["total"], seen["fates"]) == (2, {"keeps": 2, "loses": 0, "starts_over": 0})
    assert [each["session_id"] for each in seen["sessions"]] == ["s1", "s2"]
    assert moved.status_code == 200
    assert (await moved.get_json())["moved"] == 1
    assert [await revision_of(client, acme, name) for name in ("s1", "s2")] == [2, 1]


@pytest.mark.parametrize(
    "request_line",
    [
        "POST versions/9/activate",
        "GET versions/9/forecast",
        "POST versions/9/migrate",
        "POST versions/0/activate",
        "GET migrations/nothing",
    ],
)
async def test_what_is_not_there_is_not_found(
    client: Client, acme: Any, package: Make, request_line: str
) -> None:
    method, path = request_line.split()
    address = f"{PACKAGES}/{await package(acme)}/{path}"

    if method == "POST":
        answer = await client.post(address, json={}, headers=acme.headers)
    else:
        answer = await client.get(address, headers=acme.headers)

    assert answer.status_code == 404


async def test_another_tenant_neither_activates_nor_moves(
    client: Client, acme: Any, rival: Any, revised: Make
) -> None:
    package_id = await revised(acme, "First", "Second")

    for path in ("activate", "migrate"):
        address = f"{PACKAGES}/{package_id}/versions/1/{path}"
        answer = await client.post(address, json={}, headers=rival.headers)
        assert answer.status_code == 404
        assert (await answer.get_json())["code"] == "PACKAGE_NOT_FOUND"


async def test_who_activated_and_deleted_is_on_record(
    client: Client, acme: Any, revised: Make
) -> None:
    package_id = await revised(acme, "First", "Second")
    await activate(client, acme, package_id, 1)
    await client.delete(f"{PACKAGES}/{package_id}", headers=acme.headers)

    async with database.tenant_scope(acme.tenant_id):
        entries = await AuditEntry.filter(tenant_id=acme.tenant_id, target=package_id)

    assert {"package.revision_activated", "package.deleted"} <= {one.action for one in entries}


async def test_parallel_activations_leave_one_of_them_in_force(
    client: Client, acme: Any, revised: Make
) -> None:
    package_id = await revised(acme, "First", "Second", "Third")
    await launch(client, acme, package_id, "s1")

    await asyncio.gather(
        *(activate(client, acme, package_id, 1 + n % 3, migrate_sessions=True) for n in range(12))
    )

    read = await client.get(f"{PACKAGES}/{package_id}", headers=acme.headers)
    current = (await read.get_json())["current_revision"]
    assert current in {1, 2, 3}
    assert await revision_of(client, acme, "s1") in {1, 2, 3}
    titles = {1: "First", 2: "Second", 3: "Third"}
    assert (await read.get_json())["title"] == titles[current]
