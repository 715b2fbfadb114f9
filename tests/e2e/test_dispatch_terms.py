"""What a vendor lays down for a dispatch, as learners in the client's LMS meet it."""

from hashlib import sha256
from pathlib import Path

from lectern_browser import own_chromium
from lectern_dispatches import dispatched, imported
from lectern_lms import Lms, Odd
from lectern_server import Server
from playwright.async_api import BrowserContext, Page, expect


async def test_the_last_place_is_for_who_has_it(
    server: Server, lms: Lms, context: BrowserContext
) -> None:
    client = imported(lms, dispatched(server, "1.2", registration_limit=1))
    page, lesson = await client.launch(context, "ann")
    await lesson.score(40)
    await client.course.wait(lambda record: record.score == 40)
    await page.close()

    refused = await context.new_page()
    await refused.goto(client.course.url("bob"))
    package = refused.frame_locator("[name=course]")
    await expect(package.locator("#remark")).to_contain_text("LEC-13")
    assert client.course.record("bob").status in {"", "not attempted", "incomplete"}
    assert client.course.record("bob").suspend_data == ""

    _, lesson = await client.launch(context, "ann")
    await lesson.status("passed")
    await client.agree("passed", 40)
    assert client.dispatch.seats == 1


async def test_a_password_is_asked_for_inside_the_lms(server: Server, lms: Lms, page: Page) -> None:
    client = imported(lms, dispatched(server, "2004", "2004", password="open sesame"))
    await page.goto(client.course.url())
    player = page.frame_locator("[name=course]").frame_locator("iframe")
    await player.locator("#password").fill("open barley")
    await player.locator("#password-go").click()
    await expect(player.locator("#password-error")).not_to_be_empty()
    assert client.dispatch.seats == 0

    await player.locator("#password").fill("open sesame")
    await player.locator("#password-go").click()

    lesson = await client.lesson(page)
    assert await lesson.get("learner") == "ann"
    await lesson.score(70)
    await lesson.status("passed")
    await client.agree("passed", 70)
    assert client.dispatch.seats == 1


async def test_hidden_learners_are_told_apart_without_a_name(
    server: Server, lms: Lms, context: BrowserContext
) -> None:
    dispatch = dispatched(server, "1.2", hides_learners=True)
    client = imported(lms, dispatch)
    _, lesson = await client.launch(context)
    digest = sha256(f"{dispatch.id}:ann".encode()).hexdigest()
    assert await lesson.get("learner") == digest
    assert "ann" not in await lesson.get("core.student_name")
    await lesson.score(70)
    await lesson.status("passed")

    await client.agree("passed", 70)
    session = dispatch.session()
    assert session["user_id"] == digest
    assert "Test" not in str(session)


async def test_where_names_are_trusted_a_name_is_enough(
    server: Server, lms: Lms, context: BrowserContext, tmp_path: Path
) -> None:
    client = imported(lms, dispatched(server, "1.2", identity="asserted"))
    client.course.odd = frozenset({Odd.ALWAYS_FRESH})
    page, lesson = await client.launch(context)
    await lesson.set("location", "page-7")
    await lesson.score(60)
    await client.course.wait(lambda record: record.score == 60)
    await page.close()

    async with own_chromium(tmp_path) as other:
        _, lesson = await client.launch(other.context)
        assert await lesson.get("location") == "page-7"

    assert len(client.dispatch.registrations()) == 1
