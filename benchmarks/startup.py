"""From `lectern serve` to the first healthy answer: a fresh data directory, and one in use."""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import httpx

from benchmarks import rig

LECTERN = Path(sys.executable).parent / "lectern"
PATIENCE = 60


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    fresh: list[float] = []
    again: list[float] = []
    bare: list[float] = []
    with rig.workplace() as (home, _stack):
        for number in range(given.rounds):
            folder = home / f"data-{number}"
            fresh.append(serve(folder))
            again.append(serve(folder))
            bare.append(timed([str(LECTERN), "--version"]))
    floor = statistics.median(bare)
    for name, spent in (("first start", fresh), ("later start", again)):
        took = statistics.median(spent)
        print(f"{name:14}{took:6.2f} s   {took / floor:4.1f} of the baseline   target: at most 4 s")
    print(f"{'baseline':14}{floor:6.2f} s   the command that only imports and prints its version")


def serve(folder: Path) -> float:
    """Seconds until health is good; the server is stopped again."""
    port = rig.free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LECTERN_")}
    began = time.perf_counter()
    process = subprocess.Popen(
        [LECTERN, "serve"],
        env={**clean, "LECTERN_DATA_DIR": str(folder), "LECTERN_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while time.perf_counter() - began < PATIENCE:
            if is_healthy(port):
                return time.perf_counter() - began
            time.sleep(0.01)
        raise TimeoutError("the server did not answer")
    finally:
        process.terminate()
        process.wait(PATIENCE)


def is_healthy(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/health", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def timed(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
