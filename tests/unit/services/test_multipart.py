"""Uploads in parts from the first link to the package, on local disk and in a real S3 bucket."""

import io
import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import aiohttp
import pytest

from models.package import Upload
from services import database
from services.errors import Conflict, Invalid
from services.packages import multipart, packages, uploads
from services.packages.multipart import Listed, Plan
from services.packages.shelving import Order
from services.packages.uploads import Announced
from services.storage.parts import SMALLEST_PART
from services.storage.s3 import S3Store
from services.storage.store import ContentStore, Presigned
from tests.lectern_courses import Course, Sco

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LIMIT = 10**9


async def put(link: Presigned, data: bytes) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as http,
        http.put(
            link.url, data=io.BytesIO(data), headers={"Content-Type": "application/zip"}
        ) as answer,
    ):
        return answer.status, answer.headers.get("ETag", "")


async def begun(tenant: UUID, store: ContentStore, size: int = 0) -> Upload:
    plan = Plan(Announced("course.zip", size, "me"))
    return await multipart.begin(tenant, plan, store, LIMIT, NOW)


async def sent(upload: Upload, store: ContentStore, number: int, data: bytes) -> tuple[int, str]:
    link = await multipart.part_link(upload.tenant_id, str(upload.id), number, store, NOW)
    status, etag = await put(link, data)
    assert status == 200
    return number, etag


def course() -> bytes:
    """A little more than one part."""
    noise = random.Random(5).randbytes(SMALLEST_PART + 1000)  # noqa: S311 - the same every time
    files: dict[str, str | bytes] = {"index.html": "<title>A</title>", "noise.bin": noise}
    return Course("In parts", [Sco("one", "One")], files).archive()


async def test_parts_become_a_package(tenant: UUID, store: ContentStore) -> None:
    content = course()
    upload = await begun(tenant, store, len(content))
    etags = [
        await sent(upload, store, 2, content[SMALLEST_PART:]),
        await sent(upload, store, 1, content[:SMALLEST_PART]),
    ]

    done = await multipart.complete(tenant, Listed(str(upload.id), etags), store, LIMIT, NOW)
    again = await multipart.complete(tenant, Listed(str(upload.id), etags), store, LIMIT, NOW)
    made = await packages.process(tenant, Order(upload.storage_key), store, NOW)

    assert (done.file_size, done.etag) == (again.file_size, again.etag)
    assert done.file_size == len(content)
    assert made.shelved.revision.title == "In parts"
    assert made.shelved.revision.storage_key == upload.storage_key


async def test_small_parts_are_refused_alike(tenant: UUID, store: ContentStore) -> None:
    upload = await begun(tenant, store)
    etags = [await sent(upload, store, number, b"small") for number in (1, 2)]

    with pytest.raises(Invalid, match="part 1 has 5 bytes"):
        await multipart.complete(tenant, Listed(str(upload.id), etags), store, LIMIT, NOW)


async def test_what_was_given_up_leaves_nothing_and_takes_nothing(
    tenant: UUID, store: ContentStore
) -> None:
    upload = await begun(tenant, store)
    await sent(upload, store, 1, b"some")
    link = await multipart.part_link(tenant, str(upload.id), 2, store, NOW)

    await multipart.abort(tenant, str(upload.id), store)
    late, _ = await put(link, b"late")

    assert late == 404
    assert await store.stat(upload.storage_key) is None
    with pytest.raises(Conflict):
        await multipart.part_link(tenant, str(upload.id), 1, store, NOW)


async def test_what_was_abandoned_is_collected_with_its_parts(
    tenant: UUID, store: ContentStore
) -> None:
    upload = await begun(tenant, store)
    await sent(upload, store, 1, b"some")
    link = await multipart.part_link(tenant, str(upload.id), 2, store, NOW)

    assert await uploads.collect(tenant, store, NOW + timedelta(hours=26)) == 1

    assert (await put(link, b"late"))[0] == 404
    async with database.tenant_scope(tenant):
        assert await Upload.all().count() == 0


async def test_what_the_bucket_began_without_our_noting_it_is_found(
    tenant: UUID, s3_store: S3Store
) -> None:
    upload = await begun(tenant, s3_store)
    # As if the process had died before it could note the name of this one.
    stray = await s3_store.begin_parts(upload.storage_key)
    link = await s3_store.presign_part(upload.storage_key, stray, 1, 600)
    await put(link, b"stray")

    await uploads.collect(tenant, s3_store, NOW + timedelta(hours=26))

    assert (await put(link, b"late"))[0] == 404
