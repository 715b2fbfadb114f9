"""Import from an address: a real web server that breaks off, lies and points inside."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from quart.typing import TestClientProtocol as Client

from models.package import Package, Upload
from services import database
from services.packages import downloads, processing
from services.packages.processing import Means
from services.settings import Settings
from services.storage.local import LocalStore

PACKAGES = "/api/v1/packages"
CourseZip = Callable[..., bytes]
Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass
class Shelf:
    """A web server with one file; it breaks off after so many bytes, one time after another."""

    content: bytes
    breaks: list[int] = field(default_factory=list[int])
    etag: str = '"v1"'
    takes_ranges: bool = True
    asked: list[str] = field(default_factory=list[str])

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        wanted = request.headers.get("Range", "")
        self.asked.append(wanted)
        same = request.headers.get("If-Range", "") == self.etag
        start = int(wanted[6:-1]) if wanted and same and self.takes_ranges else 0
        answer = web.StreamResponse(status=206 if start else 200)
        if self.etag:
            answer.headers["ETag"] = self.etag
        if start:
            whole = len(self.content)
            answer.headers["Content-Range"] = f"bytes {start}-{whole - 1}/{whole}"
        answer.content_length = len(self.content) - start
        await answer.prepare(request)
        if self.breaks:
            await answer.write(self.content[start : start + self.breaks.pop(0)])
            assert request.transport
            request.transport.close()
        else:
            await answer.write(self.content[start:])
            await answer.write_eof()
        return answer


@asynccontextmanager
async def serving(handler: Handler) -> AsyncGenerator[str]:
    runner = web.ServerRunner(web.Server(handler), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@dataclass(frozen=True, slots=True)
class Desk:
    """A customer's server, and the worker that does what it orders."""

    client: Client
    who: Any
    store: LocalStore

    async def order(self, status: int = 202, **given: Any) -> dict[str, Any]:
        answer = await self.client.post(f"{PACKAGES}/import", json=given, headers=self.who.headers)
        said: dict[str, Any] = await answer.get_json()
        assert answer.status_code == status, said
        return said

    async def work(self, said: dict[str, Any], limit: int = 10**9) -> dict[str, Any]:
        means = Means(self.store, limit, True, clock=lambda: datetime.now(UTC))
        await processing.run(self.who.tenant_id, UUID(said["upload_id"]), means)
        return await self.get(f"uploads/{said['upload_id']}")

    async def get(self, path: str) -> dict[str, Any]:
        answer = await self.client.get(f"{PACKAGES}/{path}", headers=self.who.headers)
        return await answer.get_json()


