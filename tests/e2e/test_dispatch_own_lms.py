"""The client's LMS is Lectern itself: a second server imports the shell package and plays it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from lectern_dispatches import Dispatched, agreement, dispatched
from lectern_lessons import Lesson, playing
from lectern_lms import Record
from lectern_server import Server
from playwright.async_api import BrowserContext, Page

EDITIONS = ["1.2", "2004 3rd Edition", "2004 4th Edition"]


@pytest.fixture(scope="module")
def client_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("client") / "data").start()
    yield running
    assert running.stop() == 0
    assert "Traceback" not in running.log.read_text()


@dataclass(frozen=True, slots=True)
class Client:
    """A dispatch, and what it is in the other server."""

    dispatch: Dispatched
    lms: Server
    package_id: str
    session_id: str
    standard: str

    async def launch(self, context: BrowserContext) -> tuple[Page, Lesson]:
        launched = self.lms.launch(self.package_id, "ann", session_id=self.session_id)
        page = await context.new_page()
        await page.goto(launched["launch_url"])
        return page, await playing(page, self.dispatch.standard, self.dispatch.place)

    def record(self) -> Record:
        session = self.lms.session(self.session_id)
        spent = session["time_spent_seconds"]
        return Record(self.standard, cmi=session["cmi_data"], seconds=spent)

    async def agree(self, status: str, score: float | None = None) -> Record:
        return await agreement(self.dispatch, self.record, status, score)


@pytest.fixture(params=EDITIONS)
def client(request: pytest.FixtureRequest, server: Server, client_server: Server) -> Client:
    standard = request.param[:4].strip()
    # The other standard inside shows that each side speaks its own.
    dispatch = dispatched(server, "2004" if standard == "1.2" else "1.2", request.param)
    package = client_server.upload(dispatch.archive(), strict=True)
    return Client(dispatch, client_server, package, str(uuid4()), standard)


@pytest.mark.parametrize("outcome", ["completed", "passed", "failed"])
async def test_a_finished_course_is_finished_in_both(
    client: Client, context: BrowserContext, outcome: str
) -> None:
    _, lesson = await client.launch(context)
    assert await lesson.get("learner") == "ann"
    if outcome != "completed":
        await lesson.score(85 if outcome == "passed" else 20)
    await lesson.status(outcome)
    await lesson.time(65)
    await lesson.finish()

    record = await client.agree(outcome)

    assert record.completed
    assert record.success == (outcome if outcome != "completed" else "unknown")
    assert client.dispatch.seats == 1


async def test_a_suspended_course_goes_on_where_it_was(
    client: Client, context: BrowserContext
) -> None:
    page, lesson = await client.launch(context)
    await lesson.set("location", "page-7")
    await lesson.score(40)
    await lesson.status("incomplete")
    await lesson.time(60)
    await lesson.finish("suspend")
    await client.agree("incomplete", 40)
    await page.close()

    _, lesson = await client.launch(context)
    assert await lesson.get("location") == "page-7"
    await lesson.score(90)
    await lesson.status("passed")
    await lesson.time(60)
    await lesson.finish()

    await client.agree("passed", 90)
    assert client.dispatch.seats == 1
    assert len(client.dispatch.registrations()) == 1


async def test_a_closed_tab_costs_nothing(client: Client, context: BrowserContext) -> None:
    page, lesson = await client.launch(context)
    await lesson.set("location", "page-7")
    await lesson.score(60)
    await lesson.status("passed")
    # More than either system measures by itself.
    await lesson.time(60)
    await page.close()

    _, lesson = await client.launch(context)

    assert await lesson.get("location") == "page-7"
    await client.agree("passed", 60)
    assert client.dispatch.seats == 1
