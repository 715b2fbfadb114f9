"""The contents of a SCORM 1.2 course in the same words as an activity tree."""

import re
from typing import Final

from scorm.cmi.begin import RESUME
from scorm.packaging.manifest import Item
from services.playing import visits
from services.sessions import session_parts
from services.sessions.sco_states import Record
from services.sessions.sequencing_view import ENDING, GRANTED, ActivityView, Answer, ControlsView
from services.tracking import contents, results
from services.tracking.contents import Request, Standing, TocEntry

PREREQUISITES: Final = "PREREQUISITES"
NO_JUMP: Final = Answer(False, "SCORM 1.2 has no jump.", "NOT_IN_EDITION")
NO_ABANDON: Final = Answer(False, "SCORM 1.2 cannot abandon an attempt.", "NOT_IN_EDITION")


class Describing12:
    """Prerequisites decide, and nothing else."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._course = record.course
        shown = {name: visits.status_of(each) for name, each in record.states.items()}
        self._standing = Standing(shown, record.session.current_sco)
        entries = contents.toc(self._course, self._standing)
        self._entries: dict[str, TocEntry] = {each.id: each for each in entries}

    def activities(self) -> list[ActivityView]:
        inside = session_parts.leveled(self._course.manifest.organization.items)
        return [self._root(), *(self._item(*each) for each in inside)]

    def controls(self) -> ControlsView:
        shown = contents.controls(self._course, self._standing)
        return ControlsView(
            proceed=self._control(Request.CONTINUE, shown.proceed),
            previous=self._control(Request.PREVIOUS, shown.previous),
            suspend_all=self._control(Request.SUSPEND_ALL, shown.suspend_all),
            exit_all=self._control(Request.EXIT_ALL, shown.exit_all),
            abandon_all=NO_ABANDON,
        )

    def _root(self) -> ActivityView:
        organization = self._course.manifest.organization
        entry = self._entries[organization.identifier]
        return ActivityView(
            id=entry.id,
            title=entry.title,
            level=0,
            parent=None,
            visible=entry.visible,
            deliverable=False,
            current=False,
            active=any(map(self._is_open, self._course.items)),
            suspended=any(map(self._is_suspended, self._course.items)),
            attempts=int(bool(self._record.states)),
            result=results.result_of(self._record.session),
            choice=_heading(entry.title),
            jump=NO_JUMP,
        )

    def _item(self, item: Item, parent: str | None, level: int) -> ActivityView:
        entry = self._entries[item.identifier]
        inside = [each.identifier for each in session_parts.playable(item)]
        return ActivityView(
            id=item.identifier,
            title=item.title,
            level=level,
            parent=parent or self._course.manifest.organization.identifier,
            visible=entry.visible,
            deliverable=item.href is not None,
            current=entry.current,
            active=self._is_open(item.identifier),
            suspended=self._is_suspended(item.identifier),
            attempts=int(any(name in self._record.states for name in inside)),
            result=session_parts.result12(self._record, item),
            choice=self._choice(item, entry),
            jump=NO_JUMP,
        )

    def _is_open(self, name: str) -> bool:
        """The visit goes on, or broke off."""
        state = self._record.states.get(name)
        return state is not None and name == self._standing.current and state.ended_by is None

    def _is_suspended(self, name: str) -> bool:
        state = self._record.states.get(name)
        if state is None or self._is_open(name):
            return False
        return results.state_of(state.cmi).get("cmi.core.entry") == RESUME

    def _choice(self, item: Item, entry: TocEntry) -> Answer:
        if entry.selectable:
            return GRANTED
        if item.href is None:
            return _heading(item.title)
        said = f'"{item.title}" opens once its prerequisites hold ({item.prerequisites})'
        asked = "; ".join(self._mentioned(item.prerequisites))
        reason = f"{said}: {asked}." if asked else f"{said}."
        return Answer(False, reason, PREREQUISITES, item.identifier)

    def _mentioned(self, script: str) -> list[str]:
        return [
            f'"{each.title}" is {self._entries[name].status}'
            for name, each in self._course.items.items()
            if re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", script)
        ]

    def _control(self, request: Request, is_shown: bool) -> Answer:
        if is_shown:
            return ENDING if request in (Request.SUSPEND_ALL, Request.EXIT_ALL) else GRANTED
        item = self._course.items.get(self._standing.current)
        if item is None:
            return Answer(False, "No part is open.", "NOTHING_OPEN")
        if request in item.hidden_controls:
            return Answer(False, f'"{item.title}" hides this control.', "HIDDEN", item.identifier)
        where = "after" if request is Request.CONTINUE else "before"
        said = f'No part {where} "{item.title}" can be opened now.'
        return Answer(False, said, f"NOTHING_{where.upper()}", item.identifier)


def _heading(title: str) -> Answer:
    return Answer(False, f'"{title}" is a heading with nothing to open.', "NO_CONTENT")
