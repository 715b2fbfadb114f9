"""Starts servers on one core and measures them from the other; used by every benchmark here."""

import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")
_TWO_CORES = (os.cpu_count() or 1) > 1
Process = subprocess.Popen[bytes]
SERVER_CORE, CLIENT_CORE = "0", "1"


@dataclass(frozen=True)
class Target:
    """One server under test and how to ask it."""

    name: str
    process: subprocess.Popen[bytes]
    url: str
    script: Path


@dataclass(frozen=True)
class Result:
    per_second: float
    bytes_per_second: float
    cpu_us: float


@contextmanager
def workplace() -> Generator[tuple[Path, ExitStack]]:
    """A folder that vanishes and a stack on which every started server is stopped again."""
    with tempfile.TemporaryDirectory(prefix="lectern-bench") as folder, ExitStack() as stack:
        yield Path(folder), stack


def need(*programs: str) -> None:
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        sys.exit(f"This benchmark needs {', '.join(missing)} (Debian: nginx-light, wrk).")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(stack: ExitStack, command: Sequence[str], port: int) -> subprocess.Popen[bytes]:
    """On the server's core; waits until the port answers."""
    process = subprocess.Popen(
        [*_pinned(SERVER_CORE), *command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=None
    )
    stack.callback(_stop, process)
    wait_for(process, port)
    return process


def wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    """Until the port answers; ends everything when it never does."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit(f"{process.args} ended with {process.returncode} before it answered")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"{process.args} did not answer")


def compare(targets: Sequence[Target], measure: Callable[[Target], Result], rounds: int) -> None:
    """Rounds go around all targets, so that a busy moment hits each of them alike."""
    results: dict[str, list[Result]] = {target.name: [] for target in targets}
    for target in targets:
        measure(target)
    for _ in range(rounds):
        for target in targets:
            results[target.name].append(measure(target))

    ours = _median(results[targets[0].name])
    print(f"{'':44}{'req/s':>10}{'MB/s':>9}{'CPU us/req':>12}{'ours is':>10}{'by CPU':>9}")
    for name, runs in results.items():
        typical = _median(runs)
        ratio = ours.per_second / typical.per_second
        by_cpu = typical.cpu_us / ours.cpu_us
        print(
            f"{name:44}{typical.per_second:>10,.0f}{typical.bytes_per_second / 1e6:>9,.0f}"
            f"{typical.cpu_us:>12.1f}{ratio:>9.2f}x{by_cpu:>8.2f}x"
        )


def wrk(target: Target, seconds: float, connections: int) -> Result:
    before = cpu_seconds(target.process.pid)
    command = [*_pinned(CLIENT_CORE), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    done = subprocess.run(
        [*command, "-s", str(target.script), target.url], capture_output=True, text=True, check=True
    )
    used = cpu_seconds(target.process.pid) - before
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+)", done.stdout)
    if found is None:
        sys.exit(done.stdout + done.stderr)
    requests, transferred, microseconds, errors = map(int, found.groups())
    if errors or not requests:
        sys.exit(f"{target.name}: {errors} of {requests} answers were errors\n{done.stdout}")
    spent = microseconds / 1e6
    return Result(requests / spent, transferred / spent, used * 1e6 / requests)


def _median(runs: list[Result]) -> Result:
    return Result(
        statistics.median(run.per_second for run in runs),
        statistics.median(run.bytes_per_second for run in runs),
        statistics.median(run.cpu_us for run in runs),
    )


def _pinned(core: str) -> list[str]:
    return ["taskset", "-c", core] if _TWO_CORES and shutil.which("taskset") else []


def cpu_seconds(pid: int) -> float:
    """User and system time of a server and its children."""
    total = 0.0
    for one in [pid, *_children(pid)]:
        # A child of the database may end at any moment.
        with suppress(FileNotFoundError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / _TICKS
    return total


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
