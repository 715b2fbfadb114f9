"""Finding and unpacking single files of a package archive."""

import asyncio
import gzip
import io
import os
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from scorm.packaging.index import ArchiveIndex
from services.errors import EntryDamaged, ObjectNotFound
from services.packages import archives
from services.packages.archives import Archive, Archives
from services.packages.entry_bytes import Gzipped, Inflated
from services.storage.local import LocalStore
from services.storage.store import ContentStore
from tests import content_host
from tests.content_host import KEY

TEXT = b"Some text that repeats. " * 40_000  # just under a megabyte
NOISE = os.urandom(300_000)


async def an_archive(folder: Path, data: bytes, index: ArchiveIndex | None = None) -> Archive:
    world = await content_host.stored(folder, data)
    return Archive(world.store, KEY, len(data), index or world.index)


async def inflated(archive: Archive, path: str) -> Inflated:
    entry = archive.index.entries[path]
    return Inflated(await archive.packed(entry), entry)


async def all_of(form: Inflated | Gzipped, start: int = 0, length: int | None = None) -> bytes:
    wanted = form.size if length is None else length
    return b"".join([piece async for piece in form.stream(start, wanted)])


async def take(form: Inflated, into: list[bytes]) -> None:
    async for piece in form.stream(0, 10**9):
        into.append(piece)  # noqa: PERF401 - what came before a fault must stay


@pytest.mark.parametrize("data", [b"", b"x", TEXT, TEXT * 5, NOISE, bytes(5_000_000)])
async def test_a_deflated_file_is_inflated_exactly(tmp_path: Path, data: bytes) -> None:
    archive = await an_archive(tmp_path, content_host.packed({"a": data}))

    assert await all_of(await inflated(archive, "a")) == data


@pytest.mark.parametrize("data", [b"", b"x", TEXT, NOISE])
async def test_a_deflated_file_is_a_gzip_member_as_it_lies(tmp_path: Path, data: bytes) -> None:
    archive = await an_archive(tmp_path, content_host.packed({"a": data}))
    entry = archive.index.entries["a"]

    form = Gzipped(await archive.packed(entry), entry)

    assert await form.whole() == await all_of(form)
    assert len(await form.whole()) == form.size
    assert gzip.decompress(await form.whole()) == data


@pytest.mark.parametrize(("start", "length"), [(0, 1), (5, 10), (262_140, 10), (950_000, 10_000)])
async def test_a_part_of_a_deflated_file_is_that_part(
    tmp_path: Path, start: int, length: int
) -> None:
    archive = await an_archive(tmp_path, content_host.packed({"a": TEXT}))

    assert await all_of(await inflated(archive, "a"), start, length) == TEXT[start:][:length]


async def test_no_piece_is_larger_than_what_memory_is_meant_for(tmp_path: Path) -> None:
    archive = await an_archive(tmp_path, content_host.packed({"a": bytes(50_000_000)}))

    form = await inflated(archive, "a")

    assert max([len(piece) async for piece in form.stream(0, form.size)]) <= 256 * 1024


@pytest.mark.parametrize("size", [0, 1, len(TEXT) - 1, len(TEXT) + 1])
async def test_an_index_that_lies_about_the_size_gets_no_byte_too_many(
    tmp_path: Path, size: int
) -> None:
    archive = await an_archive(tmp_path, content_host.packed({"a": TEXT}))
    form = await inflated(archive, "a")
    lying = Inflated(form.packed, form.entry._replace(size=size))

    got: list[bytes] = []
    with pytest.raises(EntryDamaged):
        await take(lying, got)

    assert sum(map(len, got)) <= size


async def test_a_wrong_checksum_is_noticed_before_the_last_byte(tmp_path: Path) -> None:
    archive = await an_archive(tmp_path, content_host.packed({"a": TEXT}))
    form = await inflated(archive, "a")
    lying = Inflated(form.packed, form.entry._replace(crc=1))

    with pytest.raises(EntryDamaged):
        await lying.whole()


async def test_bytes_that_are_no_deflate_are_damage(tmp_path: Path) -> None:
    archive = await an_archive(tmp_path, content_host.packed({"a": TEXT}))
    form = await inflated(archive, "a")
    elsewhere = replace(form.packed, offset=0)

    with pytest.raises(EntryDamaged):
        await Inflated(elsewhere, form.entry).whole()


async def test_a_stream_that_ends_early_is_damage(tmp_path: Path) -> None:
    data = content_host.packed({"a": NOISE}, stored=("a",))
    archive = await an_archive(tmp_path, data)
    plain = await archive.packed(archive.index.entries["a"])
    (tmp_path / "storage" / KEY).write_bytes(data[:1000])

    with pytest.raises(EntryDamaged):
        b"".join([piece async for piece in plain.stream(0, plain.size)])


async def test_gzip_bytes_have_no_parts(tmp_path: Path) -> None:
    archive = await an_archive(tmp_path, content_host.packed({"a": TEXT}))
    entry = archive.index.entries["a"]

    with pytest.raises(ValueError, match="as a whole"):
        await all_of(Gzipped(await archive.packed(entry), entry), 1, 5)


