"""From an archive to a package: once per upload, verified afterwards, removed without traces."""

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from lectern_courses import Course, Sco

from models.package import Integrity, Package, Revision, RevisionIndex, Upload, UploadStatus
from scorm.packaging.index import load
from services import database
from services.errors import Conflict, NotFound, PackageNotFound
from services.packages import catalogue, manifests, packages, uploads
from services.packages.packages import Arrival
from services.packages.refusals import ManifestNotFound
from services.packages.shelving import Order
from services.packages.uploads import Announced
from services.storage.local import LocalStore
from services.storage.store import ContentStore

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PAGES: dict[str, str | bytes] = {"index.html": "<title>A page</title>" * 50}


@pytest.fixture
def shelf(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path, "http://localhost:3001", b"s" * 32)


def course(title: str = "Fire safety", files: dict[str, str | bytes] | None = None) -> bytes:
    return Course(title, [Sco("one", "One")], {**PAGES, **(files or {})}).archive()


async def _bytes(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def received(tenant: UUID, shelf: LocalStore, content: bytes) -> Upload:
    announced = Announced("course.zip", len(content), "me")
    return await uploads.receive(tenant, announced, _bytes(content), shelf, NOW)


async def imported(tenant: UUID, shelf: LocalStore, content: bytes) -> Package:
    arrival = Arrival(tenant, "course.zip", "me")
    return await packages.import_archive(shelf, arrival, _bytes(content), NOW)


async def current(package: Package) -> Revision:
    return (await catalogue.find(package.tenant_id, str(package.id))).revision


async def test_a_revision_keeps_manifest_report_and_index(tenant: UUID, shelf: LocalStore) -> None:
    package = await imported(tenant, shelf, course())

    revision = await current(package)
    async with database.tenant_scope(tenant):
        stored = await RevisionIndex.get(revision_id=revision.id)
    assert (package.title, revision.title, revision.number) == ("Fire safety",) * 2 + (1,)
    assert (revision.sco_count, revision.original_filename) == (1, "course.zip")
    assert manifests.load(revision.manifest).launch_href == revision.launch_href == "index.html"
    assert manifests.load_report(revision.report).ok
    assert set(load(stored.body).entries) == {"imsmanifest.xml", "index.html"}


async def test_parallel_processing_of_one_upload_gives_one_package(
    tenant: UUID, shelf: LocalStore
) -> None:
    order = Order((await received(tenant, shelf, course())).storage_key)

    done = await asyncio.gather(*(packages.process(tenant, order, shelf, NOW) for _ in range(6)))

    assert len({one.shelved.package.id for one in done}) == 1
    async with database.tenant_scope(tenant):
        assert await Revision.all().count() == 1
        assert (await Upload.get()).status is UploadStatus.COMPLETED


async def test_a_repetition_for_another_package_is_a_conflict(
    tenant: UUID, shelf: LocalStore
) -> None:
    other = await imported(tenant, shelf, course())
    path = (await received(tenant, shelf, course())).storage_key
    await packages.process(tenant, Order(path), shelf, NOW)

    with pytest.raises(Conflict):
        await packages.process(tenant, Order(path, package_id=str(other.id)), shelf, NOW)


async def test_a_new_revision_changes_the_title_and_leaves_the_old_archive(
    tenant: UUID, shelf: LocalStore
) -> None:
    package = await imported(tenant, shelf, course("First"))
    old = await current(package)
    path = (await received(tenant, shelf, course("Second"))).storage_key

    done = await packages.process(tenant, Order(path, package_id=str(package.id)), shelf, NOW)

    assert (done.shelved.package.title, done.shelved.revision.number) == ("Second", 2)
    assert await shelf.stat(old.storage_key) is not None
    assert (await catalogue.find(tenant, str(package.id), 1)).revision.title == "First"
    with pytest.raises(NotFound):
        await catalogue.find(tenant, str(package.id), 3)


async def test_an_unusable_upload_is_noted_and_a_later_try_answers_the_same(
    tenant: UUID, shelf: LocalStore
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "no course")
    path = (await received(tenant, shelf, buffer.getvalue())).storage_key

    for _ in range(2):
        with pytest.raises(ManifestNotFound):
            await packages.process(tenant, Order(path), shelf, NOW)

    assert (await uploads.find(tenant, path)).status is UploadStatus.FAILED
    assert await shelf.stat(path) is not None


async def test_nothing_stays_of_an_import_that_is_no_course(
    tenant: UUID, shelf: LocalStore, tmp_path: Path
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "no course")

    with pytest.raises(ManifestNotFound):
        await imported(tenant, shelf, buffer.getvalue())

    async with database.tenant_scope(tenant):
        assert await Upload.all().count() == 0
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


async def test_verification_is_asked_for_with_the_change_itself(
    tenant: UUID, shelf: LocalStore
) -> None:
    package = await imported(tenant, shelf, course())

    assert await _jobs("verify_archive") == [
        {"tenant_id": str(tenant), "revision_id": str((await current(package)).id)}
    ]


async def test_a_sound_archive_is_verified_and_its_media_made_ready(
    tenant: UUID, shelf: LocalStore
) -> None:
    package = await imported(tenant, shelf, course(files={"video/intro.mp4": b"frame" * 5000}))
    before = await current(package)

    for _ in range(2):
        await packages.verify_archive(tenant, before.id, shelf)

    after = await current(package)
    assert (before.integrity, after.integrity) == (Integrity.PENDING, Integrity.VERIFIED)
    assert after.corrupt_paths == []
    assert list(after.media) == ["video/intro.mp4"]
    assert await shelf.read(after.media["video/intro.mp4"], 0, 100_000) == b"frame" * 5000


async def test_every_kind_of_store_gives_back_what_was_imported(
    tenant: UUID, store: ContentStore
) -> None:
    content = course(files={"intro.mp4": b"frame" * 5000})
    arrival = Arrival(tenant, "course.zip", "me")
    package = await packages.import_archive(store, arrival, _bytes(content), NOW)

    await packages.verify_archive(tenant, (await current(package)).id, store)

    revision = await current(package)
    parts = store.stream(revision.storage_key, 0, revision.file_size_bytes)
    assert b"".join([part async for part in parts]) == content
    assert revision.integrity == Integrity.VERIFIED
    assert await store.read(revision.media["intro.mp4"], 0, 100_000) == b"frame" * 5000


async def test_a_damaged_file_is_named(tenant: UUID, shelf: LocalStore) -> None:
    content = bytearray(course(files={"page.html": b"a page that is damaged" * 40}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        place = archive.getinfo("page.html").header_offset + 30 + len("page.html")
    content[place + 3] ^= 0xFF
    package = await imported(tenant, shelf, bytes(content))

    await packages.verify_archive(tenant, (await current(package)).id, shelf)

    revision = await current(package)
    assert (revision.integrity, revision.corrupt_paths) == (Integrity.CORRUPT, ["page.html"])


async def test_verifying_a_package_that_is_gone_does_nothing(
    tenant: UUID, shelf: LocalStore
) -> None:
    await packages.verify_archive(tenant, uuid4(), shelf)


async def test_a_removed_package_leaves_only_the_wish_to_delete_its_files(
    tenant: UUID, shelf: LocalStore
) -> None:
    package = await imported(tenant, shelf, course(files={"intro.mp3": b"sound" * 5000}))
    revision = await current(package)
    await packages.verify_archive(tenant, revision.id, shelf)
    media = (await current(package)).media["intro.mp3"]

    await catalogue.remove(tenant, str(package.id))

    assert await _jobs("delete_objects") == [{"keys": sorted([revision.storage_key, media])}]
    async with database.tenant_scope(tenant):
        models: list[Any] = [Package, Revision, RevisionIndex, Upload]
        assert [await model.all().count() for model in models] == [0, 0, 0, 0]
    with pytest.raises(PackageNotFound):
        await catalogue.find(tenant, str(package.id))


@pytest.mark.parametrize("given", ["", "pkg-1", "{0}", "urn:uuid:{0}", "{{{0}}}", " {0}"])
async def test_only_a_plain_uuid_names_a_package(
    tenant: UUID, shelf: LocalStore, given: str
) -> None:
    package = await imported(tenant, shelf, course())
    named = given.format(package.id)

    if given == "{0}":
        assert (await catalogue.find(tenant, named)).package.id == package.id
        assert (await catalogue.find(tenant, named.upper())).package.id == package.id
    else:
        with pytest.raises(PackageNotFound):
            await catalogue.find(tenant, named)


async def _jobs(name: str) -> list[dict[str, Any]]:
    rows = await database.through_gate(
        "SELECT payload FROM pgqueuer WHERE entrypoint = $1 ORDER BY id", [name]
    )
    return [json.loads(row["payload"]) for row in rows]
