"""Looking at a session's way through its course, as a player would show it at this moment."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from models.launch import Launch, Mode
from models.session import Session, SessionStatus
from services import database
from services.sessions import record_trees
from services.sessions.sco_states import Record, record_of
from services.sessions.sequencing12 import Describing12
from services.sessions.sequencing2004 import Describing2004
from services.sessions.sequencing_view import Answer, ControlsView, TreeView

CLOSED: Final = "PLAYER_CLOSED"
_REASONS: Final = {
    "never": "The course has not been opened yet.",
    "ended": "The learner has left the course; no player is open.",
    "expired": "The session has expired; launch it again.",
}


async def look(tenant_id: UUID, session_id: str, now: datetime) -> TreeView:
    """Changes nothing; raises SessionNotFound."""
    async with database.tenant_scope(tenant_id) as connection:
        record = await record_of(connection, tenant_id, session_id)
        writer = record.session.writer_id
        launch = writer and await Launch.get_or_none(tenant_id=tenant_id, id=writer)
        view = await _view(record, now)
    state = _state(record.session, launch or None, now)
    view = replace(view, player=state, mode=launch.mode if launch else None)
    reason = _why_closed(state, None if record.course.tree is None else view.mode)
    return replace(view, controls=_closed(reason)) if reason else view


async def _view(record: Record, now: datetime) -> TreeView:
    session, course = record.session, record.course
    if course.tree is None:
        shown = Describing12(record)
        return TreeView(
            session_id=session.id,
            edition=course.edition,
            attempt=session.attempts,
            current=session.current_sco or None,
            controls=shown.controls(),
            activities=shown.activities(),
        )
    standing = await record_trees.standing_of(record, now)
    tree, told = standing.tree, Describing2004(standing, course.title)
    return TreeView(
        session_id=session.id,
        edition=course.edition,
        attempt=session.attempts,
        current=tree.current.identifier if tree.current else None,
        suspended=tree.suspended.identifier if tree.suspended else None,
        controls=told.controls(),
        activities=told.activities(),
        objectives_global_to_system=course.tree.objectives_global_to_system,
        global_objectives=told.global_objectives(),
        requests=told.requests(),
    )


def _state(session: Session, launch: Launch | None, now: datetime) -> str:
    if launch is None:
        return "ended" if session.launched_at is not None else "never"
    if launch.ended_at is not None:
        return "ended"
    over = session.status != SessionStatus.ACTIVE or session.expires_at <= now
    return "expired" if over else "current"


def _why_closed(state: str, mode: str | None) -> str:
    """A review has a tree of its own, and leaves that of the record alone."""
    if state == "current" and mode not in (None, Mode.NORMAL):
        return f"The course is open for {mode} only, which does not move the record."
    return _REASONS.get(state, "")


def _closed(reason: str) -> ControlsView:
    no = Answer(False, reason, CLOSED)
    return ControlsView(no, no, no, no, no)
