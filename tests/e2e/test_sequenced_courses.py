"""Courses that lead: exact answers, parts that leave, controls that follow the rules."""

from uuid import uuid4

import pytest
from lectern_sequenced import (
    CLOSED,
    DISABLED_UNTIL_PASSED,
    ONCE,
    PICKED,
    SETS_PASSED,
    contents_of,
    course,
    part,
    playing,
    walk,
)
from lectern_server import Server
from playwright.async_api import Page, expect

GONE_WITHIN = 5_000


@pytest.fixture(scope="module")
def walking(server: Server) -> str:
    return server.upload(walk())


async def begin(server: Server, page: Page, package: str) -> None:
    await page.goto(server.launch(package, f"ann-{uuid4()}")["launch_url"])


async def test_content_hears_exactly_where_it_may_go(
    server: Server, page: Page, walking: str
) -> None:
    await begin(server, page, walking)
    intro = await playing(page, "intro")

    assert await intro.evaluate("may('continue')") == "true"
    assert await intro.evaluate("may('previous')") == "false"
    assert await intro.evaluate("may('choice.{target=exam}')") == "false"
    said = await intro.evaluate(
        "[api.SetValue('cmi.completion_status', 'completed'), may('choice.{target=exam}'),"
        " api.SetValue('cmi.completion_status', 'incomplete'), may('choice.{target=exam}')]"
    )

    assert said == ["true", "true", "true", "false"]


async def test_a_part_that_leaves_makes_room_for_the_learners_choice(
    server: Server, page: Page, walking: str
) -> None:
    await begin(server, page, walking)
    intro = await playing(page, "intro")
    await intro.evaluate("api.SetValue('cmi.completion_status', 'completed')")

    assert await intro.evaluate("leave('exit')") == "true"

    title = page.get_by_role("heading", name="Where would you like to go on?")
    await expect(title).to_be_visible(timeout=GONE_WITHIN)
    await expect(title).to_be_focused()
    await expect(page.locator("[data-player-state=running]")).to_be_visible()
    assert contents_of(page) == []
    await page.locator("[data-item=course]").click()
    await playing(page, "intro")


async def test_a_part_that_only_ends_stays_until_the_learner_moves(
    server: Server, page: Page, walking: str
) -> None:
    await begin(server, page, walking)
    intro = await playing(page, "intro")
    exam = page.locator("[data-item=exam]")
    await expect(exam).to_have_attribute("aria-disabled", "true")
    await expect(exam).to_contain_text("The course goes no further")

    await intro.evaluate("[api.SetValue('cmi.completion_status', 'completed'), leave()]")

    await expect(exam).not_to_have_attribute("aria-disabled", "true")
    await expect(page.locator("[data-item=intro]")).to_contain_text("Completed")
    assert len(contents_of(page)) == 1


async def test_running_out_of_time_ends_the_session_whatever_else_was_asked(
    server: Server, page: Page, walking: str
) -> None:
    await begin(server, page, walking)
    intro = await playing(page, "intro")

    await intro.evaluate("leave('continue', 'time-out')")

    await page.wait_for_selector("[data-player-state=ended]")
    assert len(page.frames) == 1


async def test_the_learner_has_the_last_word(server: Server, page: Page, walking: str) -> None:
    await begin(server, page, walking)
    intro = await playing(page, "intro")
    await intro.evaluate("window.lastWish = 'exitAll'")

    await page.locator("[data-nav=continue]").click()

    await playing(page, "first")
    await page.wait_for_timeout(1_500)
    await expect(page.locator("[data-player-state=running]")).to_be_visible()
    await expect(page.locator("[data-item=first]")).to_have_attribute("aria-current", "true")


async def test_what_content_asks_for_in_vain_is_explained_and_the_content_stays(
    server: Server, page: Page, walking: str
) -> None:
    await begin(server, page, walking)
    intro = await playing(page, "intro")

    await intro.evaluate("leave('{target=exam}choice')")

    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("This cannot be opened now. The course goes no further")
    assert len(contents_of(page)) == 1
    await alert.get_by_role("button", name="Dismiss").click()
    await expect(alert).to_be_hidden()


async def test_controls_that_a_part_hides_leave_the_others_in_place(
    server: Server, page: Page, walking: str
) -> None:
    await begin(server, page, walking)
    intro = await playing(page, "intro")
    await intro.evaluate("api.SetValue('cmi.completion_status', 'completed')")
    await intro.evaluate("leave('{target=second}choice')")
    await playing(page, "second")
    onward = page.locator("[data-nav=continue]")
    before = await onward.bounding_box()
    await expect(page.locator("[data-nav=suspendAll]")).to_be_visible()

    await onward.click()
    await playing(page, "exam")

    await expect(page.locator("[data-nav=suspendAll]")).to_be_hidden()
    assert await onward.bounding_box() == before


async def test_the_course_can_be_walked_by_keyboard_alone(
    server: Server, page: Page, walking: str
) -> None:
    await begin(server, page, walking)
    await playing(page, "intro")
    await page.locator("[data-nav=continue]").focus()

    await page.keyboard.press("Enter")
    await playing(page, "first")
    await expect(page.locator("#announcer")).to_have_text("Opened: first")
    await expect(page.locator("[data-nav=continue]")).to_be_focused()
    await page.keyboard.press("Enter")
    await playing(page, "second")
    await page.locator("[data-item=second]").focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("[data-item=first]")).to_be_focused()
    await page.keyboard.press("e")
    await expect(page.locator("[data-item=exam]")).to_be_focused()
    await page.keyboard.press("Home")
    await expect(page.locator("[data-item=course]")).to_be_focused()
    await page.keyboard.press("f")
    await page.keyboard.press("Enter")

    await playing(page, "first")
    await expect(page.locator("[data-item=first]")).to_be_focused()


