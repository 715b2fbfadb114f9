"""The product as a user starts it: `lectern serve` in a process of its own."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from lectern_limits import UNLIMITED

API_KEY = "scorm_test_of-the-tests-and-of-nothing-else-in-this-world-0123456789abcdef"


class Server:
    """`lectern serve` as a process of its own, with its own data directory."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.port = free_port()
        self.data_dir = data_dir
        self.log = data_dir.parent / f"{data_dir.name}.log"
        self.base_url = f"http://localhost:{self.port}"
        self._environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("LECTERN_")},
            "LECTERN_DATA_DIR": str(data_dir),
            "LECTERN_PORT": str(self.port),
            "LECTERN_BOOTSTRAP_API_KEY": API_KEY,
            "LECTERN_BOOTSTRAP_TENANT": "Browser tests",
            **UNLIMITED,
            **environment,
        }
        self.api = self._client()
        self.process: subprocess.Popen[bytes] | None = None

    def _client(self) -> httpx.Client:
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}/api/v1",
            headers={"X-API-Key": API_KEY},
            timeout=30,
        )

    def start(self) -> "Server":
        self.api.close()
        self.api = self._client()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).parent / "lectern", "serve"],
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_it_answers()
        return self

    def greeting(self, seconds: float = 10) -> dict[str, str]:
        """The links that the latest start printed, by their names."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            latest = self.log.read_text().rpartition("Lectern is running.")[2]
            rows = [line.rsplit(None, 1) for line in latest.splitlines() if line.startswith("  ")]
            if len(rows) >= 4:
                return {name.strip(): value for name, value in rows}
            time.sleep(0.05)
        pytest.fail("no links were printed")

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> int:
        """Ask it to stop, as Ctrl-C does; its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(40)
        self.api.close()
        return code

    def _wait_until_it_answers(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"http://127.0.0.1:{self.port}/api/health").status_code == 200:
                    return
            time.sleep(0.05)
        pytest.fail(f"the server did not start:\n{self.log.read_text()[-12000:]}")

    def free_operator(self) -> None:
        """Whoever sets up dozens of tenants a minute needs a limit other than everybody's."""
        base = f"http://127.0.0.1:{self.port}/api"
        own = self.api.get(f"{base}/customer/settings").raise_for_status().json()["tenant_id"]
        terms = {"plan": "enterprise", "limits": {"rate_limits": {"write": 0}}}
        self.api.put(f"{base}/admin/tenants/{own}/plan", json=terms).raise_for_status()

    def new_key(self, tenant: str) -> str:
        """A key of a tenant of its own, made as an operator makes one."""
        admin = f"http://127.0.0.1:{self.port}/api/admin"
        made = self.api.post(f"{admin}/tenants", json={"name": tenant}).raise_for_status().json()
        wanted = {
            "tenant_id": made["id"],
            "name": "of the tests",
            "scopes": ["read", "write", "delete", "admin"],
        }
        answer = self.api.post(f"{admin}/api-keys", json=wanted).raise_for_status()
        key: str = answer.json()["key"]
        return key

    def upload(self, archive: bytes, name: str = "course.zip", *, strict: bool = False) -> str:
        answer = self.api.post(
            "/packages",
            files={"file": (name, archive, "application/zip")},
            data={"strict": "true"} if strict else {},
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["package_id"])

    def launch(self, package_id: str, user_id: str, **fields: Any) -> dict[str, Any]:
        answer = self.api.post(
            f"/packages/{package_id}/launch", json={"user_id": user_id, **fields}
        )
        assert answer.status_code in {200, 201}, answer.text
        launched: dict[str, Any] = answer.json()
        return launched

    def session(self, session_id: str) -> dict[str, Any]:
        answer = self.api.get(f"/sessions/{session_id}")
        assert answer.status_code == 200, answer.text
        session: dict[str, Any] = answer.json()
        return session

    async def orphans(self, session_id: str, *, containing: str, seconds: float = 10) -> int:
        """How many commits that nobody could apply are kept, looked up as the database's owner."""
        folder = self.data_dir / "postgres"
        connection = await asyncpg.connect(user="postgres", database="postgres", host=str(folder))
        try:
            for _ in range(int(seconds * 10)):
                found: int = await connection.fetchval(
                    "SELECT count(*) FROM orphan_commit o JOIN session s ON s.key = o.session_key "
                    "WHERE s.id = $1 AND strpos(o.body, $2) > 0",
                    session_id,
                    containing,
                )
                if found:
                    return found
                await asyncio.sleep(0.1)
            return 0
        finally:
            await connection.close()

    def wait_for(self, session_id: str, element: str, value: str, seconds: float = 10) -> None:
        """Until the record holds the value; fails with what it holds instead."""
        deadline = time.monotonic() + seconds
        found: str | None = None
        while time.monotonic() < deadline:
            found = self.session(session_id)["cmi_data"].get(element)
            if found == value:
                return
            time.sleep(0.1)
        pytest.fail(f"{element} is {found!r}, not {value!r}, after {seconds} s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
