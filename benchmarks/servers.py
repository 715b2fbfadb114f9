"""The servers that the benchmarks measure: ours, and Quart's own way of sending files."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import quart
import uvicorn
import uvloop
from granian.constants import Interfaces
from granian.server.embed import Server
from prometheus_client import CollectorRegistry
from quart import Quart, Response

from player.content import ContentHost, ContentPorts, Origins
from player.content_metrics import ContentMetrics
from player.content_runtime import RuntimeFiles
from scorm.packaging import archive
from scorm.packaging.index import ArchiveIndex
from services.packages.grants import Grant
from services.storage import open_files
from services.storage.local import LocalStore
from services.storage.open_files import OpenFile

LABEL = "abcdefghijklmnopqrstuvwxyz"
CT = "0123456789abcdef0123456789abcdef"
HOST = f"{LABEL}.content.lectern.localhost"
KEY = "course.zip"


def content_app(folder: Path) -> ContentHost:
    """The content origin with one package, whose grant never ends."""
    size = (folder / KEY).stat().st_size
    file = OpenFile(folder / KEY)
    index = archive.read_directory(lambda at, length: open_files.read_fully(file, at, length), size)
    grant = Grant(
        label=LABEL,
        tenant_id=UUID(int=1),
        revision_id=UUID(int=2),
        key=KEY,
        size=size,
        etag_seed="r1",
        frame_ancestors=("*",),
        expires_at=datetime.now(UTC) + timedelta(hours=1),
    )

    async def resolve(ct: str, label: str) -> Grant | None:
        return grant if (ct, label) == (CT, LABEL) else None

    async def find_by_label(label: str) -> Grant | None:
        return grant if label == LABEL else None

    async def load_index(tenant_id: UUID, revision_id: UUID) -> ArchiveIndex:
        if (tenant_id, revision_id) != (grant.tenant_id, grant.revision_id):
            raise LookupError
        return index

    async def commit(label: str, ct: str, body: bytes) -> tuple[int, bytes]:
        raise LookupError((label, ct, len(body)))

    runtime = folder / "rte"
    runtime.mkdir(exist_ok=True)
    store = LocalStore(folder, "http://localhost", b"benchmark" * 4)
    ports = ContentPorts(resolve, find_by_label, load_index, commit, store)
    origins = Origins("http://{label}.content.lectern.localhost", "http://play.lectern.localhost")
    metrics = ContentMetrics(CollectorRegistry())
    return ContentHost(ports, RuntimeFiles(runtime, "b1", b"bridge"), origins, metrics)


def quart_app(folder: Path) -> Quart:
    """The extracted files through the framework's own function."""
    app = Quart("baseline")
    send_file: Any = quart.send_from_directory  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

    @app.get("/<path:name>")
    async def send(name: str) -> Response:  # pyright: ignore[reportUnusedFunction]
        return await send_file(folder / "files", name)

    return app


async def _granian(app: Any, port: int) -> None:
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI)
    await server.serve()


def main() -> None:
    kind, engine, folder, port = sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
    app: Any = content_app(folder) if kind == "content" else quart_app(folder)
    if engine == "uvicorn":
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)
    else:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_granian(app, port))


if __name__ == "__main__":
    main()
