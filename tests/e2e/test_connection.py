"""Offline, two windows, old tokens, blocked cookies: nothing is lost, and the learner is told."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
from lectern_browser import (
    COOKIES_BLOCKED,
    get_value,
    open_player,
    own_chromium,
    save_state,
    set_value,
)
from lectern_courses import lazy
from lectern_server import Server
from playwright.async_api import BrowserContext, expect


@pytest.fixture(scope="module")
def course(server: Server) -> str:
    return server.upload(lazy())


async def test_going_offline_loses_nothing_and_the_indicator_tells_the_truth(
    server: Server, context: BrowserContext, course: str
) -> None:
    session_id = str(uuid4())
    page = await context.new_page()
    frame = await open_player(
        page, server.launch(course, "ann", session_id=session_id)["launch_url"]
    )
    await set_value(frame, "cmi.core.lesson_location", "page-1")
    server.wait_for(session_id, "cmi.core.lesson_location", "page-1")
    await save_state(page, "saved")

    await context.set_offline(offline=True)
    for number in range(2, 6):
        await set_value(frame, "cmi.core.lesson_location", f"page-{number}")
        assert await frame.evaluate("window.api.LMSCommit('')") == "true"
    await save_state(page, "offline")
    assert server.session(session_id)["cmi_data"]["cmi.core.lesson_location"] == "page-1"

    await context.set_offline(offline=False)
    await save_state(page, "saved", seconds=15)
    server.wait_for(session_id, "cmi.core.lesson_location", "page-5", seconds=2)


async def test_the_indicator_is_not_saved_before_the_server_has_it(
    server: Server, context: BrowserContext, course: str
) -> None:
    session_id = str(uuid4())
    page = await context.new_page()
    frame = await open_player(
        page, server.launch(course, "ann", session_id=session_id)["launch_url"]
    )

    for number in range(10):
        await set_value(frame, "cmi.core.lesson_location", f"page-{number}")
        await page.wait_for_selector("[data-save-state=saving]", timeout=3000)
        await save_state(page, "saved")
        stored = server.session(session_id)["cmi_data"]["cmi.core.lesson_location"]
        assert stored == f"page-{number}"


async def test_of_two_windows_the_newest_wins_and_the_older_one_is_told(
    server: Server, context: BrowserContext, course: str
) -> None:
    session_id = str(uuid4())
    older_page, newer_page = await context.new_page(), await context.new_page()
    older = await open_player(
        older_page, server.launch(course, "ann", session_id=session_id)["launch_url"]
    )
    await set_value(older, "cmi.core.lesson_location", "from-older")
    server.wait_for(session_id, "cmi.core.lesson_location", "from-older")

    newer = await open_player(
        newer_page, server.launch(course, "ann", session_id=session_id)["launch_url"]
    )
    assert await get_value(newer, "cmi.core.lesson_location") == "from-older"
    await set_value(newer, "cmi.core.lesson_location", "from-newer")
    await save_state(older_page, "superseded", seconds=5)
    server.wait_for(session_id, "cmi.core.lesson_location", "from-newer")

    assert server.session(session_id)["cmi_data"]["cmi.core.lesson_location"] == "from-newer"
    await expect(older_page.get_by_role("alertdialog")).to_be_visible()


async def test_what_an_older_window_still_sends_is_kept_beside_the_record(
    server: Server, context: BrowserContext, course: str
) -> None:
    session_id = str(uuid4())
    older_page, newer_page = await context.new_page(), await context.new_page()
    older = await open_player(
        older_page, server.launch(course, "ann", session_id=session_id)["launch_url"]
    )
    newer = await open_player(
        newer_page, server.launch(course, "ann", session_id=session_id)["launch_url"]
    )
    await set_value(newer, "cmi.core.lesson_location", "from-newer")
    server.wait_for(session_id, "cmi.core.lesson_location", "from-newer")

    await older.evaluate("window.api.LMSSetValue('cmi.core.lesson_location', 'unheard-of')")
    await older.evaluate("window.api.LMSCommit('')")

    assert await server.orphans(session_id, containing="unheard-of") >= 1
    assert server.session(session_id)["cmi_data"]["cmi.core.lesson_location"] == "from-newer"


async def test_a_token_that_expires_in_mid_course_is_renewed_unseen(
    server_with_short_tokens: Server, context: BrowserContext
) -> None:
    server = server_with_short_tokens
    session_id = str(uuid4())
    page = await context.new_page()
    frame = await open_player(
        page, server.launch(server.upload(lazy()), "ann", session_id=session_id)["launch_url"]
    )

    for number in range(4):
        await asyncio.sleep(2)
        await set_value(frame, "cmi.core.lesson_location", f"page-{number}")

    server.wait_for(session_id, "cmi.core.lesson_location", "page-3")
    await save_state(page, "saved")


async def test_a_course_plays_and_saves_with_all_cookies_and_storage_blocked(
    server: Server, course: str, tmp_path: Path
) -> None:
    session_id = str(uuid4())
    async with own_chromium(tmp_path, preferences=COOKIES_BLOCKED) as chromium:
        page = await chromium.context.new_page()
        frame = await open_player(
            page, server.launch(course, "ann", session_id=session_id)["launch_url"]
        )
        denied = await frame.evaluate(
            "(() => { try { localStorage.length; return false } catch { return true } })()"
        )
        assert denied, "this profile should refuse storage"
        await set_value(frame, "cmi.core.lesson_location", "page-3")
        await set_value(frame, "cmi.core.lesson_status", "completed")
        server.wait_for(session_id, "cmi.core.lesson_location", "page-3")
        await frame.evaluate("window.api.LMSFinish('')")

    server.wait_for(session_id, "cmi.core.lesson_status", "completed")
