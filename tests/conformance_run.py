"""Plays chosen conformance cases from the shell and tells all about them.

    .venv/bin/python tests/conformance_run.py CM-01 "OB-0*" RU --trace

A name is a case, a group or a pattern. `--trace` prints every step, also of cases that passed, and
what the suite would only note; `--log FILE` keeps what the server has written.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path

from lectern_browser import CHROMIUM_SWITCHES, chromium_path
from lectern_conformance import Pool, Verdict, named, summary
from lectern_server import Server
from playwright.async_api import async_playwright


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def tell(verdict: Verdict, *, trace: bool) -> None:
    say(f"{verdict}  ({verdict.seconds:.1f} s)" if not verdict.problems else f"{verdict}")
    if trace:
        for line in verdict.trace:
            say(f"    {line}")
        for note in verdict.notes:
            say(f"    note: {note}")
    if trace or verdict.problems:
        say()


async def play(server: Server, archives: Path, names: list[str], *, trace: bool) -> Pool:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=CHROMIUM_SWITCHES
        )
        pool = Pool(server, browser, archives)
        await pool.start(names)
        for name in names:
            tell(await pool.verdict(name), trace=trace)
        await pool.stop()
        await browser.close()
        return pool


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "names", nargs="*", help="cases, groups or patterns; all when none is given"
    )
    parser.add_argument("--trace", action="store_true", help="tell every step")
    parser.add_argument("--log", type=Path, help="where to keep the log of the server")
    options = parser.parse_args()
    names = [case["case"] for case in named(options.names)]
    if not names:
        parser.error("no case has such a name")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "data").start()
        try:
            pool = asyncio.run(play(server, Path(folder), names, trace=options.trace))
        finally:
            server.stop()
            if options.log:
                shutil.copy(server.log, options.log)
    for row in summary(pool.verdicts.values()):
        say(row)
    say(f"{time.monotonic() - began:.0f} s by the clock")
    return int(any(verdict.problems for verdict in pool.verdicts.values()))


if __name__ == "__main__":
    sys.exit(main())
