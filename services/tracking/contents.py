"""A course without sequencing rules: its table of contents, and where each request leads.

SCORM 1.2 has prerequisites and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from scorm.packaging.manifest import Item
from scorm.packaging.prerequisites import evaluate
from services.errors import Conflict, Invalid
from services.packages.courses import Course

NOT_ATTEMPTED: Final = "not attempted"


class Request(StrEnum):
    START = "start"
    CONTINUE = "continue"
    PREVIOUS = "previous"
    CHOICE = "choice"
    JUMP = "jump"
    EXIT = "exit"
    ABANDON = "abandon"
    EXIT_ALL = "exitAll"
    SUSPEND_ALL = "suspendAll"
    ABANDON_ALL = "abandonAll"


class End(StrEnum):
    SUSPENDED = "suspended"
    EXITED = "exited"
    ABANDONED = "abandoned"
    FINISHED = "finished"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a learner is: the status of each item that was opened, and the one open now."""

    statuses: dict[str, str] = field(default_factory=dict[str, str])
    current: str = ""


@dataclass(frozen=True, slots=True)
class TocEntry:
    id: str
    title: str
    level: int
    status: str
    selectable: bool
    current: bool
    visible: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Controls:
    """Which controls the learner may use; the names are those of the requests.

    ``finishes`` says that nothing comes after: to proceed is to end the course.
    """

    proceed: bool = False
    previous: bool = False
    suspend_all: bool = False
    exit_all: bool = False
    abandon_all: bool = False
    finishes: bool = False

    def wire(self) -> dict[str, bool]:
        return {
            Request.CONTINUE: self.proceed,
            Request.PREVIOUS: self.previous,
            Request.SUSPEND_ALL: self.suspend_all,
            Request.EXIT_ALL: self.exit_all,
            Request.ABANDON_ALL: self.abandon_all,
            "finishes": self.finishes,
        }


_ENDS: Final = {
    Request.EXIT_ALL: End.EXITED,
    Request.SUSPEND_ALL: End.SUSPENDED,
    Request.ABANDON_ALL: End.ABANDONED,
}


def toc(course: Course, standing: Standing) -> list[TocEntry]:
    root = course.manifest.organization
    found = [
        TocEntry(
            id=root.identifier,
            title=root.title or course.title,
            level=0,
            status=_whole(course, standing),
            selectable=False,
            current=False,
            visible=True,
        )
    ]
    return found + [_entry(course, standing, item, level) for item, level in _leveled(root.items)]


def controls(course: Course, standing: Standing) -> Controls:
    item = course.items.get(standing.current)
    hidden = item.hidden_controls if item is not None else ()
    return Controls(
        proceed=_beside(course, standing, 1) is not None and "continue" not in hidden,
        previous=_beside(course, standing, -1) is not None and "previous" not in hidden,
        suspend_all="suspendAll" not in hidden,
        exit_all="exitAll" not in hidden,
    )


def follow(course: Course, standing: Standing, request: Request, target: str) -> Item | End | None:
    """The item to deliver, or how the session ends; None when the learner shall choose.

    Raises Invalid, Conflict.
    """
    if request in _ENDS:
        return _ENDS[request]
    if request in (Request.EXIT, Request.ABANDON):
        return None
    if request in (Request.CHOICE, Request.JUMP) or target:
        return _chosen(course, standing, target)
    if request is Request.START:
        return _first(course, standing)
    step = 1 if request is Request.CONTINUE else -1
    beside = _beside(course, standing, step)
    if beside is None and request is Request.PREVIOUS:
        raise Conflict("There is nothing before this part.", reason="NOTHING_BEFORE")
    return beside or End.FINISHED


def is_open(course: Course, standing: Standing, item: Item) -> bool:
    if not item.prerequisites:
        return True
    statuses = {name: _status(course, standing, each) for name, each in course.items.items()}
    return evaluate(item.prerequisites, statuses).is_open


def _chosen(course: Course, standing: Standing, target: str) -> Item:
    item = course.items.get(target)
    if item is None or item.href is None:
        raise Invalid.field("target", "names nothing that can be opened")
    if not is_open(course, standing, item):
        raise Conflict("This part opens once others are done.", reason="PREREQUISITES")
    return item


def _first(course: Course, standing: Standing) -> Item | End:
    """Where the learner was, else the first part that is open."""
    last = course.items.get(standing.current)
    if last is not None and last.href is not None and is_open(course, standing, last):
        return last
    playable = _playable(course)
    found = next((item for item in playable if is_open(course, standing, item)), None)
    return found or next(iter(playable), None) or End.FINISHED


def _beside(course: Course, standing: Standing, step: int) -> Item | None:
    """The nearest open part after (1) or before (-1) the current one."""
    playable = _playable(course)
    names = [item.identifier for item in playable]
    if standing.current not in names:
        return None
    place = names.index(standing.current)
    rest = playable[place + 1 :] if step > 0 else playable[:place][::-1]
    return next((item for item in rest if is_open(course, standing, item)), None)


def _playable(course: Course) -> list[Item]:
    return [item for item in course.items.values() if item.href is not None]


def _leveled(items: tuple[Item, ...], level: int = 1) -> Iterator[tuple[Item, int]]:
    for item in items:
        yield item, level
        yield from _leveled(item.children, level + 1)


def _entry(course: Course, standing: Standing, item: Item, level: int) -> TocEntry:
    opens = item.href is not None and is_open(course, standing, item)
    return TocEntry(
        id=item.identifier,
        title=item.title,
        level=level,
        status=_status(course, standing, item),
        selectable=opens,
        current=item.identifier == standing.current,
        visible=item.visible,
        reason="PREREQUISITES" if item.href is not None and not opens else None,
    )


def _status(course: Course, standing: Standing, item: Item) -> str:
    """Of a block: what its parts have in common, else that it is under way."""
    if item.href is not None or not item.children:
        return standing.statuses.get(item.identifier, NOT_ATTEMPTED)
    return _common([_status(course, standing, child) for child in item.children])


def _whole(course: Course, standing: Standing) -> str:
    top = course.manifest.organization.items
    return _common([_status(course, standing, item) for item in top])


def _common(statuses: list[str]) -> str:
    found = set(statuses)
    if len(found) == 1:
        return found.pop()
    if found <= {"completed", "passed"}:
        return "completed"
    if "failed" in found and found <= {"completed", "passed", "failed"}:
        return "failed"
    return "incomplete"
