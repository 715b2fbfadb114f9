"""Processing in the background: asked for once or many times, it makes exactly one package."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from quart.typing import TestClientProtocol as Client

import app as product
from models.event import Event
from models.package import Package, PackageStatus, Revision, Upload
from services import database
from services.errors import StorageUnavailable
from services.packages import packages, processing
from services.packages.processing import Means
from services.ports import ports
from services.storage.local import LocalStore

PACKAGES = "/api/v1/packages"
QUEUED = "SELECT 1 FROM pgqueuer WHERE entrypoint = 'process_upload'"
Store = Callable[..., Awaitable[str]]
CourseZip = Callable[..., bytes]


@pytest.fixture
def working(database: str) -> Callable[[], Any]:
    """The product's own worker, for as long as it is wanted."""

    @asynccontextmanager
    async def run() -> AsyncGenerator[None]:
        worker = product.worker_for(product.House(ports(), database))
        task = asyncio.create_task(worker.run())
        try:
            yield
        finally:
            await worker.stop()
            await asyncio.wait_for(task, 20)

    return run


@pytest.fixture
def means(store: LocalStore) -> Means:
    return Means(store, 10**9, False, clock=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Desk:
    """A customer's server, and what it keeps asking."""

    client: Client
    who: Any
    stored: Store
    package: Store
    course_zip: CourseZip

    async def put(self, **course: str) -> str:
        """The path of a stored course."""
        return await self.stored(self.who, self.course_zip(**course))

    async def process(self, order: dict[str, Any]) -> Any:
        return await self.client.post(f"{PACKAGES}/process", json=order, headers=self.who.headers)

    async def begun(self, path: str, **more: Any) -> dict[str, Any]:
        answer = await self.process({"storage_path": path, "async": True, **more})
        said: dict[str, Any] = await answer.get_json()
        assert answer.status_code == 202, said
        assert answer.headers["Location"] == f"{PACKAGES}/uploads/{said['upload_id']}"
        return said

    async def get(self, path: str) -> dict[str, Any]:
        answer = await self.client.get(f"{PACKAGES}/{path}", headers=self.who.headers)
        return await answer.get_json()

    async def state(self, said: dict[str, Any]) -> dict[str, Any]:
        return await self.get(f"uploads/{said['upload_id']}")

    async def finished(self, said: dict[str, Any]) -> dict[str, Any]:
        """Follows the upload to its end, and sees that nothing ever goes back."""
        before = -1
        async with asyncio.timeout(30):
            while True:
                state = await self.state(said)
                assert state["percent"] >= before
                before = state["percent"]
                if state["stage"] == "done" or state["status"] == "failed":
                    return state
                await asyncio.sleep(0.05)

    async def events(self) -> list[Event]:
        async with database.tenant_scope(self.who.tenant_id):
            return await Event.filter(tenant_id=self.who.tenant_id).order_by("created_at")

    async def work(self, said: dict[str, Any], means: Means) -> None:
        """What the worker does."""
        await processing.run(self.who.tenant_id, UUID(said["upload_id"]), means)


@pytest.fixture
def desk(client: Client, acme: Any, stored: Store, package: Store, course_zip: CourseZip) -> Desk:
    return Desk(client, acme, stored, package, course_zip)


async def test_the_answer_comes_at_once_and_the_package_later(desk: Desk, working: Any) -> None:
    path = await desk.put(title="Fire safety")

    said = await desk.begun(path, uploaded_by="user-123")
    waiting = await desk.state(said)
    async with working():
        done = await desk.finished(said)

    assert said["package"]["package_id"] == said["package_id"] == said["package"]["id"]
    assert (said["package"]["status"], said["package"]["current_revision"]) == ("processing", 0)
    assert (waiting["status"], waiting["stage"], waiting["percent"]) == ("processing", "waiting", 0)
    assert (done["status"], done["stage"], done["percent"]) == ("completed", "done", 100)
    assert (done["package_id"], done["revision"]) == (said["package_id"], 1)
    package = await desk.get(said["package_id"])
    assert (package["title"], package["status"]) == ("Fire safety", "ready")
    assert (package["uploaded_by"], package["integrity"]) == ("user-123", "verified")


async def test_a_package_is_launchable_before_its_checksums_are_checked(
    desk: Desk, means: Means
) -> None:
    said = await desk.begun(await desk.put())
    await desk.work(said, means)

    state = await desk.state(said)
    launched = await desk.client.post(
        f"{PACKAGES}/{said['package_id']}/launch", json={"user_id": "ada"}, headers=desk.who.headers
    )

    assert (state["status"], state["stage"]) == ("completed", "verifying")
    assert 0 < state["percent"] < 100
    assert launched.status_code in {200, 201}
    async with database.tenant_scope(desk.who.tenant_id):
        revision = await Revision.get(package_id=said["package_id"])
    await packages.verify_archive(desk.who.tenant_id, revision.id, means.store)
    state = await desk.state(said)
    assert (state["stage"], state["percent"]) == ("done", 100)


async def test_what_is_no_course_fails_with_the_findings(desk: Desk, working: Any) -> None:
    path = await desk.put(**{"imsmanifest.xml": "<manifest"})

    said = await desk.begun(path)
    async with working():
        state = await desk.finished(said)

    assert state["status"] == "failed"
    assert state["error"]["code"] == "PARSE_FAILED"
    assert state["error"]["details"]["findings"][0]["rule"]
    async with database.tenant_scope(desk.who.tenant_id):
        package = await Package.get(id=said["package_id"])
    assert (package.status, package.current_revision) == (PackageStatus.FAILED, 0)
    assert package.error == state["error"]
    assert [event.event_type for event in await desk.events()] == ["package.processing.failed"]


async def test_a_bad_revision_leaves_the_package_ready(desk: Desk, means: Means) -> None:
    package_id = await desk.package(desk.who)
    path = await desk.put(**{"imsmanifest.xml": ""})

    said = await desk.begun(path, package_id=package_id)
    assert said["package"]["status"] == "processing"
    await desk.work(said, means)

    shown = await desk.get(package_id)
    state = await desk.state(said)
    assert (shown["status"], shown["current_revision"]) == ("ready", 1)
    assert (state["status"], state["error"]["code"]) == ("failed", "MANIFEST_NOT_FOUND")


@pytest.mark.parametrize("modes", [[True], [False], [True, False]], ids=["async", "sync", "mixed"])
async def test_twenty_calls_side_by_side_make_one_package(
    desk: Desk, working: Any, modes: list[bool]
) -> None:
    path = await desk.put()
    orders = [{"storage_path": path, "async": modes[n % len(modes)]} for n in range(20)]

    async with working():
        answers = await asyncio.gather(*(desk.process(order) for order in orders))
        bodies = [await answer.get_json() for answer in answers]
        await desk.finished(bodies[0])

    assert {answer.status_code for answer in answers} == {202 if mode else 201 for mode in modes}
    assert len({body["package_id"] for body in bodies}) == 1
    async with database.tenant_scope(desk.who.tenant_id):
        assert (await Package.all().count(), await Revision.all().count()) == (1, 1)
    kinds = Counter(event.event_type for event in await desk.events())
    assert kinds == {"package.processing.completed": 1}


async def test_a_new_revision_is_told_as_an_update_too(desk: Desk, means: Means) -> None:
    package_id = await desk.package(desk.who)
    said = await desk.begun(await desk.put(title="Second"), package_id=package_id)

    await desk.work(said, means)
    await desk.work(said, means)

    told = await desk.events()
    assert [event.event_type for event in told] == [
        "package.processing.completed",
        "package.processing.completed",
        "package.updated",
    ]
    assert '"title":"Second"' in told[2].payload
    assert f'"package":{{"id":"{package_id}"' in told[2].payload
    assert '"current_revision":2' in told[2].payload


async def test_what_can_be_known_at_once_is_refused_at_once(desk: Desk, rival: Any) -> None:
    announced = {"filename": "a.zip", "file_size": 10}
    link = await desk.client.post(
        f"{PACKAGES}/upload-url", json=announced, headers=desk.who.headers
    )
    missing = (await link.get_json())["storage_path"]
    own, theirs = await desk.put(), await desk.stored(rival, desk.course_zip())
    foreign = await desk.package(rival)

    orders: list[tuple[dict[str, Any], int]] = [
        ({"storage_path": missing}, 400),
        ({"storage_path": theirs}, 404),
        ({"storage_path": own, "package_id": foreign}, 404),
        ({"storage_path": own, "package_id": str(uuid4())}, 404),
    ]

    for order, status in orders:
        answer = await desk.process({**order, "async": True})
        assert answer.status_code == status

    async with database.tenant_scope(desk.who.tenant_id):
        assert await Package.all().count() == 0
        assert await database.through_gate(QUEUED, []) == []


async def test_one_upload_is_not_processed_for_two_packages(desk: Desk) -> None:
    other = await desk.package(desk.who)
    path = await desk.put()
    await desk.begun(path)

    for mode in (True, False):
        answer = await desk.process({"storage_path": path, "package_id": other, "async": mode})
        assert answer.status_code == 409


async def test_what_failed_can_be_asked_for_again(desk: Desk, means: Means) -> None:
    path = await desk.put(**{"imsmanifest.xml": ""})
    said = await desk.begun(path)
    await desk.work(said, means)

    again = await desk.begun(path)
    running = await desk.state(said)
    await desk.work(again, means)

    assert again["package_id"] == said["package_id"]
    assert (running["status"], running["error"]) == ("processing", None)
    assert (await desk.state(said))["status"] == "failed"


async def test_a_package_deleted_meanwhile_stays_deleted(
    desk: Desk, store: LocalStore, working: Any
) -> None:
    path = await desk.put()
    said = await desk.begun(path)

    gone = await desk.client.delete(f"{PACKAGES}/{said['package_id']}", headers=desk.who.headers)
    async with working(), asyncio.timeout(20):
        while await store.stat(path) is not None:
            await asyncio.sleep(0.05)

    assert gone.status_code == 200
    async with database.tenant_scope(desk.who.tenant_id):
        assert await Package.all().count() == await Upload.all().count() == 0


async def test_a_store_that_stays_away_fails_the_upload_in_the_end(
    desk: Desk, means: Means, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = await desk.begun(await desk.put())

    async def away(self: LocalStore, key: str, offset: int, length: int) -> bytes:
        raise StorageUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(LocalStore, "read", away)
        for _ in range(processing.TRIES - 1):
            with pytest.raises(StorageUnavailable):
                await desk.work(said, means)
        await desk.work(said, means)

    state = await desk.state(said)
    assert (state["status"], state["error"]["code"]) == ("failed", "STORAGE_UNAVAILABLE")


async def test_work_that_nobody_does_any_more_is_begun_again(desk: Desk, working: Any) -> None:
    said = await desk.begun(await desk.put())
    await database.through_gate("DELETE FROM pgqueuer", [])
    later = datetime.now(UTC) + processing.SILENT + timedelta(minutes=1)

    assert await processing.wake(desk.who.tenant_id, datetime.now(UTC)) == 0
    assert await processing.wake(desk.who.tenant_id, later) == 1
    async with working():
        state = await desk.finished(said)

    assert state["status"] == "completed"


async def test_work_that_never_ends_is_given_up_in_the_end(desk: Desk) -> None:
    said = await desk.begun(await desk.put())
    later = datetime.now(UTC) + processing.SILENT + timedelta(minutes=1)

    for _ in range(processing.TRIES + 1):
        assert await processing.wake(desk.who.tenant_id, later) == 1

    state = await desk.state(said)
    assert (state["status"], state["error"]["code"]) == ("failed", "SERVICE_UNAVAILABLE")
    assert await processing.wake(desk.who.tenant_id, later) == 0


async def test_direct_and_presigned_uploads_are_told_alike(desk: Desk) -> None:
    announced = {"filename": "a.zip", "file_size": 10}
    link = await (
        await desk.client.post(f"{PACKAGES}/upload-url", json=announced, headers=desk.who.headers)
    ).get_json()
    path = await desk.put()
    package_id = await desk.package(desk.who)

    listed = await desk.get("uploads")

    told = {one["storage_path"]: one for one in listed["uploads"]}
    assert told[link["storage_path"]]["status"] == "issued"
    assert (told[path]["status"], told[path]["bytes_received"]) == (
        "received",
        told[path]["file_size_bytes"],
    )
    made = next(one for one in listed["uploads"] if one["package_id"] == package_id)
    assert (made["status"], made["stage"], made["revision"]) == ("completed", "verifying", 1)
