"""Clients that do what no client should, against a real server."""

import random
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

MIB = 1024 * 1024
CourseZip = Callable[..., bytes]


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=60) as client:
        yield client


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