async def test_a_long_extra_field_before_the_bytes_is_skipped(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        info = zipfile.ZipInfo("a")
        info.extra = b"\xfe\xca" + (5000).to_bytes(2, "little") + bytes(5000)
        target.writestr(info, b"content")

    archive = await an_archive(tmp_path, made.getvalue())

    assert await (await archive.packed(archive.index.entries["a"])).whole() == b"content"


@pytest.mark.parametrize("place", [0, 8, 26, 30])
async def test_a_local_header_that_disagrees_is_damage(tmp_path: Path, place: int) -> None:
    data = bytearray(content_host.packed({"a": TEXT}))
    index = content_host.index_of(bytes(data))
    data[place] ^= 0xFF

    archive = await an_archive(tmp_path, bytes(data), index)

    with pytest.raises(EntryDamaged):
        await archive.packed(index.entries["a"])


async def test_a_file_that_would_reach_past_the_archive_is_damage(tmp_path: Path) -> None:
    archive = await an_archive(tmp_path, content_host.packed({"a": TEXT}))
    entry = archive.index.entries["a"]._replace(data_offset=31, compressed_size=10**9)

    with pytest.raises(EntryDamaged):
        await archive.packed(entry)


async def test_an_index_is_loaded_once_for_many_readers(tmp_path: Path) -> None:
    world = await content_host.stored(tmp_path, content_host.packed({"a": b"x"}))
    loads: list[UUID] = []

    async def load(_: UUID, revision_id: UUID) -> ArchiveIndex:
        loads.append(revision_id)
        await asyncio.sleep(0.01)
        return world.index

    held = Archives(world.store, load)

    opened = await asyncio.gather(*(held.open(world.grant) for _ in range(20)))

    assert len(loads) == 1
    assert all(one is opened[0] for one in opened)


async def test_archives_held_are_bounded_by_the_files_they_name(tmp_path: Path) -> None:
    files = {str(n): b"x" for n in range(10)}
    world = await content_host.stored(tmp_path, content_host.packed(files))
    loads: list[UUID] = []

    async def load(_: UUID, revision_id: UUID) -> ArchiveIndex:
        loads.append(revision_id)
        return world.index

    held = Archives(world.store, load, limit=25)
    grants = [replace(world.grant, revision_id=uuid4()) for _ in range(3)]

    for grant in [grants[0], grants[1], grants[0], grants[2], grants[0], grants[1]]:
        await held.open(grant)

    assert loads == [grants[n].revision_id for n in [0, 1, 2, 1]]


async def test_an_index_that_cannot_be_loaded_is_tried_again(tmp_path: Path) -> None:
    world = await content_host.stored(tmp_path, content_host.packed({"a": b"x"}))
    failures = [ObjectNotFound()]

    async def load(_: UUID, __: UUID) -> ArchiveIndex:
        if failures:
            raise failures.pop()
        return world.index

    held = Archives(world.store, load)
    with pytest.raises(ObjectNotFound):
        await held.open(world.grant)

    assert len((await held.open(world.grant)).index) == 1


async def media_of(store: LocalStore, data: bytes) -> dict[str, str]:
    index = content_host.index_of(data)
    return await archives.inflate_media(store, KEY, index, UUID(int=1), UUID(int=2))


async def test_media_that_a_packer_deflated_becomes_plain_objects(tmp_path: Path) -> None:
    files = {"a.mp4": TEXT, "b.html": TEXT, "c/d.MP3": NOISE, "e.mp4": NOISE, "f.webm": b""}
    data = content_host.packed(files, stored=("e.mp4",))
    store = (await content_host.stored(tmp_path, data)).store

    made = await media_of(store, data)

    assert set(made) == {"a.mp4", "c/d.MP3", "f.webm"}
    assert await store.read(made["a.mp4"], 0, 10**7) == TEXT
    assert await store.read(made["c/d.MP3"], 0, 10**7) == NOISE
    assert await media_of(store, data) == made


async def test_damaged_media_gets_no_side_object_and_spoils_no_other(tmp_path: Path) -> None:
    data = bytearray(content_host.packed({"a.mp4": TEXT, "b.mp4": NOISE}))
    index = content_host.index_of(bytes(data))
    data[200] ^= 0xFF
    store = (await content_host.stored(tmp_path, bytes(data))).store

    made = await archives.inflate_media(store, KEY, index, UUID(int=1), UUID(int=2))

    assert set(made) == {"b.mp4"}
    assert len([p for p in (tmp_path / "storage" / "tenants").rglob("*") if p.is_file()]) == 2


async def test_every_store_gives_the_same_files(store: ContentStore) -> None:
    data = content_host.packed({"a.js": TEXT, "b.mp4": TEXT, "c.bin": NOISE}, ("c.bin",))
    key = f"tenants/{uuid4()}/uploads/u1.zip"
    await store.write(key, in_pieces(data), limit=len(data))
    archive = Archive(store, key, len(data), content_host.index_of(data))
    entries = archive.index.entries

    packed = Gzipped(await archive.packed(entries["a.js"]), entries["a.js"])
    plain = await archive.packed(entries["c.bin"])
    media = await archives.inflate_media(store, key, archive.index, uuid4(), uuid4())

    assert gzip.decompress(await packed.whole()) == TEXT
    assert await plain.whole() == NOISE
    assert await all_of(await inflated(archive, "a.js"), 900_000, 10) == TEXT[900_000:900_010]
    assert await store.read(media["b.mp4"], 500_000, 10) == TEXT[500_000:500_010]


async def in_pieces(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 100_000):
        yield data[start : start + 100_000]


async def test_media_of_a_lost_archive_is_told(tmp_path: Path) -> None:
    data = content_host.packed({"a.mp4": TEXT})
    store = (await content_host.stored(tmp_path, data)).store
    await store.delete(KEY)

    with pytest.raises(ObjectNotFound):
        await media_of(store, data)
