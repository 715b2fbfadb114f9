"""What the content pages of a conformance case tell, and what is wrong with it."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from playwright.async_api import Frame

SHOWN = 3

Report = dict[str, Any]


class Host:
    """The other end of `conformanceHost`: collects what the pages of one case report."""

    def __init__(self) -> None:
        self.pages: list[Frame] = []
        self.reports: dict[int, Report] = {}
        self.reported_at: dict[int, float] = {}
        self.undue: list[Report] = []
        self.done: set[int] = set()
        self.broken: list[str] = []
        self._page_of: dict[int, int] = {}
        self._changed = asyncio.Event()

    @property
    def started(self) -> int:
        """How many content pages have begun so far."""
        return len(self.pages)

    def hear(self, source: dict[str, Any], message: dict[str, Any]) -> int | None:
        self._changed.set()
        match message["type"]:
            case "position":
                self.pages.append(source["frame"])
                return sum(r["package"] == message["package"] for r in self.reports.values())
            case "report":
                self._report(source["frame"], message["report"])
            case "done":
                self.done.add(message["launch"])
            case _:
                self.broken.append(str(message.get("error", message)))
        return None

    def _report(self, frame: Frame, report: Report) -> None:
        """The latest report of a page counts; a second page for the same launch is one too many."""
        number: int | None = report["launch"]
        page = max((index for index, each in enumerate(self.pages) if each is frame), default=-1)
        if number is None or self._page_of.setdefault(number, page) != page:
            self.undue.append(report)
            return
        self.reports[number] = report
        self.reported_at.setdefault(number, asyncio.get_running_loop().time())

    def look_again(self, *_: object) -> None:
        self._changed.set()

    async def until(self, met: Callable[[], object], seconds: float) -> bool:
        """Whether the condition was met in time; looked at whenever something has happened."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not met():
            left = deadline - loop.time()
            if left <= 0:
                return False
            self._changed.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), left)
        return True


def complaints(case: dict[str, Any], host: Host, gave_up: str) -> list[str]:
    """Whatever the kit judges and was not right; nothing for a case that has passed."""
    problems: list[str] = []
    pages = {package["package"]: package["pages"] for package in case["packages"]}
    for launch in case["launches"]:
        number = launch["launch"]
        if report := host.reports.get(number):
            problems += _of_report(launch, report, f"learner-{case['learner']}")
            behaviour = pages[launch["package"]].get(report["page"], {}).get("behaviour")
            if behaviour == "stays" and number not in host.done:
                problems.append(f"{place(launch)}: the content should have stayed, and is gone")
        elif not gave_up:
            problems.append(f"{place(launch)}: there is no report")
    for report in host.undue:
        problems.append(f"launched although nothing was due: {_launched(report)}")
    if host.started > len(case["launches"]) and not host.undue:
        problems.append(f"{host.started} pages were loaded for {len(case['launches'])} launches")
    problems += [f"the content page broke: {error}" for error in host.broken]
    return [*problems, gave_up] if gave_up else problems


def place(launch: dict[str, Any]) -> str:
    where = f"launch {launch['launch']}"
    return f"{where} (activity {launch['activity']}, {launch['item']}, visit {launch['visit']})"


def _launched(report: Report) -> str:
    return f"activity {report['activity']} at {report['page']} of {report['package']}"


def _of_report(launch: dict[str, Any], report: Report, learner: str) -> list[str]:
    problems: list[str] = list(report["problems"])
    problems += [_question(answer) for answer in report["ui"] if not answer["ok"]]
    problems += [_call(failure) for failure in report["failures"][:SHOWN]]
    if report["failed"] > SHOWN:
        problems.append(f"{report['failed']} of {report['checks']} calls failed in all")
    if not problems and report["checks"] != len(launch["calls"]):
        problems.append(f"{report['checks']} of {len(launch['calls'])} calls were made")
    if report["learnerId"] not in {None, learner}:
        problems.append(f"the learner is {report['learnerId']!r}, not {learner!r}")
    if not report["ok"] and not problems:
        problems.append("the report is not ok, and does not say why")
    return [f"{place(launch)}: {problem}" for problem in problems]


def _question(answer: dict[str, Any]) -> str:
    question = answer["question"]
    of = f" {question['item']}" if question.get("item") else ""
    truth = "" if question["expected"] else "not "
    return f"{question['control']}{of} should {truth}be {question['state']}"


def _call(failure: dict[str, Any]) -> str:
    where = f" [row {failure['where']}]" if failure.get("where") is not None else ""
    arguments = ", ".join(filter(None, [failure.get("element"), failure["value"]]))
    told = f"call {failure['index'] + 1} {failure['call']}({arguments}){where}"
    if failure["thrown"]:
        return f"{told}: threw {failure['thrown']}"
    got = f"got {failure['got']!r} with error {failure['gotError'] or 'not read'}"
    return f"{told}: expected {failure['expect']!r} with error {failure.get('error')}, {got}"
