"""Commits of two kilobytes from 128 learners, against a plain Quart route that saves models."""

import argparse
import asyncio
import re
import statistics
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from benchmarks import learners, rig
from benchmarks.learners import Learner, Product

LEARNERS = 128
# Each learner has one commit under way in turn; a base a little behind forgives the scheduler.
SCRIPT = """\
local learners = {{
{rows}
}}
local patch = [==[{patch}]==]
local first = {start}
local n = first
function request()
  local one = learners[n % #learners + 1]
  local seq = math.floor(n / #learners) + 1
  local base = n - first > 4 * #learners and seq - 4 or 0
  n = n + 1
  local body = '{{"v":1,"token":"' .. one.token .. '","launch":"' .. one.launch .. '","seq":' .. seq
    .. ',"base":' .. base .. ',"sco":"sco","patch":' .. patch .. ',"t":{{"sco":' .. seq .. '.5}},'
    .. '"flags":{{}},"calls":[[0,"LMSSetValue","cmi.core.lesson_location","p","true",0]]}}'
  return wrk.format("POST", one.path,
    {{["Host"] = one.host, ["Content-Type"] = "text/plain;charset=UTF-8"}}, body)
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), e.status,
    e.connect + e.read + e.write + e.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Run:
    per_second: float
    median_ms: float
    p99_ms: float
    server_us: float
    database_us: float


@dataclass(frozen=True, slots=True)
class Target:
    name: str
    process: rig.Process
    port: int


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=5, help="per measurement")
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    rig.need("wrk")
    with rig.workplace() as (home, stack):
        product = Product(home, stack)
        package = product.import_course()
        everyone = [product.learner(package, f"learner-{n}") for n in range(LEARNERS)]
        asyncio.run(analyze(product))
        targets = [
            Target("commit protocol, single statements", product.process, product.port),
            baseline(stack, product),
        ]
        runs: dict[str, list[Run]] = {target.name: [] for target in targets}
        for part in range(given.rounds + 1):
            for target in targets:
                # A fresh stretch of numbers for each round: nothing is ever a repetition.
                start = part * LEARNERS * 100_000
                run = measure(home, everyone, target, start, given.seconds, product)
                if part > 0:
                    runs[target.name].append(run)
    for name, found in runs.items():
        show(name, found)
    ours, theirs = (_median(found) for found in runs.values())
    print(f"ratio {ours.per_second / theirs.per_second:.2f}x", end="")
    print("; target: 1,500/s with a p99 of at most 150 ms")


async def analyze(product: Product) -> None:
    """What PostgreSQL does by itself within a minute; until then it guesses."""
    connection = await asyncpg.connect(user="postgres", host=str(product.data_dir / "postgres"))
    await connection.execute("ANALYZE")
    await connection.close()


def baseline(stack: ExitStack, product: Product) -> Target:
    port = rig.free_port()
    folder = product.data_dir / "postgres"
    command = [sys.executable, "-m", "benchmarks.commit_baseline", str(folder), str(port)]
    process = subprocess.Popen(command, cwd=rig.ROOT)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    rig.wait_for(process, port)
    return Target("plain Quart route, model by model", process, port)


def measure(  # noqa: PLR0913, PLR0917 - what is measured, with what, for how long
    home: Path, everyone: list[Learner], target: Target, start: int, seconds: int, product: Product
) -> Run:
    rows = ",\n".join(
        f'  {{token="{one.token}", launch="{one.launch}", host="{one.host}", path="{one.path}"}}'
        for one in everyone
    )
    script = home / "commits.lua"
    script.write_text(SCRIPT.format(rows=rows, patch=learners.patch_text(), start=start))
    database = int((product.data_dir / "postgres" / "postmaster.pid").read_text().split()[0])
    before = rig.cpu_seconds(target.process.pid), rig.cpu_seconds(database)
    command = [
        "wrk",
        "-t1",
        f"-c{LEARNERS}",
        f"-d{seconds}s",
        "--timeout",
        "10s",
        "--latency",
        "-s",
        str(script),
    ]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{target.port}"], capture_output=True, text=True, check=True
    )
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)", done.stdout)
    if found is None:
        sys.exit(done.stdout + done.stderr)
    requests, duration, median, p99, refused, broken = map(int, found.groups())
    if refused or broken or not requests:
        sys.exit(f"{refused} of {requests} commits were refused, {broken} connections broke")
    after = rig.cpu_seconds(target.process.pid), rig.cpu_seconds(database)
    server, stored = ((b - a) / requests * 1e6 for a, b in zip(before, after, strict=True))
    return Run(requests / duration * 1e6, median / 1e3, p99 / 1e3, server, stored)


def show(name: str, runs: list[Run]) -> None:
    typical = _median(runs)
    print(
        f"{name:40}{typical.per_second:>8,.0f}/s   median {typical.median_ms:6.1f} ms"
        f"   p99 {typical.p99_ms:6.1f} ms"
        f"   CPU {typical.server_us:.0f} + {typical.database_us:.0f} us"
    )


def _median(runs: list[Run]) -> Run:
    return Run(
        statistics.median(run.per_second for run in runs),
        statistics.median(run.median_ms for run in runs),
        statistics.median(run.p99_ms for run in runs),
        statistics.median(run.server_us for run in runs),
        statistics.median(run.database_us for run in runs),
    )


if __name__ == "__main__":
    main()
