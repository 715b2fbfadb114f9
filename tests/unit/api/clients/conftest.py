"""A real server process for clients that know nothing but its address and a key."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import pytest
from lectern_limits import UNLIMITED

from services.embedded import EmbeddedPostgres

HERE = Path(__file__).parent
ROOT = HERE.parents[3]


@dataclass(frozen=True, slots=True)
class Live:
    """``pid`` is the process that answers, ``storage`` the folder where it keeps files."""

    url: str
    pid: int
    key: str
    tenant_id: str
    storage: Path

    @property
    def headers(self) -> dict[str, str]:
        return {"X-API-Key": self.key}


@pytest.fixture(scope="module")
async def live(
    postgres: EmbeddedPostgres, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Live]:
    data = tmp_path_factory.mktemp("live")
    async with serving(postgres, template, data, **UNLIMITED) as running:
        yield running


@pytest.fixture
async def hurried(postgres: EmbeddedPostgres, template: str, tmp_path: Path) -> AsyncIterator[Live]:
    """Takes five requests in two seconds."""
    limits = {"LECTERN_RATE_LIMIT_READ": "5", "SCORM_RATE_LIMIT_WINDOW_SECONDS": "2"}
    async with serving(postgres, template, tmp_path, **{**UNLIMITED, **limits}) as running:
        yield running


@asynccontextmanager
async def serving(
    postgres: EmbeddedPostgres, template: str, data: Path, **given: str
) -> AsyncGenerator[Live]:
    name = f"live_{uuid4().hex}"
    await _as_owner(postgres, f"CREATE DATABASE {name} TEMPLATE {template}")
    port, key = _free_port(), uuid4().hex
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "LECTERN_PORT": str(port),
        "LECTERN_BASE_URL": url,
        "LECTERN_DATA_DIR": str(data),
        "LECTERN_DATABASE_URL": postgres.url_of(name),
        "LECTERN_SECRET_KEY": "s" * 32,
        "LECTERN_BOOTSTRAP_API_KEY": key,
        "PYTHONPATH": f"{ROOT}:{HERE.parent}",
        **given,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "uvicorn", "live_app:app", "--lifespan", "on"),
        *("--port", str(port), "--log-level", "warning"),
        env=environment,
    )
    try:
        await _answering(url)
        yield Live(url, process.pid, key, (data / "tenant").read_text(), data / "storage")
    finally:
        process.terminate()
        await process.wait()
        await _as_owner(postgres, f"DROP DATABASE {name} WITH (FORCE)")


async def _as_owner(postgres: EmbeddedPostgres, statement: str) -> None:
    connection = await asyncpg.connect(postgres.url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _answering(url: str) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(300):
            try:
                await client.get(f"{url}/api/health")
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return
    raise TimeoutError(f"nothing answers at {url}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
