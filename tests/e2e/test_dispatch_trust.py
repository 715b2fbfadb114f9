"""Who else is in the browser moves no result, and a name in a link opens nobody's record."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from lectern_dispatches import Client, dispatched, frame_at, imported, leave, shell_frame
from lectern_lessons import STANDARDS, playing
from lectern_lms import Lms
from lectern_server import Server
from lectern_sites import Neighbours, neighbours
from playwright.async_api import BrowserContext, Frame, Page

RESULT = """{version: 999, completion_status: "completed", success_status: "passed",
  score: {scaled: 1, raw: 100, min: 0, max: 100}, progress: 1, seconds: 5000, visit_seconds: 5000,
  attempt: 1}"""
# Everything that the two pages say to each other, said by somebody else.
FORGE = f"""() => {{
  const result = {RESULT};
  const forged = [
    {{type: "state", result, final: true}}, {{type: "state", result, final: false}},
    {{type: "bound", binding: "stolen", user_id: "mallory", outcome: "new"}},
    {{type: "exit", reason: "finished"}}, {{type: "refused", code: "X", reason: "revoked"}},
    {{type: "hello", page: "player"}}, {{type: "opened"}}, {{type: "checks", checks: []}},
    {{type: "learner", user_id: "mallory", name: "M", binding: "", standard: "1.2",
      mode: "normal", closed: false, test: false, checks: []}},
    {{type: "receipt", version: 999, ok: true, error: "", diagnosis: null}},
    {{type: "closed"}},
  ].map((message) => ({{lectern: 1, ...message}}));
  const everyone = [];
  const collect = (place, depth) => {{
    everyone.push(place);
    if (depth < 6) for (let i = 0; i < place.length; i++) collect(place[i], depth + 1);
  }};
  collect(window.top, 0);
  for (let place = window; place.opener; place = place.opener) collect(place.opener.top, 0);
  for (const place of everyone) if (place !== window)
    for (const message of forged) place.postMessage(message, "*");
  return everyone.length;
}}"""
LISTEN = """() => { window.got = []; addEventListener("message", (e) => got.push(e.data)); }"""


@pytest.fixture(scope="module")
def sites() -> Iterator[Neighbours]:
    with neighbours() as running:
        yield running


@pytest.fixture(params=STANDARDS)
def client(request: pytest.FixtureRequest, server: Server, lms: Lms) -> Client:
    return imported(lms, dispatched(server, request.param, request.param))


async def _beside(page: Page, address: str) -> Frame:
    """A page of somebody else beside the course in the LMS, as an advertisement may be."""
    await page.evaluate(
        """(url) => { const frame = document.createElement("iframe"); frame.src = url;
          document.body.prepend(frame); }""",
        address,
    )
    return await frame_at(page, lambda url: url == address)


async def _nothing_was_believed(client: Client, page: Page) -> None:
    """A true change after the forged ones arrives, and nothing of theirs is before it."""
    lesson = await client.lesson(page)
    await lesson.score(40)
    record = await client.course.wait(lambda held: held.score == 40)
    assert not record.completed
    assert set(record.sets("score.raw") + record.sets("score.scaled")) <= {"40", "0.4"}
    assert not {"passed", "completed", "failed"} & set(record.sets("status"))
    assert "stolen" not in record.suspend_data + record.location
    assert not record.finished
    [registration] = client.dispatch.registrations()
    assert registration["user_id"] == "ann"
    assert registration["recorded"]["success_status"] == "unknown"
    assert (registration["accepted"] or {"version": 0})["version"] < 999
    await client.agree("incomplete", 40)


async def test_a_page_beside_the_course_moves_nothing(
    client: Client, context: BrowserContext, sites: Neighbours
) -> None:
    page, _ = await client.launch(context)
    stranger = await _beside(page, sites.blank("evil.localhost"))

    assert await stranger.evaluate(FORGE) >= 5

    await _nothing_was_believed(client, page)


async def test_a_page_that_is_there_first_moves_nothing(
    client: Client, context: BrowserContext, sites: Neighbours
) -> None:
    page = await context.new_page()
    await page.add_init_script(
        "if (location.hostname === 'evil.localhost')"
        f" setInterval(() => {{ try {{ ({FORGE})(); }} catch {{}} }}, 20);"
    )
    await page.goto(client.course.url())
    await _beside(page, sites.blank("evil.localhost"))

    await _nothing_was_believed(client, page)


async def test_a_hostile_course_moves_nothing_by_messages(
    client: Client, context: BrowserContext
) -> None:
    page, lesson = await client.launch(context)

    assert await lesson.frame.evaluate(FORGE) >= 4

    await _nothing_was_believed(client, page)


async def test_a_hostile_lms_page_is_told_nothing_of_the_course(
    client: Client, context: BrowserContext
) -> None:
    page = await context.new_page()
    await page.add_init_script(f"({LISTEN})()")
    await page.goto(client.course.url())
    lesson = await client.lesson(page)
    await lesson.score(40)
    await client.course.wait(lambda record: record.score == 40)

    told = await page.evaluate("got.map((data) => data.type)")

    assert set(told) <= {"hello"}


async def test_a_host_that_was_left_for_another_site_is_told_no_result(
    server: Server, lms: Lms, sites: Neighbours, context: BrowserContext
) -> None:
    client = imported(lms, dispatched(server, "1.2", "1.2", window="popup"))
    page = await context.new_page()
    await page.goto(client.course.url())
    player, lesson = await client.in_a_window(page)
    stub = page.frame("course")
    assert stub is not None
    await stub.goto(sites.blank("evil.localhost"))
    await stub.evaluate(LISTEN)

    await lesson.score(90)
    await lesson.status("passed")
    await lesson.commit()
    session_id = client.dispatch.registrations()[0]["session_id"]
    server.wait_for(session_id, lesson.element("score"), "90")
    await shell_frame(player).wait_for_selector("[data-save-state=saved]")
    await player.close()

    assert [data for data in await stub.evaluate("got") if data.get("type") != "hello"] == []
    await page.goto(client.course.url())
    await client.in_a_window(page)
    await client.agree("passed", 90)


async def test_another_name_in_the_link_opens_nobody_s_record(
    server: Server, context: BrowserContext, browser_of_another: BrowserContext
) -> None:
    dispatch = dispatched(server, "1.2")

    async def visit(where: BrowserContext, user_id: str) -> str:
        page = await where.new_page()
        await page.goto(f"{dispatch.launch_url}?user_id={user_id}")
        lesson = await playing(page, "1.2", dispatch.place)
        assert await lesson.get("learner") == user_id
        found = await lesson.get("location")
        await lesson.set("location", f"{found}{user_id} was here")
        await lesson.finish("suspend")
        await leave(page)
        await page.close()
        return found

    assert await visit(context, "ann") == ""
    assert await visit(browser_of_another, "ann") == ""
    assert await visit(context, "bob") == ""
    assert await visit(context, "ann") == "ann was here"
    assert dispatch.seats == 2
    arrivals = [(each["user_id"], each["arrival"]) for each in dispatch.registrations()]
    assert arrivals == [("bob", "new"), ("ann", "unbound"), ("ann", "new")]


@pytest.fixture
async def browser_of_another(context: BrowserContext) -> BrowserContext:
    assert context.browser is not None
    return await context.browser.new_context()


async def test_it_is_the_secret_that_opens_a_record_and_not_the_name(server: Server) -> None:
    dispatch = dispatched(server, "1.2")

    def register(user_id: str, binding: str) -> dict[str, Any]:
        given = {"user_id": user_id, "binding": binding, "lms": {"standard": "", "mode": "normal"}}
        answer = httpx.post(
            f"http://127.0.0.1:{server.port}{urlsplit(dispatch.launch_url).path}/registrations",
            headers={"Host": urlsplit(dispatch.player_origin).netloc},
            json=given,
        )
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        return told

    ann = register("ann", "")
    again = register("ann", ann["binding"])
    renamed = register("ann.brown", ann["binding"])
    for known in (again, renamed):
        assert (known["session_id"], known["outcome"]) == (ann["session_id"], "resumed")
        assert known["user_id"] == "ann"

    without = register("ann", "")
    wrong = register("ann", ann["binding"][::-1])
    bob = register("bob", "")
    for other in (without, wrong, bob):
        assert other["session_id"] != ann["session_id"]
        assert other["outcome"] in {"unbound", "new"}
    assert dispatch.seats == 2
