"""The product as a process that may be killed at any moment and comes back on the same data."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import httpx
from lectern_limits import UNLIMITED

ROOT = Path(__file__).resolve().parents[2]
API_KEY = "scorm_test_of-the-crash-tests-and-of-nothing-else-0123456789abcdef0123456789"
PATIENCE = 40
SERVE = (str(Path(sys.executable).parent / "lectern"), "serve")


class Victim:
    def __init__(self, data_dir: Path, command: Sequence[str] = SERVE) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.data_dir = data_dir
        self.log = data_dir.with_suffix(".log")
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {
            **{name: value for name, value in os.environ.items() if "LECTERN_" not in name},
            "PYTHONPATH": str(ROOT),
            "LECTERN_DATA_DIR": str(data_dir),
            "LECTERN_PORT": str(self.port),
            "LECTERN_BOOTSTRAP_API_KEY": API_KEY,
            "LECTERN_BOOTSTRAP_TENANT": "Crash tests",
            **UNLIMITED,
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def allow_private_targets(self) -> None:
        """Lets it fetch from servers of the test, once it is started."""
        self._environment["LECTERN_WEBHOOK_ALLOW_PRIVATE"] = "1"

    def start(self) -> float:
        """How many seconds it took until it answered."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while time.monotonic() < began + PATIENCE and self._process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/api/health", timeout=5).status_code == 200:
                    return time.monotonic() - began
            time.sleep(0.05)
        raise AssertionError(f"it did not start:\n{self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(PATIENCE)
        self._stop_database()

    def _stop_database(self) -> None:
        """A killed server never let go of its database, which therefore runs on."""
        note = self.data_dir / "postgres" / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int(note.read_text().split()[0]), signal.SIGINT)
        deadline = time.monotonic() + 10
        while note.exists() and time.monotonic() < deadline:
            time.sleep(0.1)

    async def rows(self, query: str) -> list[asyncpg.Record]:
        """Asked as the database's owner, who sees every row."""
        folder = str(self.data_dir / "postgres")
        connection = await asyncpg.connect(user="postgres", database="postgres", host=folder)
        try:
            return await connection.fetch(query)
        finally:
            await connection.close()
