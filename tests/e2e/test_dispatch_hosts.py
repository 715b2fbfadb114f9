"""The LMS of a client that dispatch is tested with is one: what a course tells it is kept."""

import pytest
from lectern_lessons import STANDARDS, lesson, playing
from lectern_lms import Lms, Odd
from playwright.async_api import BrowserContext, Page


@pytest.mark.parametrize("standard", STANDARDS)
async def test_a_course_in_it_is_recorded_and_resumed(
    lms: Lms, context: BrowserContext, standard: str
) -> None:
    course = lms.install(lesson(standard))
    page = await context.new_page()
    await page.goto(course.url())
    first = await playing(page, standard, "/course/")
    assert await first.get("learner") == "ann"
    assert await first.get("entry") == "ab-initio"
    await first.set("location", "page-7")
    await first.set("suspend_data", "x" * 3000)
    await first.score(85)
    await first.status("incomplete")
    await first.time(61)
    await first.set("exit", "suspend")
    await first.commit()
    await page.close()

    record = await course.wait(lambda held: held.score == 85)
    assert not record.completed
    assert record.seconds == 61
    assert record.suspend_data == "x" * 3000

    page = await context.new_page()
    await page.goto(course.url())
    second = await playing(page, standard, "/course/")
    assert await second.get("entry") == "resume"
    assert await second.get("location") == "page-7"
    await second.status("passed")
    await second.time(30)
    await second.finish("suspend")
    record = await course.wait(lambda held: held.finished)
    assert (record.completed, record.success, record.seconds) == (True, "passed", 91)


@pytest.mark.parametrize("standard", STANDARDS)
async def test_it_can_be_as_odd_as_they_come(lms: Lms, page: Page, standard: str) -> None:
    course = lms.install(lesson(standard))
    course.odd = frozenset({Odd.REFUSES_SCORE, Odd.REFUSES_COMMITS, Odd.NO_LEARNER})
    await page.goto(course.url())
    running = await playing(page, standard, "/course/")

    assert await running.get("learner") == ""
    assert await running.call("SetValue", running.element("score"), "1") == "false"
    assert await running.call("GetLastError") != "0"
    await running.status("completed")
    assert await running.call("Commit", "") == "false"
    assert course.record().cmi == {}
