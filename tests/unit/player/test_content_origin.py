"""Whose files an origin shows, and what it never does. [checks S01, S06]"""

import asyncio
import gzip
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from player.asgi import Message
from services.packages.grants import ContentPolicy
from tests import asgi_servers, content_host
from tests.content_host import BUILD, CT, HOST, LABEL, World

MARKER = b"marker of this package"
FILES = {"index.html": MARKER, "js/x.js": MARKER, "sub/page.html": MARKER}
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await content_host.stored(tmp_path, content_host.packed(FILES))
    async with content_host.playing(made) as playing:
        yield playing


@pytest.mark.parametrize(
    "host",
    [
        "localhost:3001",
        "play.lectern.localhost:3001",
        "content.lectern.localhost:3001",
        ".content.lectern.localhost:3001",
        f"{LABEL[:-1]}x.content.lectern.localhost:3001",
        f"x.{LABEL}.content.lectern.localhost:3001",
        f"{LABEL}.content.lectern.localhost",
        f"{LABEL}.content.lectern.localhost:3002",
        f"{LABEL}.content.lectern.localhost:3001.evil.test",
        "",
    ],
)
async def test_another_host_shows_nothing(world: World, host: str) -> None:
    answer = await world.get("index.html", Host=host)

    assert answer.status == 404
    assert MARKER not in answer.body


async def test_the_host_is_not_case_sensitive(world: World) -> None:
    assert (await world.get("index.html", Host=HOST.upper())).status == 200


async def test_an_ended_grant_shows_nothing(world: World) -> None:
    world.grant = replace(world.grant, expires_at=datetime.now(UTC) - timedelta(seconds=1))

    assert (await world.get("index.html")).status == 404


async def test_a_withdrawn_grant_is_felt_within_two_seconds(world: World) -> None:
    before = await world.get("index.html")

    world.grant = replace(world.grant, label="b" * 26)
    await asyncio.sleep(1.5)
    after = await world.get("index.html")

    assert (before.status, after.status) == (200, 404)


async def test_a_link_from_the_root_works_for_pages_of_the_same_origin(world: World) -> None:
    followed = await world.ask("/js/x.js", headers=SAME_ORIGIN)
    stranger = await world.ask("/js/x.js", headers={"Sec-Fetch-Site": "cross-site"})
    typed = await world.ask("/js/x.js", headers={"Sec-Fetch-Site": "none"})
    silent = await world.ask("/js/x.js")

    assert (followed.status, followed.body) == (200, MARKER)
    assert [stranger.status, typed.status, silent.status] == [404, 404, 404]


async def test_our_own_files_are_not_reached_from_the_root(world: World) -> None:
    answer = await world.ask(f"/__rt/{BUILD}/bridge.js", headers=SAME_ORIGIN)

    assert answer.status == 404


@pytest.mark.parametrize("target", [f"/~{CT}/sw.js", f"/~{CT}/js/x.js", "/sw.js", "/"])
async def test_no_service_worker_is_ever_served(world: World, target: str) -> None:
    answer = await world.ask(target, headers={"Service-Worker": "script", **SAME_ORIGIN})

    assert answer.status == 403
    assert MARKER not in answer.body


@pytest.mark.parametrize("path", ["index.html", "js/x.js", f"__rt/{BUILD}/bridge.html", "none"])
async def test_no_cookie_is_set_and_a_bomb_of_them_is_ignored(world: World, path: str) -> None:
    answer = await world.get(path, Cookie="; ".join(f"c{n}={'x' * 200}" for n in range(150)))

    assert answer.status == (404 if path == "none" else 200)
    assert "set-cookie" not in answer.headers
    assert "service-worker-allowed" not in answer.headers


async def test_the_bridge_is_never_kept_and_says_who_may_frame_it(world: World) -> None:
    answer = await world.get(f"__rt/{BUILD}/bridge.html")

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["origin-agent-cluster"] == "?1"


async def test_run_time_scripts_are_kept_for_the_build_they_belong_to(world: World) -> None:
    ours = await world.get(f"__rt/{BUILD}/bridge.js", Accept_Encoding="gzip")
    other = await world.get("__rt/older/bridge.js")

    assert ours.headers["cache-control"].endswith("immutable")
    assert other.headers["cache-control"] == "no-store"
    assert gzip.decompress(ours.body) == other.body
    assert other.headers["content-type"] == "text/javascript; charset=utf-8"


async def test_run_time_scripts_answer_conditions_and_head(world: World) -> None:
    path = f"__rt/{BUILD}/bridge.js"
    get = await world.get(path)
    head = await world.get(path, "HEAD")
    again = await world.get(path, If_None_Match=get.headers["etag"])

    assert head.body == b""
    assert head.headers["content-length"] == str(len(get.body))
    assert again.status == 304


async def test_a_locked_course_loads_only_what_it_brings(world: World) -> None:
    world.grant = replace(
        world.grant, policy=ContentPolicy.LOCKED, approved_hosts=("https://cdn.test", "x; y")
    )

    told = (await world.get("index.html")).headers["content-security-policy"]

    assert told.startswith(
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: https://cdn.test;"
    )


@pytest.mark.parametrize(
    "source", ["https://a.test; script-src *", "a.test, b.test", "a b", "'none'", "a\r\nX: y", ""]
)
async def test_an_ancestor_that_is_none_is_left_out(world: World, source: str) -> None:
    world.grant = replace(world.grant, frame_ancestors=(source, "https://*.ok.test:*"))

    told = (await world.get("index.html")).headers["content-security-policy"]

    assert told == f"frame-ancestors 'self' {content_host.SHELL} https://*.ok.test:*"


async def test_where_every_site_may_frame_a_page_apps_may_too(world: World) -> None:
    world.grant = replace(world.grant, frame_ancestors=("*",))

    assert "content-security-policy" not in (await world.get("index.html")).headers


