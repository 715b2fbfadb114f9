"""What every file store promises, asked of local disk and of a real S3 server alike."""

import asyncio
import io
import re
import time
from collections.abc import AsyncIterator
from uuid import uuid4

import aiohttp
import pytest

from services.errors import FileTooLarge, Invalid, ObjectNotFound
from services.storage import parts
from services.storage.store import CHUNK, ContentStore, Presigned, is_key

ZIP = "application/zip"
MB = 1024 * 1024
SOME = bytes(range(256)) * 4096  # 1 MiB


def a_key() -> str:
    return f"tenants/{uuid4()}/uploads/{uuid4()}.zip"


async def in_pieces(data: bytes, size: int = 100_000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def written(store: ContentStore, data: bytes) -> str:
    key = a_key()
    await store.write(key, in_pieces(data), limit=len(data))
    return key


async def put(
    link: Presigned, data: bytes, method: str = "PUT", **headers: str
) -> tuple[int, str | None]:
    async with (
        aiohttp.ClientSession(skip_auto_headers=["Content-Type"]) as http,
        http.request(
            method, link.url, data=io.BytesIO(data), headers={**link.headers, **headers}
        ) as answer,
    ):
        await answer.read()
        return answer.status, answer.headers.get("ETag")


async def whole(store: ContentStore, key: str, length: int) -> bytes:
    return b"".join([part async for part in store.stream(key, 0, length)])


async def test_what_was_written_is_read_back(store: ContentStore) -> None:
    key = await written(store, SOME)

    assert await whole(store, key, len(SOME)) == SOME


async def test_an_object_larger_than_one_part_is_read_back(store: ContentStore) -> None:
    large = SOME * 20

    key = await written(store, large)

    assert await whole(store, key, len(large)) == large
    assert (await store.read(key, 8 * 2**20 - 5, 10)) == large[8 * 2**20 - 5 :][:10]


async def test_an_empty_object_is_an_object(store: ContentStore) -> None:
    key = await written(store, b"")

    found = await store.stat(key)

    assert found is not None
    assert found.size == 0
    assert await store.read(key, 0, 100) == b""


async def test_stat_tells_size_and_an_etag_that_follows_the_bytes(store: ContentStore) -> None:
    key = await written(store, b"one")
    before = await store.stat(key)

    await store.write(key, in_pieces(b"two"), limit=3)
    after = await store.stat(key)

    assert before
    assert after
    assert (before.size, after.size) == (3, 3)
    assert before.etag != after.etag
    assert '"' not in before.etag


async def test_writing_again_replaces(store: ContentStore) -> None:
    key = await written(store, b"first")
    await store.read(key, 0, 5)

    await store.write(key, in_pieces(b"second"), limit=10)

    assert await store.read(key, 0, 10) == b"second"


@pytest.mark.parametrize(
    ("offset", "length"), [(0, 1), (5, 10), (1_048_570, 6), (1_048_570, 100), (1_048_576, 5)]
)
async def test_a_range_holds_what_there_is_of_it(
    store: ContentStore, offset: int, length: int
) -> None:
    key = await written(store, SOME)

    assert await store.read(key, offset, length) == SOME[offset : offset + length]


async def test_a_stream_comes_in_pieces_of_bounded_size(store: ContentStore) -> None:
    key = await written(store, SOME)

    sizes = [len(part) async for part in store.stream(key, 3, len(SOME) - 3)]

    assert max(sizes) <= CHUNK
    assert sum(sizes) == len(SOME) - 3


async def test_many_readers_at_once_get_their_own_bytes(store: ContentStore) -> None:
    key = await written(store, SOME)
    starts = range(0, len(SOME), 40_000)

    got = await asyncio.gather(*(store.read(key, start, 1000) for start in starts))

    assert got == [SOME[start : start + 1000] for start in starts]


async def test_more_than_the_limit_is_refused_and_leaves_nothing(store: ContentStore) -> None:
    key = a_key()

    with pytest.raises(FileTooLarge):
        await store.write(key, in_pieces(SOME), limit=len(SOME) - 1)

    assert await store.stat(key) is None


async def test_a_large_refused_write_leaves_nothing(store: ContentStore) -> None:
    key = a_key()

    with pytest.raises(FileTooLarge):
        await store.write(key, in_pieces(SOME * 20), limit=len(SOME) * 19)

    assert await store.stat(key) is None


async def test_a_write_that_breaks_off_keeps_what_was_there(store: ContentStore) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield SOME
        raise RuntimeError("the sender went away")

    key = await written(store, b"before")

    with pytest.raises(RuntimeError):
        await store.write(key, broken(), limit=10**9)

    assert await store.read(key, 0, 100) == b"before"


async def test_a_missing_object_is_said_to_be_missing(store: ContentStore) -> None:
    key = a_key()

    assert await store.stat(key) is None
    with pytest.raises(ObjectNotFound):
        await store.read(key, 0, 10)
    with pytest.raises(ObjectNotFound):
        await whole(store, key, 10)


async def test_a_deleted_object_is_gone_and_may_be_deleted_twice(store: ContentStore) -> None:
    key = await written(store, SOME)
    await store.read(key, 0, 10)

    await store.delete(key)
    await store.delete(key)

    assert await store.stat(key) is None
    with pytest.raises(ObjectNotFound):
        await store.read(key, 0, 10)


async def put_part(store: ContentStore, key: str, upload: str, number: int, data: bytes) -> str:
    link = await store.presign_part(key, upload, number, 600)
    status, etag = await put(link, data, **{"Content-Type": ZIP})
    assert status == 200
    assert etag
    assert etag.strip('"') != etag
    return etag


async def test_parts_in_any_order_become_one_object(store: ContentStore) -> None:
    key, contents = a_key(), {3: b"the end", 1: SOME * 5, 2: SOME * 6}
    upload = await store.begin_parts(key)
    etags = [(n, await put_part(store, key, upload, n, data)) for n, data in contents.items()]
    assert await store.stat(key) is None

    held = await store.parts(key, upload)
    stored = await store.complete_parts(key, upload, parts.chosen(etags, held))

    expected = SOME * 11 + b"the end"
    assert [(part.number, part.size) for part in held] == [(1, 5 * MB), (2, 6 * MB), (3, 7)]
    assert stored.size == len(expected)
    assert stored == await store.stat(key)
    assert await whole(store, key, len(expected)) == expected


async def test_a_part_may_be_put_again_and_the_last_one_counts(store: ContentStore) -> None:
    key = a_key()
    upload = await store.begin_parts(key)
    first = await put_part(store, key, upload, 1, b"first")
    second = await put_part(store, key, upload, 1, b"again")

    held = await store.parts(key, upload)
    with pytest.raises(Invalid, match="part 1 was received with another etag"):
        parts.chosen([(1, first)], held)
    await store.complete_parts(key, upload, parts.chosen([(1, second)], held))

    assert first != second
    assert await store.read(key, 0, 10) == b"again"


async def test_a_part_replaced_in_the_last_moment_is_noticed(store: ContentStore) -> None:
    key = a_key()
    upload = await store.begin_parts(key)
    etag = await put_part(store, key, upload, 1, b"first")
    picked = parts.chosen([(1, etag)], await store.parts(key, upload))
    again = await put_part(store, key, upload, 1, b"again")

    with pytest.raises(Invalid, match="part 1 was replaced"):
        await store.complete_parts(key, upload, picked)

    assert await store.stat(key) is None
    picked = parts.chosen([(1, again)], await store.parts(key, upload))
    await store.complete_parts(key, upload, picked)
    assert await store.read(key, 0, 10) == b"again"


async def test_completing_can_be_repeated(store: ContentStore) -> None:
    key = a_key()
    upload = await store.begin_parts(key)
    etag = await put_part(store, key, upload, 1, b"whole")
    picked = parts.chosen([(1, etag)], await store.parts(key, upload))

    once = await store.complete_parts(key, upload, picked)
    twice = await store.complete_parts(key, upload, picked)

    assert once == twice
    with pytest.raises(ObjectNotFound):
        await store.parts(key, upload)


async def test_completing_at_the_same_time_makes_one_object(store: ContentStore) -> None:
    key = a_key()
    upload = await store.begin_parts(key)
    etags = [(n, await put_part(store, key, upload, n, SOME * 5)) for n in (1, 2)]
    picked = parts.chosen(etags, await store.parts(key, upload))

    done = await asyncio.gather(*(store.complete_parts(key, upload, picked) for _ in range(4)))

    assert len({stored.etag for stored in done}) == 1
    assert await whole(store, key, 11 * MB) == SOME * 10


async def test_a_part_that_comes_after_the_end_is_refused(store: ContentStore) -> None:
    finished, given_up = a_key(), a_key()
    one, two = await store.begin_parts(finished), await store.begin_parts(given_up)
    late = [await store.presign_part(finished, one, 2, 600)]
    late.append(await store.presign_part(given_up, two, 1, 600))
    etag = await put_part(store, finished, one, 1, b"whole")
    picked = parts.chosen([(1, etag)], await store.parts(finished, one))
    await store.complete_parts(finished, one, picked)
    await put_part(store, given_up, two, 3, b"part")
    await store.discard_parts(given_up)
    await store.discard_parts(given_up)

    answers = [await put(link, b"late") for link in late]

    assert [status for status, _ in answers] == [404, 404]
    assert await store.read(finished, 0, 10) == b"whole"
    assert await store.stat(given_up) is None
    with pytest.raises(ObjectNotFound):
        await store.parts(given_up, two)
    with pytest.raises(ObjectNotFound):
        await store.complete_parts(given_up, two, picked)


async def test_an_upload_without_parts_has_none(store: ContentStore) -> None:
    key = a_key()

    assert await store.parts(key, await store.begin_parts(key)) == []
    await store.discard_parts(a_key())


@pytest.mark.parametrize("number", ["3", "0", "-2", "", "02"])
async def test_a_link_for_one_part_stores_no_other(store: ContentStore, number: str) -> None:
    key = a_key()
    upload = await store.begin_parts(key)
    link = await store.presign_part(key, upload, 2, 600)
    changed = re.sub(r"(part(?:Number)?)=2\b", rf"\1={number}", link.url)

    status, _ = await put(Presigned(changed), b"bytes")

    assert changed != link.url
    assert status == 403
    assert await store.parts(key, upload) == []
    assert await store.stat(key) is None


async def test_an_expired_link_for_a_part_is_refused(store: ContentStore) -> None:
    key = a_key()
    upload = await store.begin_parts(key)
    link = await store.presign_part(key, upload, 1, 1)
    await asyncio.sleep(2 - time.time() % 1 + 0.1)

    status, _ = await put(link, b"12345")

    assert status == 403
    assert await store.parts(key, upload) == []


async def test_a_working_store_says_so(store: ContentStore) -> None:
    assert await store.check() is True


async def test_an_upload_through_the_link_is_stored(store: ContentStore) -> None:
    key = a_key()
    link = await store.presign_put(key, len(SOME), ZIP, 600)

    status, etag = await put(link, SOME)

    stored = await store.stat(key)
    assert status == 200
    assert stored is not None
    assert etag == f'"{stored.etag}"'
    assert await whole(store, key, len(SOME)) == SOME


async def test_a_second_upload_through_the_link_is_refused(store: ContentStore) -> None:
    key = a_key()
    link = await store.presign_put(key, 5, ZIP, 600)
    await put(link, b"first")

    status, _ = await put(link, b"other")

    assert status == 412
    assert await store.read(key, 0, 5) == b"first"


@pytest.mark.parametrize("body", [b"longer than said", b"less"])
async def test_another_length_than_the_link_says_is_refused(
    store: ContentStore, body: bytes
) -> None:
    key = a_key()
    link = await store.presign_put(key, 5, ZIP, 600)

    status, _ = await put(link, body)

    assert 400 <= status < 500
    assert await store.stat(key) is None


async def test_another_type_than_the_link_says_is_refused(store: ContentStore) -> None:
    key = a_key()
    link = await store.presign_put(key, 5, ZIP, 600)

    status, _ = await put(link, b"12345", **{"Content-Type": "text/html"})

    assert status == 403
    assert await store.stat(key) is None


@pytest.mark.parametrize("method", ["POST", "DELETE", "GET"])
async def test_another_method_than_the_link_says_is_refused(
    store: ContentStore, method: str
) -> None:
    key = a_key()
    link = await store.presign_put(key, 5, ZIP, 600)

    status, _ = await put(link, b"12345", method)

    assert 400 <= status < 500
    assert await store.stat(key) is None


async def test_a_link_for_one_key_opens_no_other(store: ContentStore) -> None:
    key, other = a_key(), a_key()
    link = await store.presign_put(key, 5, ZIP, 600)

    status, _ = await put(Presigned(link.url.replace(key, other), link.headers), b"12345")

    assert status == 403
    assert await store.stat(other) is None


async def test_an_expired_link_is_refused(store: ContentStore) -> None:
    key = a_key()
    link = await store.presign_put(key, 5, ZIP, 1)
    await asyncio.sleep(2 - time.time() % 1 + 0.1)

    status, _ = await put(link, b"12345")

    assert status == 403
    assert await store.stat(key) is None


async def test_a_link_without_size_and_type_takes_any(store: ContentStore) -> None:
    key = a_key()
    link = await store.presign_put(key, None, None, 600)

    status, _ = await put(link, b"whatever", **{"Content-Type": "text/plain"})

    assert status == 200
    assert await store.read(key, 0, 20) == b"whatever"


async def test_of_two_simultaneous_uploads_one_is_kept(store: ContentStore) -> None:
    key = a_key()
    link = await store.presign_put(key, 5, ZIP, 600)

    answers = await asyncio.gather(put(link, b"aaaaa"), put(link, b"bbbbb"))

    stored = await store.stat(key)
    assert stored is not None
    assert 200 in {status for status, _ in answers}
    assert await store.read(key, 0, 5) in {b"aaaaa", b"bbbbb"}


@pytest.mark.parametrize(
    "key",
    [
        "../x",
        "a/../b",
        "/a",
        "a//b",
        "a/",
        "",
        ".hidden",
        "a/.b",
        "a\\b",
        "a\0b",
        "a b",
        "é",
        "a?b",
    ],
)
async def test_a_key_that_could_leave_the_root_is_never_used(store: ContentStore, key: str) -> None:
    assert not is_key(key)
    with pytest.raises(ValueError, match="storage key"):
        await store.stat(key)
