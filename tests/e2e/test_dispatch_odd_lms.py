"""LMSs that are not by the book: nothing is lost or counted twice, and our side knows why."""

from pathlib import Path

import pytest
from lectern_browser import own_chromium
from lectern_dispatches import Client, dispatched, imported, leave
from lectern_lessons import STANDARDS
from lectern_lms import Lms, Odd
from lectern_server import Server
from playwright.async_api import BrowserContext, expect


@pytest.fixture(params=STANDARDS)
def client(request: pytest.FixtureRequest, server: Server, lms: Lms) -> Client:
    return imported(lms, dispatched(server, request.param, request.param))


async def test_an_lms_that_always_begins_afresh_gets_the_record_again(
    client: Client, tmp_path: Path
) -> None:
    client.course.odd = frozenset({Odd.ALWAYS_FRESH})
    async with own_chromium(tmp_path) as remembering:
        page, lesson = await client.launch(remembering.context)
        await lesson.set("location", "page-7")
        await lesson.score(60)
        await client.course.wait(lambda record: record.score == 60)
        await page.close()

        page, lesson = await client.launch(remembering.context)

        assert await lesson.get("location") == "page-7"
        await client.course.wait(lambda record: record.score == 60)
        await lesson.status("passed")
        await lesson.finish()
        await client.course.wait(lambda record: record.success == "passed")
        assert client.dispatch.seats == 1
        assert len(client.dispatch.registrations()) == 1
        await page.close()

        # Now that it is finished, beginning afresh is a new attempt of the same learner.
        page, lesson = await client.launch(remembering.context)
        assert await lesson.get("mode") == "normal"
        assert await lesson.get("location") == ""
        await lesson.score(90)
        await lesson.status("passed")
        await lesson.finish()
        await client.course.wait(lambda record: record.score == 90)

    assert client.dispatch.seats == 1
    assert client.dispatch.session()["attempts"] == 2


async def test_an_lms_that_remembers_nothing_costs_one_seat_and_opens_no_old_record(
    client: Client, context: BrowserContext, tmp_path: Path
) -> None:
    client.course.odd = frozenset({Odd.ALWAYS_FRESH})
    page, lesson = await client.launch(context)
    await lesson.set("location", "page-7")
    await lesson.score(60)
    await client.course.wait(lambda record: record.score == 60)
    await page.close()

    async with own_chromium(tmp_path) as other:
        _, lesson = await client.launch(other.context)
        assert await lesson.get("location") == ""
        await lesson.status("passed")
        await lesson.finish()
        await client.agree("passed")

    assert client.dispatch.seats == 1
    assert [each["arrival"] for each in client.dispatch.registrations()] == ["unbound", "new"]


@pytest.mark.parametrize("odd", [Odd.FORGETS_SUSPEND_DATA, Odd.FORGETS_LOCATION])
async def test_one_of_the_two_places_for_our_mark_is_enough(
    client: Client, context: BrowserContext, tmp_path: Path, odd: Odd
) -> None:
    client.course.odd = frozenset({odd})
    page, lesson = await client.launch(context)
    await lesson.set("location", "page-7")
    await lesson.score(60)
    await client.course.wait(lambda record: record.score == 60)
    await page.close()

    async with own_chromium(tmp_path) as other:
        _, lesson = await client.launch(other.context)
        assert await lesson.get("location") == "page-7"

    assert len(client.dispatch.registrations()) == 1


async def test_a_review_in_the_lms_is_one_here_and_writes_nothing_there(
    client: Client, context: BrowserContext
) -> None:
    page, lesson = await client.launch(context)
    await lesson.score(60)
    await lesson.status("passed")
    await lesson.finish()
    before = await client.agree("passed", 60)
    await page.close()
    sets = len(before.sets(""))
    client.course.odd = frozenset({Odd.REVIEWS})

    page, lesson = await client.launch(context)

    assert await lesson.get("mode") == "review"
    await lesson.call("SetValue", lesson.element("score"), "1")
    await lesson.finish()
    await leave(page)
    record = await client.course.wait(lambda held: held.finished)
    assert len(record.sets("")) == sets
    assert (record.success, record.score) == ("passed", 60)
    assert client.dispatch.session()["score"]["scaled"] == 0.6


