"""Upload tickets: names made harmless, sizes held, other tenants' paths unknown."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.package import Upload, UploadStatus
from services import database
from services.errors import FileTooLarge, Invalid, MissingFile, UploadNotFound
from services.packages import uploads
from services.packages.refusals import InvalidFileType
from services.packages.uploads import Announced
from services.storage.local import LocalStore

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def shelf(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path, "http://localhost:3001", b"s" * 32)


async def _bytes(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        ("course.zip", "course.zip"),
        ("COURSE.ZIP", "COURSE.ZIP"),
        ("../../etc/course.zip", "course.zip"),
        ("C:\\Users\\me\\course.zip", "course.zip"),
        ("a\r\nSet-Cookie: x.zip", "aSet-Cookie: x.zip"),
        ("\u202egnp.zip", "gnp.zip"),
        ("x" * 300 + ".zip", "x" * 251 + ".zip"),
    ],
)
def test_only_the_harmless_part_of_a_name_is_kept(named: str, kept: str) -> None:
    assert uploads.clean_filename(named) == kept


@given(st.text())
def test_a_kept_name_is_one_printable_zip_name(named: str) -> None:
    try:
        kept = uploads.clean_filename(f"{named}.zip")
    except InvalidFileType:
        return

    assert kept.lower().endswith(".zip")
    assert len(kept) <= 255
    assert not set(kept) & set("/\\\r\n\0")


@pytest.mark.parametrize("named", ["", "zip", "course.tar.gz", "course.zip/", "course.zip\\x"])
def test_other_kinds_of_files_are_refused(named: str) -> None:
    with pytest.raises(InvalidFileType):
        uploads.clean_filename(named)


async def test_a_ticket_lasts_an_hour_and_lies_below_its_tenant(
    tenant: UUID, shelf: LocalStore
) -> None:
    issued = await uploads.issue(tenant, Announced("a.zip", 10, "me"), shelf, 10, NOW)

    assert issued.upload.storage_key == f"tenants/{tenant}/uploads/{issued.upload.id}.zip"
    assert issued.upload.expires_at == NOW + timedelta(hours=1)
    assert issued.link.headers == {"Content-Type": "application/zip"}


async def test_no_ticket_above_the_limit(tenant: UUID, shelf: LocalStore) -> None:
    with pytest.raises(FileTooLarge):
        await uploads.issue(tenant, Announced("a.zip", 11, "me"), shelf, 10, NOW)


async def test_a_path_is_only_known_to_its_tenant(
    tenant: UUID, other_tenant: UUID, shelf: LocalStore
) -> None:
    upload = (await uploads.issue(tenant, Announced("a.zip", 10, "me"), shelf, 10, NOW)).upload

    found = await uploads.find(tenant, upload.storage_key)

    assert found.id == upload.id
    with pytest.raises(UploadNotFound):
        await uploads.find(other_tenant, upload.storage_key)


async def test_the_stored_file_must_be_there_and_as_announced(
    tenant: UUID, shelf: LocalStore
) -> None:
    upload = (await uploads.issue(tenant, Announced("a.zip", 10, "me"), shelf, 10, NOW)).upload

    with pytest.raises(MissingFile):
        await uploads.stored(upload, shelf)
    await shelf.write(upload.storage_key, _bytes(b"x" * 9), 10)
    with pytest.raises(Invalid):
        await uploads.stored(upload, shelf)
    await shelf.write(upload.storage_key, _bytes(b"x" * 10), 10)
    assert (await uploads.stored(upload, shelf)).size == 10


async def test_a_received_file_may_not_pass_the_limit(tenant: UUID, shelf: LocalStore) -> None:
    with pytest.raises(FileTooLarge):
        await uploads.receive(
            tenant, Announced("a.zip", 10, "me"), _bytes(b"x" * 6, b"x" * 6), shelf, NOW
        )

    kept = await uploads.receive(tenant, Announced("a.zip", 10, "me"), _bytes(b"x"), shelf, NOW)
    async with database.tenant_scope(tenant):
        assert [(one.id, one.file_size) for one in await Upload.all()] == [(kept.id, 1)]


async def test_an_upload_that_was_cut_off_is_collected_like_any_other(
    tenant: UUID, shelf: LocalStore
) -> None:
    begun = asyncio.Event()

    async def stalls() -> AsyncIterator[bytes]:
        yield b"x"
        begun.set()
        await asyncio.Event().wait()

    announced = Announced("a.zip", 10, "me")
    receiving = asyncio.create_task(uploads.receive(tenant, announced, stalls(), shelf, NOW))
    await begun.wait()
    receiving.cancel()
    await asyncio.wait([receiving])

    assert await uploads.collect(tenant, shelf, NOW + timedelta(hours=26)) == 1


async def test_the_file_of_a_package_is_never_forgotten(tenant: UUID, shelf: LocalStore) -> None:
    upload = await uploads.receive(tenant, Announced("a.zip", 10, "me"), _bytes(b"x"), shelf, NOW)
    async with database.tenant_scope(tenant):
        await Upload.filter(id=upload.id).update(status=UploadStatus.COMPLETED)

    await uploads.forget(upload, shelf)

    assert await shelf.stat(upload.storage_key) is not None


async def test_what_nobody_processed_is_collected_after_a_day(
    tenant: UUID, shelf: LocalStore
) -> None:
    announced = Announced("a.zip", 10, "me")
    old = await uploads.receive(tenant, announced, _bytes(b"x"), shelf, NOW - timedelta(hours=26))
    done = await uploads.receive(tenant, announced, _bytes(b"x"), shelf, NOW - timedelta(hours=26))
    fresh = await uploads.receive(tenant, announced, _bytes(b"x"), shelf, NOW)
    async with database.tenant_scope(tenant):
        await Upload.filter(id=done.id).update(status=UploadStatus.COMPLETED)

    assert await uploads.collect(tenant, shelf, NOW) == 1
    assert await uploads.collect(tenant, shelf, NOW) == 0

    assert await shelf.stat(old.storage_key) is None
    assert await shelf.stat(done.storage_key) is not None
    assert await shelf.stat(fresh.storage_key) is not None


async def test_a_forgotten_upload_leaves_nothing(tenant: UUID, shelf: LocalStore) -> None:
    upload = await uploads.receive(tenant, Announced("a.zip", 10, "me"), _bytes(b"x"), shelf, NOW)

    await uploads.forget(upload, shelf)

    assert await shelf.stat(upload.storage_key) is None
    with pytest.raises(UploadNotFound):
        await uploads.find(tenant, upload.storage_key)
