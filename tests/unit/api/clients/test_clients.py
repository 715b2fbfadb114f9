"""Programs as customers write them from the documentation, against a real server."""

import asyncio
import json
import os
import random
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

HERE = Path(__file__).parent
MIB = 1024 * 1024
CourseZip = Callable[..., bytes]


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=60) as client:
        yield client


async def test_a_shell_script_mints_puts_and_processes(
    live: Any, tmp_path: Path, course_zip: CourseZip
) -> None:
    course = tmp_path / "fire safety.zip"
    course.write_bytes(course_zip())

    output = await _run(HERE / "upload.sh", course, live=live)

    made = json.loads(output)
    assert made["package"]["package_id"]
    assert made["manifest"]["title"] == "Fire safety"


async def test_a_browser_uploads_and_the_server_launches(
    live: Any, http: httpx.AsyncClient, course_zip: CourseZip
) -> None:
    content = course_zip()
    bearer = {"Authorization": f"Bearer {live.key}"}
    page = {"Origin": "https://courses.example.com"}

    minted = await http.post(
        f"{live.url}/api/v1/packages/upload-url",
        headers=bearer,
        json={
            "tenant_id": live.tenant_id,
            "uploaded_by": "user-123",
            "filename": "course.zip",
            "file_size": len(content),
        },
    )
    ticket = minted.json()
    asked = {
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "content-type",
    }
    preflight = await http.options(ticket["presigned_url"], headers={**page, **asked})
    put = await http.put(
        ticket["presigned_url"], headers={**page, **ticket["required_put_headers"]}, content=content
    )
    processed = await http.post(
        f"{live.url}/api/v1/packages/process",
        headers=bearer,
        json={
            "tenant_id": live.tenant_id,
            "uploaded_by": "user-123",
            "storage_path": ticket["storage_path"],
            "original_filename": "course.zip",
        },
    )
    package_id = processed.json()["package"]["package_id"]
    session_id = str(uuid4())
    launched = await http.post(
        f"{live.url}/api/v1/packages/{package_id}/launch",
        headers=bearer,
        json={"user_id": "user-123", "session_id": session_id},
    )

    assert preflight.is_success
    assert preflight.headers["Access-Control-Allow-Origin"] in {"*", page["Origin"]}
    assert put.is_success
    assert put.headers["ETag"]
    assert launched.is_success
    assert launched.json()["launch_url"].startswith(f"{live.url}/player/{session_id}?token=")


async def test_a_careful_client_validates_before_it_processes(
    live: Any, http: httpx.AsyncClient, course_zip: CourseZip
) -> None:
    path = await _put(live, http, course_zip())
    order = {"storage_path": path, "original_filename": "course.zip", "uploaded_by": "user-123"}
    address = f"{live.url}/api/v1/packages/process"

    looked = await http.post(address, headers=live.headers, json={**order, "validate_only": True})
    manifest = looked.json()["manifest"]
    made = await http.post(address, headers=live.headers, json={**order, "validate_only": False})

    assert looked.json()["validation_only"] is True
    assert (manifest["title"], manifest["sco_count"]) == ("Fire safety", 1)
    assert made.is_success
    assert made.json()["package"]["package_id"]


async def test_the_quick_example_posts_a_form(
    live: Any, http: httpx.AsyncClient, course_zip: CourseZip
) -> None:
    answer = await http.post(
        f"{live.url}/api/v1/packages",
        headers={"X-API-Key": live.key},
        files={"file": ("course.zip", course_zip(), "application/zip")},
        data={"uploaded_by": "user-123"},
    )

    assert answer.is_success
    assert answer.json()["package_id"]
    assert answer.json()["launch_url"].startswith(f"{live.url}/content/")


async def test_the_paging_loop_ends_and_the_error_reader_finds_the_code(
    live: Any, http: httpx.AsyncClient, course_zip: CourseZip
) -> None:
    for _ in range(3):
        await _package(live, http, course_zip())

    found: list[Any] = []
    page = 1
    while True:
        answer = await http.get(
            f"{live.url}/api/v1/packages?page={page}&limit=100", headers=live.headers
        )
        found += answer.json()["packages"]
        if len(answer.json()["packages"]) < 100:
            break
        page += 1
    missing = await http.get(f"{live.url}/api/v1/packages/pkg-404", headers=live.headers)

    assert len(found) == len({one["id"] for one in found}) == answer.json()["count"] >= 3
    assert missing.json()["error"]["code"] == "PACKAGE_NOT_FOUND"


async def test_a_migrated_client_launches_and_reads_results_at_the_top(
    live: Any, http: httpx.AsyncClient, course_zip: CourseZip
) -> None:
    package_id = await _package(live, http, course_zip())

    launched = await http.post(
        f"{live.url}/api/v1/packages/{package_id}/launch",
        headers={"X-API-Key": live.key},
        json={"user_id": "user-123"},
    )
    session_id = launched.json()["session_id"]
    session = await http.get(
        f"{live.url}/api/v1/sessions/{session_id}", headers={"X-API-Key": live.key}
    )

    assert session.json()["completion_status"] == "not_attempted"
    assert session.json()["cmi_data"] == {}


