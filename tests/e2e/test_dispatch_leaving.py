"""Whenever a learner in a client's LMS leaves or is cut off, the next launch puts all in order."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from lectern_browser import own_chromium
from lectern_dispatches import Client, dispatched, frame_at, imported, leave, shell_frame
from lectern_lessons import STANDARDS
from lectern_lms import Lms
from lectern_server import Server
from playwright.async_api import BrowserContext, Page

Moment = Callable[[Client, BrowserContext], Awaitable[Page]]


async def as_the_entrance_opens(client: Client, context: BrowserContext) -> Page:
    page = await context.new_page()
    await page.goto(client.course.url())
    await frame_at(page, lambda url: "/player/dispatch/" in url)
    return page


async def as_the_player_opens(client: Client, context: BrowserContext) -> Page:
    page = await context.new_page()
    await page.goto(client.course.url())
    await frame_at(page, lambda url: "/player/" in url and "/player/dispatch/" not in url)
    return page


async def as_the_course_begins(client: Client, context: BrowserContext) -> Page:
    page, _ = await client.launch(context)
    return page


async def as_something_was_set(client: Client, context: BrowserContext) -> Page:
    page, lesson = await client.launch(context)
    await lesson.set("location", "page-7")
    await lesson.score(40)
    await lesson.status("incomplete")
    return page


async def as_it_was_passed(client: Client, context: BrowserContext) -> Page:
    page, lesson = await client.launch(context)
    await lesson.score(90)
    await lesson.status("passed")
    return page


async def as_it_was_finished(client: Client, context: BrowserContext) -> Page:
    page, lesson = await client.launch(context)
    await lesson.score(90)
    await lesson.status("passed")
    await lesson.finish()
    return page


async def on_the_end_page(client: Client, context: BrowserContext) -> Page:
    page = await as_it_was_finished(client, context)
    await leave(page)
    return page


UNFINISHED: list[Moment] = [
    as_the_entrance_opens,
    as_the_player_opens,
    as_the_course_begins,
    as_something_was_set,
]
FINISHED: list[Moment] = [as_it_was_passed, as_it_was_finished, on_the_end_page]


@pytest.fixture(params=STANDARDS)
def client(request: pytest.FixtureRequest, server: Server, lms: Lms) -> Client:
    return imported(lms, dispatched(server, request.param, request.param))


@pytest.mark.parametrize("moment", [*UNFINISHED, *FINISHED])
async def test_a_closed_tab_costs_nothing(
    client: Client, context: BrowserContext, moment: Moment
) -> None:
    page = await moment(client, context)
    await page.close()

    await _both_agree_after_the_next_launch(client, context, moment)


@pytest.mark.parametrize("moment", [as_the_entrance_opens, as_something_was_set, as_it_was_passed])
async def test_a_killed_browser_costs_nothing_that_was_saved(
    client: Client, moment: Moment, tmp_path: Path
) -> None:
    async with own_chromium(tmp_path) as chromium:
        page = await moment(client, chromium.context)
        if moment is not as_the_entrance_opens:
            saved = shell_frame(page).locator("[data-save-state=saved]")
            await asyncio.gather(saved.wait_for(), _recorded(client))
        chromium.kill()

    async with own_chromium(tmp_path) as chromium:
        await _both_agree_after_the_next_launch(client, chromium.context, moment)


@pytest.mark.parametrize("moment", [as_something_was_set, as_it_was_passed])
async def test_another_browser_goes_on_where_the_first_was_left(
    client: Client, context: BrowserContext, tmp_path: Path, moment: Moment
) -> None:
    page = await moment(client, context)
    await client.course.wait(lambda record: record.score)
    await page.close()

    async with own_chromium(tmp_path) as chromium:
        await _both_agree_after_the_next_launch(client, chromium.context, moment)


async def test_two_tabs_agree_on_the_newer_one(client: Client, context: BrowserContext) -> None:
    older_page, older = await client.launch(context)
    await older.score(30)
    await client.course.wait(lambda record: record.score == 30)

    _, newer = await client.launch(context)
    await shell_frame(older_page).wait_for_selector("[data-save-state=superseded]")
    await newer.score(70)
    await newer.status("passed")
    await newer.finish()
    await client.agree("passed", 70)

    # An LMS saves everything that it holds of a window when that ends.
    await older_page.close()
    await asyncio.sleep(1)
    await client.agree("passed", 70)
    assert client.dispatch.seats == 1


async def _recorded(client: Client) -> None:
    registration = client.dispatch.registrations()[0]
    for _ in range(100):
        if (
            client.dispatch.server.session(registration["session_id"])["score"]["scaled"]
            is not None
        ):
            return
        await asyncio.sleep(0.05)
    pytest.fail("the record holds no score")


async def _both_agree_after_the_next_launch(
    client: Client, context: BrowserContext, moment: Moment
) -> None:
    _, lesson = await client.launch(context)
    if moment in FINISHED:
        await client.agree("passed", 90)
    else:
        if moment is as_something_was_set:
            assert await lesson.get("location") == "page-7"
        await lesson.score(75)
        await lesson.status("passed")
        await lesson.finish()
        await client.agree("passed", 75)
    assert client.dispatch.seats == 1
