"""A learner who plays one conformance case in our player, as the kit says what to press."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from lectern_conformance_reports import Host, place
from lectern_conformance_shell import Shell, answer, look, stands_still, told
from lectern_server import Server
from playwright.async_api import Browser, BrowserContext, Error, Frame, Page

# Waiting ends as soon as something happens; these are for players that never do it.
OPENING = 30
DELIVERING = 15
CALLING = 90
PRESSING = 8
ENDING = 15
GLANCE = 0.25
REMOVING = 5
# A case takes seconds; what takes minutes hangs, and holds a seat.
LIMIT = 180
# After the last launch nothing more may be launched.
MOMENT = 0.8


class GaveUp(Exception):
    """The case cannot go on; the reason is for whoever reads of the failure."""


class Learner:
    """Plays one case once, in a browser profile of its own."""

    def __init__(
        self, server: Server, browser: Browser, archives: Path, case: dict[str, Any]
    ) -> None:
        self.host = Host()
        self.trace: list[str] = []
        self._server = server
        self._browser = browser
        self._archives = archives
        self._case = case
        self._began = time.monotonic()
        self._packages: dict[str, str] = {}
        self._sessions = {package["package"]: str(uuid4()) for package in case["packages"]}
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        # Whether nothing has been launched since the course was opened from outside.
        self._fresh = True

    async def play(self) -> str:
        """Why the case could not be played to its end; empty when it could."""
        await self._import()
        self._context = await self._browser.new_context(viewport={"width": 1280, "height": 800})
        self._context.set_default_timeout(OPENING * 1000)
        try:
            # Playwright leaves the type of the callback open.
            await self._context.expose_binding(  # pyright: ignore[reportUnknownMemberType]
                "conformanceHost", self.host.hear
            )
            async with asyncio.timeout(LIMIT):
                await self._play()
        except TimeoutError:
            return f"no end within {LIMIT} s (after: {'; '.join(self.trace[-3:])})"
        except GaveUp as gave_up:
            # What was launched instead says so in a moment.
            if self.host.started > len(self.host.reports):
                await self.host.until(lambda: self.host.undue, GLANCE)
            return str(gave_up)
        except Error as error:
            return f"the browser: {error.message} (after: {'; '.join(self.trace[-3:])})"
        finally:
            await self._context.close()
        return ""

    async def _import(self) -> None:
        for name in self._sessions:
            archive = (self._archives / f"{name}.zip").read_bytes()
            self._packages[name] = await asyncio.to_thread(
                self._server.upload, archive, f"{name}.zip", strict=True
            )

    async def _play(self) -> None:
        launches = self._case["launches"]
        await self._launch(self._case["packages"][0]["package"])
        if self._case["start"]:
            await self._choose(self._case["start"]["item"])
        for launch in launches:
            frame = await self._page_of(launch)
            if launch.get("ui"):
                await self._answer(launch, frame)
            await self._calls(launch, frame)
            await self._steps(launch, frame)
        await self.host.until(lambda: self.host.started > len(launches), MOMENT)

    @property
    def page(self) -> Page:
        assert self._page is not None, "the course was launched"
        return self._page

    def _note(self, what: str) -> None:
        self.trace.append(f"{time.monotonic() - self._began:6.2f} {what}")

    async def _launch(self, package: str) -> None:
        """From outside, as a learning platform does it; always with the same registration."""
        assert self._context is not None
        if self._page:
            await self._page.close()
        self._note(f"launches {package}")
        launched = await asyncio.to_thread(
            self._server.launch,
            self._packages[package],
            f"learner-{self._case['learner']}",
            session_id=self._sessions[package],
            learner_name="Learner, Sample",
        )
        self._fresh = True
        self._page = await self._context.new_page()
        self._page.on("framedetached", self.host.look_again)
        self._page.on("framenavigated", self.host.look_again)
        self._page.on("pageerror", lambda error: self._note(f"error of a page: {error.message}"))
        await self._page.goto(launched["launch_url"], wait_until="commit")

    async def look(self) -> Shell:
        return await look(self.page)

    async def _page_of(self, launch: dict[str, Any]) -> Frame:
        """Until the content page of this launch has begun, or the player stands still without."""
        number: int = launch["launch"]
        loop = asyncio.get_running_loop()
        deadline = loop.time() + (OPENING if self._fresh else DELIVERING)
        while not await self.host.until(lambda: self.host.started >= number, GLANCE):
            shell = await self.look()
            if stands_still(shell) or loop.time() > deadline:
                # What was on its way when we looked has arrived by the next glance.
                if await self.host.until(lambda: self.host.started >= number, GLANCE):
                    break
                raise GaveUp(f"{place(launch)} was due, and nothing is launched: {told(shell)}")
        self._fresh = False
        self._note(f"{place(launch)} is due, and a page begins")
        return self.host.pages[number - 1]

    async def _answer(self, launch: dict[str, Any], frame: Frame) -> None:
        """The controls have to be right when the page is there, so they are read once."""
        state = "() => ['asking', 'stopped'].includes(window.conformance?.state)"
        await frame.wait_for_function(state)
        if await _state(frame) != "asking":
            return
        shell = await self.look()
        answers = [answer(question, shell) for question in launch["ui"]]
        self._note(f"{len(answers)} questions, asked of {json.dumps(shell)}")
        await frame.evaluate("answers => window.conformance.answer(answers)", answers)

    async def _calls(self, launch: dict[str, Any], frame: Frame) -> None:
        number: int = launch["launch"]
        host = self.host

        def over() -> bool:
            if number in host.done or host.broken or host.undue or host.started > number:
                return True
            return number in host.reports and (bool(self._problems(number)) or gone(frame))

        if not await host.until(over, CALLING):
            state = (
                "gone" if gone(frame) else await frame.evaluate("() => window.conformance.state")
            )
            raise GaveUp(f"{place(launch)} did not end in {CALLING} s: the page is {state}")
        if host.broken or host.undue or number not in host.reports or self._problems(number):
            raise GaveUp(f"the case stops at launch {number} of {len(self._case['launches'])}")
        report = host.reports[number]
        self._note(f"launch {number}: {report['failed']} of {report['checks']} calls failed")

    def _problems(self, number: int) -> list[str]:
        problems: list[str] = self.host.reports[number]["problems"]
        return problems

    async def _steps(self, launch: dict[str, Any], frame: Frame) -> None:
        for step in launch["then"]:
            self._note(
                f"{step['who']} {step['does']} {step.get('request') or step.get('item', '')}"
            )
            if step["who"] == "content":
                continue
            self._must_wait(launch, step, frame)
            match step["does"]:
                case "choose":
                    await self._choose(step["item"])
                case "launch":
                    await self._launch(step["package"])
                case "remove the content":
                    await self._content_goes(launch, frame)
                case "end the session":
                    await self._session_ends(launch)
                case "leave":
                    pass
                case _:
                    await self._press(step["does"], f'[data-nav="{step["does"]}"]')

    def _must_wait(self, launch: dict[str, Any], step: dict[str, Any], frame: Frame) -> None:
        """Without a request the player leaves the content where it is until the learner acts."""
        if step["does"] == "leave":
            return
        if self.host.started > launch["launch"]:
            raise GaveUp(f"{place(launch)}: the player moved on before: {_said(step)}")
        if step is _first_of(launch, "learner") and step["does"] != "launch" and gone(frame):
            raise GaveUp(f"{place(launch)}: the content was gone before: {_said(step)}")

    async def _choose(self, item: str) -> None:
        running = "[data-player-state=running]:not([data-moving])"
        try:
            await self.page.wait_for_selector(running, state="attached")
        except Error as error:
            raise GaveUp(f"{item} cannot be chosen: {told(await self.look())}") from error
        shell = await self.look()
        if self._fresh and shell["scene"] == "course":
            raise GaveUp(f"{item} was to be chosen first, but a launch was made: {told(shell)}")
        await self._press(item, f'[data-item="{item}"]')

    async def _press(self, name: str, selector: str) -> None:
        try:
            await self.page.locator(selector).click(timeout=PRESSING * 1000)
        except Error as error:
            raise GaveUp(f"the learner cannot press {name}: {told(await self.look())}") from error

    async def _content_goes(self, launch: dict[str, Any], frame: Frame) -> None:
        """Five seconds after the content asked for it; the session goes on."""
        since = asyncio.get_running_loop().time() - self.host.reported_at[launch["launch"]]
        await self.host.until(lambda: gone(frame), max(REMOVING - since, 0))
        shell = await self.look()
        if not gone(frame) or self._content():
            raise GaveUp(f"{place(launch)}: the content is still there: {told(shell)}")
        if shell["state"] != "running":
            raise GaveUp(f"{place(launch)}: the session should go on: {told(shell)}")

    async def _session_ends(self, launch: dict[str, Any]) -> None:
        number: int = launch["launch"]
        loop = asyncio.get_running_loop()
        deadline = loop.time() + ENDING
        while (shell := await self.look())["state"] != "ended":
            # Somewhere else instead, or nowhere.
            moved = await self.host.until(lambda: self.host.started > number, GLANCE)
            if moved or stands_still(shell) or loop.time() > deadline:
                raise GaveUp(f"{place(launch)}: the session should have ended: {told(shell)}")
        if not await self.host.until(lambda: not self._content(), GLANCE):
            raise GaveUp(f"{place(launch)}: the session has ended, and content is still shown")

    def _content(self) -> list[Frame]:
        return [frame for frame in self.page.frames if not gone(frame)]


def gone(frame: Frame) -> bool:
    """Whether this is no frame of a course any more; the bridge around it is not the course."""
    return frame.is_detached() or ".content." not in frame.url or "/__rt/" in frame.url


async def _state(frame: Frame) -> str:
    return str(await frame.evaluate("() => window.conformance.state"))


def _first_of(launch: dict[str, Any], who: str) -> dict[str, Any] | None:
    """The first step after what the content wished, if it is theirs."""
    steps = [step for step in launch["then"] if step["who"] != "content"]
    return steps[0] if steps and steps[0]["who"] == who else None


def _said(step: dict[str, Any]) -> str:
    return f"{step['who']} {step['does']} {step.get('item', '')}".strip()
