"""A small lesson in either version of SCORM, and a test's hand on it while it plays."""

import asyncio
import time
from dataclasses import dataclass

from lectern_courses import with_page
from lectern_sequencing import FOURTH, PAGE, Written, item
from lectern_zips import zip_of
from playwright.async_api import Frame, Page

STANDARDS = ("1.2", "2004")
ASSET = "asset.txt"
# It sets what a test tells it to, and never commits or finishes by itself.
LESSON = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lesson</title>
<script>
function find(name, place) {
  for (let i = 0; i < 10; i++) {
    if (place[name]) return place[name];
    if (place.parent === place) break;
    place = place.parent;
  }
  return window.opener ? find(name, window.opener) : null;
}
const newer = __NEWER__;
const api = find(newer ? "API_1484_11" : "API", window);
const call = (name, ...args) => String(newer ? api[name](...args) : api["LMS" + name](...args));
window.started = api ? call("Initialize", "") : "no API";
</script></head><body><main><h1>Lesson</h1></main></body></html>"""
ELEMENTS = {
    "1.2": {
        "location": "cmi.core.lesson_location",
        "score": "cmi.core.score.raw",
        "exit": "cmi.core.exit",
        "time": "cmi.core.session_time",
        "entry": "cmi.core.entry",
        "learner": "cmi.core.student_id",
        "mode": "cmi.core.lesson_mode",
    },
    "2004": {
        "location": "cmi.location",
        "score": "cmi.score.scaled",
        "exit": "cmi.exit",
        "time": "cmi.session_time",
        "entry": "cmi.entry",
        "learner": "cmi.learner_id",
        "mode": "cmi.mode",
    },
}


def lesson(standard: str, title: str = "Lesson", page: str = LESSON) -> bytes:
    content = page.replace("__NEWER__", "true" if standard != "1.2" else "false")
    if standard == "1.2":
        return with_page(content, title, **{ASSET: "An asset."})
    version = FOURTH if standard == "2004" else standard
    manifest = Written(item("only"), version=version, title=title)
    files = {"imsmanifest.xml": str(manifest), PAGE: content, ASSET: "An asset."}
    return zip_of({name: text.encode() for name, text in files.items()})


@dataclass(frozen=True, slots=True)
class Lesson:
    """The lesson in its frame; every call must be answered with success."""

    frame: Frame
    standard: str

    def element(self, name: str) -> str:
        return ELEMENTS[self.standard].get(name, f"cmi.{name}")

    async def call(self, name: str, *args: str) -> str:
        return str(await self.frame.evaluate("args => call(...args)", [name, *args]))

    async def get(self, name: str) -> str:
        return await self.call("GetValue", self.element(name))

    async def set(self, name: str, value: str) -> None:
        element = self.element(name)
        answer = await self.call("SetValue", element, value)
        assert answer == "true", f"{element}: {await self.call('GetLastError')}"

    async def score(self, points: int) -> None:
        await self.set("score", str(points / 100 if self.standard == "2004" else points))

    async def status(self, word: str) -> None:
        """``incomplete``, ``completed``, ``passed`` or ``failed``."""
        if self.standard == "1.2":
            await self.set("core.lesson_status", word)
            return
        judged = word in {"passed", "failed"}
        await self.set("completion_status", "completed" if judged else word)
        if judged:
            await self.set("success_status", word)

    async def time(self, seconds: int) -> None:
        clock = f"00:{seconds // 60:02d}:{seconds % 60:02d}"
        await self.set("time", clock if self.standard == "1.2" else f"PT{seconds}S")

    async def commit(self) -> None:
        assert await self.call("Commit", "") == "true"

    async def finish(self, leaving: str = "") -> None:
        await self.set("exit", leaving)
        ending = "Finish" if self.standard == "1.2" else "Terminate"
        assert await self.call(ending, "") == "true"


async def playing(page: Page, standard: str, place: str, seconds: float = 20) -> Lesson:
    """The lesson that has begun in a frame whose address holds this text."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for frame in page.frames:
            if place in frame.url and "/__rt/" not in frame.url:
                await frame.wait_for_function("window.started !== undefined")
                assert await frame.evaluate("started") == "true"
                return Lesson(frame, standard)
        await asyncio.sleep(0.05)
    raise TimeoutError(f"no lesson at {place} among {[frame.url for frame in page.frames]}")