@pytest.fixture
def desk(
    client: Client,
    acme: Any,
    store: LocalStore,
    configuration: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    object.__setattr__(configuration, "allow_private_targets", True)
    monkeypatch.setattr(downloads, "PAUSE_SECONDS", 0.01)
    return Desk(client, acme, store)


async def test_a_file_from_an_address_becomes_a_package(desk: Desk, course_zip: CourseZip) -> None:
    shelf = Shelf(course_zip(title="Fire safety"))
    async with serving(shelf) as address:
        url = f"{address}/courses/fire%20safety.zip?signature=secret"
        said = await desk.order(url=url, uploaded_by="user-123")
        waiting = await desk.get(f"uploads/{said['upload_id']}")
        done = await desk.work(said)

    assert said["package"]["status"] == "processing"
    assert (waiting["status"], waiting["stage"]) == ("processing", "waiting")
    assert (waiting["file_size_bytes"], waiting["filename"]) == (None, "fire safety.zip")
    assert (done["status"], done["stage"]) == ("completed", "verifying")
    assert done["percent"] > 60
    assert done["file_size_bytes"] == done["bytes_received"] == len(shelf.content)
    package = await desk.get(said["package_id"])
    assert (package["title"], package["uploaded_by"]) == ("Fire safety", "user-123")
    assert package["original_filename"] == "fire safety.zip"
    assert shelf.asked == [""]
    # The address may have been a secret; it is not needed any more.
    async with database.tenant_scope(desk.who.tenant_id):
        assert (await Upload.get(id=said["upload_id"])).source_url == ""


async def test_a_broken_download_is_taken_up_where_it_broke(
    desk: Desk, course_zip: CourseZip
) -> None:
    shelf = Shelf(course_zip(), breaks=[100, 0, 50])
    async with serving(shelf) as address:
        done = await desk.work(await desk.order(url=f"{address}/a.zip"))

    assert done["status"] == "completed"
    assert shelf.asked == ["", "bytes=100-", "bytes=100-", "bytes=150-"]


@pytest.mark.parametrize(("etag", "takes_ranges"), [("", True), ('W/"v1"', True), ('"v1"', False)])
async def test_what_cannot_be_taken_up_is_fetched_again(
    desk: Desk, course_zip: CourseZip, etag: str, takes_ranges: bool
) -> None:
    shelf = Shelf(course_zip(), breaks=[100], etag=etag, takes_ranges=takes_ranges)
    async with serving(shelf) as address:
        done = await desk.work(await desk.order(url=f"{address}/a.zip"))

    assert done["status"] == "completed"
    assert done["file_size_bytes"] == len(shelf.content)


async def test_a_file_that_changes_meanwhile_is_fetched_whole(
    desk: Desk, course_zip: CourseZip
) -> None:
    shelf = Shelf(course_zip(title="Old"), breaks=[100])
    new = course_zip(title="New")

    async def changing(request: web.BaseRequest) -> web.StreamResponse:
        if shelf.asked:
            shelf.content, shelf.etag = new, '"v2"'
        return await shelf(request)

    async with serving(changing) as address:
        said = await desk.order(url=f"{address}/a.zip")
        await desk.work(said)

    assert (await desk.get(said["package_id"]))["title"] == "New"


async def test_a_server_that_breaks_off_for_ever_fails_the_import(
    desk: Desk, course_zip: CourseZip
) -> None:
    shelf = Shelf(course_zip(), breaks=[0] * 50)
    async with serving(shelf) as address:
        done = await desk.work(await desk.order(url=f"{address}/a.zip"))

    assert (done["status"], done["error"]["code"]) == ("failed", "FETCH_FAILED")
    assert len(shelf.asked) == downloads.TRIES
    async with database.tenant_scope(desk.who.tenant_id):
        assert (await Package.get()).status == "failed"
    assert await desk.store.stat(done["storage_path"]) is None


async def answering(status: int, body: bytes = b"") -> tuple[Handler, list[str]]:
    asked: list[str] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        return web.Response(status=status, body=body, headers={"Location": "/elsewhere.zip"})

    return answer, asked


@pytest.mark.parametrize(
    ("status", "body", "code", "tries"),
    [
        (302, b"", "FETCH_FAILED", 1),
        (307, b"", "FETCH_FAILED", 1),
        (404, b"", "FETCH_FAILED", 1),
        (403, b"", "FETCH_FAILED", 1),
        (503, b"", "FETCH_FAILED", downloads.TRIES),
        (200, b"<!doctype html><title>Sign in</title>", "INVALID_FILE_TYPE", 1),
        (200, b"\x1f\x8b packed", "INVALID_FILE_TYPE", 1),
        (200, b"PK\x03\x04 and nothing more", "INVALID_FILE_TYPE", 1),
        (200, b"", "INVALID_FILE_TYPE", 1),
    ],
)
async def test_what_is_no_zip_is_said_to_be_none(
    desk: Desk, status: int, body: bytes, code: str, tries: int
) -> None:
    handler, asked = await answering(status, body)
    async with serving(handler) as address:
        done = await desk.work(await desk.order(url=f"{address}/a.zip"))

    assert (done["status"], done["error"]["code"]) == ("failed", code)
    assert asked == ["/a.zip"] * tries


async def test_more_than_the_limit_is_not_fetched(desk: Desk, course_zip: CourseZip) -> None:
    shelf = Shelf(course_zip())

    async def unannounced(request: web.BaseRequest) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(shelf.content)
        return answer

    for handler in (shelf, unannounced):
        async with serving(handler) as address:
            done = await desk.work(await desk.order(url=f"{address}/a.zip"), limit=100)
        assert (done["status"], done["error"]["code"]) == ("failed", "FILE_TOO_LARGE")
        assert await desk.store.stat(done["storage_path"]) is None


async def test_an_import_can_be_a_new_revision(
    desk: Desk, package: Any, course_zip: CourseZip
) -> None:
    package_id = await package(desk.who)
    async with serving(Shelf(course_zip(title="Second"))) as address:
        said = await desk.order(url=f"{address}/a.zip", package_id=package_id)
        done = await desk.work(said)

    assert (done["package_id"], done["revision"]) == (package_id, 2)
    assert (await desk.get(package_id))["title"] == "Second"


async def test_an_import_for_an_unknown_package_stores_nothing(desk: Desk) -> None:
    url = "http://127.0.0.1:9/a.zip"

    await desk.order(404, url=url, package_id="00000000-0000-4000-8000-000000000000")

    async with database.tenant_scope(desk.who.tenant_id):
        assert await Upload.all().count() == await Package.all().count() == 0


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]", "2130706433"),
        *("0x7f.1", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "user@127.0.0.1", "metadata"),
        *("metadata.google.internal", "lectern.localhost", "printer.local"),
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_nothing_inside_is_asked_and_nothing_is_stored(
    desk: Desk, configuration: Settings, host: str, scheme: str
) -> None:
    object.__setattr__(configuration, "allow_private_targets", False)
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)
        port = canary.getsockname()[1]

        refused = await desk.order(400, url=f"{scheme}://{host}:{port}/a.zip")

        assert refused["code"] == "VALIDATION_ERROR"
        assert list(refused["details"]["fieldErrors"]) == ["url"]
        with pytest.raises(BlockingIOError):
            canary.accept()
    async with database.tenant_scope(desk.who.tenant_id):
        assert await Upload.all().count() == 0


