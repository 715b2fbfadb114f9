"""A dispatch under test: the vendor's side by the API, the learner's side in the client's LMS."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from lectern_lessons import Lesson, lesson, playing
from lectern_lms import Course, Lms, Odd, Record
from lectern_server import Server
from playwright.async_api import BrowserContext, Frame, FrameLocator, Page


@dataclass(frozen=True, slots=True)
class Dispatched:
    """``standard`` is what the course speaks, whatever the client's LMS does."""

    server: Server
    id: str
    launch_url: str
    standard: str

    @property
    def place(self) -> str:
        """What the addresses of its course have in common."""
        return f".content.lectern.localhost:{self.server.port}/"

    @property
    def player_origin(self) -> str:
        return f"http://play.lectern.localhost:{self.server.port}"

    def archive(self, **query: str) -> bytes:
        answer = self.server.api.get(f"/dispatches/{self.id}/zip", params=query)
        assert answer.status_code == 200, answer.text
        return answer.content

    def look(self, part: str = "", **query: str) -> dict[str, Any]:
        answer = self.server.api.get(f"/dispatches/{self.id}{part}", params=query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def change(self, **fields: Any) -> None:
        answer = self.server.api.patch(f"/dispatches/{self.id}", json=fields)
        assert answer.status_code == 200, answer.text

    def revoke(self) -> None:
        answer = self.server.api.delete(f"/dispatches/{self.id}")
        assert answer.status_code == 200, answer.text

    @property
    def seats(self) -> int:
        count: int = self.look()["dispatch"]["registration_count"]
        return count

    def registrations(self) -> list[dict[str, Any]]:
        """What is recorded here beside what the LMS took; newest first."""
        found: list[dict[str, Any]] = self.look("/registrations")["registrations"]
        return found

    def session(self, registration: int = 0) -> dict[str, Any]:
        return self.server.session(self.registrations()[registration]["session_id"])


def dispatched(server: Server, standard: str, shell: str = "1.2", **fields: Any) -> Dispatched:
    """A lesson of one standard, handed out in a shell package of another."""
    package = server.upload(lesson(standard, f"Lesson in {standard}"))
    return of_package(server, package, standard, shell, **fields)


def of_package(
    server: Server, package_id: str, standard: str, shell: str = "1.2", **fields: Any
) -> Dispatched:
    wish = {"package_id": package_id, "scorm_version": shell, **fields}
    answer = server.api.post("/dispatches", json=wish)
    assert answer.status_code == 201, answer.text
    made = answer.json()["dispatch"]
    return Dispatched(server, made["id"], made["launch_url"], standard)


@dataclass(frozen=True, slots=True)
class Client:
    """A dispatch where its client imported it."""

    dispatch: Dispatched
    course: Course

    async def launch(self, context: BrowserContext, learner: str = "ann") -> tuple[Page, Lesson]:
        page = await context.new_page()
        await page.goto(self.course.url(learner))
        return page, await self.lesson(page)

    async def in_a_window(self, page: Page) -> tuple[Page, Lesson]:
        """Where a click opens a window for the course, of the LMS or of the package."""
        around = page if Odd.IN_A_WINDOW in self.course.odd else _package(page)
        async with page.expect_popup() as opening:
            await around.locator("#open").click()
        opened = await opening.value
        return opened, await self.lesson(opened)

    async def lesson(self, page: Page) -> Lesson:
        return await playing(page, self.dispatch.standard, self.dispatch.place)

    async def settled(self, state: str) -> dict[str, Any]:
        """The newest registration, once its hand-over has come to this."""
        deadline = time.monotonic() + 15
        while (newest := self.dispatch.registrations()[0])["state"] != state:
            if time.monotonic() > deadline:
                pytest.fail(f"not {state}: {newest}")
            await asyncio.sleep(0.1)
        return newest

    async def agree(self, status: str, score: float | None = None) -> Record:
        return await agreement(self.dispatch, self.course.record, status, score)


def _package(page: Page) -> FrameLocator:
    return page.frame_locator("[name=course]")


async def agreement(
    dispatch: Dispatched, read: Callable[[], Record], status: str, score: float | None = None
) -> Record:
    """Until both systems tell the same of a learner, namely this, and ours knows that they do."""
    told = ""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        record, newest = read(), dispatch.registrations()[0]
        told = (
            _unlike(record, status, score)
            or _difference(record, dispatch.session())
            or _not_accepted(newest["state"])
        )
        if not told:
            return record
        await asyncio.sleep(0.1)
    pytest.fail(f"{told}; the LMS holds {read()}; we hold {dispatch.registrations()}")


def _unlike(record: Record, status: str, score: float | None) -> str:
    judged = status in {"passed", "failed"}
    found = record.success if judged else "completed" if record.completed else "incomplete"
    if found != status or (score is not None and record.score != score):
        return f"the LMS says {record.status}, {record.score}, not {status}, {score}"
    return ""


def imported(lms: Lms, dispatch: Dispatched, **query: str) -> Client:
    return Client(dispatch, lms.install(dispatch.archive(**query)))


def expected_status(session: dict[str, Any], standard: str) -> str:
    """What the other system should say, by the rules that the contract maps results with."""
    completed, success = session["completion_status"], session["success_status"]
    if standard == "2004":
        return f"{'completed' if completed == 'completed' else 'incomplete'}, {success}"
    if success in {"passed", "failed"}:
        return success
    return "completed" if completed == "completed" else "incomplete"


def _difference(record: Record, session: dict[str, Any]) -> str:
    wanted = expected_status(session, record.standard)
    if record.status != wanted:
        return f"the LMS says {record.status!r} where we say {wanted!r}"
    score = session["score"]["scaled"]
    points = None if score is None else round(score * 100, 2)
    if record.score != points:
        return f"the LMS scores {record.score} where we score {points}"
    seconds = session["time_spent_seconds"]
    if abs(record.seconds - seconds) > 1.5:
        return f"the LMS counts {record.seconds} seconds where we count {seconds}"
    return ""


def _not_accepted(state: str) -> str:
    return "" if state == "accepted" else f"our ledger says {state}"


def shell_frame(page: Page) -> Frame:
    """Our player, wherever it is around the course."""
    return next(frame for frame in page.frames if urlsplit(frame.url).path.startswith("/player/"))


async def leave(page: Page) -> None:
    """By the player's own button; the end of a course alone does not send a learner away."""
    player = shell_frame(page)
    buttons = player.locator("[data-nav=exitAll], [data-nav=suspendAll]")
    await buttons.locator("visible=true").first.click()
    await player.wait_for_selector("[data-player-state=ended]", state="attached")


async def frame_at(page: Page, wanted: Callable[[str], object], seconds: float = 15) -> Frame:
    """The first frame whose address is as wanted, as soon as there is one."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for frame in page.frames:
            if wanted(frame.url):
                return frame
        await asyncio.sleep(0.01)
    raise TimeoutError(f"not among {[frame.url for frame in page.frames]}")
