"""Taking a record back to its beginning, and removing it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from models.session import Session, SessionStatus
from scorm.sequencing.definition import ActivityDefinition
from services import database, events
from services.database import Connection, raw_connection
from services.packages import courses
from services.playing import attempts, fencing
from services.playing.fencing import Closed
from services.sessions import guards, steps
from services.sessions.amending import IDLE
from services.sessions.sco_states import session_of
from services.tracking import learner_keys, learner_objectives

_OF_LAUNCHES: Final = (
    "DELETE FROM commit_log WHERE tenant_id = $1 AND launch_id IN "
    "(SELECT id FROM launch WHERE tenant_id = $1 AND session_key = $2)"
)
_OWN: Final = (
    "sco_state",
    "activity_tree_state",
    "shared_store",
    "attempt",
    "call_log",
    "orphan_commit",
)
# Attempts are counted from 1 again; what was opened before belongs to none of them.
_LAUNCHES: Final = (
    "UPDATE launch SET attempt = 0, times = '{}', current_sco = '' "
    "WHERE tenant_id = $1 AND session_key = $2"
)
# What happens once in an attempt may happen, and be told, once more.
_TOLD: Final = (
    "UPDATE event SET dedupe = dedupe || ':' || $3::text "
    "WHERE tenant_id = $1 AND session_key = $2 AND event_type = ANY ($4::text[])"
)
_EVENTS: Final = "DELETE FROM event WHERE tenant_id = $1 AND session_key = $2"


@dataclass(frozen=True, slots=True)
class Reset:
    """``objectives``: what the course shares with others of the learner's is forgotten too."""

    objectives: bool = False
    version: int | None = None


async def reset(tenant_id: UUID, session_id: str, wanted: Reset, now: datetime) -> Session:
    """As if it had never been opened; the window that is open is fenced off.

    Raises SessionNotFound, VersionConflict, Conflict.
    """
    async with database.tenant_scope(tenant_id) as connection:
        session = await session_of(tenant_id, session_id, lock=True)
        guards.check_version(session, wanted.version)
        guards.check_unlocked(session)
        await fencing.fence_off(session, Closed.RESET, now)
        await _clear(connection, session)
        if wanted.objectives:
            await _forget(connection, session)
        attempts.clear(session)
        session.attempts = 1
        session.time_spent, session.session_time = 0.0, "PT0S"
        session.launched_at = None
        session.imported = False
        session.call_log_bytes = 0
        session.status = SessionStatus.ACTIVE
        session.expires_at = now + IDLE
        await steps.store(connection, session, steps.RESET, now)
    return session


async def remove(tenant_id: UUID, session_id: str, version: int | None, now: datetime) -> None:
    """With everything that was recorded, told and attempted.

    Raises SessionNotFound, VersionConflict.
    """
    async with database.tenant_scope(tenant_id) as connection:
        session = await session_of(tenant_id, session_id, lock=True)
        guards.check_version(session, version)
        await erase(connection, session)
        told = [events.changed(events.DELETED, session.key, session.version)]
        named = {
            "id": session.id,
            "session_id": session.id,
            "package_id": session.package_id,
            "user_id": session.user_id,
            "version": session.version,
        }
        await events.record(connection, events.subject_of(session), told, named, now)
        await steps.note(connection, session, steps.DELETED)


async def erase(connection: Connection, session: Session) -> None:
    """What belongs to the session goes with it; its events are only loosely tied to it."""
    await connection.execute_query(_EVENTS, [session.tenant_id, session.key])
    await Session.filter(tenant_id=session.tenant_id, key=session.key).delete()


async def _clear(connection: Connection, session: Session) -> None:
    keys = [session.tenant_id, session.key]
    await connection.execute_query(_OF_LAUNCHES, keys)
    for table in _OWN:
        await connection.execute_query(
            f"DELETE FROM {table} WHERE tenant_id = $1 AND session_key = $2",  # noqa: S608 - ours
            keys,
        )
    await connection.execute_query(_LAUNCHES, keys)
    once = [events.COMPLETED, events.FAILED]
    await connection.execute_query(_TOLD, [*keys, f"{session.version}", once])


async def _forget(connection: Connection, session: Session) -> None:
    raw = raw_connection(connection)
    course = await courses.course(raw, session.tenant_id, session.revision_id)
    if course.tree is not None:
        targets = _targets(course.tree.root)
        learner = learner_keys.key_for(session)
        await learner_objectives.forget(raw, session.tenant_id, learner, targets)


def _targets(activity: ActivityDefinition) -> set[str]:
    mine = {pair.target for each in activity.sequencing.objectives for pair in each.maps}
    return mine.union(*(_targets(child) for child in activity.children))
