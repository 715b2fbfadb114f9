"""A client's LMS: plays what is imported into it on its own origin and keeps its own records."""

import asyncio
import io
import mimetypes
import time
import zipfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import quote

import pytest
from lectern_lms_page import SCORM_AGAIN, launch_page
from lectern_sites import DELEGATED, NOT_FOUND, Asked, Given, Site, page
from lxml import etree

from scorm.duration import parse_period, parse_timespan

HOST = "lms.localhost"


class Odd(StrEnum):
    """How an LMS differs from what the books say; several may come together."""

    ALWAYS_FRESH = "always_fresh"
    FORGETS_SUSPEND_DATA = "forgets_suspend_data"
    FORGETS_LOCATION = "forgets_location"
    REVIEWS = "reviews"
    REFUSES_SCORE = "refuses_score"
    REFUSES_MARKS = "refuses_marks"
    REFUSES_COMMITS = "refuses_commits"
    REFUSES_TO_BEGIN = "refuses_to_begin"
    NO_LEARNER = "no_learner"
    NO_API = "no_api"
    FRAMES_NOTHING = "frames_nothing"
    SANDBOXED = "sandboxed"
    DELEGATES_NOTHING = "delegates_nothing"
    IN_A_WINDOW = "in_a_window"
    CLOSES = "closes"


@dataclass(slots=True)
class Record:
    """What the LMS holds of one learner in one course."""

    standard: str
    cmi: dict[str, str] = field(default_factory=dict[str, str])
    seconds: float = 0.0
    before: float = 0.0
    launches: int = 0
    commits: int = 0
    finished: bool = False
    navigation: str = ""
    calls: list[list[str]] = field(default_factory=list[list[str]])

    def value(self, old: str, new: str) -> str:
        return self.cmi.get(new if self.standard == "2004" else old, "")

    @property
    def status(self) -> str:
        """Of 1.2 the one word, of 2004 completion and success."""
        if self.standard == "2004":
            done = self.cmi.get("cmi.completion_status") or "unknown"
            return f"{done}, {self.cmi.get('cmi.success_status') or 'unknown'}"
        return self.cmi.get("cmi.core.lesson_status", "")

    @property
    def completed(self) -> bool:
        word = self.value("cmi.core.lesson_status", "cmi.completion_status")
        return word in {"completed", "passed", "failed"}

    @property
    def success(self) -> str:
        word = self.value("cmi.core.lesson_status", "cmi.success_status")
        return word if word in {"passed", "failed"} else "unknown"

    @property
    def score(self) -> float | None:
        text = self.value("cmi.core.score.raw", "cmi.score.scaled")
        if not text:
            return None
        return round(float(text) * (100 if self.standard == "2004" else 1), 2)

    @property
    def suspend_data(self) -> str:
        return self.cmi.get("cmi.suspend_data", "")

    @property
    def location(self) -> str:
        return self.value("cmi.core.lesson_location", "cmi.location")

    @property
    def exit(self) -> str:
        return self.value("cmi.core.exit", "cmi.exit")

    def sets(self, part: str) -> list[str]:
        """The values that the course tried to set of an element, in order."""
        return [call[2] for call in self.calls if "SetValue" in call[0] and part in call[1]]


