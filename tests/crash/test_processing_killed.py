"""Background work outlives the process that did it: killed at any stage, it ends in one package."""

import asyncio
import random
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from tests.crash.victim import API_KEY, Victim
from tests.lectern_courses import Course, Sco

PACKAGES = "/api/v1/packages"
HEADERS = {"X-API-Key": API_KEY}
PART = 5 * 1024 * 1024
# A job of a dead process is taken again within this time, whatever it was at.
PATIENCE = 60
COUNTS = """
SELECT (SELECT count(*) FROM package WHERE title = '{title}') AS packages,
  (SELECT count(*) FROM revision WHERE title = '{title}') AS revisions,
  (SELECT count(*) FROM event WHERE event_type = 'package.processing.completed'
     AND payload::json #>> '{{data,title}}' = '{title}') AS told
"""


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    made = Victim(tmp_path_factory.mktemp("killed") / "data")
    made.allow_private_targets()
    made.start()
    yield made
    made.stop()


@cache
def noise() -> dict[str, str | bytes]:
    chance = random.Random(3)  # noqa: S311 - the same every time
    return {f"media/{number}.bin": chance.randbytes(4000) for number in range(3000)}


def archive(title: str) -> bytes:
    """Large enough that its processing takes a while, and that it comes in three parts."""
    page: dict[str, str | bytes] = {"index.html": "<!doctype html>"}
    return Course(title, [Sco("sco", title)], {**page, **noise()}).archive()


async def ask(victim: Victim, method: str, path: str, **more: Any) -> dict[str, Any]:
    async with httpx.AsyncClient(base_url=victim.url, timeout=60, headers=HEADERS) as client:
        answer = await client.request(method, f"{PACKAGES}{path}", **more)
    return answer.raise_for_status().json()


async def uploaded(victim: Victim, archive: bytes) -> str:
    announced = {"filename": "long.zip", "file_size": len(archive)}
    link = await ask(victim, "POST", "/upload-url", json=announced)
    async with httpx.AsyncClient(timeout=60) as client:
        put = await client.put(
            link["presigned_url"], content=archive, headers=link["required_put_headers"]
        )
    put.raise_for_status()
    return str(link["storage_path"])


async def finished(victim: Victim, upload_id: str) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        while True:
            state = await ask(victim, "GET", f"/uploads/{upload_id}")
            if state["stage"] == "done" or state["status"] == "failed":
                return state
            await asyncio.sleep(0.2)


async def killed_and_restarted(victim: Victim, after: float) -> float:
    """How long ago it was killed, when it answers again."""
    await asyncio.sleep(after)
    victim.kill()
    began = time.monotonic()
    await asyncio.to_thread(victim.start)
    return began


async def one_package(victim: Victim, title: str) -> None:
    [row] = await victim.rows(COUNTS.format(title=title))
    assert dict(row) == {"packages": 1, "revisions": 1, "told": 1}


@pytest.mark.timeout(240)
@pytest.mark.parametrize("after", [0.0, 0.05, 0.15, 0.4, 1.0])
async def test_processing_goes_on_after_a_kill(
    victim: Victim, after: float, record_property: Callable[[str, object], None]
) -> None:
    title = f"Killed after {after}"
    path = await uploaded(victim, archive(title))
    said = await ask(victim, "POST", "/process", json={"storage_path": path, "async": True})

    began = await killed_and_restarted(victim, after)
    state = await finished(victim, said["upload_id"])

    record_property("seconds from the kill to the end", time.monotonic() - began)
    assert (state["status"], state["percent"]) == ("completed", 100)
    assert state["package_id"] == said["package_id"]
    await one_package(victim, title)


@pytest.mark.timeout(240)
async def test_parts_outlive_a_kill_before_and_after_they_are_joined(
    victim: Victim,
) -> None:
    content = archive("In parts")
    upload = await ask(victim, "POST", "/multipart/init", json={"filename": "long.zip"})
    which = {"upload_id": upload["upload_id"]}
    pieces = [content[start : start + PART] for start in range(0, len(content), PART)]
    for number, piece in enumerate(pieces, 1):
        link = await ask(
            victim, "POST", "/multipart/part-url", json={**which, "part_number": number}
        )
        async with httpx.AsyncClient(timeout=60) as client:
            (await client.put(link["url"], content=piece)).raise_for_status()
    await killed_and_restarted(victim, 0)

    state = await ask(victim, "GET", f"/uploads/{upload['upload_id']}")
    parts = [{"part_number": p["part_number"], "etag": p["etag"]} for p in state["parts"]]
    body = {**which, "parts": parts}
    joining = asyncio.create_task(dies(ask(victim, "POST", "/multipart/complete", json=body)))
    await killed_and_restarted(victim, 0.02)
    await joining
    done = await ask(victim, "POST", "/multipart/complete", json=body)
    await killed_and_restarted(victim, 0)
    path = {"storage_path": upload["storage_path"], "async": True}
    await ask(victim, "POST", "/process", json=path)

    assert (done["file_size_bytes"], done["parts"]) == (len(content), len(pieces))
    assert len(pieces) == 3
    assert (await finished(victim, upload["upload_id"]))["status"] == "completed"
    await one_package(victim, "In parts")
    left = [name for name in (victim.data_dir / "storage" / ".parts").rglob("*") if name.is_file()]
    assert left == []


@pytest.mark.timeout(240)
async def test_an_import_goes_on_after_a_kill(victim: Victim) -> None:
    content = archive("Fetched")
    with slowly_serving(content) as address:
        said = await ask(victim, "POST", "/import", json={"url": f"{address}/long.zip"})
        await killed_and_restarted(victim, 0.7)
        state = await finished(victim, said["upload_id"])

    assert (state["status"], state["file_size_bytes"]) == ("completed", len(content))
    await one_package(victim, "Fetched")


async def dies(call: Awaitable[dict[str, Any]]) -> None:
    """Whether the answer still arrives is a matter of luck."""
    try:
        await call
    except httpx.HTTPError:
        return


class slowly_serving:  # noqa: N801 - reads like a function
    """A web server of its own that takes two seconds for the file."""

    def __init__(self, content: bytes) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                try:
                    for start in range(0, len(content), len(content) // 20):
                        self.wfile.write(content[start : start + len(content) // 20])
                        time.sleep(0.1)
                except OSError:
                    return

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - theirs
                del format, args

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
