"""Types, headers, ranges and conditions of course files. [check S07]"""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.packages import archives
from tests import content_host
from tests.content_host import World

TEXT = b"The quick brown fox jumps over the lazy dog. " * 500
PAGE_1252 = "<meta charset=windows-1252><p>Zur\u00fcck \u2013 caf\u00e9".encode("cp1252")

KINDS = {
    "a.html": "text/html",
    "a.htm": "text/html",
    "a.xhtml": "application/xhtml+xml",
    "a.svg": "image/svg+xml",
    "a.xml": "application/xml",
    "a.xsl": "application/xml",
    "a.js": "text/javascript",
    "a.mjs": "text/javascript",
    "a.css": "text/css",
    "a.json": "application/json",
    "a.map": "application/json",
    "a.wasm": "application/wasm",
    "a.txt": "text/plain",
    "a.vtt": "text/vtt",
    "a.csv": "text/csv",
    "a.png": "image/png",
    "a.jpg": "image/jpeg",
    "a.JPEG": "image/jpeg",
    "a.gif": "image/gif",
    "a.webp": "image/webp",
    "a.avif": "image/avif",
    "a.ico": "image/x-icon",
    "a.woff": "font/woff",
    "a.woff2": "font/woff2",
    "a.ttf": "font/ttf",
    "a.otf": "font/otf",
    "a.eot": "application/vnd.ms-fontobject",
    "a.mp3": "audio/mpeg",
    "a.m4a": "audio/mp4",
    "a.ogg": "audio/ogg",
    "a.wav": "audio/wav",
    "a.mp4": "video/mp4",
    "a.webm": "video/webm",
    "a.mov": "video/quicktime",
    "a.pdf": "application/pdf",
    "a.swf": "application/x-shockwave-flash",
    "a.zip": "application/zip",
    "a.php": "application/octet-stream",
    ".htaccess": "application/octet-stream",
    "a.unknown": "application/octet-stream",
    "noextension": "application/octet-stream",
    "dir.html/noextension": "application/octet-stream",
}
STORED = ("stored.bin", "stored.mp4", "empty.bin")


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    files = {name: TEXT + name.encode() for name in KINDS}
    files |= {"stored.bin": TEXT, "stored.mp4": TEXT, "empty.bin": b"", "old.html": PAGE_1252}
    files |= {"page.jpg": b"<script>alert(1)</script>", "long.css": TEXT * 40}
    files |= {"film.mp4": TEXT * 40, "Mixed/Case.HTML": b"mixed", "caf\u00e9.html": b"accent"}
    data = content_host.packed(files, STORED)
    made = await content_host.stored(Path(tmp_path_factory.mktemp("files")), data)
    async with content_host.playing(made) as playing:
        yield playing


@pytest.mark.parametrize("name", KINDS)
async def test_every_kind_of_file_has_its_type_and_bytes(world: World, name: str) -> None:
    answer = await world.get(name)

    assert answer.status == 200
    assert answer.headers["content-type"] == KINDS[name]
    assert answer.body == TEXT + name.encode()


@pytest.mark.parametrize("name", KINDS)
async def test_every_file_says_nosniff_and_no_foreign_origin(world: World, name: str) -> None:
    headers = (await world.get(name, Origin="https://evil.test")).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "set-cookie" not in headers
    assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml", "old.html"])
async def test_a_page_is_not_kept_and_says_who_may_frame_it(world: World, name: str) -> None:
    headers = (await world.get(name)).headers

    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"] == (
        f"frame-ancestors 'self' {content_host.SHELL} https://lms.partner.test"
    )
    assert headers["cross-origin-opener-policy"] == "unsafe-none"
    assert headers["origin-agent-cluster"] == "?1"


@pytest.mark.parametrize("name", ["a.js", "a.css", "a.png", "a.mp4", "stored.bin", "a.php"])
async def test_an_asset_is_kept_by_the_browser_alone(world: World, name: str) -> None:
    headers = (await world.get(name)).headers

    assert headers["cache-control"] == "private, max-age=31536000, immutable"
    assert "content-security-policy" not in headers


