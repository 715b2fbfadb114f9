"""Packages over HTTP: what is listed, read, downloaded and deleted."""

import zipfile
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from quart.typing import TestClientProtocol as Client

from models.package import Package, Revision, Upload
from services import database
from services.storage.local import LocalStore

PACKAGES = "/api/v1/packages"
Make = Callable[..., Awaitable[str]]


async def test_a_package_shows_every_documented_field(
    client: Client, acme: Any, package: Make
) -> None:
    package_id = await package(acme, title="Fire safety")

    shown = await (await client.get(f"{PACKAGES}/{package_id}", headers=acme.headers)).get_json()

    assert shown["id"] == shown["package_id"] == package_id
    assert shown["tenant_id"] == str(acme.tenant_id)
    assert (shown["title"], shown["version"], shown["scorm_version"]) == (
        "Fire safety",
        "1.2",
        "1.2",
    )
    assert shown["launch_url"] == f"http://localhost:3001/content/{package_id}/index.html"
    assert shown["manifest_url"] == f"http://localhost:3001/content/{package_id}/imsmanifest.xml"
    assert shown["metadata"]["sco_count"] == 1
    assert shown["metadata"]["schema"] == "ADL SCORM"
    assert shown["metadata"]["identifier"] == "FIRE-1"
    assert (shown["current_revision"], shown["status"]) == (1, "ready")
    assert shown["storage_path"].startswith(f"tenants/{acme.tenant_id}/uploads/")


async def test_the_list_is_paged_newest_first(client: Client, acme: Any, package: Make) -> None:
    made = [await package(acme, title=f"Course {n}") for n in range(3)]

    first = await (await client.get(f"{PACKAGES}?limit=2", headers=acme.headers)).get_json()
    second = await (await client.get(f"{PACKAGES}?limit=2&page=2", headers=acme.headers)).get_json()
    past = await (await client.get(f"{PACKAGES}?page=9", headers=acme.headers)).get_json()

    assert [one["id"] for one in first["packages"] + second["packages"]] == made[::-1]
    assert first["pagination"] == {"page": 1, "limit": 2, "total": 3, "total_pages": 2}
    assert (first["count"], past["count"], past["packages"]) == (3, 3, [])


async def test_a_large_limit_is_clamped_and_told(client: Client, acme: Any) -> None:
    body = await (await client.get(f"{PACKAGES}?limit=5000", headers=acme.headers)).get_json()

    assert body["pagination"] == {"page": 1, "limit": 100, "total": 0, "total_pages": 0}


async def test_only_the_named_fields_are_listed(client: Client, acme: Any, package: Make) -> None:
    package_id = await package(acme)

    answer = await client.get(f"{PACKAGES}?fields=id,%20title,unknown", headers=acme.headers)

    assert (await answer.get_json())["packages"] == [{"id": package_id, "title": "Fire safety"}]


@pytest.mark.parametrize("wanted", ["pkg-123", "00000000-0000-0000-0000-000000000000", "%00", "é"])
async def test_an_unknown_package_is_not_found(client: Client, acme: Any, wanted: str) -> None:
    for path in ("", "/report", "/download"):
        answer = await client.get(f"{PACKAGES}/{wanted}{path}", headers=acme.headers)

        assert answer.status_code == 404
        assert (await answer.get_json())["code"] == "PACKAGE_NOT_FOUND"


async def test_the_original_zip_comes_back_byte_for_byte(
    client: Client, acme: Any, stored: Make, course_zip: Callable[..., bytes]
) -> None:
    content = course_zip()
    path = await stored(acme, content, filename='../../Sécu"rité\r\nSet-Cookie: a.zip')
    made = await client.post(
        f"{PACKAGES}/process", json={"storage_path": path}, headers=acme.headers
    )
    package_id = (await made.get_json())["package_id"]

    answer = await client.get(f"{PACKAGES}/{package_id}/download", headers=acme.headers)

    assert await answer.get_data() == content
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Length"] == str(len(content))
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="S_cu_rit_Set-Cookie: a.zip"; '
        "filename*=UTF-8''S%C3%A9cu%22rit%C3%A9Set-Cookie%3A%20a.zip"
    )