async def test_the_contents_are_lists_within_lists(
    server: Server, page: Page, walking: str
) -> None:
    await begin(server, page, walking)
    await playing(page, "intro")

    inside = page.locator("#toc > li:has(> [data-item=course]) > [role=list]")
    await expect(inside.locator("> li > [data-item]")).to_have_count(3)
    block = page.locator("#toc [data-item=block] + [role=list] > li > [data-item]")
    await expect(block).to_have_count(2)


async def test_a_course_to_pick_from_begins_with_the_contents(server: Server, page: Page) -> None:
    await begin(server, page, server.upload(course(part("a") + part("b"), PICKED)))

    title = page.get_by_role("heading", name="Where would you like to start?")
    await expect(title).to_be_visible()
    await expect(page.locator("[data-player-state=running]")).to_be_visible()
    await expect(page.locator("[data-nav=continue]")).to_be_hidden()
    await page.locator("[data-item=b]").click()
    await playing(page, "b")


async def test_when_every_attempt_is_used_the_way_out_is_shown(server: Server, page: Page) -> None:
    await begin(server, page, server.upload(course(part("a", ONCE) + part("b", ONCE), PICKED)))
    for name in ("a", "b"):
        await expect(page.locator("[data-panel=choose]")).to_be_visible()
        await page.locator(f"[data-item={name}]").click()
        content = await playing(page, name)
        await content.evaluate("leave('exit')")

    await expect(page.locator("#choose-title")).to_have_text("Nothing more can be opened now")
    await expect(page.locator("[data-player-state=running]")).to_be_visible()
    await expect(page.locator("[data-item=a]")).to_have_attribute("aria-disabled", "true")
    await page.locator("#choose").get_by_role("button", name="Finish").click()
    await page.wait_for_selector("[data-player-state=ended]")


async def test_a_course_that_cannot_begin_says_so_and_can_be_left(
    server: Server, page: Page
) -> None:
    await begin(server, page, server.upload(course(part("a") + part("b"), CLOSED)))

    await expect(page.locator("#choose-title")).to_have_text("There is nothing to play here")
    await page.locator("#choose").get_by_role("button", name="Finish").click()

    await page.wait_for_selector("[data-player-state=ended]")


async def test_a_window_of_its_own_closes_when_its_part_leaves(
    server: Server, page: Page, walking: str
) -> None:
    launched = server.launch(walking, f"ann-{uuid4()}", window="popup")
    await page.goto(launched["launch_url"])
    await page.wait_for_selector("[data-player-state=running]")
    bridge = page.frame_locator("#stage iframe")
    async with page.context.expect_page() as opening:
        await bridge.get_by_role("button", name="Open the course").click()
    window = await opening.value
    await window.wait_for_function("window.started === 'true'")

    async with window.expect_event("close", timeout=GONE_WITHIN):
        await window.evaluate("void leave('exit')")

    await expect(page.locator("[data-panel=choose]")).to_be_visible()


async def test_the_last_step_says_that_it_ends_the_course(server: Server, page: Page) -> None:
    await begin(server, page, server.upload(course(part("one") + part("two"))))
    await playing(page, "one")
    onward = page.locator("[data-nav=continue]")
    await expect(onward).to_have_text("Next")

    await onward.click()
    await playing(page, "two")
    await expect(onward).to_have_text("Done")
    await onward.click()

    await expect(page.locator("[data-player-state=ended]")).to_be_visible()


async def test_a_single_part_has_no_way_back_to_offer(server: Server, page: Page) -> None:
    await begin(server, page, server.upload(course(part("only"))))
    await playing(page, "only")

    await expect(page.locator("[data-nav=previous]")).to_be_hidden()
    await expect(page.locator("[data-nav=continue]")).to_have_text("Done")


async def test_leaving_without_saving_is_asked_about(
    server: Server, page: Page, walking: str
) -> None:
    await begin(server, page, walking)
    await playing(page, "intro")
    discard = page.locator("[data-nav=abandonAll]")
    sure = page.get_by_role("dialog", name="Leave without saving?")

    await discard.click()
    await expect(sure.get_by_role("button", name="Stay")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(sure).to_be_hidden()
    await expect(page.locator("[data-player-state=running]")).to_be_visible()
    await discard.click()
    await sure.get_by_role("button", name="Leave without saving").click()

    await expect(page.locator("[data-player-state=ended]")).to_be_visible()


async def test_the_way_on_opens_as_soon_as_the_part_has_said_that_it_is_done(
    server: Server, page: Page
) -> None:
    later = part("later", DISABLED_UNTIL_PASSED)
    await begin(server, page, server.upload(course(part("now", SETS_PASSED) + later)))
    now = await playing(page, "now")
    onward = page.locator("[data-nav=continue]")
    await expect(onward).to_be_disabled()

    await now.evaluate("[api.SetValue('cmi.success_status', 'passed'), api.Commit('')]")

    await expect(onward).to_be_enabled(timeout=3_000)
    await onward.click()
    await playing(page, "later")
