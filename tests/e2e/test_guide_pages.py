"""The guides as readers have them: every page, on desk and phone, with and without scripts."""

from collections.abc import AsyncIterator
from typing import Any

import lectern_guides as guides
import pytest
from axe_playwright_python.async_playwright import Axe
from lectern_server import Server
from playwright.async_api import Browser, BrowserContext, Page, expect

PAGES = ["", *(f"/{name}" for name in guides.names())]
SIZES = {"desk": (1280, 800, "light"), "phone": (390, 844, "dark")}


@pytest.fixture(params=SIZES)
async def sized(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[Page]:
    width, height, scheme = SIZES[request.param]
    viewport: Any = {"width": width, "height": height}
    context = await browser.new_context(viewport=viewport, color_scheme=scheme)  # pyright: ignore[reportArgumentType]
    yield await context.new_page()
    await context.close()


async def open_guide(server: Server, page: Page, path: str) -> list[str]:
    """What the browser complains of, forbidden styles and scripts included."""
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(f"{server.base_url}/docs{path}")
    return complaints


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_accessible_and_fits(server: Server, sized: Page, path: str) -> None:
    complaints = await open_guide(server, sized, path)
    axe: Any = Axe()  # its package has no types
    results = await axe.run(sized, options={"resultTypes": ["violations"]})

    found: list[Any] = results.response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []
    assert complaints == []
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await sized.evaluate(width) <= 0


async def test_the_choice_of_a_language_holds_on_every_page(server: Server, page: Page) -> None:
    await open_guide(server, page, "/quick-start")
    tab = page.get_by_role("tab", name="curl").first
    await tab.focus()
    await page.keyboard.press("ArrowRight")

    await expect(page.get_by_role("tab", name="Python").first).to_be_focused()
    await open_guide(server, page, "/first-session")

    chosen = await page.locator("[role=tab][aria-selected=true]").all_inner_texts()
    assert set(chosen) == {"Python"}
    assert await page.locator(".sample-panel:not([hidden]) [data-language=bash]").count() == 0


async def test_without_scripts_all_samples_are_there_to_read(
    server: Server, browser: Browser
) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{server.base_url}/docs/quick-start")

    assert await page.locator(".sample-panel").count() >= 12
    assert await page.locator(".sample-panel:visible").count() >= 12
    assert not await page.locator("#search").is_visible()
    assert await page.get_by_role("link", name="Your first package").first.is_visible()
    await context.close()


async def test_search_works_by_keyboard_alone(server: Server, page: Page) -> None:
    await open_guide(server, page, "")
    await page.keyboard.press("/")
    await page.keyboard.type("version conflict")
    results = page.get_by_role("option")
    await expect(results.first).to_be_visible()
    await page.keyboard.press("ArrowDown")
    second = await results.nth(1).get_attribute("data-address")

    assert await results.nth(1).get_attribute("aria-selected") == "true"
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")

    await page.wait_for_url(f"**{second}")


async def test_search_says_when_there_is_nothing(server: Server, page: Page) -> None:
    await open_guide(server, page, "")
    await page.locator("#search").fill("zeppelin")

    await expect(page.get_by_role("status")).to_have_text("No results")


async def test_a_sample_is_copied_as_it_runs(server: Server, context: BrowserContext) -> None:
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = await context.new_page()
    await open_guide(server, page, "/quick-start")
    sample = page.locator(".sample", has_text="export LECTERN_URL").first
    await sample.get_by_role("button", name="Copy").click()

    await expect(sample.get_by_role("button")).to_have_text("Copied")
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert f"export LECTERN_URL={server.base_url}\n" in copied


async def test_the_first_tab_stop_skips_to_the_text(server: Server, page: Page) -> None:
    await open_guide(server, page, "/errors")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    await page.keyboard.press("Enter")

    await expect(page.locator("main")).to_be_focused()


async def test_on_paper_there_are_all_samples_and_no_navigation(server: Server, page: Page) -> None:
    await open_guide(server, page, "/quick-start")
    await page.emulate_media(media="print")

    panels = page.locator(".sample-panel")
    assert await page.locator(".sample-panel:visible").count() == await panels.count()
    for name in (".bar", ".side", ".toc", ".copy", ".tabs", ".ways"):
        assert await page.locator(f"{name}:visible").count() == 0