@pytest.mark.parametrize("name", ["a.svg", "a.xml"])
async def test_active_documents_say_who_may_frame_them(world: World, name: str) -> None:
    assert "frame-ancestors" in (await world.get(name)).headers["content-security-policy"]


async def test_a_page_of_an_old_course_keeps_its_own_charset(world: World) -> None:
    answer = await world.get("old.html")

    assert answer.headers["content-type"] == "text/html"
    assert answer.body == PAGE_1252


async def test_a_page_called_jpg_is_an_image(world: World) -> None:
    answer = await world.get("page.jpg")

    assert answer.headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "*", "GZIP, deflate", "x-gzip"])
async def test_deflated_bytes_go_out_as_gzip(world: World, accepted: str) -> None:
    answer = await world.get("a.css", Accept_Encoding=accepted)

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["vary"] == "accept-encoding"
    assert gzip.decompress(answer.body) == TEXT + b"a.css"
    assert len(answer.body) < len(TEXT) / 10


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity", "*;q=0", "gzip;q=0.000"])
async def test_who_takes_no_gzip_gets_plain_bytes(world: World, accepted: str) -> None:
    answer = await world.get("a.css", Accept_Encoding=accepted)

    assert "content-encoding" not in answer.headers
    assert answer.headers["content-length"] == str(len(TEXT) + 5)
    assert answer.body == TEXT + b"a.css"


async def test_a_long_file_arrives_whole_either_way(world: World) -> None:
    plain = await world.get("long.css")
    packed = await world.get("long.css", Accept_Encoding="gzip")

    assert plain.body == TEXT * 40
    assert gzip.decompress(packed.body) == TEXT * 40


async def test_plain_and_gzip_bytes_carry_different_tags(world: World) -> None:
    plain = await world.get("a.css")
    packed = await world.get("a.css", Accept_Encoding="gzip")

    assert plain.headers["etag"] != packed.headers["etag"]


@pytest.mark.parametrize("name", ["a.css", "a.html", "stored.bin", "film.mp4", "empty.bin"])
@pytest.mark.parametrize("accepted", ["gzip", "identity"])
async def test_head_says_what_get_says(world: World, name: str, accepted: str) -> None:
    get = await world.get(name, Accept_Encoding=accepted)
    head = await world.get(name, "HEAD", Accept_Encoding=accepted)

    assert head.body == b""
    volatile = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in volatile} == {
        k: v for k, v in get.headers.items() if k not in volatile
    }


@pytest.mark.parametrize("name", ["stored.bin", "film.mp4", "a.css"])
@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("0-0", 0, 1),
        ("10-19", 10, 20),
        ("22000-", 22000, None),
        ("-5", -5, None),
        ("0-99999999999", 0, None),
        ("-99999999", 0, None),
    ],
)
async def test_one_range_gets_its_bytes(
    world: World, name: str, wanted: str, start: int, end: int | None
) -> None:
    whole = (await world.get(name)).body

    answer = await world.get(name, Range=f"bytes={wanted}")

    expected = whole[start:end]
    first = start % len(whole)
    assert answer.status == 206
    assert answer.body == expected
    assert answer.headers["content-length"] == str(len(expected))
    assert answer.headers["content-range"] == (
        f"bytes {first}-{first + len(expected) - 1}/{len(whole)}"
    )


@pytest.mark.parametrize(
    "wanted", ["bytes=5-2", "bytes=99999999-", "bytes=-0", "bytes=x-y", "bytes=-", "bytes=--1"]
)
async def test_a_bad_range_is_refused(world: World, wanted: str) -> None:
    answer = await world.get("stored.bin", Range=wanted)

    assert answer.status == 416
    assert answer.headers["content-range"] == f"bytes */{len(TEXT)}"
    assert answer.body == b""


