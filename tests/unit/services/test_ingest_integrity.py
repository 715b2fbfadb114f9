"""Every byte of an archive is compared with what its table of contents says."""

import os
from pathlib import Path

import pytest
from lectern_manifests import course_zip
from lectern_zips import DEFLATED, SIZES_FOLLOW, STORED, Archive, File, reader

from scorm.packaging.archive import read_directory
from scorm.packaging.index import ArchiveIndex
from scorm.packaging.local_headers import check_local_headers
from services.packages import ingest
from services.storage.local import LocalStore

KEY = "tenants/t/uploads/u.zip"
TEXT = b"Nothing is lost. " * 1000


async def damaged(tmp_path: Path, data: bytes, index: ArchiveIndex | None = None) -> list[str]:
    path = tmp_path / KEY
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    store = LocalStore(tmp_path, "http://localhost", b"s" * 32)
    index = index or read_directory(reader(data), len(data))
    return await ingest.verify_contents(store, KEY, len(data), index)


async def test_a_sound_archive_has_no_damage(tmp_path: Path) -> None:
    assert await damaged(tmp_path, course_zip({"a.txt": TEXT, "empty.txt": b""})) == []


async def test_known_data_offsets_are_used(tmp_path: Path) -> None:
    data = course_zip({"a.txt": TEXT})
    read = reader(data)
    index = check_local_headers(read, read_directory(read, len(data)))

    assert await damaged(tmp_path, data, index) == []


async def test_files_larger_than_a_block_are_followed_through(tmp_path: Path) -> None:
    noise = os.urandom(9 * 1024 * 1024)
    archive = Archive().add("stored.mp4", noise, method=STORED).add("packed.bin", noise)
    archive.add("thin.txt", b"\0" * 20_000_000).add("streamed.txt", TEXT, flags=SIZES_FOLLOW)

    assert await damaged(tmp_path, archive.build()) == []


@pytest.mark.parametrize(
    "file",
    [
        File("bad", TEXT, STORED, crc=1),
        File("bad", TEXT, DEFLATED, crc=1),
        File("bad", TEXT, DEFLATED, size=len(TEXT) - 1),
        File("bad", TEXT, DEFLATED, size=len(TEXT) + 1),
        File("bad", TEXT, DEFLATED, packed_size=20),
        File("bad", b"\0" * 50_000_000, DEFLATED, size=1000),
        File("bad", b"", DEFLATED, packed_size=0),
        File("bad", TEXT, local_name=b"other"),
        File("bad", TEXT, local_method=STORED),
    ],
)
async def test_what_is_not_as_declared_is_named(file: File, tmp_path: Path) -> None:
    archive = Archive([File("first.txt", TEXT), file, File("last.mp4", TEXT, STORED)])

    assert await damaged(tmp_path, archive.build()) == ["bad"]


async def test_flipped_bits_are_found(tmp_path: Path) -> None:
    data = bytearray(Archive().add("a.mp4", TEXT, method=STORED).add("b.txt", TEXT).build())
    data[5_000] ^= 1
    data[len(TEXT) + 100] ^= 0xFF

    assert await damaged(tmp_path, bytes(data)) == ["a.mp4", "b.txt"]


async def test_an_archive_that_became_shorter_is_damaged(tmp_path: Path) -> None:
    data = Archive().add("a.txt", TEXT, method=STORED).add("b.txt", TEXT, method=STORED).build()
    index = read_directory(reader(data), len(data))

    assert await damaged(tmp_path, data[:20_000], index) == ["b.txt"]


async def test_a_long_local_extra_field_is_stepped_over(tmp_path: Path) -> None:
    archive = Archive().add("a.txt", TEXT, local_extra=b"\xfe\xca\xf4\x01" + b"x" * 500)

    assert await damaged(tmp_path, archive.build()) == []
