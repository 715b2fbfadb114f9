"""What the S3 store does beyond the contract: caching, sharing, and telling of trouble."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from services.errors import ObjectNotFound, StorageUnavailable
from services.storage.block_cache import BLOCK, BlockCache
from services.storage.s3 import Bucket, S3Store

KEY = "tenants/t1/uploads/u1.zip"
DATA = bytes(range(256)) * 20_000  # about five blocks


class Remote:
    """An object far away that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.failing = False

    async def fetch(self, key: str, offset: int, length: int) -> bytes:
        assert key == KEY
        self.asked.append(offset // BLOCK)
        await asyncio.sleep(0.01)
        if self.failing:
            raise StorageUnavailable
        return DATA[offset : offset + length]


async def once(data: bytes) -> AsyncIterator[bytes]:
    yield data


def blocks_in(folder: Path) -> int:
    return len([path for path in folder.rglob("*") if path.is_file()])


async def test_a_block_is_fetched_once(tmp_path: Path) -> None:
    remote = Remote()
    cache = BlockCache(tmp_path, 10 * BLOCK, remote.fetch)

    first = await cache.read(KEY, 100, 50)
    second = await cache.read(KEY, 120, 50)

    assert (first, second) == (DATA[100:150], DATA[120:170])
    assert remote.asked == [0]


async def test_many_readers_of_a_missing_block_share_one_request(tmp_path: Path) -> None:
    remote = Remote()
    cache = BlockCache(tmp_path, 10 * BLOCK, remote.fetch)

    await asyncio.gather(*(cache.read(KEY, n, 5) for n in range(50)))

    assert remote.asked == [0]


async def test_a_reader_that_gives_up_does_not_hurt_the_others(tmp_path: Path) -> None:
    remote = Remote()
    cache = BlockCache(tmp_path, 10 * BLOCK, remote.fetch)
    hasty = asyncio.create_task(cache.read(KEY, 0, 5))
    patient = asyncio.create_task(cache.read(KEY, 0, 5))
    await asyncio.sleep(0)

    hasty.cancel()

    assert await patient == DATA[:5]


async def test_a_range_over_several_blocks_is_whole(tmp_path: Path) -> None:
    cache = BlockCache(tmp_path, 10 * BLOCK, Remote().fetch)

    got = await cache.read(KEY, BLOCK - 3, BLOCK + 6)
    streamed = b"".join([p async for p in cache.stream(KEY, BLOCK - 3, BLOCK + 6)])

    assert got == streamed == DATA[BLOCK - 3 :][: BLOCK + 6]


async def test_a_stream_reads_ahead_but_never_past_its_range(tmp_path: Path) -> None:
    remote = Remote()
    cache = BlockCache(tmp_path, 10 * BLOCK, remote.fetch)

    async for _ in cache.stream(KEY, 0, 3 * BLOCK):
        pass

    assert sorted(remote.asked) == [0, 1, 2]


async def test_the_end_of_an_object_is_no_fault(tmp_path: Path) -> None:
    cache = BlockCache(tmp_path, 10 * BLOCK, Remote().fetch)

    assert await cache.read(KEY, len(DATA) - 5, 100) == DATA[-5:]
    assert await cache.read(KEY, len(DATA) + 5 * BLOCK, 100) == b""


async def test_the_cache_keeps_within_its_bound(tmp_path: Path) -> None:
    remote = Remote()
    cache = BlockCache(tmp_path, 2 * BLOCK, remote.fetch)

    for block in [0, 1, 0, 2]:
        await cache.read(KEY, block * BLOCK, 5)
    await cache.read(KEY, 0, 5)
    await cache.read(KEY, BLOCK, 5)

    assert blocks_in(tmp_path) == 2
    assert remote.asked == [0, 1, 2, 1]


async def test_blocks_of_an_earlier_run_are_still_there(tmp_path: Path) -> None:
    before, after = Remote(), Remote()
    await BlockCache(tmp_path, 10 * BLOCK, before.fetch).read(KEY, 0, 5)
    (next(tmp_path.glob("*")) / "left.part").write_bytes(b"torn")

    cache = BlockCache(tmp_path, 10 * BLOCK, after.fetch)

    assert await cache.read(KEY, 0, 5) == DATA[:5]
    assert after.asked == []
    assert blocks_in(tmp_path) == 1


async def test_a_block_that_another_process_dropped_is_fetched_again(tmp_path: Path) -> None:
    remote = Remote()
    cache = BlockCache(tmp_path, 10 * BLOCK, remote.fetch)
    await cache.read(KEY, 0, 5)

    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.unlink()

    assert await cache.read(KEY, 0, 5) == DATA[:5]
    assert remote.asked == [0, 0]


async def test_a_full_disk_costs_speed_and_not_the_answer(tmp_path: Path) -> None:
    remote = Remote()
    cache = BlockCache(tmp_path, 10 * BLOCK, remote.fetch)
    tmp_path.rmdir()
    tmp_path.write_bytes(b"a file in the way")

    assert await cache.read(KEY, 0, 5) == DATA[:5]


async def test_a_failed_fetch_is_told_and_tried_anew(tmp_path: Path) -> None:
    remote = Remote()
    cache = BlockCache(tmp_path, 10 * BLOCK, remote.fetch)
    remote.failing = True
    with pytest.raises(StorageUnavailable):
        await cache.read(KEY, 0, 5)

    remote.failing = False

    assert await cache.read(KEY, 0, 5) == DATA[:5]


async def test_forgotten_objects_leave_the_disk(tmp_path: Path) -> None:
    cache = BlockCache(tmp_path, 10 * BLOCK, Remote().fetch)
    await cache.read(KEY, 0, 2 * BLOCK)

    cache.forget(KEY)

    assert blocks_in(tmp_path) == 0


async def test_a_second_read_asks_the_bucket_nothing(s3_store: S3Store) -> None:
    await s3_store.write(KEY, once(DATA), limit=len(DATA))
    await s3_store.read(KEY, 0, len(DATA))

    s3_store.bucket = Bucket("no-such-bucket", endpoint="http://127.0.0.1:1")

    assert await s3_store.read(KEY, 5, 1000) == DATA[5:1005]


async def test_the_link_signs_length_type_and_that_nothing_is_replaced(s3_store: S3Store) -> None:
    link = await s3_store.presign_put(KEY, 5, "application/zip", 600)

    fields = parse_qs(urlsplit(link.url).query)
    assert fields["X-Amz-SignedHeaders"] == ["content-length;content-type;host;if-none-match"]
    assert fields["X-Amz-Expires"] == ["600"]
    assert link.headers == {"If-None-Match": "*", "Content-Type": "application/zip"}


async def test_a_large_upload_that_breaks_off_leaves_no_parts(s3_store: S3Store) -> None:
    async def broken() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield DATA
        raise RuntimeError("the sender went away")

    with pytest.raises(RuntimeError):
        await s3_store.write(KEY, broken(), limit=10**9)

    client = await s3_store._client()  # pyright: ignore[reportPrivateUsage]
    left = await client.list_multipart_uploads(Bucket=s3_store.bucket.name)
    assert left.get("Uploads", []) == []


async def test_a_bucket_that_does_not_exist_fails_the_check(bucket: Bucket, tmp_path: Path) -> None:
    store = S3Store(Bucket("no-such-bucket-here", "", bucket.endpoint), tmp_path)

    assert await store.check() is False
    with pytest.raises((StorageUnavailable, ObjectNotFound)):
        await store.read(KEY, 0, 5)
    await store.close()


async def test_a_server_that_is_not_there_is_told_as_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "y")
    store = S3Store(Bucket("bucket", "", "http://127.0.0.1:9"), tmp_path)

    assert await store.check() is False
    with pytest.raises(StorageUnavailable):
        await store.read(KEY, 0, 5)
    await store.close()


async def test_without_credentials_the_store_is_unavailable_not_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY", raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    store = S3Store(Bucket("bucket", "", "http://127.0.0.1:9"), tmp_path)

    with pytest.raises(StorageUnavailable):
        await store.read(KEY, 0, 5)
    with pytest.raises(StorageUnavailable):
        await store.presign_put(KEY, 5, None, 60)
    await store.close()
