"""What the local store does beyond the contract of every store."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from services.errors import (
    BadUploadLink,
    FileTooLarge,
    ObjectExists,
    ObjectNotFound,
    StorageUnavailable,
)
from services.storage import open_files
from services.storage.local import LocalStore
from services.storage.open_files import OpenFile, OpenFiles
from services.storage.store import ContentStore, Presigned
from services.storage.upload_links import UploadLink, sign, verify

KEY = "tenants/t1/uploads/u1.zip"
SECRET = b"s" * 32


async def once(data: bytes) -> AsyncIterator[bytes]:
    yield data


def a_store(folder: Path) -> LocalStore:
    return LocalStore(folder / "storage", "https://app.test", SECRET)


def files_in(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_local_store_is_a_content_store(tmp_path: Path) -> None:
    store: ContentStore = a_store(tmp_path)

    assert store.backend == "local"


async def test_only_the_object_itself_is_left_on_disk(tmp_path: Path) -> None:
    store = a_store(tmp_path)

    await store.write(KEY, once(b"data"), limit=4)
    with pytest.raises(FileTooLarge):
        await store.write("other", once(b"data"), limit=3)

    assert files_in(tmp_path) == [f"storage/{KEY}"]


async def test_nobody_else_on_the_machine_may_read_the_objects(tmp_path: Path) -> None:
    store = a_store(tmp_path)

    await store.write(KEY, once(b"data"), limit=4)

    assert (tmp_path / "storage" / KEY).stat().st_mode & 0o077 == 0
    assert (tmp_path / "storage" / "tenants").stat().st_mode & 0o077 == 0


async def test_a_new_object_never_replaces(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    await store.write_new(KEY, once(b"first"), limit=9)

    with pytest.raises(ObjectExists):
        await store.write_new(KEY, once(b"second"), limit=9)

    assert await store.read(KEY, 0, 9) == b"first"


async def test_of_many_simultaneous_new_objects_one_wins(tmp_path: Path) -> None:
    store = a_store(tmp_path)

    tries = [store.write_new(KEY, once(b"%d" % n), limit=9) for n in range(8)]
    ended = await asyncio.gather(*tries, return_exceptions=True)

    assert len([end for end in ended if not isinstance(end, ObjectExists)]) == 1
    assert files_in(tmp_path) == [f"storage/{KEY}"]


async def test_what_another_process_replaced_or_deleted_is_noticed(tmp_path: Path) -> None:
    ours, theirs = a_store(tmp_path), a_store(tmp_path)
    await ours.write(KEY, once(b"before"), limit=9)
    await ours.read(KEY, 0, 9)

    await theirs.write(KEY, once(b"after"), limit=9)
    await asyncio.sleep(1.1)
    replaced = await ours.read(KEY, 0, 9)
    await theirs.delete(KEY)
    await asyncio.sleep(1.1)

    assert replaced == b"after"
    with pytest.raises(ObjectNotFound):
        await ours.read(KEY, 0, 9)


async def test_a_running_stream_survives_deletion(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    data = os.urandom(1_000_000)
    await store.write(KEY, once(data), limit=len(data))

    stream = store.stream(KEY, 0, len(data))
    got = [await anext(stream)]
    await store.delete(KEY)
    got += [piece async for piece in stream]

    assert b"".join(got) == data


async def test_uploads_cut_off_long_ago_are_swept(tmp_path: Path) -> None:
    incoming = tmp_path / "storage" / ".incoming"
    incoming.mkdir(parents=True)
    for name, age in [("old", 90_000), ("new", 60)]:
        (incoming / name).write_bytes(b"part")
        then = time.time() - age
        os.utime(incoming / name, (then, then))

    a_store(tmp_path)

    assert [left.name for left in incoming.iterdir()] == ["new"]


async def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    incoming = tmp_path / "storage" / ".incoming"
    incoming.rmdir()
    incoming.write_bytes(b"a file in the way")

    assert await store.check() is False
    with pytest.raises(StorageUnavailable):
        await store.write(KEY, once(b"x"), limit=1)


async def test_no_more_files_stay_open_than_allowed(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / str(number)).write_bytes(b"x")
    before = open_descriptors()
    files = OpenFiles(tmp_path.joinpath, limit=5)

    for number in range(20):
        files.get(str(number))

    assert open_descriptors() - before == 5
    files.clear()
    assert open_descriptors() == before


async def test_bytes_not_in_the_page_cache_are_read_too(tmp_path: Path) -> None:
    data = os.urandom(3_000_000)
    path = tmp_path / "cold"
    path.write_bytes(data)
    fd = os.open(path, os.O_RDONLY)
    os.fsync(fd)
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(fd)
    file = OpenFile(path)

    for offset, length in [(2_000_000, 5000), (0, 300_000), (2_999_990, 100)]:
        assert await open_files.read(file, offset, length) == data[offset : offset + length]


LINK = UploadLink(KEY, 5, "application/zip", 1000)


def test_a_signed_link_is_what_was_signed() -> None:
    assert verify(SECRET, KEY, sign(SECRET, LINK), now=999) == LINK
    free = UploadLink(KEY, None, None, 1000)
    assert verify(SECRET, KEY, sign(SECRET, free), now=0) == free


@pytest.mark.parametrize(
    ("part", "forged"),
    [
        ("size=5", "size=6"),
        ("size=5&", ""),
        ("size=5", "size=5&size=5"),
        ("size=5", "size=05"),
        ("size=5", "size=%D9%A5"),
        ("zip", "zi"),
        ("expires=1000", "expires=2000"),
        ("expires=1000", "expires=-1"),
        ("expires=1000&", ""),
        ("&signature=", "&signature=0"),
        ("&signature=", "&other="),
        ("expires", "a=1&b=1&c=1&d=1&e=1&expires"),
        ("signature=", "x" * 3000 + "="),
    ],
)
def test_a_changed_link_is_refused(part: str, forged: str) -> None:
    query = sign(SECRET, LINK)
    assert part in query

    with pytest.raises(BadUploadLink):
        verify(SECRET, KEY, query.replace(part, forged), now=0)


@pytest.mark.parametrize("query", ["", "&&&", "signature=", "expires=9999999999&signature=x"])
def test_a_link_without_its_parts_is_refused(query: str) -> None:
    with pytest.raises(BadUploadLink):
        verify(SECRET, KEY, query, now=0)


def test_a_link_of_another_key_secret_or_time_is_refused() -> None:
    query = sign(SECRET, LINK)

    for secret, key, now in [(SECRET, "other", 0), (b"t" * 32, KEY, 0), (SECRET, KEY, 1000)]:
        with pytest.raises(BadUploadLink):
            verify(secret, key, query, now=now)


async def test_a_presigned_link_names_what_must_be_sent(tmp_path: Path) -> None:
    store = LocalStore(tmp_path, "https://app.test", SECRET, clock=lambda: 500.0)

    link: Presigned = await store.presign_put(KEY, 5, "application/zip", 60)

    parts = urlsplit(link.url)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"https://app.test/storage/{KEY}"
    assert parse_qs(parts.query)["expires"] == ["560"]
    assert link.headers == {"Content-Type": "application/zip"}
