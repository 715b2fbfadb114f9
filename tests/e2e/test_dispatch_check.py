"""The connection check: each fault on a client's side has its own code; a test costs nothing."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lectern_browser import COOKIES_BLOCKED, own_chromium
from lectern_dispatches import Client, dispatched, imported
from lectern_lessons import STANDARDS
from lectern_lms import Lms, Odd
from lectern_server import Server
from playwright.async_api import BrowserContext, FrameLocator, Page, expect

FAR_AWAY = "lms.example"
# A test must not wait for what stays away; the stub gives the page this long.
PATIENCE = 25_000


@pytest.fixture
def client(request: pytest.FixtureRequest, server: Server, lms: Lms) -> Client:
    return _checked(lms, server, getattr(request, "param", "1.2"))


def _checked(lms: Lms, server: Server, standard: str, **fields: str) -> Client:
    return imported(lms, dispatched(server, standard, standard, **fields), test="true")


def _package(page: Page) -> FrameLocator:
    return page.frame_locator("[name=course]")


async def _code_is(page: Page, code: str) -> None:
    await expect(_package(page).locator("#notice-code")).to_contain_text(code, timeout=PATIENCE)


async def _listed(page: Page) -> dict[str, str]:
    """What the list says of each code: true, false or info."""
    rows = _package(page).locator("#notice-checks li")
    found: list[list[str]] = await rows.evaluate_all(
        "(rows) => rows.map((row) => [row.querySelector('b').textContent, row.dataset.ok])"
    )
    return {row[0]: row[1] for row in found}


@pytest.mark.parametrize("client", STANDARDS, indirect=True)
async def test_where_all_is_well_it_says_so_and_the_course_opens_without_a_seat(
    client: Client, context: BrowserContext
) -> None:
    page = await context.new_page()
    await page.goto(client.course.url())
    await _code_is(page, "LEC-00")
    listed = await _listed(page)
    assert {"LEC-01", "LEC-02", "LEC-03", "LEC-04", "LEC-06"} <= set(listed)
    assert set(listed.values()) <= {"true", "info"}

    await _package(page).locator("#open").click()
    lesson = await client.lesson(page)
    await lesson.score(85)
    await lesson.status("passed")
    await lesson.finish()
    await client.course.wait(lambda record: record.success == "passed")

    assert client.dispatch.seats == 0
    assert client.dispatch.registrations() == []


FAULTS = {
    Odd.NO_API: "LEC-01",
    Odd.REFUSES_TO_BEGIN: "LEC-02",
    Odd.NO_LEARNER: "LEC-03",
    Odd.REFUSES_MARKS: "LEC-04",
}


@pytest.mark.parametrize("client", STANDARDS, indirect=True)
@pytest.mark.parametrize(("odd", "code"), FAULTS.items())
async def test_a_fault_of_the_lms_has_its_own_code(
    client: Client, page: Page, odd: Odd, code: str
) -> None:
    client.course.odd = frozenset({odd})

    await page.goto(client.course.url())

    await _code_is(page, code)
    assert (await _listed(page))[code] == "false"
    assert client.dispatch.seats == 0


async def test_a_blocked_frame_and_a_host_out_of_reach_are_told_apart(
    server: Server, lms: Lms, context: BrowserContext
) -> None:
    blocked, away = _checked(lms, server, "1.2"), _checked(lms, server, "2004")
    blocked.course.odd = frozenset({Odd.FRAMES_NOTHING})
    one, other = await context.new_page(), await context.new_page()
    await other.route("http://play.lectern.localhost:*/**", lambda route: route.abort())

    await asyncio.gather(one.goto(blocked.course.url()), other.goto(away.course.url()))

    await asyncio.gather(_code_is(one, "LEC-05"), _code_is(other, "LEC-06"))
    assert "LEC-06" not in [k for k, v in (await _listed(one)).items() if v == "false"]


async def test_a_learner_is_told_of_a_blocked_frame_as_well(
    server: Server, lms: Lms, context: BrowserContext
) -> None:
    client = imported(lms, dispatched(server, "1.2"))
    client.course.odd = frozenset({Odd.FRAMES_NOTHING})
    page = await context.new_page()
    await page.goto(client.course.url())
    await _code_is(page, "LEC-05")

    # A window of its own is the way out.
    player, lesson = await client.in_a_window(page)
    await lesson.score(85)
    await lesson.status("passed")
    await lesson.finish()

    await client.agree("passed", 85)
    await player.close()


async def test_blocked_windows_have_their_code_and_the_course_plays_here(
    server: Server, lms: Lms, page: Page
) -> None:
    client = imported(lms, dispatched(server, "1.2", window="popup"))
    client.course.odd = frozenset({Odd.SANDBOXED})
    await page.goto(client.course.url())
    await _package(page).locator("#open").click()
    await _code_is(page, "LEC-07")

    await _package(page).locator("#again").click()
    lesson = await client.lesson(page)
    await lesson.score(85)
    await lesson.status("passed")
    await lesson.finish()

    await client.agree("passed", 85)


@pytest.mark.parametrize("minutes", [-10, 10])
async def test_a_wrong_clock_has_its_code(client: Client, page: Page, minutes: int) -> None:
    await page.clock.set_system_time(datetime.now(UTC) + timedelta(minutes=minutes))

    await page.goto(client.course.url())

    await _code_is(page, "LEC-08")


@pytest.mark.parametrize("odd", [Odd.REFUSES_SCORE, Odd.REFUSES_COMMITS])
async def test_a_refused_result_has_its_code(client: Client, page: Page, odd: Odd) -> None:
    client.course.odd = frozenset({odd})
    await page.goto(client.course.url())
    await _package(page).locator("#open").click()
    lesson = await client.lesson(page)

    await lesson.score(85)

    remark = _package(page).locator("#remark")
    await expect(remark).to_contain_text("LEC-09", timeout=PATIENCE)


async def test_blocked_storage_is_told_and_stops_nobody(client: Client, tmp_path: Path) -> None:
    async with own_chromium(tmp_path, preferences=COOKIES_BLOCKED) as chromium:
        page = await chromium.context.new_page()
        await page.goto(client.course.url())
        await _code_is(page, "LEC-00")
        assert (await _listed(page))["LEC-10"] == "info"


async def test_what_is_not_delegated_is_told_and_stops_nobody(client: Client, page: Page) -> None:
    client.course.odd = frozenset({Odd.DELEGATES_NOTHING})
    await page.goto(client.course.url())
    await _code_is(page, "LEC-00")
    assert (await _listed(page))["LEC-11"] == "info"


async def test_a_page_without_https_is_told_and_stops_nobody(
    client: Client, tmp_path: Path
) -> None:
    switch = f"--host-resolver-rules=MAP {FAR_AWAY} 127.0.0.1"
    async with own_chromium(tmp_path, switches=(switch,)) as chromium:
        page = await chromium.context.new_page()
        await page.goto(client.course.url(host=FAR_AWAY))
        await _code_is(page, "LEC-00")
        assert (await _listed(page))["LEC-12"] == "info"


async def test_a_refusal_has_its_code(client: Client, page: Page) -> None:
    client.dispatch.change(status="paused")

    await page.goto(client.course.url())

    await _code_is(page, "LEC-13")
    assert client.dispatch.seats == 0
