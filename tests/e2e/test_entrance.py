"""The way into a dispatched course: passwords, refusals, guests, the check, and the last page."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from lectern_axe import violations
from lectern_dispatches import Dispatched, dispatched, imported, shell_frame
from lectern_lms import Lms, Odd, open_lms
from lectern_server import Server
from playwright.async_api import Browser, BrowserContext, Page, expect

ALLOWED = ["lms.partner.example", "*.academy.example"]


@pytest.fixture(scope="module")
def lms() -> Iterator[Lms]:
    with open_lms() as running:
        yield running


def _test_link(dispatch: Dispatched) -> str:
    link: str = dispatch.look("/embed")["test_url"]
    return link


async def test_a_password_is_asked_for_and_its_mistakes_are_told(
    server: Server, sized: BrowserContext
) -> None:
    page = await sized.new_page()
    await page.goto(dispatched(server, "1.2", password="open sesame").launch_url)
    field = page.get_by_label("Password", exact=True)
    await expect(field).to_be_focused()
    assert await violations(page) == []

    await field.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("Enter the password.")
    await field.fill("open barley")
    await field.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("not right")
    await expect(field).to_be_focused()
    await expect(field).to_have_attribute("aria-invalid", "true")
    assert await violations(page) == []

    await page.get_by_label("Show password").check()
    await expect(field).to_have_attribute("type", "text")
    await field.fill("open sesame")
    await field.press("Enter")
    await page.wait_for_selector("[data-player-state=running]")


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"allowed_domains": ALLOWED}, "This course may not be opened here"),
        ({"status": "paused"}, "This course is paused"),
    ],
)
async def test_a_closed_door_says_why(
    server: Server, sized: BrowserContext, fields: dict[str, object], title: str
) -> None:
    page = await sized.new_page()
    dispatch = dispatched(server, "1.2")
    dispatch.change(**fields)
    answer = await page.goto(dispatch.launch_url)
    assert answer is not None
    assert answer.status == 403

    await expect(page.get_by_role("heading", name=title)).to_be_focused()
    for domain in ALLOWED if "allowed_domains" in fields else []:
        await expect(page.locator("#problem-facts")).to_contain_text(domain)
    assert await violations(page) == []


async def test_every_end_of_a_dispatch_has_words_of_its_own(server: Server, page: Page) -> None:
    past = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    expired, revoked = dispatched(server, "1.2"), dispatched(server, "1.2")
    expired.change(expires_at=past)
    revoked.revoke()
    await page.goto(expired.launch_url)
    await expect(page.locator("#problem-title")).to_have_text("This course is no longer available")
    await page.goto(revoked.launch_url)
    await expect(page.locator("#problem-title")).to_have_text("Access to this course has ended")
    await page.goto(f"{revoked.launch_url[:-4]}abcd")
    await expect(page.locator("#problem-title")).to_have_text("This link is not valid")


async def test_a_full_dispatch_says_how_many_places_there_are(
    server: Server, browser: Browser
) -> None:
    link = dispatched(server, "1.2", license_limit=1).launch_url
    for learner, title in (("ann", None), ("bob", "All places are taken")):
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(f"{link}?user_id={learner}")
        if title is None:
            await page.wait_for_selector("[data-player-state=running]")
        else:
            await expect(page.locator("#problem-title")).to_have_text(title)
            await expect(page.locator("#problem-facts")).to_contain_text("1 of 1")
        await context.close()


async def test_a_guest_is_told_so_and_goes_on_with_the_same_record(
    server: Server, sized: BrowserContext
) -> None:
    dispatch = dispatched(server, "1.2")
    page = await sized.new_page()
    await page.goto(dispatch.launch_url)
    await page.wait_for_selector("[data-player-state=running]")
    await expect(page.get_by_text("You are here without a name.")).to_be_visible()
    assert await violations(page) == []

    await page.locator("#guest-dismiss").click()
    await expect(page.get_by_role("button", name="Guest")).to_be_focused()
    await expect(page.locator("#guest-note")).to_be_hidden()
    await page.goto(dispatch.launch_url)
    await page.wait_for_selector("[data-player-state=running]")
    await expect(page.locator("#guest-note")).to_be_hidden()
    assert dispatch.seats == 1


async def test_a_test_link_checks_the_browser_before_it_opens_the_course(
    server: Server, sized: BrowserContext
) -> None:
    page = await sized.new_page()
    dispatch = dispatched(server, "1.2")
    await page.goto(_test_link(dispatch))
    await expect(page.locator("#check-code")).to_have_text("LEC-00")
    assert await violations(page) == []

    await page.get_by_role("button", name="Check now").click()
    await expect(page.locator("[data-code=LEC-07]")).to_have_attribute("data-state", "ok")
    await page.get_by_text("The whole report").click()
    report = await page.locator("#report").input_value()
    assert f"Dispatch: {dispatch.id}" in report
    assert "LEC-07 Windows of its own: OK" in report
    assert await violations(page) == []

    await page.get_by_role("button", name="Open the course as a test").click()
    await page.wait_for_selector("[data-player-state=running]")
    assert dispatch.seats == 0


async def test_the_report_can_be_taken_along(server: Server, context: BrowserContext) -> None:
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = await context.new_page()
    await page.goto(_test_link(dispatched(server, "1.2")))
    await page.get_by_role("button", name="Copy the report").click()
    await expect(page.locator("#check-copied")).to_have_text("The report is copied.")

    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("LEC-00 Everything works")


@pytest.mark.parametrize("language", ["ar", "de", "en"])
async def test_the_entrance_speaks_the_learners_language(
    server: Server, browser: Browser, language: str
) -> None:
    context = await browser.new_context(locale=language, viewport={"width": 360, "height": 740})
    page = await context.new_page()
    locked, dispatch = dispatched(server, "1.2", password="x"), dispatched(server, "1.2")
    for link in (locked.launch_url, _test_link(dispatch), f"{dispatch.launch_url}?shell=1.2"):
        await page.goto(link)
        await page.wait_for_selector("body:not([data-scene=loading])")
        assert await page.evaluate("document.documentElement.lang") == language
        assert await violations(page) == []
        overflow = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0
    await context.close()


@pytest.mark.parametrize(
    ("odd", "state"), [(frozenset[Odd](), "accepted"), ({Odd.REFUSES_COMMITS}, "refused")]
)
async def test_the_last_page_tells_whether_the_platform_has_the_result(
    server: Server, lms: Lms, sized: BrowserContext, odd: frozenset[Odd], state: str
) -> None:
    client = imported(lms, dispatched(server, "1.2"))
    client.course.odd = frozenset(odd)
    page, lesson = await client.launch(sized)
    await lesson.status("completed")
    await lesson.finish()
    player = shell_frame(page)
    leave = player.locator("[data-nav=exitAll], [data-nav=suspendAll]").locator("visible=true")
    await leave.first.click()

    handed = player.locator(f"[data-handed-back={state}]")
    await handed.wait_for(state="attached")
    words = "lms.localhost" if state == "accepted" else "tried again when you open the course"
    assert words in (await handed.text_content() or "")
    assert await violations(player) == []


async def test_a_course_that_is_revoked_meanwhile_says_so(
    server: Server, sized: BrowserContext
) -> None:
    dispatch = dispatched(server, "1.2")
    page = await sized.new_page()
    await page.goto(f"{dispatch.launch_url}?user_id=ann")
    await page.wait_for_selector("[data-player-state=running]")
    dispatch.revoke()

    await expect(page.locator("#problem-title")).to_have_text("Access to this course has ended")
    await page.wait_for_selector("[data-player-state=error]")
    assert await violations(page) == []
