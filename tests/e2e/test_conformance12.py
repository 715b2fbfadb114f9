"""Every check of the SCORM 1.2 table, by the real player in a real browser."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from lectern_server import Server
from playwright.async_api import Browser, BrowserContext

KIT = Path(__file__).parents[3] / "shared" / "conformance"
TABLE = KIT / "scorm12" / "cases.json"

pytestmark = pytest.mark.skipif(
    not TABLE.exists(), reason="the conformance data lie beside the repository, in ../shared"
)


def cases() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(TABLE.read_text())["cases"] if TABLE.exists() else []
    return found


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scorm12")
    subprocess.run(
        [sys.executable, "build.py", folder, "--from", "scorm12"], cwd=KIT, check=True, timeout=60
    )
    return folder


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["case"])
async def test_case(server: Server, browser: Browser, archives: Path, case: dict[str, Any]) -> None:
    [package] = case["packages"]
    package_id = server.upload((archives / f"{package['package']}.zip").read_bytes(), strict=True)
    player = Player(server, package_id, f"learner-{case['learner']}")
    reports: dict[int, dict[str, Any]] = {}
    context = await browser.new_context()

    def told(message: dict[str, Any]) -> int | None:
        return _told(reports, message)

    # Playwright leaves the type of the callback open.
    await context.expose_function("conformanceHost", told)  # pyright: ignore[reportUnknownMemberType]
    try:
        for launch in case["launches"]:
            await player.play(context, launch["launch"], reports)
    finally:
        await context.close()

    failed = {number: report for number, report in reports.items() if not report["ok"]}
    assert sorted(reports) == [launch["launch"] for launch in case["launches"]]
    assert not failed, json.dumps(failed, indent=1)[:4000]


def _told(reports: dict[int, dict[str, Any]], message: dict[str, Any]) -> int | None:
    if message["type"] == "position":
        return len(reports)
    if message["type"] == "report":
        reports[message["report"]["launch"]] = message["report"]
    return None


class Player:
    """Opens the course as this learner, again and again with the same session."""

    def __init__(self, server: Server, package_id: str, learner: str) -> None:
        self._server = server
        self._package_id = package_id
        self._learner = learner
        self._session_id = str(uuid4())

    async def play(
        self, context: BrowserContext, number: int, reports: dict[int, dict[str, Any]]
    ) -> None:
        launched = self._server.launch(
            self._package_id,
            self._learner,
            session_id=self._session_id,
            learner_name="Learner, Sample",
        )
        page = await context.new_page()
        await page.goto(launched["launch_url"])
        for _ in range(200):
            if number in reports and await self._is_done(page.frames):
                break
            await asyncio.sleep(0.05)
        await page.close()
        # What the page sends while it goes is taken before the next launch begins.
        await asyncio.sleep(0.3)

    async def _is_done(self, frames: Any) -> bool:
        for frame in frames:
            if "/__rt/" not in frame.url and ".content." in frame.url:
                state = await frame.evaluate("window.conformance && window.conformance.state")
                if state == "stopped":
                    pytest.fail("the content page gave up")
                return bool(state == "done")
        return False
