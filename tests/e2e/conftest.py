"""Fixtures of the browser tests: one server for all, a fresh profile for each."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from lectern_browser import CHROMIUM_SWITCHES, chromium_path
from lectern_conformance import VERDICTS, Verdicts, summary
from lectern_lms import Lms, open_lms
from lectern_server import Server
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

WIDTHS = {"desk": (1280, 800), "phone": (390, 844)}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("lectern") / "data").start()
    yield running
    assert running.stop() == 0
    log = running.log.read_text()
    assert "Traceback" not in log, log[-4000:]


@pytest.fixture(scope="session")
def lms() -> Iterator[Lms]:
    """A client's learning system, for shell packages of dispatches."""
    with open_lms() as running:
        yield running


@pytest.fixture
def server_with_short_tokens(tmp_path: Path) -> Iterator[Server]:
    """Its commit tokens live three seconds instead of fifteen minutes."""
    running = Server(tmp_path / "data", LECTERN_COMMIT_TOKEN_SECONDS="3").start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=chromium_path(), args=CHROMIUM_SWITCHES
        )
        yield started
        await started.close()


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A fresh profile; any script error of ours fails the test."""
    fresh = await browser.new_context(viewport={"width": 1280, "height": 800})
    yield fresh
    await fresh.close()


@pytest.fixture(params=WIDTHS)
async def sized(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[BrowserContext]:
    """A browser on a desk, and one on a phone."""
    width, height = WIDTHS[request.param]
    sized = await browser.new_context(viewport={"width": width, "height": height})
    yield sized
    await sized.close()


@pytest.fixture
async def page(context: BrowserContext) -> Page:
    return await context.new_page()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """The conformance cases by their groups, also where the tests are only dots."""
    verdicts = config.stash.get(VERDICTS, Verdicts())
    if verdicts:
        terminalreporter.section("SCORM 2004 conformance")
        for row in summary(verdicts.values()):
            terminalreporter.write_line(row)
