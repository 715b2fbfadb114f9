"""The bundled course, from the printed link to the result in the API."""

from uuid import uuid4

from lectern_browser import open_player
from lectern_courses import lazy
from lectern_server import Server
from playwright.async_api import BrowserContext, Frame, Page, expect

from services import sample

ANSWERS = {"q1": "c", "q3": "t"}
CHOICES = {
    **{"q5-a": "1", "q5-b": "2", "q5-c": "3"},
    **{"q6-1": "b", "q6-2": "d", "q6-3": "a", "q6-4": "c"},
}


async def turn_to_the_quiz(course: Frame) -> None:
    for _ in range(12):
        if await course.locator("form").is_visible():
            return
        await course.locator("[data-action=next]").click()
    raise AssertionError("twelve pages and no quiz")


async def answer_everything(course: Frame) -> None:
    for name, value in ANSWERS.items():
        await course.locator(f"input[name={name}][value={value}]").check()
    for value in ("a", "d"):
        await course.locator(f"input[name=q2][value={value}]").check()
    await course.locator("input[name=q4]").fill("3")
    for name, value in CHOICES.items():
        await course.locator(f"select[name={name}]").select_option(value)
    await course.locator("[data-action=submit-quiz]").click()


async def test_a_learner_takes_the_sample_to_the_end(server: Server, page: Page) -> None:
    package, session_id = server.upload(sample.build()), str(uuid4())
    course = await open_player(
        page, server.launch(package, "ann", session_id=session_id)["launch_url"]
    )

    # A reader is slower than a test; the record counts whole seconds.
    await page.wait_for_timeout(1200)
    await turn_to_the_quiz(course)
    await answer_everything(course)
    server.wait_for(session_id, "cmi.core.lesson_status", "passed")

    stored = server.session(session_id)
    assert stored["completion_status"] == "completed"
    assert stored["success_status"] == "passed"
    assert stored["score"] == {"raw": 100, "min": 0, "max": 100, "scaled": 1}
    assert stored["time_spent_seconds"] >= 1
    assert stored["cmi_data"]["cmi.interactions.0.student_response"] == "c"
    assert stored["cmi_data"]["cmi.interactions.0.result"] == "correct"
    assert stored["package"]["title"] == sample.TITLE


async def test_a_learner_who_closes_the_tab_continues_on_the_same_page(
    server: Server, context: BrowserContext
) -> None:
    package, session_id = server.upload(sample.build()), str(uuid4())
    page = await context.new_page()
    course = await open_player(
        page, server.launch(package, "ann", session_id=session_id)["launch_url"]
    )
    for _ in range(3):
        await course.locator("[data-action=next]").click()
    left_at = await course.locator("[data-page]").first.get_attribute("data-page")
    await page.close()

    page = await context.new_page()
    again = await open_player(
        page, server.launch(package, "ann", session_id=session_id)["launch_url"]
    )

    await expect(again.locator("[data-page]").first).to_have_attribute("data-page", str(left_at))
    assert left_at != "1"
    assert server.session(session_id)["attempts"] == 1


async def test_the_exit_control_shows_what_was_reached(server: Server, page: Page) -> None:
    package, session_id = server.upload(sample.build()), str(uuid4())
    course = await open_player(
        page, server.launch(package, "ann", session_id=session_id)["launch_url"]
    )
    await turn_to_the_quiz(course)
    await answer_everything(course)
    server.wait_for(session_id, "cmi.core.lesson_status", "passed")

    await (
        page.locator("[data-nav=exitAll], [data-nav=suspendAll]")
        .locator("visible=true")
        .first.click()
    )

    await page.wait_for_selector("[data-player-state=ended]")
    assert ".content." not in " ".join(frame.url for frame in page.frames)


async def test_a_reload_of_the_player_goes_on(server: Server, page: Page) -> None:
    session_id = str(uuid4())
    course = await open_player(
        page, server.launch(server.upload(lazy()), "ann", session_id=session_id)["launch_url"]
    )
    await course.evaluate("window.api.LMSSetValue('cmi.core.lesson_location', 'page-2')")
    server.wait_for(session_id, "cmi.core.lesson_location", "page-2")
    assert "token=" not in page.url

    await page.reload()

    await page.wait_for_selector("[data-player-state=running]")
    assert server.session(session_id)["cmi_data"]["cmi.core.lesson_location"] == "page-2"


async def test_a_popup_course_finds_its_api_through_the_opener(
    server: Server, context: BrowserContext
) -> None:
    session_id = str(uuid4())
    launched = server.launch(server.upload(lazy()), "ann", session_id=session_id, window="popup")
    page = await context.new_page()
    await page.goto(launched["launch_url"])
    bridge = page.frame_locator("iframe")

    async with context.expect_page() as opened:
        await bridge.get_by_role("button").first.click()
    course = await opened.value
    await course.wait_for_function("window.started === 'true'")
    await course.evaluate("window.api.LMSSetValue('cmi.core.lesson_location', 'in a window')")

    server.wait_for(session_id, "cmi.core.lesson_location", "in a window")
