"""Uploads through the local store's own door. [check S17]"""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from player.storage_put import StorageDoor
from services.storage.local import LocalStore
from tests import asgi_servers, storage_server

SECRET = storage_server.SECRET
KEY = "tenants/t1/uploads/u1.zip"
ZIP = "application/zip"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Clock:
    """Stands still until a test moves it."""

    time: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time


@dataclass
class Door:
    store: LocalStore
    root: Path
    address: tuple[str, int]
    clock: Clock

    async def link(self, size: int | None = 5, content_type: str | None = ZIP) -> str:
        return (await self.store.presign_put(KEY, size, content_type, 600)).url

    async def put(
        self, url: str, body: bytes, *headers: str, method: str = "PUT", length: bool = True
    ) -> Answer:
        parts = urlsplit(url)
        told = [f"Host: {parts.netloc}", "Connection: close", *headers]
        if length:
            told.append(f"Content-Length: {len(body)}")
        if not any(header.lower().startswith("content-type") for header in headers):
            told.append(f"Content-Type: {ZIP}")
        line = f"{method} {parts.path}?{parts.query} HTTP/1.1"
        return await self.raw("\r\n".join([line, *told, "", ""]).encode("latin-1") + body)

    async def raw(self, request: bytes) -> Answer:
        reader, writer = await asyncio.open_connection(*self.address)
        writer.write(request)
        data = await reader.read()
        writer.close()
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = [line.partition(": ") for line in lines]
        return Answer(int(first.split()[1]), {n.lower(): v for n, _, v in pairs}, body)

    def files(self) -> list[str]:
        return [str(p.relative_to(self.root)) for p in self.root.rglob("*") if p.is_file()]


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    bound = asgi_servers.bound_socket()
    root = tmp_path / "storage"
    clock = Clock()
    store = LocalStore(root, asgi_servers.url_of(bound), SECRET, clock)
    made = Door(store, root, bound.getsockname(), clock)
    async with asgi_servers.serving(StorageDoor(store, SECRET), bound):
        yield made
    await store.close()


async def test_an_upload_is_stored_and_its_etag_told_to_any_page(door: Door) -> None:
    answer = await door.put(await door.link(), b"12345", "Origin: https://any.page.test")

    stored = await door.store.stat(KEY)
    assert stored is not None
    assert answer.status == 200
    assert answer.headers["etag"] == f'"{stored.etag}"'
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ETag" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    assert len(answer.headers["x-request-id"]) == 32


async def test_a_page_may_ask_beforehand(door: Door) -> None:
    answer = await door.put(
        await door.link(),
        b"",
        "Origin: https://any.page.test",
        "Access-Control-Request-Method: PUT",
        "Access-Control-Request-Headers: content-type,x-amz-whatever",
        method="OPTIONS",
    )

    assert answer.status == 204
    assert answer.headers["access-control-allow-methods"] == "PUT"
    assert answer.headers["access-control-allow-headers"] == "*"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("origin", ["https://good.test", "https://evil.test"])
async def test_an_operator_may_name_the_pages(tmp_path: Path, origin: str) -> None:
    bound = asgi_servers.bound_socket()
    clock = Clock()
    store = LocalStore(tmp_path, asgi_servers.url_of(bound), SECRET, clock)
    app = StorageDoor(store, SECRET, ["https://good.test"])
    async with asgi_servers.serving(app, bound):
        door = Door(store, tmp_path, bound.getsockname(), clock)
        answer = await door.put(await door.link(), b"12345", f"Origin: {origin}")

    allowed = answer.headers.get("access-control-allow-origin")
    assert allowed == (origin if origin == "https://good.test" else None)


async def test_a_second_upload_is_refused(door: Door) -> None:
    link = await door.link()
    await door.put(link, b"first")

    answer = await door.put(link, b"other")

    assert answer.status == 412
    assert b"PRECONDITION_FAILED" in answer.body
    assert await door.store.read(KEY, 0, 5) == b"first"


@pytest.mark.parametrize(("body", "status"), [(b"123456", 413), (b"1234", 400), (b"", 400)])
async def test_another_length_is_refused(door: Door, body: bytes, status: int) -> None:
    answer = await door.put(await door.link(), body)

    assert answer.status == status
    assert door.files() == []


async def test_a_body_without_a_length_is_refused(door: Door) -> None:
    chunked = b"5\r\n12345\r\n0\r\n\r\n"

    answer = await door.put(await door.link(), chunked, "Transfer-Encoding: chunked", length=False)

    assert answer.status == 411
    assert door.files() == []


