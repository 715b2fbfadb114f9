"""The content origins behind the server of production: whole files, cut streams, lost readers."""

import asyncio
import gzip
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from granian.constants import Interfaces
from granian.server.embed import Server

from tests import asgi_servers, content_host
from tests.content_host import CT, HOST, KEY, World

FILM = os.urandom(20_000_000)
TEXT = b"Some text that repeats. " * 100_000


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    data = content_host.packed(
        {"film.mp4": FILM, "long.css": TEXT, "packed.mp4": FILM[:3_000_000]}, ("film.mp4",)
    )
    made = await content_host.stored(Path(tmp_path_factory.mktemp("granian")), data)
    with asgi_servers.bound_socket() as free:
        made.address = free.getsockname()
    server = Server(
        content_host.app_of(made),
        address=made.address[0],
        port=made.address[1],
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
    )
    running = asyncio.create_task(server.serve())
    await _answering(made.address)
    yield made
    server.stop()
    await running
    await made.store.close()


async def _answering(address: tuple[str, int]) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection(*address)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise TimeoutError("the server did not begin to answer")


async def test_a_film_arrives_whole_and_in_parts(world: World) -> None:
    whole = await world.get("film.mp4")
    part = await world.get("film.mp4", Range="bytes=9000000-17999999")

    assert whole.body == FILM
    assert (part.status, part.body) == (206, FILM[9_000_000:18_000_000])
    assert part.headers["content-length"] == "9000000"


async def test_gzip_and_plain_text_arrive_whole(world: World) -> None:
    packed = await world.get("long.css", Accept_Encoding="gzip")
    plain = await world.get("long.css")

    assert gzip.decompress(packed.body) == plain.body == TEXT


async def test_a_part_of_packed_media_arrives(world: World) -> None:
    part = await world.get("packed.mp4", Accept_Encoding="gzip", Range="bytes=2900000-")

    assert (part.status, part.body) == (206, FILM[2_900_000:3_000_000])


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
async def test_head_says_what_get_says(world: World, accepted: str) -> None:
    get = await world.get("long.css", Accept_Encoding=accepted)
    head = await world.get("long.css", "HEAD", Accept_Encoding=accepted)

    assert head.body == b""
    assert head.headers["content-length"] == get.headers["content-length"]
    assert {k: v for k, v in head.headers.items() if k != "date"} == {
        k: v for k, v in get.headers.items() if k != "date"
    }


async def test_what_the_browser_has_and_bad_ranges_have_no_body(world: World) -> None:
    tag = (await world.get("film.mp4")).headers["etag"]

    same = await world.get("film.mp4", If_None_Match=tag)
    bad = await world.get("film.mp4", Range="bytes=5-2")

    assert (same.status, same.body) == (304, b"")
    assert (bad.status, bad.body) == (416, b"")


@pytest.mark.parametrize("path", ["../secret", "%2e%2e/x", "%00", "%c0%ae", "//x", "a;b", "%zz"])
async def test_hostile_paths_are_not_found(world: World, path: str) -> None:
    assert (await world.get(path)).status == 404


async def test_the_absolute_form_is_an_ordinary_request(world: World) -> None:
    answer = await world.ask(f"http://{HOST}/~{CT}/long.css")

    assert answer.status == 200


async def test_readers_that_leave_in_the_middle_leave_nothing_behind(world: World) -> None:
    before = len(asyncio.all_tasks())

    for _ in range(10):
        reader, writer = await asyncio.open_connection(*world.address)
        writer.write(f"GET /~{CT}/film.mp4 HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        await reader.read(1000)
        writer.transport.abort()
    await asyncio.sleep(1)

    assert len(asyncio.all_tasks()) <= before


async def test_a_stream_that_meets_damage_ends_short_of_its_length(world: World) -> None:
    path = world.folder / "storage" / KEY
    data = bytearray(path.read_bytes())
    entry = world.index.entries["packed.mp4"]
    data[entry.offset + 2_000_000] ^= 0xFF
    path.write_bytes(data)

    answer = await world.get("packed.mp4")

    assert answer.status == 200
    assert len(answer.body) < int(answer.headers["content-length"])
