"""The player in every state: no violation that axe can find, on a desk and on a phone."""

from uuid import uuid4

import pytest
from lectern_axe import violations
from lectern_browser import open_player, save_state
from lectern_courses import lazy, three_parts
from lectern_sequenced import CLOSED, ONCE, PICKED, course, part, playing, walk
from lectern_server import Server
from playwright.async_api import Browser, BrowserContext, Page, expect


async def test_while_a_course_of_several_parts_runs(server: Server, sized: BrowserContext) -> None:
    page = await sized.new_page()
    await open_player(page, server.launch(server.upload(three_parts()), "ann")["launch_url"])

    assert await violations(page) == []
    overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0


async def test_while_the_learner_chooses_after_a_part_has_left(
    server: Server, sized: BrowserContext
) -> None:
    page = await sized.new_page()
    await page.goto(server.launch(server.upload(walk()), f"ann-{uuid4()}")["launch_url"])
    intro = await playing(page, "intro")
    await intro.evaluate("leave('exit')")
    title = page.locator("#choose-title")
    await expect(title).to_be_focused()

    assert await violations(page) == []
    contents = page.get_by_role("button", name="Show contents").locator("visible=true")
    if await contents.count():
        await contents.last.click()
        assert await violations(page) == []
    await page.locator("[data-item=course]").click()
    await playing(page, "intro")


async def test_when_content_asks_in_vain(server: Server, sized: BrowserContext) -> None:
    page = await sized.new_page()
    await page.goto(server.launch(server.upload(walk()), f"ann-{uuid4()}")["launch_url"])
    intro = await playing(page, "intro")
    await intro.evaluate("leave('{target=exam}choice')")
    await expect(page.get_by_role("alert")).to_be_visible()

    assert await violations(page) == []


@pytest.mark.parametrize("modes", [PICKED, CLOSED])
async def test_where_nothing_can_be_opened(
    server: Server, sized: BrowserContext, modes: str
) -> None:
    page = await sized.new_page()
    package = server.upload(course(part("a", ONCE) + part("b", ONCE), modes))
    await page.goto(server.launch(package, f"ann-{uuid4()}")["launch_url"])
    await expect(page.locator("#choose-title")).to_be_focused()

    assert await violations(page) == []


async def test_when_another_window_took_over(server: Server, sized: BrowserContext) -> None:
    package, session_id = server.upload(lazy()), str(uuid4())
    older, newer = await sized.new_page(), await sized.new_page()
    await open_player(older, server.launch(package, "ann", session_id=session_id)["launch_url"])
    await open_player(newer, server.launch(package, "ann", session_id=session_id)["launch_url"])

    await save_state(older, "superseded")

    assert await violations(older) == []


async def test_when_the_course_has_ended(server: Server, sized: BrowserContext) -> None:
    page = await sized.new_page()
    await open_player(page, server.launch(server.upload(lazy()), "ann")["launch_url"])
    leave = page.locator("[data-nav=exitAll], [data-nav=suspendAll]").locator("visible=true")
    await leave.first.click()
    await page.wait_for_selector("[data-player-state=ended]")

    assert await violations(page) == []


@pytest.mark.parametrize("query", ["", "?token=nonsense"])
async def test_when_the_link_is_of_no_use(
    server: Server, sized: BrowserContext, query: str
) -> None:
    page = await sized.new_page()
    answer = await page.goto(f"{server.base_url}/player/{uuid4()}{query}")
    assert answer is not None
    assert answer.status == 401
    await page.wait_for_selector("[data-player-state=error]")

    assert await violations(page) == []
    assert (await page.locator("h1:visible, h2:visible").first.inner_text()).strip()


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("de", "ltr"), ("en", "ltr")])
async def test_the_player_speaks_the_learners_language(
    server: Server, browser: Browser, language: str, direction: str
) -> None:
    context = await browser.new_context(locale=language)
    page = await context.new_page()
    await open_player(page, server.launch(server.upload(three_parts()), "ann")["launch_url"])

    assert await page.evaluate("document.documentElement.lang") == language
    assert await page.evaluate("getComputedStyle(document.documentElement).direction") == direction
    assert await violations(page) == []
    await context.close()


async def test_a_course_of_several_parts_can_be_taken_by_keyboard_alone(
    server: Server, page: Page
) -> None:
    await open_player(page, server.launch(server.upload(three_parts()), "ann")["launch_url"])
    focused = set[str]()
    # Focus goes into a frame of another process in its own time: some rounds may miss it.
    for _ in range(100):
        await page.keyboard.press("Tab")
        focused.add(
            await page.evaluate(
                "(e => e.dataset.item ? 'item ' + e.dataset.item : e.dataset.nav || e.tagName)"
                "(document.activeElement)"
            )
        )
        if {"item one", "IFRAME"} <= focused and focused & {"exitAll", "suspendAll"}:
            break

    assert "item one" in focused
    assert focused & {"exitAll", "suspendAll"}
    assert "IFRAME" in focused
