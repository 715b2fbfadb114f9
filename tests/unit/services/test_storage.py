"""What every file store promises, asked of local disk and of a real S3 server alike."""

import asyncio
import io
import time
from collections.abc import AsyncIterator
from uuid import uuid4

import aiohttp
import pytest

from services.errors import FileTooLarge, ObjectExists, ObjectNotFound
from services.storage.store import CHUNK, ContentStore, Presigned, is_key

ZIP = "application/zip"
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


async def test_objects_are_joined_in_order_and_stay(store: ContentStore) -> None:
    contents = [SOME * 5, SOME * 6, b"the end"]
    parts = [await written(store, data) for data in contents]
    key = a_key()

    stored = await store.join(key, parts, limit=10**8)

    expected = b"".join(contents)
    assert stored.size == len(expected)
    assert await whole(store, key, len(expected)) == expected
    assert await store.read(parts[2], 0, 10) == b"the end"


async def test_objects_are_joined_once_within_the_limit_and_only_when_all_are_there(
    store: ContentStore,
) -> None:
    part, key = await written(store, SOME), a_key()

    with pytest.raises(FileTooLarge):
        await store.join(key, [part], limit=len(SOME) - 1)
    with pytest.raises(ObjectNotFound):
        await store.join(key, [part, a_key()], limit=10**8)
    assert await store.stat(key) is None

    await store.join(key, [part], limit=len(SOME))
    with pytest.raises(ObjectExists):
        await store.join(key, [part], limit=len(SOME))


async def test_parts_put_through_links_become_one_object(store: ContentStore) -> None:
    key, contents = a_key(), [SOME * 5, b"rest"]
    parts = [f"{key}.parts/{number}" for number in (1, 2)]
    tags: list[str | None] = []
    for part, data in zip(parts, contents, strict=True):
        link = await store.presign_put(part, None, None, 600)
        status, tag = await put(link, data, **{"Content-Type": ZIP})
        assert status == 200
        tags.append(tag)

    found = [await store.stat(part) for part in parts]
    await store.join(key, parts, limit=10**8)

    assert [f'"{each.etag}"' for each in found if each] == tags
    assert await whole(store, key, 10**7) == b"".join(contents)


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
