"""A real server process for clients that know nothing but its address and a key."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[3]


@dataclass(frozen=True, slots=True)
class Live:
    """``pid`` is the process that answers."""

    url: str
    pid: int
    key: str
    tenant_id: str

    @property
    def headers(self) -> dict[str, str]:
        return {"X-API-Key": self.key}


@pytest.fixture
async def live(acme: Any, database_url: str, tmp_path: Path) -> AsyncIterator[Live]:
    port = _free_port()
    environment = {
        **os.environ,
        "LECTERN_PORT": str(port),
        "LECTERN_BASE_URL": f"http://127.0.0.1:{port}",
        "LECTERN_DATA_DIR": str(tmp_path),
        "LECTERN_DATABASE_URL": database_url,
        "LECTERN_SECRET_KEY": "s" * 32,
        "PYTHONPATH": f"{ROOT}:{HERE.parent}",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "uvicorn", "live_app:app", "--lifespan", "on"),
        *("--port", str(port), "--log-level", "warning"),
        env=environment,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        await _answering(url)
        yield Live(url, process.pid, acme.key, str(acme.tenant_id))
    finally:
        process.terminate()
        await process.wait()


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