async def test_a_refused_score_is_known_here_and_the_status_arrives(
    client: Client, context: BrowserContext
) -> None:
    client.course.odd = frozenset({Odd.REFUSES_SCORE})
    _, lesson = await client.launch(context)
    await lesson.score(60)
    await lesson.status("passed")
    await lesson.finish()

    record = await client.course.wait(lambda held: held.success == "passed")

    assert record.score is None
    registration = await client.settled("refused")
    expected = "351" if client.course.standard == "2004" else "405"
    assert registration["refused"]["code"] == expected
    assert registration["diagnosis_code"] == "LEC-09"
    assert client.dispatch.session()["score"]["scaled"] == 0.6


async def test_an_lms_that_saves_nothing_gets_the_result_when_it_does_again(
    client: Client, context: BrowserContext
) -> None:
    client.course.odd = frozenset({Odd.REFUSES_COMMITS})
    _, lesson = await client.launch(context)
    await lesson.score(60)
    await lesson.status("passed")
    await lesson.finish()
    registration = await client.settled("refused")
    assert registration["diagnosis_code"] == "LEC-09"
    assert client.course.record().cmi == {}

    client.course.odd = frozenset()

    # The package tries again by itself, for as long as its page is open.
    await client.agree("passed", 60)
    assert client.dispatch.seats == 1


async def test_a_learner_without_an_id_is_one_learner(
    client: Client, context: BrowserContext
) -> None:
    client.course.odd = frozenset({Odd.NO_LEARNER})
    page, lesson = await client.launch(context)
    first = await lesson.get("learner")
    await lesson.set("location", "page-7")
    await lesson.score(60)
    await client.course.wait(lambda record: record.score == 60)
    await page.close()

    _, lesson = await client.launch(context)

    assert first.startswith("anonymous-")
    assert await lesson.get("learner") == first
    assert await lesson.get("location") == "page-7"
    assert client.dispatch.seats == 1


async def test_without_any_api_the_course_is_shown_and_nothing_is_handed_over(
    client: Client, context: BrowserContext
) -> None:
    client.course.odd = frozenset({Odd.NO_API})
    page = await context.new_page()
    await page.goto(client.course.url())
    package = page.frame_locator("[name=course]")
    await expect(package.locator("#notice-code")).to_contain_text("LEC-01")
    await package.locator("#open").click()
    lesson = await client.lesson(page)
    await lesson.score(60)
    await lesson.finish()

    await expect(package.locator("#banner")).to_be_visible()
    assert client.course.record().calls == []
    [registration] = client.dispatch.registrations()
    assert registration["user_id"].startswith("anonymous-")
    assert registration["state"] == "none"


async def test_an_lms_in_another_window_is_found_and_served(
    client: Client, context: BrowserContext
) -> None:
    client.course.odd = frozenset({Odd.IN_A_WINDOW})
    page = await context.new_page()
    await page.goto(client.course.url())
    _, lesson = await client.in_a_window(page)
    assert await lesson.get("learner") == "ann"
    await lesson.score(85)
    await lesson.status("passed")
    await lesson.finish()

    await client.agree("passed", 85)


@pytest.mark.parametrize("standard", STANDARDS)
async def test_a_course_in_a_window_of_its_own_hands_over_all_the_same(
    server: Server, lms: Lms, context: BrowserContext, standard: str
) -> None:
    client = imported(lms, dispatched(server, standard, standard, window="popup"))
    page = await context.new_page()
    await page.goto(client.course.url())
    player, lesson = await client.in_a_window(page)
    await lesson.set("location", "page-7")
    await lesson.score(60)
    await client.course.wait(lambda record: record.score == 60)
    await player.close()

    await page.goto(client.course.url())
    _, lesson = await client.in_a_window(page)
    assert await lesson.get("location") == "page-7"
    await lesson.status("passed")
    await lesson.finish()

    await client.agree("passed", 60)
    assert client.dispatch.seats == 1


async def test_an_lms_that_takes_the_course_away_when_it_ends_has_all_by_then(
    client: Client, context: BrowserContext
) -> None:
    client.course.odd = frozenset({Odd.CLOSES})
    page, lesson = await client.launch(context)
    await lesson.score(85)
    await lesson.status("passed")
    await lesson.finish()
    await leave(page)

    await page.frame_locator("[name=course]").get_by_text("The LMS closed the course").wait_for()

    record = await client.agree("passed", 85)
    assert record.finished
