"""Courses of several parts: a table of contents that tells what is open, done, and why not."""

from uuid import uuid4

import pytest
from lectern_browser import course_frame, get_value, open_player, set_value
from lectern_courses import three_parts
from lectern_server import Server
from playwright.async_api import Frame, Page, expect


@pytest.fixture(scope="module")
def course(server: Server) -> str:
    return server.upload(three_parts())


async def finish(page: Page, status: str) -> None:
    frame = await course_frame(page)
    await set_value(frame, "cmi.core.lesson_status", status)
    assert await frame.evaluate("window.api.LMSFinish('')") == "true"


async def go_to(page: Page, item: str) -> None:
    await page.locator(f"[data-item={item}]").click()
    await page.wait_for_selector(f"[data-item={item}][aria-current]")


async def test_a_part_opens_when_its_prerequisites_are_met(
    server: Server, page: Page, course: str
) -> None:
    await open_player(page, server.launch(course, "ann", session_id=str(uuid4()))["launch_url"])
    second = page.locator("[data-item=two]")
    await expect(second).to_have_attribute("aria-disabled", "true")

    await finish(page, "completed")

    await expect(second).not_to_have_attribute("aria-disabled", "true")
    await expect(page.locator("[data-item=three]")).to_have_attribute("aria-disabled", "true")


async def test_each_part_keeps_its_own_state(server: Server, page: Page, course: str) -> None:
    session_id = str(uuid4())
    await open_player(page, server.launch(course, "ann", session_id=session_id)["launch_url"])
    first = await course_frame(page)
    await set_value(first, "cmi.suspend_data", "of the first")
    await finish(page, "completed")

    await go_to(page, "two")
    second = await wait_for_page(page, "two.html")
    assert await get_value(second, "cmi.suspend_data") == ""
    await set_value(second, "cmi.suspend_data", "of the second")
    await set_value(second, "cmi.core.lesson_status", "incomplete")

    await go_to(page, "one")
    again = await wait_for_page(page, "one.html")
    assert await get_value(again, "cmi.suspend_data") == "of the first"
    assert await get_value(again, "cmi.core.lesson_status") == "completed"


async def test_the_course_is_complete_when_all_its_parts_are(
    server: Server, page: Page, course: str
) -> None:
    session_id = str(uuid4())
    await open_player(page, server.launch(course, "ann", session_id=session_id)["launch_url"])
    await finish(page, "completed")
    await expect(page.locator("[data-item=two]")).not_to_have_attribute("aria-disabled", "true")
    assert server.session(session_id)["completion_status"] == "incomplete"

    for item in ("two", "three"):
        await expect(page.locator(f"[data-item={item}]")).not_to_have_attribute(
            "aria-disabled", "true"
        )
        await go_to(page, item)
        await wait_for_page(page, f"{item}.html")
        await finish(page, "completed")

    await expect(page.locator("[data-item=three]")).to_contain_text("ompleted")
    assert server.session(session_id)["completion_status"] == "completed"


async def test_a_relaunch_returns_to_the_part_that_was_left(
    server: Server, page: Page, course: str
) -> None:
    session_id = str(uuid4())
    await open_player(page, server.launch(course, "ann", session_id=session_id)["launch_url"])
    await finish(page, "completed")
    await expect(page.locator("[data-item=two]")).not_to_have_attribute("aria-disabled", "true")
    await go_to(page, "two")
    second = await wait_for_page(page, "two.html")
    await set_value(second, "cmi.core.lesson_location", "half-way")
    server.wait_for(session_id, "cmi.core.lesson_location", "half-way")

    await page.goto("about:blank")
    await page.goto(server.launch(course, "ann", session_id=session_id)["launch_url"])

    again = await wait_for_page(page, "two.html")
    assert await get_value(again, "cmi.core.lesson_location") == "half-way"
    await expect(page.locator("[data-item=two]")).to_have_attribute("aria-current", "true")


async def wait_for_page(page: Page, name: str) -> Frame:
    for _ in range(100):
        for frame in page.frames:
            if name in frame.url and "/__rt/" not in frame.url:
                await frame.wait_for_function("window.started !== undefined")
                return frame
        await page.wait_for_timeout(100)
    raise TimeoutError(f"{name} is not among {[frame.url for frame in page.frames]}")
