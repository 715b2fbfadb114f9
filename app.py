"""The whole product as one ASGI application, put together from its doors."""

import asyncio
import gc
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

import structlog

import api
import player
from player.asgi import Application, Receive, Scope, Send, anonymous, answer
from player.build import build_id
from player.commits import commit
from player.content import ContentHost, ContentPorts, Origins
from player.content_metrics import ContentMetrics
from player.content_runtime import RuntimeFiles
from player.pages import bridge_page
from player.storage_put import StorageDoor
from services import database, first_start
from services.accounts import tenants
from services.dispatches import generating
from services.embedded import EmbeddedPostgres
from services.erasure import erasures, removing
from services.first_start import Links
from services.jobs import Handler, Timetable, Worker
from services.keyring import open_keyring
from services.packages import content_access, importing, ingest, packages, processing, uploads
from services.packages.processing import Means
from services.playing import previews
from services.ports import Ports, install
from services.quotas import plans, usage
from services.sessions import move_steps, moving, sessions
from services.settings import LABEL, Settings
from services.storage.local import LocalStore
from services.storage.store import ContentStore
from services.storage.stores import open_store

ROOT = Path(__file__).parent
RUNTIME = ROOT / "static" / "js" / "rte"
log = structlog.get_logger("lectern")


@dataclass(frozen=True, slots=True)
class House:
    """Everything a process holds open while it runs."""

    ports: Ports
    database_url: str


@asynccontextmanager
async def open_house(settings: Settings) -> AsyncGenerator[House]:
    """Database (started and migrated when it is ours), keys and file store; closed in reverse."""
    plans.install(settings.plans_file)
    async with AsyncExitStack() as stack:
        url = settings.database_url
        if not url:
            embedded = await asyncio.to_thread(EmbeddedPostgres, settings.data_dir)
            stack.push_async_callback(asyncio.to_thread, embedded.release)
            url = embedded.url
        await database.migrate(url)
        await database.connect(url)
        stack.push_async_callback(database.close)
        keyring = open_keyring(settings)
        store = open_store(settings, settings.base_url, keyring.key("storage"))
        stack.push_async_callback(store.close)
        ports = Ports(settings, keyring, store)
        install(ports)
        stack.callback(ingest.close_pool)
        yield House(ports, url)


def worker_for(house: House) -> Worker:
    """Which function does which job; the only place that knows them all."""
    store, settings = house.ports.store, house.ports.settings
    means = Means(
        store,
        settings.max_package_bytes,
        settings.allow_private_targets,
        clock=_now,
        after=moving.follow(_now),
    )

    async def verify_archive(payload: dict[str, Any]) -> None:
        await packages.verify_archive(
            UUID(payload["tenant_id"]), UUID(payload["revision_id"]), store
        )

    async def delete_objects(payload: dict[str, Any]) -> None:
        for key in payload["keys"]:
            await store.delete(key)

    async def move_sessions(payload: dict[str, Any]) -> None:
        tenant_id, order = UUID(payload["tenant_id"]), UUID(payload["migration_id"])
        await move_steps.carry_out(tenant_id, order, _now())

    async def process_upload(payload: dict[str, Any]) -> None:
        tenant_id, upload_id = UUID(payload["tenant_id"]), UUID(payload["upload_id"])
        await processing.run(tenant_id, upload_id, means)

    async def build_dispatch(payload: dict[str, Any]) -> None:
        tenant_id = UUID(payload["tenant_id"])
        await generating.run(tenant_id, payload["dispatch_id"], house.ports)

    handlers: dict[str, Handler] = {
        erasures.JOB: _erasing(house),
        processing.JOB: process_upload,
        importing.JOB: process_upload,
        moving.JOB: move_sessions,
        generating.JOB: build_dispatch,
        "verify_archive": verify_archive,
        "delete_objects": delete_objects,
    }
    return Worker(house.database_url, handlers, _timetable(store))


def _now() -> datetime:
    return datetime.now(UTC)


def _timetable(store: ContentStore) -> Timetable:
    async def expire_sessions() -> None:
        for tenant_id in await tenants.scope_ids():
            await sessions.expire(tenant_id, datetime.now(UTC))
            await previews.collect(tenant_id, datetime.now(UTC))

    async def collect_uploads() -> None:
        for tenant_id in await tenants.scope_ids():
            await uploads.collect(tenant_id, store, datetime.now(UTC))
            await processing.wake(tenant_id, datetime.now(UTC))

    async def measure_sessions() -> None:
        for tenant_id in await tenants.scope_ids():
            await usage.measure_sessions(tenant_id)

    return Timetable(
        {
            ("expire_sessions", "* * * * *"): expire_sessions,
            ("collect_uploads", "17 * * * *"): collect_uploads,
            ("measure_sessions", "41 * * * *"): measure_sessions,
        }
    )


