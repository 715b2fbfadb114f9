"""Confirmed means kept: 24 learners, a server that is killed five times, and a strict checker."""

import asyncio
import random
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.crash import checker
from tests.crash.learner import Learner
from tests.crash.victim import API_KEY, SERVE, Victim
from tests.lectern_courses import Course, Sco

LEARNERS = 24
KILLS = 5
NAIVE = (sys.executable, "-m", "tests.crash.naive_server")


async def lived_through(victim: Victim, kills: int) -> tuple[list[str], list[float]]:
    """What the checker found, and how many seconds each recovery took."""
    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(base_url=victim.url, timeout=10, limits=limits) as client:
        package_id = await upload(client)
        everyone = [Learner(f"learner-{n}", client, seed=n) for n in range(LEARNERS)]
        for learner in everyone:
            await learner.open(package_id)
        studying = asyncio.gather(*(learner.study() for learner in everyone))
        recoveries = await nemesis(victim, kills)
        async with asyncio.timeout(90):
            await studying
    histories = {learner.name: learner.history for learner in everyone}
    return await checker.anomalies(victim, histories), recoveries


async def upload(client: httpx.AsyncClient) -> str:
    course = Course("Lesson", [Sco("sco", "Lesson")], {"index.html": "<!doctype html>"})
    answer = await client.post(
        "/api/v1/packages",
        headers={"X-API-Key": API_KEY},
        files={"file": ("course.zip", course.archive(), "application/zip")},
    )
    return str(answer.raise_for_status().json()["package_id"])


async def nemesis(victim: Victim, kills: int) -> list[float]:
    chance = random.Random(7)  # noqa: S311 - a reproducible course of events
    recoveries: list[float] = []
    for _ in range(kills):
        await asyncio.sleep(chance.uniform(1, 3))
        victim.kill()
        recoveries.append(await asyncio.to_thread(victim.start))
    return recoveries


@pytest.mark.timeout(240)
async def test_nothing_confirmed_is_lost_and_nothing_counts_twice(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    victim = Victim(tmp_path / "data", SERVE)
    victim.start()
    try:
        found, recoveries = await lived_through(victim, KILLS)
    finally:
        victim.stop()

    record_property("seconds until it answered again", recoveries)
    assert found == []


@pytest.mark.timeout(240)
async def test_the_checker_sees_what_a_naive_commit_does(tmp_path: Path) -> None:
    victim = Victim(tmp_path / "data", NAIVE)
    victim.start()
    try:
        found, _ = await lived_through(victim, 1)
    finally:
        victim.stop()

    assert any("lost" in line for line in found)
    assert any("time is" in line for line in found)
