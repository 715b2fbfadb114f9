"""Reports over 100,000 sessions: whole files, the memory they take, and figures for a screen.

The baseline of the files is psql writing the same rows with COPY.
"""

import argparse
import asyncio
import contextlib
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import httpx

from benchmarks import lists, rig
from benchmarks.learners import API_KEY, Product, patch_text
from services.embedded import EmbeddedPostgres

REPORTS = "/api/v1/reports"
TARGET = 300.0
COPY = """COPY (
SELECT s.id, s.package_id, p.title, s.dispatch_id, s.user_id, s.learner_name, s.learner_email,
  s.status, s.completion_status, s.success_status, s.score_scaled, s.score_raw, s.score_min,
  s.score_max, s.progress_measure, s.attempts, floor(s.time_spent), s.created_at, s.launched_at,
  s.completed_at, s.updated_at
FROM session s JOIN package p ON p.tenant_id = s.tenant_id AND p.id = s.package_id
WHERE s.tenant_id = '{tenant}' ORDER BY s.created_at DESC, s.key DESC
) TO STDOUT WITH (FORMAT csv, HEADER)"""
LAUNCHES = """
INSERT INTO launch (tenant_id, id, session_key, ticket_id, revision_id, attempt, mode, "window",
  allowed_domains, label, ct_hash, handle_hash, current_sco, applied_seq, times, last_contact_at,
  end_reason, content_expires_at, created_at)
SELECT tenant_id, gen_random_uuid(), key, gen_random_uuid(), revision_id, 1, 'normal', 'frame',
  '[]', label, md5(key::text), md5(id), 'sco', 1, '{}', updated_at, '', updated_at, created_at
FROM session WHERE tenant_id = $1
"""
STATES = """
INSERT INTO sco_state (tenant_id, id, session_key, attempt, sco, cmi, outcome, seconds, updated_at)
SELECT tenant_id, gen_random_uuid(), key, 1, 'sco', $2, '{}', 60, updated_at
FROM session WHERE tenant_id = $1
"""


class Memory:
    """Of a process, in megabytes."""

    def __init__(self, pid: int) -> None:
        self._folder = Path(f"/proc/{pid}")

    def now(self) -> float:
        return self._read("VmRSS")

    def peak(self) -> float:
        return self._read("VmHWM")

    def forget_peak(self) -> None:
        (self._folder / "clear_refs").write_text("5")

    def _read(self, name: str) -> float:
        lines = (self._folder / "status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sessions", type=int, default=100_000)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    rig.need("psql")
    with rig.workplace() as (home, stack):
        product = Product(home, stack)
        package = product.import_course()
        tenant = asyncio.run(_fill(product, package, given.sessions))
        memory = Memory(product.process.pid)
        _files(product, memory, given.rounds)
        _baseline(product, tenant, given.rounds)
        _slow_reader(product, memory)
        _screens(product.client, given.rounds)


async def _fill(product: Product, package: str, sessions: int) -> str:
    await lists.fill(product, package, (sessions, 50), settle=False)
    server = EmbeddedPostgres(product.data_dir)
    connection = await asyncpg.connect(server.url)
    tenant = await connection.fetchval("SELECT tenant_id FROM package WHERE id = $1", package)
    await connection.execute(LAUNCHES, tenant)
    await connection.execute(STATES, tenant, patch_text())
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
    await asyncio.to_thread(server.release)
    return str(tenant)


def _files(product: Product, memory: Memory, rounds: int) -> None:
    for name, query in (
        ("sessions", ""),
        ("learners", ""),
        ("packages", ""),
        ("interactions", ""),
        ("interactions", "&detail=true"),
    ):
        address = f"{REPORTS}/{name}?format=csv{query}"
        _read(product.client, address)
        before = memory.now()
        memory.forget_peak()
        spent: list[float] = []
        rows = octets = 0
        for _ in range(rounds if name != "interactions" else 1):
            began = time.perf_counter()
            rows, octets = _read(product.client, address)
            spent.append(time.perf_counter() - began)
        took = statistics.median(spent)
        print(
            f"{name + query:32}{rows:9,} rows {octets / 1e6:7.1f} MB {took:7.2f} s "
            f"{rows / took:10,.0f} rows/s   memory {before:.0f} MB, at most {memory.peak():.0f} MB"
        )


def _read(client: httpx.Client, address: str) -> tuple[int, int]:
    """Lines without the header, and octets."""
    lines = octets = 0
    with client.stream("GET", address, headers={"X-API-Key": API_KEY}, timeout=300) as answer:
        answer.raise_for_status()
        for part in answer.iter_raw():
            lines += part.count(b"\n")
            octets += len(part)
    return lines - 1, octets


def _baseline(product: Product, tenant: str, rounds: int) -> None:
    folder = product.data_dir / "postgres"
    psql = shutil.which("psql") or "psql"
    command = [psql, "-qh", str(folder), "-U", "postgres", "postgres", "-c"]
    spent: list[float] = []
    lines = 0
    for _ in range(rounds):
        began = time.perf_counter()
        done = subprocess.run(
            [*command, COPY.format(tenant=tenant)], capture_output=True, check=True
        )
        spent.append(time.perf_counter() - began)
        lines = done.stdout.count(b"\n") - 1
    took = statistics.median(spent)
    print(
        f"{'psql COPY of the sessions':32}{lines:9,} rows {took:18.2f} s "
        f"{lines / took:10,.0f} rows/s"
    )


def _slow_reader(product: Product, memory: Memory) -> None:
    """Who asks for a file and stops reading makes the server wait, not gather."""
    before = memory.now()
    memory.forget_peak()
    with contextlib.closing(socket.socket()) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        client.connect(("127.0.0.1", product.port))
        asked = f"GET {REPORTS}/sessions?format=csv HTTP/1.1\r\nHost: localhost:{product.port}\r\n"
        client.sendall(f"{asked}X-API-Key: {API_KEY}\r\n\r\n".encode())
        client.recv(65_536)
        time.sleep(10)
        print(f"a reader that stops: memory {before:.0f} MB, at most {memory.peak():.0f} MB")


def _screens(client: httpx.Client, rounds: int) -> None:
    def ask(address: str) -> Callable[[], None]:
        def run() -> None:
            client.get(address, headers={"X-API-Key": API_KEY}, timeout=300).raise_for_status()

        return run

    period = "from=2026-03-01&to=2026-04-01"
    health = ask("/api/health")
    floor = statistics.median(_timed(health) for _ in range(20))
    print(f"{'health check':44}{floor:8.1f} ms")
    for address in (
        f"{REPORTS}/summary",
        f"{REPORTS}/summary?{period}",
        f"{REPORTS}/packages?limit=100",
        f"{REPORTS}/packages?limit=100&{period}",
        f"{REPORTS}/learners?limit=100",
        f"{REPORTS}/sessions?limit=100",
        f"{REPORTS}/dispatches",
        "/api/v1/learners?limit=100",
        "/api/v1/learners?limit=100&search=lovelace",
    ):
        run = ask(address)
        run()
        spent = sorted(_timed(run) for _ in range(rounds * 3))
        middle = statistics.median(spent)
        print(f"{address:44}{middle:8.1f} ms {middle / floor:7.1f} health checks")
    print(f"target for summary and packages: {TARGET:.0f} ms")


def _timed(run: Callable[[], None]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1e3


if __name__ == "__main__":
    sys.exit(main())