def _erasing(house: House) -> Handler:
    async def erase_learner(payload: dict[str, Any]) -> None:
        tenant_id, erasure_id = UUID(payload["tenant_id"]), UUID(payload["erasure_id"])
        await removing.run(tenant_id, erasure_id, house.ports.keyring)

    return erase_learner


class Doors:
    """Sends each request to its door: by host for learners and content, else to the API."""

    def __init__(self, ports: Ports) -> None:
        settings = ports.settings
        self._quarts = (api.create_app(settings), player.create_app())
        # Quart's own ASGI types name each message; ours leave them open.
        self._api, self._player = (cast(Application, quart) for quart in self._quarts)
        self._content = _content_host(ports)
        self._storage = _storage_door(ports)
        self._player_host = urlsplit(settings.player_origin).netloc
        self._shared_host = self._player_host == urlsplit(settings.base_url).netloc
        content_host = urlsplit(settings.content_origin).netloc
        self._before, label, self._after = content_host.partition(LABEL)
        self._isolated = bool(label)

    async def __aenter__(self) -> None:
        for quart in self._quarts:
            await quart.startup()

    async def __aexit__(self, *_failure: object) -> None:
        for quart in reversed(self._quarts):
            await quart.shutdown()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = next((v for k, v in scope["headers"] if k == b"host"), b"").decode("latin-1").lower()
        await self._door(host, scope["path"])(scope, receive, send)

    def _door(self, host: str, path: str) -> Application:
        if self._is_content(host):
            return self._content
        if host == self._player_host and not self._shared_host:
            return self._player
        if path.startswith("/storage/") and self._storage is not None:
            return self._storage
        if self._shared_host and path.startswith(("/player/", "/static/")):
            return self._player
        return self._api

    def _is_content(self, host: str) -> bool:
        if not self._isolated:
            return host == self._before
        inside = len(host) > len(self._before) + len(self._after)
        return inside and host.startswith(self._before) and host.endswith(self._after)


def _content_host(ports: Ports) -> ContentHost:
    settings = ports.settings
    return ContentHost(
        ContentPorts(
            resolve=content_access.resolve,
            find_by_label=content_access.find_by_label,
            load_index=content_access.load_index,
            commit=commit,
            store=ports.store,
        ),
        RuntimeFiles(RUNTIME, build_id(), bridge_page(settings)),
        Origins(settings.content_origin, settings.player_origin),
        ContentMetrics(),
    )


def _storage_door(ports: Ports) -> StorageDoor | None:
    """Only the local store takes uploads itself; S3 has addresses of its own."""
    if isinstance(ports.store, LocalStore):
        return StorageDoor(ports.store, ports.keyring.key("storage"))
    return None


class Lectern:
    """The application and its life: it starts what it needs and closes it again."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.started = asyncio.Event()
        self.links = Links()
        self.failure: BaseException | None = None
        self._house: House | None = None
        self._doors: Doors | None = None
        self._stack = AsyncExitStack()

    @property
    def ports(self) -> Ports:
        if self._house is None:
            raise RuntimeError("not started")
        return self._house.ports

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._doors is None:
            await answer(send, 503, [(b"retry-after", b"1")], b"Lectern is starting.\n")
        else:
            await self._doors(scope, receive, anonymous(send))

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._start()
        except BaseException as failure:
            self.failure = failure
            await self._stack.aclose()
            await send({"type": "lifespan.startup.failed", "message": str(failure)})
            raise
        # What is loaded by now stays for good: the collector need not look at it ever again. And
        # one request makes thousands of objects, so it should not look after every 700.
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._stack.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> None:
        house = await self._stack.enter_async_context(open_house(self.settings))
        self._house = house
        ingest.warm_pool()
        worker = worker_for(house)
        task = asyncio.create_task(worker.run())
        self._stack.push_async_callback(_finish, worker, task, self.settings.shutdown_seconds)
        doors = Doors(house.ports)
        await self._stack.enter_async_context(doors)
        self.links = await first_start.prepare(house.ports, datetime.now(UTC))
        self._doors = doors
        self.started.set()
        log.info("started", base_url=self.settings.base_url)


async def _finish(worker: Worker, task: "asyncio.Task[None]", seconds: float) -> None:
    await worker.stop()
    await asyncio.wait([task], timeout=seconds)
    task.cancel()