async def test_byte_ranges_of_the_zip_are_served(client: Client, acme: Any, package: Make) -> None:
    address = f"{PACKAGES}/{await package(acme)}/download"
    whole = await (await client.get(address, headers=acme.headers)).get_data()

    part = await client.get(address, headers={**acme.headers, "Range": "bytes=10-19"})
    tail = await client.get(address, headers={**acme.headers, "Range": "bytes=-5"})
    beyond = await client.get(address, headers={**acme.headers, "Range": "bytes=9999999-"})
    stale = await client.get(
        address, headers={**acme.headers, "Range": "bytes=0-1", "If-Range": '"other"'}
    )

    assert (part.status_code, await part.get_data()) == (206, whole[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert await tail.get_data() == whole[-5:]
    assert beyond.status_code == 416
    assert (stale.status_code, await stale.get_data()) == (200, whole)


async def test_an_older_revision_can_be_downloaded(
    client: Client, acme: Any, stored: Make, package: Make, course_zip: Callable[..., bytes]
) -> None:
    package_id = await package(acme, title="First")
    path = await stored(acme, course_zip(title="Second"))
    order = {"storage_path": path, "package_id": package_id}
    await client.post(f"{PACKAGES}/process", json=order, headers=acme.headers)

    titles = [await _title(client, acme, package_id, query) for query in ("?revision=1", "")]
    missing = await client.get(f"{PACKAGES}/{package_id}/download?revision=3", headers=acme.headers)

    assert titles == ["First", "Second"]
    assert missing.status_code == 404


async def _title(client: Client, who: Any, package_id: str, query: str) -> str:
    answer = await client.get(f"{PACKAGES}/{package_id}/download{query}", headers=who.headers)
    manifest = (
        zipfile.ZipFile(BytesIO(await answer.get_data(as_text=False)))
        .read("imsmanifest.xml")
        .decode()
    )
    return "First" if "First" in manifest else "Second"


async def test_a_description_changes_only_what_it_names(
    client: Client, acme: Any, package: Make
) -> None:
    address = f"{PACKAGES}/{await package(acme)}"
    first = {
        "tenant_id": str(acme.tenant_id),
        "description": "For everybody",
        "duration": "45m",
        "tags": ["safety", "fire"],
        "custom_metadata": {"cost": {"centre": 7}},
    }

    told = await (await client.patch(address, json=first, headers=acme.headers)).get_json()
    second: dict[str, Any] = {
        "duration": None,
        "tags": [],
        "version": "forged",
        "current_revision": 9,
    }
    after = await (await client.patch(address, json=second, headers=acme.headers)).get_json()

    del first["tenant_id"]
    assert {name: told[name] for name in first} == first
    assert (after["description"], after["custom_metadata"]) == (
        "For everybody",
        {"cost": {"centre": 7}},
    )
    assert (after["duration"], after["tags"]) == (None, [])
    assert (after["title"], after["version"]) == ("Fire safety", "1.2")
    assert after["current_revision"] == 1


@pytest.mark.parametrize(
    "change",
    [{"tags": "safety"}, {"tags": [1]}, {"custom_metadata": []}, {"duration": "d" * 256}],
)
async def test_a_bad_description_is_refused(
    client: Client, acme: Any, package: Make, change: dict[str, Any]
) -> None:
    answer = await client.patch(
        f"{PACKAGES}/{await package(acme)}", json=change, headers=acme.headers
    )

    assert (answer.status_code, (await answer.get_json())["code"]) == (400, "VALIDATION_ERROR")


async def test_revisions_are_listed_newest_first(
    client: Client, acme: Any, stored: Make, package: Make, course_zip: Callable[..., bytes]
) -> None:
    package_id = await package(acme, title="First")
    path = await stored(acme, course_zip(title="Second"))
    order = {"storage_path": path, "package_id": package_id}
    await client.post(f"{PACKAGES}/process", json=order, headers=acme.headers)

    answer = await client.get(f"{PACKAGES}/{package_id}/versions", headers=acme.headers)
    told = await answer.get_json()

    assert (told["package_id"], told["current_revision"], told["count"]) == (package_id, 2, 2)
    assert [(one["revision"], one["title"], one["is_current"]) for one in told["versions"]] == [
        (2, "Second", True),
        (1, "First", False),
    ]


async def test_a_deleted_package_is_gone_with_all_that_was_its(
    client: Client, acme: Any, package: Make, store: LocalStore
) -> None:
    package_id = await package(acme)
    launched = await client.post(
        f"{PACKAGES}/{package_id}/launch", json={"user_id": "u"}, headers=acme.headers
    )
    session_id = (await launched.get_json())["session_id"]

    answer = await client.delete(f"{PACKAGES}/{package_id}", headers=acme.headers)

    assert await answer.get_json() == {"package_id": package_id, "success": True}
    async with database.tenant_scope(acme.tenant_id) as connection:
        left = [await model.all().count() for model in (Package, Revision, Upload)]
        jobs = await connection.execute_query_dict(
            "SELECT payload FROM pgqueuer WHERE entrypoint = 'delete_objects'"
        )
    assert left == [0, 0, 0]
    assert len(jobs) == 1
    again = await client.delete(f"{PACKAGES}/{package_id}", headers=acme.headers)
    session = await client.get(f"/api/v1/sessions/{session_id}", headers=acme.headers)
    assert (again.status_code, session.status_code) == (404, 404)


async def test_the_report_lists_findings_with_advice(
    client: Client, acme: Any, stored: Make, course_zip: Callable[..., bytes]
) -> None:
    path = await stored(acme, course_zip(**{"inner/imsmanifest.xml": "<manifest/>"}))
    made = await client.post(
        f"{PACKAGES}/process", json={"storage_path": path}, headers=acme.headers
    )
    package_id = (await made.get_json())["package_id"]

    answer = await client.get(f"{PACKAGES}/{package_id}/report", headers=acme.headers)
    report = await answer.get_json()

    assert (report["package_id"], report["revision"]) == (package_id, 1)
    assert report["findings"] == (await made.get_json())["report"]
    for finding in report["findings"]:
        assert set(finding) == {"severity", "rule", "message", "advice", "file", "line"}


async def test_strangers_packages_are_as_unknown_as_none(
    client: Client, acme: Any, rival: Any, package: Make
) -> None:
    package_id = await package(acme)

    theirs = await client.get(f"{PACKAGES}/{package_id}", headers=rival.headers)
    nobodys = await client.get(f"{PACKAGES}/{uuid4()}", headers=rival.headers)
    listed = await (await client.get(PACKAGES, headers=rival.headers)).get_json()

    first, second = await theirs.get_json(), await nobodys.get_json()
    assert theirs.status_code == nobodys.status_code == 404
    assert {**first, "request_id": ""} == {**second, "request_id": ""}
    assert listed["count"] == 0
