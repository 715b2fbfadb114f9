"""Uploads in parts over HTTP: what makes one file, and what must never make one."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from quart.typing import TestClientProtocol as Client

from models.package import Package, Upload
from services import database
from services.packages import uploads
from services.settings import Settings
from services.storage import upload_links
from services.storage.local import DOOR, LocalStore

PACKAGES = "/api/v1/packages"
MULTIPART = f"{PACKAGES}/multipart"
PART = 5 * 1024 * 1024
CourseZip = Callable[..., bytes]


class Sender:
    """A client that sends parts; the door of the store is asked directly."""

    def __init__(self, client: Client, store: LocalStore, who: Any) -> None:
        self._client = client
        self._store = store
        self.who = who

    async def post(self, path: str, body: dict[str, Any], status: int = 200) -> dict[str, Any]:
        answer = await self._client.post(path, json=body, headers=self.who.headers)
        said: dict[str, Any] = await answer.get_json()
        assert answer.status_code == status, said
        return said

    async def get(self, path: str, status: int = 200) -> dict[str, Any]:
        answer = await self._client.get(path, headers=self.who.headers)
        said: dict[str, Any] = await answer.get_json()
        assert answer.status_code == status, said
        return said

    async def begin(self, **given: Any) -> dict[str, Any]:
        return await self.post(f"{MULTIPART}/init", {"filename": "big.zip", **given}, 201)

    async def send(self, upload: dict[str, Any], number: int, data: bytes) -> dict[str, Any]:
        asked = {"upload_id": upload["upload_id"], "part_number": number}
        told = await self.post(f"{MULTIPART}/part-url", asked)
        assert (told["part_number"], told["expires_in"]) == (number, 3600)
        parts = urlsplit(str(told["url"]))
        key = parts.path.removeprefix(DOOR)
        secret = self._store._secret  # pyright: ignore[reportPrivateUsage]
        link = upload_links.verify(secret, key, parts.query, self._store.now())
        kept = await self._store.write_part(link, once(data), len(data))
        return {"part_number": number, "etag": f'"{kept.etag}"'}

    async def complete(
        self, upload: dict[str, Any], parts: list[dict[str, Any]], status: int = 200
    ) -> dict[str, Any]:
        body = {"upload_id": upload["upload_id"], "parts": parts}
        return await self.post(f"{MULTIPART}/complete", body, status)


@pytest.fixture
def sender(client: Client, store: LocalStore, acme: Any) -> Sender:
    return Sender(client, store, acme)


@pytest.fixture
def large(course_zip: CourseZip) -> bytes:
    """A course of a little more than two parts."""
    return course_zip(**{"noise.txt": "".join(str(uuid4()) for _ in range(700_000))})


async def once(data: bytes) -> AsyncIterator[bytes]:
    yield data


def pieces(data: bytes, size: int = PART) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


async def test_parts_in_any_order_become_a_package(sender: Sender, large: bytes) -> None:
    upload = await sender.begin(uploaded_by="user-123")
    assert (upload["part_size"], upload["total_parts"]) == (PART, None)
    numbered = list(enumerate(pieces(large), 1))
    parts = [await sender.send(upload, number, data) for number, data in reversed(numbered)]
    bare = [{**part, "etag": part["etag"].strip('"')} for part in parts]

    done = await sender.complete(upload, [parts[0], *bare[1:]])
    again = await sender.complete(upload, parts)
    made = await sender.post(
        f"{PACKAGES}/process", {"storage_path": upload["storage_path"]}, status=201
    )

    assert len(numbered) > 2
    assert done == again
    assert (done["success"], done["parts"]) == (True, len(numbered))
    assert done["file_size_bytes"] == made["file_size_bytes"] == len(large)
    assert made["upload_id"] == upload["upload_id"]
    assert made["package"]["current_revision"] == 1
    assert await sender.complete(upload, parts) == done


async def test_an_announced_size_tells_how_many_parts_there_are(sender: Sender) -> None:
    announced = await sender.begin(file_size=2 * PART + 1)
    other = await sender.begin(file_size=2 * PART + 1, part_size=6 * 1024 * 1024)

    assert (announced["part_size"], announced["total_parts"]) == (PART, 3)
    assert (other["part_size"], other["total_parts"]) == (6 * 1024 * 1024, 2)
    refused = await sender.post(
        f"{MULTIPART}/part-url", {"upload_id": announced["upload_id"], "part_number": 4}, 400
    )
    assert "part_number" in refused["details"]["fieldErrors"]


async def test_the_parts_must_have_the_announced_size(sender: Sender) -> None:
    upload = await sender.begin(file_size=PART + 10)
    parts = [await sender.send(upload, 1, b"x" * PART), await sender.send(upload, 2, b"y" * 11)]

    refused = await sender.complete(upload, parts, 400)
    parts[1] = await sender.send(upload, 2, b"y" * 10)
    done = await sender.complete(upload, parts)

    assert "5242890 bytes were announced, the parts have 5242891" in refused["message"]
    assert done["file_size_bytes"] == PART + 10


async def test_the_part_that_is_wrong_is_named(sender: Sender) -> None:
    upload = await sender.begin()
    one, two = [await sender.send(upload, number, b"x" * PART) for number in (1, 2)]
    three = await sender.send(upload, 3, b"end")
    wrong = {**two, "etag": '"d41d8cd98f00b204e9800998ecf8427e"'}

    for parts, number in (
        ([one, three], 2),
        ([two, three], 1),
        ([one, two, two, three], 2),
        ([one, wrong, three], 2),
        ([one, two, three, {"part_number": 4, "etag": "a"}], 4),
    ):
        refused = await sender.complete(upload, parts, 400)
        assert refused["code"] == "VALIDATION_ERROR"
        assert refused["details"]["part_number"] == number
        assert f"part {number} " in refused["message"]

    small = await sender.send(upload, 2, b"too little")
    refused = await sender.complete(upload, [one, small, three], 400)
    assert "part 2 has 10 bytes" in refused["message"]
    state = await sender.get(f"{PACKAGES}/uploads/{upload['upload_id']}")
    assert state["status"] == "receiving"


@pytest.mark.parametrize("number", [0, -1, 10_001, "two", 1.5, None])
async def test_a_part_has_a_number_from_one_to_ten_thousand(sender: Sender, number: Any) -> None:
    upload = await sender.begin()
    part = {"part_number": number, "etag": "a"}

    await sender.post(f"{MULTIPART}/part-url", {"upload_id": upload["upload_id"], **part}, 400)
    await sender.complete(upload, [part], 400)
    await sender.complete(upload, [], 400)


async def test_a_client_that_crashed_learns_which_parts_came(sender: Sender, large: bytes) -> None:
    upload = await sender.begin(file_size=len(large))
    data = pieces(large)
    sent = await sender.send(upload, 2, data[1])

    state = await sender.get(f"{PACKAGES}/uploads/{upload['upload_id']}")

    assert (state["status"], state["stage"], state["percent"]) == ("receiving", "waiting", 0)
    assert state["parts"] == [{**sent, "size": PART}]
    assert (state["bytes_received"], state["file_size_bytes"]) == (PART, len(large))
    assert state["total_parts"] == len(data)
    rest = [await sender.send(upload, n, part) for n, part in enumerate(data, 1) if n != 2]
    held = [{"part_number": one["part_number"], "etag": one["etag"]} for one in state["parts"]]
    await sender.complete(upload, [*rest, *held])


async def test_a_part_sent_again_counts_as_it_is_now(sender: Sender) -> None:
    upload = await sender.begin()
    first = await sender.send(upload, 1, b"first")
    second = await sender.send(upload, 1, b"second")

    await sender.complete(upload, [first], 400)
    done = await sender.complete(upload, [second])

    assert done["file_size_bytes"] == 6


async def test_too_large_a_whole_is_refused(
    sender: Sender, configuration: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = configuration.max_package_bytes
    refused = await sender.post(
        f"{MULTIPART}/init", {"filename": "a.zip", "file_size": most + 1}, 413
    )
    assert refused["code"] == "FILE_TOO_LARGE"
    upload = await sender.begin()
    part = await sender.send(upload, 1, b"x" * 100)
    object.__setattr__(configuration, "max_package_bytes", 99)

    refused = await sender.complete(upload, [part], 413)

    assert refused["details"]["limit"] == 99


@pytest.mark.parametrize(
    "given",
    [
        {"filename": "a.tar"},
        {"filename": "a.zip", "file_size": 0},
        {"filename": "a.zip", "file_size": -1},
        {"filename": "a.zip", "part_size": PART - 1},
        {"filename": "a.zip", "part_size": 5 * 1024**3 + 1},
        {},
    ],
)
async def test_what_cannot_be_uploaded_in_parts_is_not_begun(
    sender: Sender, given: dict[str, Any]
) -> None:
    await sender.post(f"{MULTIPART}/init", given, 400)


async def test_what_was_given_up_takes_no_more(sender: Sender, store: LocalStore) -> None:
    upload = await sender.begin()
    part = await sender.send(upload, 1, b"some")
    body = {"upload_id": upload["upload_id"]}

    answers = [await sender.post(f"{MULTIPART}/abort", body) for _ in range(2)]

    assert answers == [{"success": True, "upload_id": upload["upload_id"]}] * 2
    refused = await sender.complete(upload, [part], 409)
    assert refused["details"]["reason"] == "ABORTED"
    await sender.post(f"{MULTIPART}/part-url", {**body, "part_number": 1}, 409)
    path = {"storage_path": upload["storage_path"]}
    await sender.post(f"{PACKAGES}/process", path, 400)
    state = await sender.get(f"{PACKAGES}/uploads/{upload['upload_id']}")
    assert (state["status"], state["parts"]) == ("aborted", [])
    assert files_of(store) == []


async def test_a_package_cannot_be_given_up_through_its_upload(
    sender: Sender, course_zip: CourseZip
) -> None:
    upload = await sender.begin()
    await sender.complete(upload, [await sender.send(upload, 1, course_zip())])
    await sender.post(f"{PACKAGES}/process", {"storage_path": upload["storage_path"]}, 201)

    refused = await sender.post(f"{MULTIPART}/abort", {"upload_id": upload["upload_id"]}, 409)

    assert refused["details"]["reason"] == "ALREADY_PROCESSED"
    asked = {"upload_id": upload["upload_id"], "part_number": 2}
    await sender.post(f"{MULTIPART}/part-url", asked, 409)


async def test_completing_side_by_side_makes_one_file(sender: Sender, large: bytes) -> None:
    upload = await sender.begin()
    parts = [await sender.send(upload, n, data) for n, data in enumerate(pieces(large), 1)]

    answers = await asyncio.gather(*(sender.complete(upload, parts) for _ in range(6)))

    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["file_size_bytes"] == len(large)


async def test_a_file_joined_before_the_crash_is_found(sender: Sender, store: LocalStore) -> None:
    upload = await sender.begin()
    part = await sender.send(upload, 1, b"whole")
    async with database.tenant_scope(sender.who.tenant_id):
        row = await Upload.get(id=upload["upload_id"])
    held = await store.parts(row.storage_key, row.parts)
    # As if the process had died between the store and the database.
    await store.complete_parts(row.storage_key, row.parts, held)

    done = await sender.complete(upload, [part])

    assert (done["file_size_bytes"], done["parts"]) == (5, 1)


async def test_uploads_of_others_do_not_exist(sender: Sender, rival: Any) -> None:
    upload = await sender.begin()
    part = await sender.send(upload, 1, b"some")
    sender.who = rival

    for upload_id in (upload["upload_id"], str(uuid4()), "nonsense", upload["storage_path"][:64]):
        body = {"upload_id": upload_id}
        await sender.post(f"{MULTIPART}/part-url", {**body, "part_number": 1}, 404)
        await sender.complete(body, [part], 404)
        await sender.post(f"{MULTIPART}/abort", body, 404)
    await sender.get(f"{PACKAGES}/uploads/{upload['upload_id']}", 404)
    assert (await sender.get(f"{PACKAGES}/uploads"))["uploads"] == []


async def test_uploads_of_other_kinds_take_no_parts(sender: Sender) -> None:
    issued = await sender.post(
        f"{PACKAGES}/upload-url", {"filename": "a.zip", "file_size": 10}, 201
    )
    body = {"upload_id": issued["upload_id"]}

    await sender.post(f"{MULTIPART}/part-url", {**body, "part_number": 1}, 404)
    await sender.complete(body, [{"part_number": 1, "etag": "a"}], 404)


async def test_abandoned_parts_are_collected_a_day_after_the_last_link(
    sender: Sender, store: LocalStore
) -> None:
    upload = await sender.begin()
    await sender.send(upload, 1, b"some")
    given_up = await sender.begin()
    await sender.post(f"{MULTIPART}/abort", {"upload_id": given_up["upload_id"]})
    tenant = sender.who.tenant_id
    async with database.tenant_scope(tenant):
        row = await Upload.get(id=upload["upload_id"])

    early = await uploads.collect(tenant, store, row.expires_at + timedelta(hours=23))
    late = await uploads.collect(tenant, store, row.expires_at + timedelta(hours=25))

    assert (early, late) == (0, 2)
    assert files_of(store) == []
    async with database.tenant_scope(tenant):
        assert await Upload.all().count() == await Package.all().count() == 0


async def test_uploads_are_listed_newest_first_and_by_status(
    sender: Sender, course_zip: CourseZip
) -> None:
    first = await sender.begin()
    await sender.complete(first, [await sender.send(first, 1, course_zip())])
    second = await sender.begin()

    listed = await sender.get(f"{PACKAGES}/uploads?limit=1")
    received = await sender.get(f"{PACKAGES}/uploads?status=received")
    unknown = await sender.get(f"{PACKAGES}/uploads?status=lost", 400)

    assert [one["upload_id"] for one in listed["uploads"]] == [second["upload_id"]]
    assert listed["pagination"] == {"page": 1, "limit": 1, "total": 2, "total_pages": 2}
    assert [one["upload_id"] for one in received["uploads"]] == [first["upload_id"]]
    assert "issued, receiving, received" in unknown["message"]


def files_of(store: LocalStore) -> list[str]:
    root = store._root  # pyright: ignore[reportPrivateUsage]
    return [str(path) for path in root.rglob("*") if path.is_file()]