async def test_an_update_loop_rereads_and_retries_after_a_conflict(
    live: Any, http: httpx.AsyncClient, course_zip: CourseZip
) -> None:
    package_id = await _package(live, http, course_zip())
    launched = await http.post(
        f"{live.url}/api/v1/packages/{package_id}/launch",
        headers=live.headers,
        json={"user_id": "user-123"},
    )
    address = f"{live.url}/api/v1/sessions/{launched.json()['session_id']}"

    async def count_up(element: str) -> int:
        for tries in range(1, 20):
            version = (await http.get(address, headers=live.headers)).json()["version"]
            change = {"cmi_data": {element: "seen"}, "version": version}
            answer = await http.put(address, headers=live.headers, json=change)
            if answer.status_code != 409:
                answer.raise_for_status()
                return tries
            await asyncio.sleep(0.05 * random.random())  # noqa: S311 - only to part the writers
        raise AssertionError("never got through")

    elements = [f"cmi.objectives.{n}.id" for n in range(5)]
    await asyncio.gather(*(count_up(element) for element in elements))

    read = (await http.get(address, headers=live.headers)).json()
    assert read["version"] == 6
    assert set(elements) <= set(read["cmi_data"])


async def test_the_original_zip_is_downloaded_by_package_id(
    live: Any, http: httpx.AsyncClient, tmp_path: Path, course_zip: CourseZip
) -> None:
    content = course_zip()
    package_id = await _package(live, http, content)
    address = f"{live.url}/api/v1/packages/{package_id}/download"
    target = tmp_path / "back"
    target.mkdir()

    await _run("curl", "-fsSOJ", "-H", f"X-API-Key: {live.key}", address, cwd=target)
    head = await http.head(address, headers=live.headers)

    assert (target / "course.zip").read_bytes() == content
    assert head.headers["Content-Length"] == str(len(content))


async def test_a_link_stores_the_announced_bytes_once_and_nothing_else(
    live: Any, http: httpx.AsyncClient, course_zip: CourseZip
) -> None:
    content = course_zip()
    ticket = await _ticket(live, http, len(content))
    url, headers = ticket["presigned_url"], ticket["required_put_headers"]

    refused = [
        await http.put(url, headers=headers, content=content + b"more"),
        await http.put(url, headers=headers, content=content[:-1]),
        await http.put(url, headers={"Content-Type": "text/html"}, content=content),
        await http.post(url, headers=headers, content=content),
        await http.put(url.replace("/uploads/", "/uploads/x"), headers=headers, content=content),
        await http.put(
            url[:-1] + ("0" if url[-1] != "0" else "1"), headers=headers, content=content
        ),
        await http.get(url),
    ]
    stored = await http.put(url, headers=headers, content=content)
    again = await http.put(url, headers=headers, content=content)

    assert all(400 <= answer.status_code < 500 for answer in refused)
    assert stored.is_success
    assert 400 <= again.status_code < 500


async def test_who_uploads_without_a_key_still_gets_to_read_why_it_failed(
    live: Any, http: httpx.AsyncClient
) -> None:
    async def form() -> AsyncIterator[bytes]:
        for _ in range(8):
            yield b"x" * MIB

    answer = await http.post(
        f"{live.url}/api/v1/packages",
        headers={"Content-Type": "multipart/form-data; boundary=b"},
        content=form(),
    )

    assert answer.json()["code"] == "UNAUTHORIZED"


async def test_a_form_of_300_mb_passes_with_flat_memory(live: Any, http: httpx.AsyncClient) -> None:
    boundary = "a-boundary"

    async def form() -> AsyncIterator[bytes]:
        yield (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; '
            'filename="large.zip"\r\nContent-Type: application/zip\r\n\r\n'
        ).encode()
        block = random.Random(1).randbytes(MIB)  # noqa: S311 - only bytes that do not compress
        for _ in range(300):
            yield block
        yield f"\r\n--{boundary}--\r\n".encode()

    before, files = _peak_of(live.pid), _files_in(live.storage)
    answer = await http.post(
        f"{live.url}/api/v1/packages",
        headers={**live.headers, "Content-Type": f"multipart/form-data; boundary={boundary}"},
        content=form(),
    )

    # Random bytes are no ZIP, which is only known once all of them were stored.
    assert answer.json()["code"] == "INVALID_FILE_TYPE"
    assert _peak_of(live.pid) - before < 60 * MIB
    assert _files_in(live.storage) == files


def _files_in(folder: Path) -> set[Path]:
    return {one for one in folder.rglob("*") if one.is_file()}


def _peak_of(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


async def _ticket(live: Any, http: httpx.AsyncClient, size: int) -> dict[str, Any]:
    answer = await http.post(
        f"{live.url}/api/v1/packages/upload-url",
        headers=live.headers,
        json={"filename": "course.zip", "file_size": size},
    )
    ticket: dict[str, Any] = answer.raise_for_status().json()
    return ticket


async def _put(live: Any, http: httpx.AsyncClient, content: bytes) -> str:
    ticket = await _ticket(live, http, len(content))
    stored = await http.put(
        ticket["presigned_url"], headers=ticket["required_put_headers"], content=content
    )
    stored.raise_for_status()
    path: str = ticket["storage_path"]
    return path


async def _package(live: Any, http: httpx.AsyncClient, content: bytes) -> str:
    answer = await http.post(
        f"{live.url}/api/v1/packages/process",
        headers=live.headers,
        json={"storage_path": await _put(live, http, content)},
    )
    package_id: str = answer.raise_for_status().json()["package_id"]
    return package_id


async def _run(*command: str | Path, live: Any = None, cwd: Path | None = None) -> str:
    settings = (
        {"API_URL": live.url, "API_KEY": live.key, "TENANT_ID": live.tenant_id} if live else {}
    )
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        env={**os.environ, **settings},
        cwd=cwd,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, problem = await process.communicate()
    assert process.returncode == 0, problem.decode()
    return output.decode()