def commit(body: bytes, *headers: str, length: int | None = None) -> bytes:
    said = len(body) if length is None else length
    head = [
        f"POST /~{CT}/__rt/commit HTTP/1.1",
        f"Host: {HOST}",
        f"Content-Length: {said}",
        "Content-Type: text/plain",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


async def test_a_commit_is_handed_on_and_its_answer_back(world: World) -> None:
    answer = await world.raw(commit(b'{"v":1}', "Sec-Fetch-Site: same-origin"))

    assert (answer.status, answer.body) == (200, b'{"applied":1}')
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert world.commits == [(LABEL, CT, b'{"v":1}')]


async def test_a_commit_from_another_site_is_refused(world: World) -> None:
    answer = await world.raw(commit(b"{}", "Sec-Fetch-Site: cross-site"))

    assert answer.status == 403
    assert world.commits == []


async def test_a_commit_of_just_a_megabyte_passes_and_more_does_not(world: World) -> None:
    largest = await world.raw(commit(b"x" * 1024 * 1024))
    declared = await world.raw(commit(b"", length=1024 * 1024 + 1))

    assert largest.status == 200
    assert declared.status == 413
    assert len(world.commits) == 1


async def test_commits_are_only_posted(world: World) -> None:
    answer = await world.get("__rt/commit")

    assert (answer.status, answer.headers["allow"]) == (405, "POST")


async def test_a_commit_of_unknown_length_is_stopped_at_a_megabyte(world: World) -> None:
    chunk = b"%x\r\n" % 600_000 + b"x" * 600_000 + b"\r\n"
    request = commit(chunk * 2 + b"0\r\n\r\n", "Transfer-Encoding: chunked")
    request = re.sub(rb"Content-Length: \d+\r\n", b"", request)

    assert (await world.raw(request)).status == 413
    assert world.commits == []


async def test_half_a_commit_is_none(world: World) -> None:
    _, writer = await asyncio.open_connection(*world.address)
    writer.write(commit(b'{"v":', length=50))
    await writer.drain()
    writer.close()
    await asyncio.sleep(0.2)

    assert world.commits == []


async def test_without_labels_the_path_alone_decides(tmp_path: Path) -> None:
    made = await content_host.stored(tmp_path, content_host.packed(FILES))
    made.grant = replace(made.grant, label="")
    bound = asgi_servers.bound_socket()
    app = content_host.app_of(made, "http://content.lectern.localhost:3001")
    async with asgi_servers.serving(app, bound):
        made.address = bound.getsockname()
        shared = {"Host": "content.lectern.localhost:3001"}
        opened = await made.ask(f"/~{CT}/js/x.js", headers=shared)
        other_host = await made.ask(f"/~{CT}/js/x.js")
        from_root = await made.ask("/js/x.js", headers={**shared, **SAME_ORIGIN})

    assert (opened.status, opened.body) == (200, MARKER)
    assert (other_host.status, from_root.status) == (404, 404)


async def test_a_store_that_does_not_answer_is_told_as_such(world: World) -> None:
    incoming = world.folder / "storage" / content_host.KEY
    incoming.unlink()
    incoming.mkdir()

    answer = await world.get("index.html")

    assert answer.status == 503
    assert str(world.folder).encode() not in answer.body


async def test_what_was_answered_can_be_counted(world: World) -> None:
    await world.get("js/x.js")
    await world.get("none")

    told = generate_latest(world.registry).decode()

    assert 'lectern_content_answers_total{status="200"} 1.0' in told
    assert 'lectern_content_answers_total{status="404"} 1.0' in told
    assert 'lectern_content_seconds_bucket{le="+Inf"} 2.0' in told
    assert "lectern_content_bytes_total" in told


async def test_a_web_socket_is_closed_at_once(world: World) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await content_host.app_of(world)({"type": "websocket"}, receive, send)

    assert [message["type"] for message in sent] == ["websocket.close"]


async def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    data = bytearray(content_host.packed({"a.css": MARKER * 999, "b.css": MARKER}, ("b.css",)))
    made = await content_host.stored(tmp_path, bytes(data))
    data[0:4] = b"none"
    (tmp_path / "storage" / content_host.KEY).write_bytes(data)
    async with content_host.playing(made) as world:
        damaged = await world.get("a.css", Accept_Encoding="gzip")
        sound = await world.get("b.css")

    assert damaged.status == 502
    assert damaged.body == b"This file of the course is damaged.\n"
    assert sound.status == 200


async def test_damaged_bytes_are_noticed_when_they_are_inflated(tmp_path: Path) -> None:
    data = bytearray(content_host.packed({"a.css": bytes(range(256)) * 9}))
    made = await content_host.stored(tmp_path, bytes(data))
    data[60] ^= 0xFF
    (tmp_path / "storage" / content_host.KEY).write_bytes(data)
    async with content_host.playing(made) as world:
        assert (await world.get("a.css")).status == 502


async def test_an_archive_cut_short_never_gives_half_a_file(tmp_path: Path) -> None:
    data = content_host.packed({"a.bin": bytes(10_000)}, ("a.bin",))
    made = await content_host.stored(tmp_path, data)
    (tmp_path / "storage" / content_host.KEY).write_bytes(data[:5000])
    async with content_host.playing(made) as world:
        assert (await world.get("a.bin")).status == 502


async def test_a_lost_archive_is_not_found(tmp_path: Path) -> None:
    made = await content_host.stored(tmp_path, content_host.packed(FILES))
    (tmp_path / "storage" / content_host.KEY).unlink()
    async with content_host.playing(made) as world:
        answer = await world.get("index.html")

    assert answer.status == 404
    assert str(tmp_path).encode() not in answer.body
