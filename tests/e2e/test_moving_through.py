"""Ways through a course that only a browser shows: requests of the content, windows, outages."""

import asyncio
import io
import os
import signal
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from uuid import uuid4

import pytest
from lectern_browser import course_frame, get_value, open_player, save_state, set_value
from lectern_courses import lazy, three_parts
from lectern_server import Server
from playwright.async_api import BrowserContext, Frame, Page, expect
from playwright.async_api import Error as PlaywrightError

MANIFEST = """<?xml version="1.0"?>
<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
  xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Two parts</title>
<item identifier="a" identifierref="r"><title>A</title></item>
<item identifier="b" identifierref="r"><title>B</title></item>
<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>
</organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormType="sco" href="part.html">
<file href="part.html"/></resource></resources></manifest>"""
PART = """<!doctype html><html lang="en"><title>Part</title><script>
window.api = parent.API_1484_11;
api.Initialize("");
function leave(request) {
  api.SetValue("adl.nav.request", request);
  api.SetValue("cmi.exit", "suspend");
  return api.Terminate("");
}
</script><main><h1>Part</h1></main></html>"""


@pytest.fixture
def server_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("lectern") / "data").start()
    yield running
    running.api.close()
    running.stop()


def two_parts_2004() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("imsmanifest.xml", MANIFEST)
        archive.writestr("part.html", PART)
    return buffer.getvalue()


async def leave(page: Page, item: str, request: str) -> None:
    """Let the content of an item end itself, wishing for something."""
    await expect(page.locator(f"[data-item={item}]")).to_have_attribute("aria-current", "true")
    frame = await part_that_runs(page)
    assert await frame.evaluate("request => leave(request)", request) == "true"


async def part_that_runs(page: Page) -> Frame:
    """The one that was there before is gone only once the new one has its address."""
    for _ in range(100):
        # A frame that is asked while it goes does not answer.
        with suppress(PlaywrightError):
            frame = await course_frame(page)
            if await frame.evaluate("window.api?.GetLastError() === '0' && !window.left"):
                await frame.evaluate("window.left = true")
                return frame
        await asyncio.sleep(0.05)
    raise TimeoutError("no part runs")


async def test_the_content_leads_through_the_course(server: Server, page: Page) -> None:
    launched = server.launch(server.upload(two_parts_2004()), "ann")
    await open_player(page, launched["launch_url"])

    await leave(page, "a", "continue")
    await leave(page, "b", "{target=a}choice")
    await leave(page, "a", "exit")
    await expect(page.locator("[data-panel=choose]")).to_be_visible()
    await expect(page.locator("[data-player-state=running]")).to_be_visible()
    await page.locator("[data-item=b]").click()
    await leave(page, "b", "suspendAll")

    await page.wait_for_selector("[data-player-state=ended]")
    assert len(page.frames) == 1


async def test_a_finished_part_offers_the_next_one(server: Server, page: Page) -> None:
    launched = server.launch(server.upload(three_parts()), "ann")
    frame = await open_player(page, launched["launch_url"])
    await set_value(frame, "cmi.core.lesson_status", "completed")

    await frame.evaluate("window.api.LMSFinish('')")
    await page.get_by_role("status").get_by_role("button", name="Next").click()

    await page.wait_for_selector("[data-item=two][aria-current]")


async def test_a_course_in_a_window_of_its_own_finds_the_api_through_its_opener(
    server: Server, context: BrowserContext, page: Page
) -> None:
    session_id = str(uuid4())
    package = server.upload(lazy())
    launched = server.launch(package, "ann", session_id=session_id, window="popup")
    await page.goto(launched["launch_url"])
    await page.wait_for_selector("[data-player-state=running]")
    bridge = page.frame_locator("#stage iframe")

    async with context.expect_page() as opening:
        await bridge.get_by_role("button", name="Open the course").click()
    window = await opening.value
    await window.wait_for_load_state()
    await set_value(window.main_frame, "cmi.core.lesson_location", "in the window")
    await window.close()

    await expect(bridge.get_by_text("The course window is closed")).to_be_visible()
    await save_state(page, "saved")
    stored = server.session(session_id)["cmi_data"]
    assert stored["cmi.core.lesson_location"] == "in the window"


async def test_a_course_that_reloads_the_page_above_it_gets_its_api_back(
    server: Server, page: Page
) -> None:
    frame = await open_player(page, server.launch(server.upload(lazy()), "ann")["launch_url"])
    await set_value(frame, "cmi.core.lesson_location", "before")

    await frame.evaluate("parent.location.reload()")
    await page.wait_for_selector("[data-player-state=loading]")
    await page.wait_for_selector("[data-player-state=running]")

    assert await get_value(await course_frame(page), "cmi.core.lesson_location") == "before"


@pytest.mark.timeout(180)
async def test_a_server_that_hangs_costs_nothing_but_time(
    server_of_its_own: Server, page: Page
) -> None:
    server, session_id = server_of_its_own, str(uuid4())
    launched = server.launch(server.upload(three_parts()), "ann", session_id=session_id)
    frame = await open_player(page, launched["launch_url"])
    await set_value(frame, "cmi.core.lesson_status", "completed")
    await expect(page.locator("[data-nav=continue]")).to_be_enabled(timeout=10_000)
    assert server.process is not None

    os.killpg(server.process.pid, signal.SIGSTOP)
    try:
        for step in range(10):
            await set_value(frame, "cmi.core.lesson_location", str(step))
            assert await frame.evaluate("window.api.LMSCommit('')") == "true"
            await asyncio.sleep(1)
        await save_state(page, "offline")
        await page.locator("[data-nav=continue]").click()
        await expect(page.locator("#moving-text")).to_contain_text("No connection")
    finally:
        os.killpg(server.process.pid, signal.SIGCONT)

    await page.wait_for_selector("[data-item=two][aria-current]", timeout=15_000)
    await save_state(page, "saved", 10)
    await page.locator("[data-nav=previous]").click()
    await page.wait_for_selector("[data-item=one][aria-current]")
    assert await get_value(await course_frame(page), "cmi.core.lesson_location") == "9"