class Course:
    """One imported package, its records by learner, and how the LMS treats it at present."""

    def __init__(self, site: Site, number: int, archive: bytes) -> None:
        self._site = site
        self._base = f"/courses/{number}"
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            self._files = {name: packed.read(name) for name in packed.namelist()}
        manifest = etree.fromstring(self._files["imsmanifest.xml"])
        version = manifest.findtext(".//{*}schemaversion")
        self.standard = "1.2" if version == "1.2" else "2004"
        self._entry = next(
            href for each in manifest.iter("{*}resource") if (href := each.get("href"))
        )
        self.odd: frozenset[Odd] = frozenset()
        self.records: dict[str, Record] = {}

    def replace(self, archive: bytes) -> None:
        """As an administrator puts a newer package into the place of an older one."""
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            self._files = {name: packed.read(name) for name in packed.namelist()}

    def file(self, name: str) -> bytes:
        return self._files[name]

    def url(self, learner: str = "ann", host: str = HOST) -> str:
        return f"{self._site.origin(host)}{self._base}/launch?learner={quote(learner)}"

    def record(self, learner: str = "ann") -> Record:
        return self.records.get(learner) or Record(self.standard)

    async def wait(
        self, agrees: Callable[[Record], object], learner: str = "ann", seconds: float = 10
    ) -> Record:
        """Until the record is as wanted; fails with what it is instead."""
        deadline = time.monotonic() + seconds
        while not agrees(self.record(learner)):
            if time.monotonic() > deadline:
                record = self.record(learner)
                pytest.fail(f"the LMS holds {record.cmi} after {record.calls[-40:]}")
            await asyncio.sleep(0.05)
        return self.record(learner)

    def respond(self, asked: Asked, path: str) -> Given:
        learner = asked.query.get("learner", "")
        if path == "launch":
            return self._launch(learner)
        if path == "commit":
            return self._commit(learner, asked.json())
        return self._file(path.removeprefix("course/"))

    def _launch(self, learner: str) -> Given:
        record = self.records.setdefault(learner, Record(self.standard))
        if Odd.ALWAYS_FRESH in self.odd or (self.standard == "2004" and record.exit != "suspend"):
            record.cmi, record.seconds = {}, 0.0
        record.before, record.finished = record.seconds, False
        record.launches += 1
        visit = {
            "standard": self.standard,
            "commit": f"{self._base}/commit?learner={quote(learner)}",
            "cmi": self._initial(learner, record),
            "odd": sorted(self.odd),
        }
        sandbox = ' sandbox="allow-scripts allow-same-origin"' if Odd.SANDBOXED in self.odd else ""
        barred = {"Permissions_Policy": "fullscreen=(), autoplay=()"}
        return page(
            launch_page(
                visit,
                f"{self._base}/course/{self._entry}",
                window=Odd.IN_A_WINDOW in self.odd,
                attributes=DELEGATED + sandbox,
            ),
            **(barred if Odd.DELEGATES_NOTHING in self.odd else {}),
        )

    def _initial(self, learner: str, record: Record) -> dict[str, str]:
        known = "" if Odd.NO_LEARNER in self.odd else learner
        entry = "resume" if record.exit == "suspend" else "" if record.cmi else "ab-initio"
        mode = "review" if Odd.REVIEWS in self.odd else "normal"
        credit = "no-credit" if Odd.REVIEWS in self.odd else "credit"
        if self.standard == "2004":
            facts = {"learner_id": known, "learner_name": f"{known}, Test", "mode": mode}
            facts |= {"credit": credit, "entry": entry, "total_time": f"PT{record.seconds:.2f}S"}
            return {**_kept(record.cmi), **{f"cmi.{name}": text for name, text in facts.items()}}
        facts = {"student_id": known, "student_name": f"{known}, Test", "lesson_mode": mode}
        facts |= {"credit": credit, "entry": entry, "total_time": _clock(record.seconds)}
        return {**_kept(record.cmi), **{f"cmi.core.{name}": text for name, text in facts.items()}}

    def _commit(self, learner: str, sent: dict[str, Any]) -> Given:
        record = self.records[learner]
        record.calls.extend(sent.pop("_calls", []))
        record.navigation = sent.pop("_navigation", "")
        record.finished = sent.pop("_trigger", "") == "terminate" or record.finished
        if Odd.REFUSES_COMMITS in self.odd:
            return Given(b'{"result":false,"errorCode":391}', "application/json")
        if Odd.REVIEWS not in self.odd:
            self._store(record, {name: str(value) for name, value in sent.items()})
        return Given(b'{"result":true,"errorCode":0}', "application/json")

    def _store(self, record: Record, values: dict[str, str]) -> None:
        if Odd.FORGETS_SUSPEND_DATA in self.odd:
            values.pop("cmi.suspend_data", None)
        if Odd.FORGETS_LOCATION in self.odd:
            values.pop("cmi.core.lesson_location", None)
            values.pop("cmi.location", None)
        record.cmi = {**record.cmi, **values}
        record.commits += 1
        old, new = values.get("cmi.core.session_time"), values.get("cmi.session_time")
        spent = parse_period(new or "") if self.standard == "2004" else parse_timespan(old or "")
        record.seconds = record.before + (spent or 0.0)

    def _file(self, name: str) -> Given:
        if name not in self._files:
            return NOT_FOUND
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        blocked = {"Content-Security-Policy": "frame-src 'none'"}
        headers = blocked if Odd.FRAMES_NOTHING in self.odd else {}
        return Given(self._files[name], kind, headers=headers)


class Lms:
    """An installation: many courses, each under an address of its own."""

    def __init__(self) -> None:
        self.courses: list[Course] = []
        self.site = Site(self._respond)

    def install(self, archive: bytes) -> Course:
        self.courses.append(Course(self.site, len(self.courses), archive))
        return self.courses[-1]

    def _respond(self, asked: Asked) -> Given:
        kind, _, rest = asked.path.removeprefix("/").partition("/")
        if kind == "closed":
            return page("<!doctype html><title>Closed</title><p>The LMS closed the course.</p>")
        if kind == "scorm-again" and (script := SCORM_AGAIN / rest).parent == SCORM_AGAIN:
            return Given(script.read_bytes(), "text/javascript")
        number, _, path = rest.partition("/")
        if kind != "courses" or not number.isdigit() or int(number) >= len(self.courses):
            return NOT_FOUND
        return self.courses[int(number)].respond(asked, path)


@contextmanager
def open_lms() -> Generator[Lms]:
    if not SCORM_AGAIN.is_dir():
        pytest.skip("scorm-again is not installed (npm ci)")
    lms = Lms()
    try:
        yield lms
    finally:
        lms.site.close()


def _kept(cmi: dict[str, str]) -> dict[str, str]:
    """What a course finds again; the rest is the LMS's to say, or of one visit only."""
    names = ("core.lesson_status", "core.lesson_location", "suspend_data", "completion_status")
    more = ("success_status", "location", "progress_measure")
    scores = [f"{place}score.{part}" for place in ("core.", "") for part in _SCORE]
    wanted = {f"cmi.{name}" for name in (*names, *more, *scores)}
    return {name: text for name, text in cmi.items() if name in wanted and text}


_SCORE = ("scaled", "raw", "min", "max")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes) // 60:04d}:{int(minutes) % 60:02d}:{rest:05.2f}"