async def test_no_byte_of_an_empty_file_can_be_meant(world: World) -> None:
    assert (await world.get("empty.bin", Range="bytes=0-0")).status == 416
    assert (await world.get("empty.bin")).status == 200


@pytest.mark.parametrize(
    "wanted",
    ["bytes=0-1,5-6", "bytes=" + ",".join(["0-"] * 1000), "lines=1-2", "nonsense"],
    ids=["two", "thousand", "unit", "nonsense"],
)
async def test_many_ranges_or_none_get_the_file_once(world: World, wanted: str) -> None:
    answer = await world.get("stored.bin", Range=wanted)

    assert answer.status == 200
    assert answer.body == TEXT


async def test_gzip_bytes_are_never_cut_into_ranges(world: World) -> None:
    answer = await world.get("a.css", Accept_Encoding="gzip", Range="bytes=0-9")

    assert answer.status == 200
    assert "accept-ranges" not in answer.headers
    assert gzip.decompress(answer.body) == TEXT + b"a.css"


async def test_deflated_film_can_be_sought_in_whatever_is_accepted(world: World) -> None:
    answer = await world.get("film.mp4", Accept_Encoding="gzip", Range="bytes=700000-700009")

    assert answer.status == 206
    assert answer.body == (TEXT * 40)[700_000:700_010]


async def test_a_range_holds_only_while_the_file_is_the_same(world: World) -> None:
    tag = (await world.get("stored.bin")).headers["etag"]

    same = await world.get("stored.bin", Range="bytes=0-4", If_Range=tag)
    other = await world.get("stored.bin", Range="bytes=0-4", If_Range='"other"')
    dated = await world.get(
        "stored.bin", Range="bytes=0-4", If_Range="Sat, 21 Nov 2026 13:30:28 GMT"
    )

    assert (same.status, other.status, dated.status) == (206, 200, 200)


@pytest.mark.parametrize("name", ["a.css", "stored.bin", "a.html"])
@pytest.mark.parametrize("accepted", ["gzip", "identity"])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', "*"])
async def test_what_the_browser_has_is_not_sent_again(
    world: World, name: str, accepted: str, form: str
) -> None:
    tag = (await world.get(name, Accept_Encoding=accepted)).headers["etag"]

    answer = await world.get(name, Accept_Encoding=accepted, If_None_Match=form.format(tag))

    assert answer.status == 304
    assert answer.body == b""
    assert answer.headers["etag"] == tag


async def test_another_tag_gets_the_file(world: World) -> None:
    assert (await world.get("a.css", If_None_Match='"other"')).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
async def test_course_files_are_only_read(world: World, method: str) -> None:
    answer = await world.get("a.html", method)

    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


async def test_inflated_media_is_preferred_once_it_is_there(tmp_path: Path) -> None:
    film = zlib.compress(b"x") + bytes(range(256)) * 4000
    data = content_host.packed({"film.mp4": film, "b/sound.MP3": TEXT, "a.css": TEXT})
    made = await content_host.stored(tmp_path, data)
    async with content_host.playing(made) as world:
        before = await world.get("film.mp4", Range="bytes=500000-500009")
        tenant, revision = world.grant.tenant_id, world.grant.revision_id
        media = await archives.inflate_media(
            world.store, content_host.KEY, world.index, tenant, revision
        )
        content_host.with_media(world, media)
        # A grant is remembered for a second, no longer.
        await asyncio.sleep(1.1)
        after = await world.get("film.mp4", Range="bytes=500000-500009", Accept_Encoding="gzip")
        stat = await world.store.stat(media["film.mp4"])

    assert set(media) == {"film.mp4", "b/sound.MP3"}
    assert media["film.mp4"].startswith(f"tenants/{tenant}/revisions/{revision}/media/")
    assert stat is not None
    assert stat.size == len(film)
    assert before.body == after.body == film[500_000:500_010]
    assert before.headers["etag"] == after.headers["etag"]
