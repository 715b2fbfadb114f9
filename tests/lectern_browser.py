"""A browser as a learner has it: Chromium with a profile of its own, that can be killed."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Frame, Page, async_playwright

CHROMIUM_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COOKIES_BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}


def chromium_path() -> str | None:
    """The system's Chromium; None lets Playwright take its own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@dataclass(slots=True)
class OwnChromium:
    """A browser process we started ourselves, so that it can die like one."""

    process: "subprocess.Popen[bytes]"
    browser: Browser

    @property
    def context(self) -> BrowserContext:
        return self.browser.contexts[0]

    def kill(self) -> None:
        """As a crash or a power cut does it: no page hears anything."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@asynccontextmanager
async def own_chromium(
    profile: Path, *, preferences: dict[str, Any] | None = None, switches: tuple[str, ...] = ()
) -> AsyncGenerator[OwnChromium]:
    """Chromium with users' defaults (storage partitioning included) and a kept profile."""
    if preferences is not None:
        (profile / "Default").mkdir(parents=True, exist_ok=True)
        (profile / "Default" / "Preferences").write_text(json.dumps(preferences))
    async with async_playwright() as playwright:
        path = chromium_path() or playwright.chromium.executable_path
        process = subprocess.Popen(
            [
                path,
                "--headless=new",
                *CHROMIUM_SWITCHES,
                *switches,
                f"--user-data-dir={profile}",
                "--remote-debugging-port=0",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            endpoint = await _debugging_endpoint(profile)
            yield OwnChromium(process, await playwright.chromium.connect_over_cdp(endpoint))
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(10)
            (profile / "DevToolsActivePort").unlink(missing_ok=True)


async def _debugging_endpoint(profile: Path) -> str:
    told = profile / "DevToolsActivePort"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if told.exists() and len(lines := told.read_text().split()) == 2:
            return f"http://127.0.0.1:{lines[0]}"
        await asyncio.sleep(0.05)
    raise TimeoutError("Chromium did not open its debugging port")


async def open_player(page: Page, launch_url: str) -> Frame:
    """Open a launch link and wait until the course runs; the course's frame."""
    await page.goto(launch_url)
    return await running_course(page)


async def running_course(page: Page) -> Frame:
    await page.wait_for_selector("[data-player-state=running]", timeout=15_000)
    return await course_frame(page)


async def course_frame(page: Page, seconds: float = 10) -> Frame:
    """The innermost frame that found an API and started it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for frame in page.frames:
            if ".content." in frame.url and "/__rt/" not in frame.url:
                await frame.wait_for_load_state("load")
                return frame
        await asyncio.sleep(0.05)
    raise TimeoutError(f"no course frame among {[frame.url for frame in page.frames]}")


async def set_value(frame: Frame, element: str, value: str) -> None:
    told = await frame.evaluate(
        "([element, value]) => String(window.api.LMSSetValue(element, value))", [element, value]
    )
    assert told == "true", f"{element}: {await last_error(frame)}"


async def get_value(frame: Frame, element: str) -> str:
    return str(await frame.evaluate("element => window.api.LMSGetValue(element)", element))


async def last_error(frame: Frame) -> str:
    return str(await frame.evaluate("window.api.LMSGetLastError()"))


async def save_state(page: Page, wanted: str, seconds: float = 15) -> None:
    """Wait until the player's indicator says so; it hears of a change within 100 ms."""
    await page.wait_for_timeout(150)
    await page.wait_for_selector(f"[data-save-state={wanted}]", timeout=seconds * 1000)