async def test_a_name_that_leads_inside_by_the_time_it_is_fetched_is_refused(
    desk: Desk, course_zip: CourseZip
) -> None:
    shelf = Shelf(course_zip())
    async with serving(shelf) as address:
        said = await desk.order(url=f"{address}/a.zip")
        means = Means(desk.store, 10**9, False, clock=lambda: datetime.now(UTC))
        await processing.run(desk.who.tenant_id, UUID(said["upload_id"]), means)

    state = await desk.get(f"uploads/{said['upload_id']}")
    assert (state["status"], state["error"]["code"]) == ("failed", "VALIDATION_ERROR")
    assert shelf.asked == []


async def test_fetching_tells_how_far_it_is(desk: Desk, course_zip: CourseZip) -> None:
    content = course_zip()
    half, go_on = len(content) // 2, asyncio.Event()

    async def halting(request: web.BaseRequest) -> web.StreamResponse:
        answer = web.StreamResponse()
        answer.content_length = len(content)
        await answer.prepare(request)
        await answer.write(content[:half])
        await go_on.wait()
        await answer.write(content[half:])
        return answer

    async with serving(halting) as address:
        said = await desk.order(url=f"{address}/a.zip")
        task = asyncio.create_task(desk.work(said))
        async with asyncio.timeout(10):
            while (state := await desk.get(f"uploads/{said['upload_id']}"))["percent"] < 20:
                await asyncio.sleep(0.02)
        go_on.set()
        done = await task

    assert (state["stage"], state["bytes_received"]) == ("fetching", half)
    assert 25 <= state["percent"] <= 35
    assert done["status"] == "completed"
