"""Packages found by words, tags and state, and what customers may say about them."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from quart.typing import TestClientProtocol as Client

from models.package import Package, PackageStatus
from services import database
from services.packages import describing

PACKAGES = "/api/v1/packages"
Make = Callable[..., Awaitable[str]]


@pytest.fixture
async def shelf(client: Client, acme: Any, stored: Make, course_zip: Callable[..., bytes]) -> None:
    """Three courses with different words in different places."""
    described = {
        "Fire safety": {"tags": ["safety", "blue"], "description": "Where the EXITS are"},
        "Ladders": {"tags": ["safety"], "description": "Up and down"},
        "Élan vital": {"tags": ["blue"], "title": "Élan vital!"},
    }
    for title, changes in described.items():
        path = await stored(acme, course_zip(title=title), filename=f"{title} export.zip")
        made = await client.post(
            f"{PACKAGES}/process", json={"storage_path": path}, headers=acme.headers
        )
        address = f"{PACKAGES}/{(await made.get_json())['package_id']}"
        assert (await client.patch(address, json=changes, headers=acme.headers)).status_code == 200


async def titles(client: Client, who: Any, **query: Any) -> list[str]:
    answer = await client.get(f"{PACKAGES}?{urlencode(query, doseq=True)}", headers=who.headers)
    assert answer.status_code == 200, await answer.get_data(as_text=True)
    told = await answer.get_json()
    assert told["count"] == told["pagination"]["total"] == len(told["packages"])
    return [each["title"] for each in told["packages"]]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "fire sAfety exits"}, ["Fire safety"]),
        ({"search": "exits WHERE"}, ["Fire safety"]),
        ({"search": "exits ladders"}, []),
        ({"search": "élan"}, ["Élan vital!"]),
        ({"search": "FIRE-1"}, ["Élan vital!", "Ladders", "Fire safety"]),
        ({"search": "ladders export"}, ["Ladders"]),
        ({"search": "safety"}, ["Ladders", "Fire safety"]),
        ({"tag": "safety"}, ["Ladders", "Fire safety"]),
        ({"tag": "safety,blue"}, ["Fire safety"]),
        ({"tag": ["safety", "blue"]}, ["Fire safety"]),
        ({"tag": "Safety"}, []),
        ({"version": "1.2", "sort": "title"}, ["Fire safety", "Ladders", "Élan vital!"]),
        ({"version": "2004"}, []),
        ({"status": "failed"}, []),
        ({"status": "ready", "sort": "-title"}, ["Élan vital!", "Ladders", "Fire safety"]),
        ({"sort": "created_at"}, ["Fire safety", "Ladders", "Élan vital!"]),
        ({"sort": "updated_at", "order": "desc"}, ["Élan vital!", "Ladders", "Fire safety"]),
    ],
)
async def test_packages_are_found(
    client: Client, acme: Any, query: dict[str, Any], found: list[str]
) -> None:
    assert await titles(client, acme, **query) == found


@pytest.mark.usefixtures("shelf")
async def test_packages_of_others_are_not_found(client: Client, rival: Any) -> None:
    assert await titles(client, rival, search="fire") == []
    assert await titles(client, rival, tag="safety") == []


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("sort=size", "title, created_at, updated_at, file_size_bytes"),
        ("version=3", "version"),
        ("status=asleep", "status"),
        ("order=up", "order"),
    ],
)
async def test_an_unknown_wish_is_refused_with_the_choices(
    client: Client, acme: Any, query: str, named: str
) -> None:
    answer = await client.get(f"{PACKAGES}?{query}", headers=acme.headers)

    assert answer.status_code == 400
    assert named in str(await answer.get_json())


async def test_tags_are_tidied_and_bounded(client: Client, acme: Any, package: Make) -> None:
    address = f"{PACKAGES}/{await package(acme)}"

    given = {"tags": [" fire ", "fire", "Fire"]}
    told = await client.patch(address, json=given, headers=acme.headers)

    assert (await told.get_json())["tags"] == ["fire", "Fire"]
    wrong: list[dict[str, Any]] = [
        {"tags": [f"t{n}" for n in range(101)]},
        {"tags": ["x" * 101]},
        {"tags": [" "]},
        {"tags": ["a,b"]},
        {"title": " "},
        {"title": "x" * 1001},
        {"title": None},
        {"custom_metadata": {"x": "y" * 70_000}},
    ]
    for change in wrong:
        answer = await client.patch(address, json=change, headers=acme.headers)
        assert answer.status_code == 400, change


async def test_a_duration_is_told_in_seconds_where_it_can_be_read(
    client: Client, acme: Any, package: Make
) -> None:
    address = f"{PACKAGES}/{await package(acme)}"

    for given, seconds in (("45m", 2700), ("about an hour", None), (None, None)):
        told = await client.patch(address, json={"duration": given}, headers=acme.headers)
        shown = await told.get_json()
        assert (shown["duration"], shown["duration_seconds"]) == (given, seconds)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PT45M", 2700),
        ("45 min", 2700),
        ("1h 30m", 5400),
        ("1.5h", 5400),
        ("2 hours", 7200),
        ("00:45:00", 2700),
        ("90", None),
        ("", None),
        (None, None),
        ("long", None),
        ("P1W", 604_800),
    ],
)
def test_durations_are_read_as_people_write_them(text: str | None, found: int | None) -> None:
    assert describing.seconds(text) == found


async def test_a_package_tells_how_much_it_is_used(
    client: Client, acme: Any, package: Make
) -> None:
    address = f"{PACKAGES}/{await package(acme)}"
    await client.post(f"{address}/launch", json={"user_id": "ada"}, headers=acme.headers)

    told = await (await client.get(address, headers=acme.headers)).get_json()
    listed = await (await client.get(PACKAGES, headers=acme.headers)).get_json()

    assert (told["session_count"], told["revision_count"]) == (1, 1)
    assert "session_count" not in listed["packages"][0]


@pytest.mark.parametrize("status", [PackageStatus.PROCESSING, PackageStatus.FAILED])
async def test_a_package_that_was_never_ready_says_so(
    client: Client, acme: Any, status: PackageStatus
) -> None:
    problem = {"code": "PARSE_FAILED", "message": "Not a course.", "details": {"line": 3}}
    async with database.tenant_scope(acme.tenant_id):
        made = await Package.create(
            tenant_id=acme.tenant_id,
            title="Coming",
            current_revision=0,
            status=status,
            error=problem if status is PackageStatus.FAILED else None,
        )
    address = f"{PACKAGES}/{made.id}"

    told = await (await client.get(address, headers=acme.headers)).get_json()
    listed = await (await client.get(PACKAGES, headers=acme.headers)).get_json()
    changed = await client.patch(address, json={"title": "Soon"}, headers=acme.headers)
    report = await client.get(f"{address}/report", headers=acme.headers)

    assert (told["status"], told["current_revision"], told["revision_count"]) == (status, 0, 0)
    assert told["error"] == (problem if status is PackageStatus.FAILED else None)
    assert told["version"] is told["launch_url"] is told["metadata"] is None
    assert listed["packages"][0]["id"] == str(made.id)
    assert (await changed.get_json())["title"] == "Soon"
    assert report.status_code == 409
    assert (await report.get_json())["details"]["reason"] == status
