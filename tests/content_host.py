"""A content origin with one package on it, and a client that sends bytes as they are given."""

import asyncio
import io
import socket
import zipfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from prometheus_client import CollectorRegistry

from player.content import ContentHost, ContentPorts, Origins
from player.content_metrics import ContentMetrics
from player.content_runtime import RuntimeFiles
from scorm.packaging import archive
from scorm.packaging.index import ArchiveIndex
from services.packages.grants import Grant
from services.storage.local import LocalStore
from tests import asgi_servers

LABEL = "abcdefghijklmnopqrstuvwxyz"
CT = "0123456789abcdef0123456789abcdef"
HOST = f"{LABEL}.content.lectern.localhost:3001"
SHELL = "http://play.lectern.localhost:3001"
BUILD = "b1"
KEY = "tenants/t1/uploads/u1.zip"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def packed(files: Mapping[str, bytes], stored: tuple[str, ...] = ()) -> bytes:
    """A ZIP in which only the files of ``stored`` are not compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            target.writestr(name, data, how)
    return made.getvalue()


def index_of(data: bytes) -> ArchiveIndex:
    return archive.read_directory(lambda at, length: data[at : at + length], len(data))


def a_grant(size: int) -> Grant:
    return Grant(
        label=LABEL,
        tenant_id=uuid4(),
        revision_id=uuid4(),
        key=KEY,
        size=size,
        etag_seed="r1",
        frame_ancestors=("https://lms.partner.test",),
        expires_at=datetime.now(UTC) + timedelta(hours=1),
    )


@dataclass
class World:
    """The rest of the product, as the content origins see it."""

    folder: Path
    store: LocalStore
    index: ArchiveIndex
    grant: Grant
    address: tuple[str, int] = ("", 0)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    commits: list[tuple[str, str, bytes]] = field(default_factory=list[tuple[str, str, bytes]])

    async def resolve(self, ct: str, label: str) -> Grant | None:
        return self.grant if (ct, label) == (CT, self.grant.label) else None

    async def find_by_label(self, label: str) -> Grant | None:
        return self.grant if label == self.grant.label else None

    async def load_index(self, tenant_id: UUID, revision_id: UUID) -> ArchiveIndex:
        assert (tenant_id, revision_id) == (self.grant.tenant_id, self.grant.revision_id)
        return self.index

    async def commit(self, label: str, ct: str, body: bytes) -> tuple[int, bytes]:
        self.commits.append((label, ct, body))
        return 200, b'{"applied":1}'

    async def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """A file of the course; header names are given with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.ask(f"/~{CT}/{path}", method, named)

    async def ask(
        self, target: str, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Answer:
        told = {"Host": HOST, **(headers or {})}
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {told[name]}" for name in told)]
        head = "\r\n".join([*lines, "Connection: close", "", ""])
        return await self.raw(head.encode("latin-1"))

    async def raw(self, request: bytes) -> Answer:
        reader, writer = await asyncio.open_connection(*self.address)
        writer.write(request)
        data = await reader.read()
        writer.close()
        await writer.wait_closed()
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = [line.partition(": ") for line in lines]
        return Answer(int(first.split()[1]), {n.lower(): v for n, _, v in pairs}, body)


def app_of(
    world: World, origin: str = "http://{label}.content.lectern.localhost:3001"
) -> ContentHost:
    runtime = world.folder / "rte"
    runtime.mkdir(exist_ok=True)
    (runtime / "bridge.js").write_text("export const ours = true;\n" * 50)
    ports = ContentPorts(
        world.resolve, world.find_by_label, world.load_index, world.commit, world.store
    )
    files = RuntimeFiles(runtime, BUILD, b"<!doctype html><title>bridge</title>")
    return ContentHost(ports, files, Origins(origin, SHELL), ContentMetrics(world.registry))


async def stored(folder: Path, data: bytes) -> World:
    store = LocalStore(folder / "storage", "http://localhost", b"s" * 32)
    path = folder / "storage" / KEY
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    return World(folder, store, index_of(data), a_grant(len(data)))


@asynccontextmanager
async def playing(world: World) -> AsyncGenerator[World]:
    bound: socket.socket = asgi_servers.bound_socket()
    async with asgi_servers.serving(app_of(world), bound):
        world.address = bound.getsockname()
        yield world
    await world.store.close()


def with_media(world: World, media: Mapping[str, str]) -> None:
    world.grant = replace(world.grant, media=media)
