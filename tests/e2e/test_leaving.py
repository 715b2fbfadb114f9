"""However a learner leaves, what was set three seconds before is there when they come back."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import pytest
from lectern_browser import course_frame, get_value, open_player, own_chromium, set_value
from lectern_courses import lazy
from lectern_host import host_page
from lectern_server import Server
from playwright.async_api import BrowserContext, Page

BEFORE_LEAVING = 3.0
SET_BEFORE = {
    "cmi.core.lesson_location": "page-7",
    "cmi.suspend_data": "answers=" + "x" * 3000,
    "cmi.core.score.raw": "85",
    "cmi.core.lesson_status": "incomplete",
}


async def close_the_tab(page: Page) -> None:
    await page.close()


async def navigate_away(page: Page) -> None:
    await page.goto("about:blank")


async def remove_the_frame(page: Page) -> None:
    await page.evaluate("document.querySelector('iframe').remove()")


@pytest.fixture(scope="module")
def course(server: Server) -> str:
    return server.upload(lazy())


@pytest.mark.parametrize("leave", [close_the_tab, navigate_away])
async def test_values_survive_leaving_a_page_of_its_own(
    server: Server,
    context: BrowserContext,
    course: str,
    leave: Callable[[Page], Awaitable[None]],
) -> None:
    session_id = str(uuid4())
    page = await context.new_page()
    frame = await open_player(
        page, server.launch(course, "ann", session_id=session_id)["launch_url"]
    )
    for element, value in SET_BEFORE.items():
        await set_value(frame, element, value)
    await asyncio.sleep(BEFORE_LEAVING)

    await leave(page)

    await _everything_is_there(server, context, course, session_id)


@pytest.mark.parametrize("leave", [close_the_tab, navigate_away, remove_the_frame])
async def test_values_survive_leaving_a_page_that_embeds_the_player(
    server: Server,
    context: BrowserContext,
    course: str,
    leave: Callable[[Page], Awaitable[None]],
) -> None:
    session_id = str(uuid4())
    launched = server.launch(course, "ann", session_id=session_id)
    async with host_page(context, launched["launch_url"]) as page:
        frame = await course_frame(page)
        for element, value in SET_BEFORE.items():
            await set_value(frame, element, value)
        await asyncio.sleep(BEFORE_LEAVING)

        await leave(page)

    await _everything_is_there(server, context, course, session_id)


async def test_values_set_in_the_very_moment_of_leaving_survive(
    server: Server, context: BrowserContext, course: str
) -> None:
    session_id = str(uuid4())
    page = await context.new_page()
    frame = await open_player(
        page, server.launch(course, "ann", session_id=session_id)["launch_url"]
    )
    await set_value(frame, "cmi.core.lesson_location", "last-word")

    await page.close()

    server.wait_for(session_id, "cmi.core.lesson_location", "last-word")


async def test_values_survive_the_death_of_the_browser(
    server: Server, course: str, tmp_path: Path
) -> None:
    session_id = str(uuid4())
    async with own_chromium(tmp_path) as chromium:
        page = await chromium.context.new_page()
        frame = await open_player(
            page, server.launch(course, "ann", session_id=session_id)["launch_url"]
        )
        for element, value in SET_BEFORE.items():
            await set_value(frame, element, value)
        await asyncio.sleep(BEFORE_LEAVING)
        chromium.kill()

    async with own_chromium(tmp_path) as chromium:
        await _everything_is_there(server, chromium.context, course, session_id, least_seconds=0)


async def test_values_set_offline_survive_the_death_of_the_browser(
    server: Server, course: str, tmp_path: Path
) -> None:
    session_id = str(uuid4())
    async with own_chromium(tmp_path) as chromium:
        page = await chromium.context.new_page()
        frame = await open_player(
            page, server.launch(course, "ann", session_id=session_id)["launch_url"]
        )
        await chromium.context.set_offline(offline=True)
        for element, value in SET_BEFORE.items():
            await set_value(frame, element, value)
        await asyncio.sleep(BEFORE_LEAVING)
        chromium.kill()
    assert "cmi.suspend_data" not in server.session(session_id)["cmi_data"]

    async with own_chromium(tmp_path) as chromium:
        await _everything_is_there(server, chromium.context, course, session_id, least_seconds=0)


async def _everything_is_there(
    server: Server,
    context: BrowserContext,
    course: str,
    session_id: str,
    *,
    least_seconds: int = 2,
) -> None:
    """In the record, and in the course when it is opened again."""
    page = await context.new_page()
    frame = await open_player(
        page, server.launch(course, "ann", session_id=session_id)["launch_url"]
    )
    for element, value in SET_BEFORE.items():
        assert await get_value(frame, element) == value
    assert await get_value(frame, "cmi.core.entry") == "resume"
    stored = server.session(session_id)
    assert {k: v for k, v in stored["cmi_data"].items() if k in SET_BEFORE} == SET_BEFORE
    assert stored["score"]["raw"] == 85
    assert stored["completion_status"] == "incomplete"
    assert least_seconds <= stored["time_spent_seconds"] <= 60
