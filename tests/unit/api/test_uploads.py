"""Uploading and processing over HTTP, with the mistakes and tricks that must not work."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from quart.datastructures import FileStorage
from quart.typing import TestClientProtocol as Client

from models.package import Package, Revision, Upload
from services import database
from services.settings import Settings
from services.storage.local import LocalStore

PACKAGES = "/api/v1/packages"
Store = Callable[..., Awaitable[str]]
CourseZip = Callable[..., bytes]


async def test_a_link_names_all_that_a_client_needs(client: Client, acme: Any) -> None:
    announced = {"filename": "a.zip", "file_size": 1234, "uploaded_by": "user-123"}

    answer = await client.post(f"{PACKAGES}/upload-url", json=announced, headers=acme.headers)
    body = await answer.get_json()

    assert answer.status_code == 201
    assert body["presigned_url"].startswith("http://localhost:3001/storage/tenants/")
    assert body["required_put_headers"] == {"Content-Type": "application/zip"}
    assert body["storage_path"] == f"tenants/{acme.tenant_id}/uploads/{body['upload_id']}.zip"
    assert (body["method"], body["expires_in"], body["max_bytes"]) == ("PUT", 3600, 1234)


@pytest.mark.parametrize("filename", ["a.tar", "zip", "a.zip.exe", "../a.zip/.."])
async def test_only_zip_files_get_a_link(client: Client, acme: Any, filename: str) -> None:
    answer = await client.post(
        f"{PACKAGES}/upload-url", json={"filename": filename, "file_size": 1}, headers=acme.headers
    )

    assert answer.status_code == 400
    assert (await answer.get_json())["code"] == "INVALID_FILE_TYPE"


async def test_a_file_above_the_limit_gets_no_link(
    client: Client, acme: Any, configuration: Settings
) -> None:
    announced = {"filename": "a.zip", "file_size": configuration.max_package_bytes + 1}

    answer = await client.post(f"{PACKAGES}/upload-url", json=announced, headers=acme.headers)

    assert answer.status_code == 413
    assert (await answer.get_json())["code"] == "FILE_TOO_LARGE"


async def test_processing_answers_the_finished_package(
    client: Client, acme: Any, stored: Store, course_zip: CourseZip
) -> None:
    content = course_zip(title="Fire safety")
    path = await stored(acme, content)
    order = {
        "tenant_id": str(acme.tenant_id),
        "uploaded_by": "user-123",
        "storage_path": path,
        "original_filename": "C:\\courses\\fire.zip",
    }

    answer = await client.post(f"{PACKAGES}/process", json=order, headers=acme.headers)
    body = await answer.get_json()

    assert answer.status_code == 201
    assert body["manifest"]["title"] == "Fire safety"
    assert body["manifest"]["launch_url"] == "index.html"
    assert (body["manifest"]["version"], body["manifest"]["sco_count"]) == ("1.2", 1)
    assert (body["file_size_bytes"], body["storage_path"]) == (len(content), path)
    assert body["validation_only"] is False
    package = body["package"]
    assert package["package_id"] == package["id"] == body["package_id"]
    assert package["launch_url"] == f"/api/v1/content/{package['id']}/index.html"
    assert package["current_revision"] == 1
    read = await client.get(f"{PACKAGES}/{package['id']}", headers=acme.headers)
    shown = await read.get_json()
    assert (shown["original_filename"], shown["uploaded_by"]) == ("fire.zip", "user-123")


async def test_validation_creates_nothing_and_leaves_the_file(
    client: Client, acme: Any, stored: Store, course_zip: CourseZip
) -> None:
    path = await stored(acme, course_zip())
    order = {"storage_path": path, "validate_only": True}

    first = await client.post(f"{PACKAGES}/process", json=order, headers=acme.headers)
    body = await first.get_json()
    listed = await (await client.get(PACKAGES, headers=acme.headers)).get_json()
    second = await client.post(
        f"{PACKAGES}/process", json={**order, "validate_only": False}, headers=acme.headers
    )

    assert (first.status_code, body["validation_only"]) == (200, True)
    assert body["manifest"]["title"] == "Fire safety"
    assert "package" not in body
    assert listed["count"] == 0
    assert second.status_code == 201


async def test_processing_again_gives_the_same_answer(
    client: Client, acme: Any, stored: Store, course_zip: CourseZip
) -> None:
    path = await stored(acme, course_zip())

    answers = [
        await client.post(f"{PACKAGES}/process", json={"storage_path": path}, headers=acme.headers)
        for _ in range(2)
    ]

    assert await answers[0].get_json() == await answers[1].get_json()
    assert await _count(acme, Package) == 1


async def test_parallel_processing_makes_one_package(
    client: Client, acme: Any, stored: Store, course_zip: CourseZip
) -> None:
    path = await stored(acme, course_zip())
    call = {"json": {"storage_path": path}, "headers": acme.headers}

    answers = await asyncio.gather(*(client.post(f"{PACKAGES}/process", **call) for _ in range(8)))

    bodies = [await answer.get_json() for answer in answers]
    assert {answer.status_code for answer in answers} == {201}
    assert all(body == bodies[0] for body in bodies)
    assert (await _count(acme, Package), await _count(acme, Revision)) == (1, 1)


async def test_a_second_upload_becomes_the_next_revision(
    client: Client, acme: Any, stored: Store, package: Store, course_zip: CourseZip
) -> None:
    package_id = await package(acme, title="First")
    path = await stored(acme, course_zip(title="Second"))
    order = {"storage_path": path, "package_id": package_id}

    answers = await asyncio.gather(
        *(client.post(f"{PACKAGES}/process", json=order, headers=acme.headers) for _ in range(3))
    )

    told = [(await answer.get_json())["package"] for answer in answers]
    assert {(one["package_id"], one["current_revision"]) for one in told} == {(package_id, 2)}
    shown = await (await client.get(f"{PACKAGES}/{package_id}", headers=acme.headers)).get_json()
    assert (shown["title"], shown["current_revision"]) == ("Second", 2)
    assert await _count(acme, Revision) == 2


async def test_parallel_uploads_of_one_package_get_numbers_of_their_own(
    client: Client, acme: Any, stored: Store, package: Store, course_zip: CourseZip
) -> None:
    package_id = await package(acme)
    paths = [await stored(acme, course_zip()) for _ in range(4)]

    answers = await asyncio.gather(
        *(
            client.post(
                f"{PACKAGES}/process",
                json={"storage_path": path, "package_id": package_id},
                headers=acme.headers,
            )
            for path in paths
        )
    )

    numbers = [(await one.get_json())["package"]["current_revision"] for one in answers]
    assert sorted(numbers) == [2, 3, 4, 5]


async def test_an_upload_is_not_processed_for_two_packages(
    client: Client, acme: Any, stored: Store, package: Store, course_zip: CourseZip
) -> None:
    other = await package(acme)
    path = await stored(acme, course_zip())
    await client.post(f"{PACKAGES}/process", json={"storage_path": path}, headers=acme.headers)

    answer = await client.post(
        f"{PACKAGES}/process",
        json={"storage_path": path, "package_id": other},
        headers=acme.headers,
    )

    assert (answer.status_code, (await answer.get_json())["code"]) == (409, "CONFLICT")


async def test_an_upload_that_was_not_put_yet_says_so(client: Client, acme: Any) -> None:
    announced = {"filename": "a.zip", "file_size": 10}
    link = await client.post(f"{PACKAGES}/upload-url", json=announced, headers=acme.headers)
    path = (await link.get_json())["storage_path"]

    answer = await client.post(
        f"{PACKAGES}/process", json={"storage_path": path}, headers=acme.headers
    )
    body = await answer.get_json()

    assert (answer.status_code, body["code"]) == (400, "MISSING_FILE")
    assert body["details"]["reason"] == "NOT_UPLOADED"
    assert "presigned_url" in body["message"]


async def test_a_file_of_another_size_is_refused(
    client: Client, acme: Any, store: LocalStore, course_zip: CourseZip
) -> None:
    content = course_zip()
    announced = {"filename": "a.zip", "file_size": len(content) - 1}
    link = await client.post(f"{PACKAGES}/upload-url", json=announced, headers=acme.headers)
    path = (await link.get_json())["storage_path"]
    await store.write(path, _once(content), len(content))

    answer = await client.post(
        f"{PACKAGES}/process", json={"storage_path": path}, headers=acme.headers
    )

    assert (answer.status_code, (await answer.get_json())["code"]) == (400, "VALIDATION_ERROR")


async def test_no_path_but_ones_own_is_known(
    client: Client, acme: Any, rival: Any, stored: Store, course_zip: CourseZip
) -> None:
    theirs = await stored(rival, course_zip())
    own = await stored(acme, course_zip())
    wrong = [
        theirs,
        f"tenants/{acme.tenant_id}/uploads/{uuid4()}.zip",
        f"{own}/../{own.rpartition('/')[2]}",
        "../../etc/passwd",
        f"/{own}",
        f"http://localhost:3001/storage/{own}",
        "https://example.com/course.zip",
        "file:///etc/passwd",
        own.upper(),
        own + "x" * 450,
        "x" * 100_000,
        f"{own}\u200b",
    ]

    bodies: list[dict[str, Any]] = []
    for path in wrong:
        answer = await client.post(
            f"{PACKAGES}/process", json={"storage_path": path}, headers=acme.headers
        )
        assert answer.status_code == 404, path
        bodies.append({**(await answer.get_json()), "request_id": ""})

    assert all(body == bodies[0] for body in bodies)
    assert await _count(acme, Package) == 0


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"imsmanifest.xml": ""}, "MANIFEST_NOT_FOUND"),
        ({"imsmanifest.xml": "<manifest"}, "PARSE_FAILED"),
        ({"imsmanifest.xml": "<html/>"}, "PARSE_FAILED"),
    ],
)
async def test_an_unusable_course_is_refused_with_findings(  # noqa: PLR0913, PLR0917 - fixtures
    client: Client,
    acme: Any,
    stored: Store,
    course_zip: CourseZip,
    files: dict[str, str],
    code: str,
) -> None:
    path = await stored(acme, course_zip(**files))

    for validate_only in (True, False):
        answer = await client.post(
            f"{PACKAGES}/process",
            json={"storage_path": path, "validate_only": validate_only},
            headers=acme.headers,
        )
        body = await answer.get_json()

        assert (answer.status_code, body["code"]) == (400, code)
        assert body["details"]["findings"][0]["advice"]


async def test_bytes_that_are_no_zip_are_refused(client: Client, acme: Any, stored: Store) -> None:
    path = await stored(acme, b"%PDF-1.7 and so on, long enough to look at")

    answer = await client.post(
        f"{PACKAGES}/process", json={"storage_path": path}, headers=acme.headers
    )

    assert (await answer.get_json())["code"] == "INVALID_FILE_TYPE"


async def test_server_owned_fields_are_not_taken_from_clients(
    client: Client, acme: Any, stored: Store, course_zip: CourseZip
) -> None:
    path = await stored(acme, course_zip())
    wanted = {
        "id": str(uuid4()),
        "status": "failed",
        "current_revision": 99,
        "created_at": "2001-01-01T00:00:00Z",
        "integrity": "verified",
        "media": {"a": "b"},
        "storage_key": "x",
        "version": 9,
    }

    answer = await client.post(
        f"{PACKAGES}/process", json={"storage_path": path, **wanted}, headers=acme.headers
    )
    package_id = (await answer.get_json())["package_id"]
    shown = await (await client.get(f"{PACKAGES}/{package_id}", headers=acme.headers)).get_json()

    assert package_id != wanted["id"]
    assert (shown["current_revision"], shown["status"]) == (1, "ready")
    assert shown["integrity"] == "pending"
    assert shown["created_at"] > "2026"


@pytest.mark.parametrize("path", ["", "/upload"])
async def test_a_form_upload_answers_the_package_at_the_top(
    client: Client, acme: Any, course_zip: CourseZip, path: str
) -> None:
    answer = await _form(client, acme, course_zip(), path=path, uploaded_by="user-123")
    body = await answer.get_json()

    assert answer.status_code == 201
    assert body["package_id"] == body["id"] == body["package"]["package_id"]
    assert (body["title"], body["version"], body["current_revision"]) == ("Fire safety", "1.2", 1)
    assert body["launch_url"].startswith("http://localhost:3001/content/")
    assert body["manifest_url"].endswith("/imsmanifest.xml")
    assert body["upload_id"]
    assert body["manifest"]["sco_count"] == 1


async def test_a_form_upload_can_be_a_new_revision(
    client: Client, acme: Any, package: Store, course_zip: CourseZip
) -> None:
    package_id = await package(acme)

    answer = await _form(client, acme, course_zip(title="Next"), package_id=package_id)
    body = await answer.get_json()

    assert (body["package_id"], body["current_revision"]) == (package_id, 2)


async def test_a_package_can_be_held_to_the_letter_of_the_standard(
    client: Client, acme: Any, stored: Store, course_zip: CourseZip
) -> None:
    order = {"storage_path": await stored(acme, course_zip()), "strict": True}

    made = await client.post(f"{PACKAGES}/process", json=order, headers=acme.headers)
    by_form = await _form(client, acme, course_zip(), strict="true")

    for answer in (made, by_form):
        package_id = (await answer.get_json())["package_id"]
        shown = await client.get(f"{PACKAGES}/{package_id}", headers=acme.headers)
        assert (await shown.get_json())["strict"] is True


async def test_a_form_without_a_file_says_what_is_missing(client: Client, acme: Any) -> None:
    empty = await client.post(PACKAGES, form={"uploaded_by": "x"}, headers=acme.headers)
    other_part = await client.post(
        PACKAGES, files={"package": _part(b"PK", "a.zip")}, headers=acme.headers
    )
    json = await client.post(PACKAGES, json={}, headers=acme.headers)

    for answer in (empty, other_part, json):
        assert (answer.status_code, (await answer.get_json())["code"]) == (400, "MISSING_FILE")


async def test_nothing_stays_behind_of_a_refused_form(
    client: Client, acme: Any, rival: Any, configuration: Settings, course_zip: CourseZip
) -> None:
    content = course_zip()
    refused = [
        await _form(client, acme, b"no zip at all"),
        await _form(client, acme, course_zip(**{"imsmanifest.xml": ""})),
        await _form(client, acme, content, filename="course.tar"),
        await _form(client, acme, content, package_id=str(uuid4())),
        await _form(client, acme, content, uploaded_by="u" * 256),
        await _form(client, acme, content, tenant_id=str(rival.tenant_id)),
    ]

    codes = [(await answer.get_json())["code"] for answer in refused]
    assert codes == [
        "INVALID_FILE_TYPE",
        "MANIFEST_NOT_FOUND",
        "INVALID_FILE_TYPE",
        "PACKAGE_NOT_FOUND",
        "VALIDATION_ERROR",
        "TENANT_MISMATCH",
    ]
    assert await _count(acme, Upload) == 0
    kept = [one for one in (configuration.data_dir / "storage").rglob("*") if one.is_file()]
    assert kept == []


@pytest.mark.parametrize(
    "body",
    [
        b"--b\r\nContent-Disposition: form-data; name=file; filename=a.zip\r\n\r\nPK",
        b"--b\r\nno-disposition: x\r\n\r\nPK\r\n--b--\r\n",
        b"--b\r\n" + b"x" * 2_000_000,
        b"".join(
            b"--b\r\nContent-Disposition: form-data; name=f%d\r\n\r\nx\r\n" % n for n in range(30)
        )
        + b"--b--\r\n",
    ],
)
async def test_a_broken_form_is_a_bad_request(client: Client, acme: Any, body: bytes) -> None:
    answer = await client.post(
        PACKAGES,
        data=body,
        headers={**acme.headers, "Content-Type": "multipart/form-data; boundary=b"},
    )

    assert answer.status_code == 400
    assert (await answer.get_json())["code"] in {"BAD_REQUEST", "MISSING_FILE"}
    assert await _count(acme, Upload) == 0


async def _form(client: Client, who: Any, content: bytes, *, path: str = "", **fields: str) -> Any:
    filename = fields.pop("filename", "course.zip")
    return await client.post(
        f"{PACKAGES}{path}",
        form=fields,
        files={"file": _part(content, filename)},
        headers=who.headers,
    )


def _part(content: bytes, filename: str) -> FileStorage:
    return FileStorage(BytesIO(content), filename=filename)


async def _count(who: Any, model: Any) -> int:
    async with database.tenant_scope(who.tenant_id):
        return await model.filter(tenant_id=who.tenant_id).count()


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
