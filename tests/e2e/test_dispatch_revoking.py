"""A revoked dispatch closes at once, everywhere; what a learner has just done still arrives."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from lectern_dispatches import Client, dispatched, imported, shell_frame
from lectern_lessons import ASSET, STANDARDS, Lesson
from lectern_lms import Lms
from lectern_server import Server
from playwright.async_api import BrowserContext, Page, Response, expect


@pytest.fixture(params=STANDARDS)
def client(request: pytest.FixtureRequest, server: Server, lms: Lms) -> Client:
    return imported(lms, dispatched(server, request.param, request.param))


@dataclass
class Surfaces:
    """Every address that a learner's browser has seen, and the handle that its page holds."""

    server: Server
    urls: dict[str, str] = field(default_factory=dict[str, str])
    launched: dict[str, Any] = field(default_factory=dict[str, Any])

    async def hear(self, response: Response) -> None:
        parts = urlsplit(response.url)
        if response.request.method == "POST" and parts.path.endswith("/launches"):
            self.launched.update(await response.json())
        if response.request.is_navigation_request():
            self.urls["/".join(parts.path.split("/")[:3])] = response.url

    def answers(self, lesson: Lesson) -> dict[str, int]:
        """The status of a request to each surface, as a browser would ask it now."""
        launch = self.launched["launch"]
        bridge = self.launched["content"]["bridge"]
        held = f"/player/launches/{launch['id']}"
        asked = {
            "course page": self._get(lesson.frame.url),
            "range of it": self._get(lesson.frame.url, Range="bytes=0-9"),
            "single asset": self._get(bridge.rsplit("/__rt/", 1)[0] + f"/{ASSET}"),
            "deliveries": self._post(f"{held}/deliveries", {"request": "start"}),
            "capability": self._post(f"{held}/capability", {}),
        }
        pages = {url: self._get(url) for url in self.urls.values() if ":" in url}
        return {**asked, **{u: s for u, s in pages.items() if "/player/" in u}}

    def state(self) -> str:
        launch = self.launched["launch"]
        answer = httpx.get(
            f"http://127.0.0.1:{self.server.port}/player/launches/{launch['id']}",
            headers={"Host": self._player, "Authorization": f"Bearer {launch['handle']}"},
        )
        state: str = answer.json()["state"]
        return state

    @property
    def _player(self) -> str:
        return f"play.lectern.localhost:{self.server.port}"

    def _get(self, url: str, **headers: str) -> int:
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return httpx.get(
            f"http://127.0.0.1:{self.server.port}{path}",
            headers={"Host": parts.netloc, **headers},
        ).status_code

    def _post(self, path: str, body: dict[str, str]) -> int:
        handle = self.launched["launch"]["handle"]
        return httpx.post(
            f"http://127.0.0.1:{self.server.port}{path}",
            headers={"Host": self._player, "Authorization": f"Bearer {handle}"},
            json=body,
        ).status_code


async def _inside(client: Client, context: BrowserContext) -> tuple[Page, Lesson, Surfaces]:
    surfaces = Surfaces(client.dispatch.server)
    context.on("response", surfaces.hear)
    page, lesson = await client.launch(context)
    await lesson.set("location", "page-1")
    await lesson.score(40)
    await client.course.wait(lambda record: record.score == 40)
    return page, lesson, surfaces


async def test_s10_every_surface_is_closed_within_two_seconds(
    client: Client, context: BrowserContext
) -> None:
    page, lesson, surfaces = await _inside(client, context)
    assert set(surfaces.answers(lesson).values()) <= {200, 206}

    client.dispatch.revoke()
    revoked = asked = time.monotonic()

    answers = surfaces.answers(lesson)
    while not all(400 <= status < 500 for status in answers.values()):
        assert asked - revoked < 2, answers
        await asyncio.sleep(0.05)
        asked, answers = time.monotonic(), surfaces.answers(lesson)
    assert surfaces.state() == "revoked"
    await page.close()


async def test_s10_what_was_done_before_arrives_and_the_learner_is_told(
    client: Client, context: BrowserContext
) -> None:
    page, lesson, _ = await _inside(client, context)
    client.dispatch.revoke()

    await lesson.set("location", "page-2")
    await lesson.score(55)
    await lesson.commit()

    session_id = client.dispatch.registrations()[0]["session_id"]
    element = lesson.element("location")
    client.dispatch.server.wait_for(session_id, element, "page-2")
    assert client.dispatch.session()["score"]["scaled"] == 0.55
    told = shell_frame(page).get_by_role("heading", name="Access to this course has ended")
    await expect(told).to_be_visible(timeout=10_000)
    assert not client.course.record().completed


async def test_s10_a_new_launch_is_refused_in_the_lms_and_changes_nothing_there(
    client: Client, context: BrowserContext
) -> None:
    page, _, _ = await _inside(client, context)
    await page.close()
    client.dispatch.revoke()
    before = client.course.record().status

    page = await context.new_page()
    await page.goto(client.course.url())

    await page.frame_locator("[name=course]").get_by_text("LEC-13").first.wait_for()
    assert client.course.record().status == before
    assert client.course.record().score == 40
    assert client.dispatch.seats == 1


async def test_a_paused_dispatch_lets_nobody_in_and_nobody_down(
    client: Client, context: BrowserContext
) -> None:
    page, lesson, surfaces = await _inside(client, context)
    client.dispatch.change(status="paused")

    await lesson.status("passed")
    await lesson.finish()
    await client.agree("passed", 40)
    assert surfaces.state() != "revoked"
    await page.close()

    page = await context.new_page()
    await page.goto(client.course.url("bob"))
    await page.frame_locator("[name=course]").get_by_text("LEC-13").first.wait_for()
    assert client.dispatch.seats == 1

    client.dispatch.change(status="active")
    await client.launch(context, "bob")
    assert client.dispatch.seats == 2
