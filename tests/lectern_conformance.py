"""The conformance kit: its cases, their packages, and a pool of learners who play them."""

import asyncio
import fnmatch
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lectern_conformance_learner import Learner
from lectern_conformance_reports import complaints
from lectern_server import Server
from playwright.async_api import Browser

KIT = Path(__file__).parents[2] / "shared" / "conformance"
TABLE = KIT / "adl-2004-4th"
AT_A_TIME = 3
# A case of so many launches begins before the short ones, or it would end long after them.
LONG = 13


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a case went: it has passed when there is nothing to complain about."""

    case: str
    group: str
    seconds: float
    problems: list[str]
    notes: list[str] = field(default_factory=list[str])
    trace: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        return "\n".join(
            [f"{self.case}: {'failed' if self.problems else 'passed'}", *self.problems]
        )


Verdicts = dict[str, Verdict]
VERDICTS = pytest.StashKey[Verdicts]()


@cache
def cases() -> list[dict[str, Any]]:
    table = TABLE / "cases.json"
    found: list[dict[str, Any]] = json.loads(table.read_text())["cases"] if table.exists() else []
    return found


def named(wishes: Iterable[str]) -> list[dict[str, Any]]:
    """The cases of these names, groups ("OB") or patterns ("OB-0*"); all without any wish."""
    wanted = list(wishes) or ["*"]
    return [
        case
        for case in cases()
        if any(case["group"] == wish or fnmatch.fnmatch(case["case"], wish) for wish in wanted)
    ]


def predecessors() -> dict[str, set[str]]:
    """The cases that have to be played before a case, because they share global objectives.

    All belong to one learner, and global objectives outlive a course: SX-11c reads in its first
    launch what SX-11a has left.
    """
    latest: dict[str, str] = {}
    before: dict[str, set[str]] = {}
    for case in cases():
        targets = _global_objectives(case)
        before[case["case"]] = {latest[target] for target in targets if target in latest}
        for target in targets:
            latest[target] = case["case"]
    return before


def _global_objectives(case: dict[str, Any]) -> set[str]:
    manifests = [TABLE / "manifests" / package["manifest"] for package in case["packages"]]
    texts = [manifest.read_text(errors="replace") for manifest in manifests]
    targets = [re.findall(r"""targetObjectiveID\s*=\s*["']([^"']*)""", text) for text in texts]
    return {target.strip() for found in targets for target in found}


def build(folder: Path, names: Iterable[str]) -> None:
    """The packages of these cases, as the kit builds them."""
    command = [sys.executable, "build.py", str(folder), *sorted(names)]
    subprocess.run(command, cwd=KIT, check=True, timeout=120, stdout=subprocess.DEVNULL)


class Pool:
    """Plays cases side by side, and each after the case that it builds upon."""

    def __init__(self, server: Server, browser: Browser, archives: Path) -> None:
        self._server = server
        self._browser = browser
        self._archives = archives
        self._seats = asyncio.Semaphore(AT_A_TIME)
        self._before = predecessors()
        self._tasks: dict[str, asyncio.Task[Verdict]] = {}
        self.verdicts: Verdicts = {}

    async def start(self, names: Iterable[str]) -> None:
        wanted = self._with_predecessors(names)
        await asyncio.to_thread(build, self._archives, wanted)
        chosen = [case for case in cases() if case["case"] in wanted]
        # A stable sort: apart from the long ones the order of the table stays.
        for case in sorted(chosen, key=lambda case: len(case["launches"]) < LONG):
            self._tasks[case["case"]] = asyncio.create_task(self._play(case))

    def _with_predecessors(self, names: Iterable[str]) -> set[str]:
        wanted = set(names)
        for case in reversed(cases()):
            if case["case"] in wanted:
                wanted |= self._before[case["case"]]
        return wanted

    async def verdict(self, name: str) -> Verdict:
        # The task belongs to the pool: a test that gives up must not end it for those that follow.
        verdict = await asyncio.shield(self._tasks[name])
        self.verdicts[name] = verdict
        return verdict

    async def stop(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _play(self, case: dict[str, Any]) -> Verdict:
        if before := self._before[case["case"]]:
            await asyncio.wait([self._tasks[name] for name in before])
        async with self._seats:
            began = time.monotonic()
            learner = Learner(self._server, self._browser, self._archives, case)
            reason = await learner.play()
            problems = complaints(case, learner.host, reason)
            notes = [note for report in learner.host.reports.values() for note in report["notes"]]
            seconds = time.monotonic() - began
            return Verdict(case["case"], case["group"], seconds, problems, notes, learner.trace)


def summary(verdicts: Iterable[Verdict]) -> list[str]:
    """A table of the groups, in the order of the kit."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(verdict.group, []).append(verdict)
    groups["all"] = [verdict for group in groups.values() for verdict in group]
    rows = [f"{'group':8}{'cases':>7}{'passed':>8}{'failed':>8}{'seconds':>9}"]
    for group, members in groups.items():
        failed = sum(1 for verdict in members if verdict.problems)
        seconds = sum(verdict.seconds for verdict in members)
        passed = len(members) - failed
        rows.append(f"{group:8}{len(members):7}{passed:8}{failed:8}{seconds:9.1f}")
    return rows