async def test_two_lengths_never_store_anything(door: Door) -> None:
    answer = await door.put(await door.link(), b"12345", "Content-Length: 6")

    assert 400 <= answer.status < 500
    assert door.files() == []


async def test_an_upload_that_breaks_off_leaves_nothing(door: Door) -> None:
    parts = urlsplit(await door.link(5_000_000))
    head = f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: x\r\n"
    told = f"Content-Type: {ZIP}\r\nContent-Length: 5000000\r\n\r\n"
    _, writer = await asyncio.open_connection(*door.address)
    writer.write((head + told).encode() + bytes(2_000_000))
    await writer.drain()
    await asyncio.sleep(0.2)
    writer.close()
    await asyncio.sleep(0.3)

    assert door.files() == []


async def test_an_expired_link_is_refused(door: Door) -> None:
    link = await door.link()
    door.clock.time += 600

    answer = await door.put(link, b"12345")

    assert answer.status == 403
    assert b"expired" in answer.body
    assert door.files() == []


@pytest.mark.parametrize(
    ("part", "forged"),
    [
        ("u1.zip", "u2.zip"),
        ("tenants/t1", "tenants/t2"),
        ("/storage/tenants", "/storage/../tenants"),
        ("/storage/tenants", "/storage//tenants"),
        ("/storage/tenants", "/storage/%2e%2e/tenants"),
        ("/storage/tenants/t1/uploads/u1.zip", "/storage/http://evil.test/x"),
        ("/storage/tenants/t1/uploads/u1.zip", "/etc/passwd"),
        ("u1.zip", "u1.zip%00"),
        ("u1.zip", "u1.zip/"),
        ("size=5", "size=6"),
        ("zip&signature", "html&signature"),
        ("signature=", "signature=0"),
    ],
)
async def test_a_changed_link_is_refused(door: Door, part: str, forged: str) -> None:
    link = await door.link()
    assert part in link

    answer = await door.put(link.replace(part, forged), b"12345")

    assert answer.status == 403
    assert door.files() == []
    assert str(door.root).encode() not in answer.body


@pytest.mark.parametrize("given", ["text/html", "application/zip; charset=x", ""])
async def test_another_type_is_refused(door: Door, given: str) -> None:
    answer = await door.put(await door.link(), b"12345", f"Content-Type: {given}")

    assert answer.status == 403
    assert door.files() == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE", "PATCH"])
async def test_nothing_but_put_is_understood(door: Door, method: str) -> None:
    await door.put(await door.link(), b"12345")

    answer = await door.put(await door.link(), b"12345", method=method)

    assert answer.status == 405
    assert answer.headers["allow"] == "PUT, OPTIONS"
    assert b"12345" not in answer.body


async def test_a_request_id_comes_back_when_it_is_harmless(door: Door) -> None:
    link = await door.link()

    kept = await door.put(link, b"1", "X-Request-Id: abc-1")
    made = await door.put(link, b"1", "X-Request-Id: <script>")

    assert kept.headers["x-request-id"] == "abc-1"
    assert len(made.headers["x-request-id"]) == 32


def peak_memory(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    raise LookupError("VmHWM")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
async def test_two_gigabytes_pass_with_flat_memory(tmp_path: Path) -> None:
    bound = asgi_servers.bound_socket()
    port = bound.getsockname()[1]
    bound.close()
    command = [sys.executable, "-m", "tests.storage_server", str(tmp_path), str(port)]
    server = subprocess.Popen(command)
    try:
        await _answering(port)
        before = peak_memory(server.pid)
        size = 2 * 1024**3
        store = LocalStore(tmp_path, f"http://127.0.0.1:{port}", SECRET)
        link = await store.presign_put(KEY, size, ZIP, 600)
        sparse = tmp_path / "sparse"
        with sparse.open("wb") as file:
            file.truncate(size)
        with sparse.open("rb") as file:
            headers = {**link.headers, "Content-Length": str(size)}
            async with (
                aiohttp.ClientSession() as http,
                http.put(link.url, data=file, headers=headers) as answer,
            ):
                status = answer.status
        grown = peak_memory(server.pid) - before
        stored = await store.stat(KEY)
    finally:
        server.kill()
        server.wait()
        # pytest keeps folders of earlier runs; these bytes are not worth keeping.
        shutil.rmtree(tmp_path)

    assert status == 200
    assert stored is not None
    assert stored.size == size
    assert grown < 32 * 1024 * 1024


async def _answering(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise TimeoutError("the server did not begin to answer")
