"""A session goes over to another revision of its package; nothing that it has is lost.

Data of parts that the other revision has no place for are set aside: they keep lying among the
rows of the session, under attempts with negative numbers, and come back with a revision that has
the part. What the whole course has come to stays as it is, and holds until the learner does better.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from models.session import ScoState, Session
from scorm.status import Outcome
from services.database import Connection, raw_connection
from services.packages import courses
from services.packages.courses import Course
from services.tracking import learner_keys, results, sequencer
from services.tracking.sequencer import Registration

# Attempt 2 is set aside as -2000, -2001, and so on.
ASIDE: Final = 1000

_TREES: Final = """
SELECT attempt, state FROM activity_tree_state WHERE tenant_id = $1 AND owner = $2
  AND (attempt = $3 OR attempt <= $4 AND attempt > $4 - $5) ORDER BY attempt DESC
"""
_COPY_TREE: Final = """
INSERT INTO activity_tree_state (tenant_id, id, session_key, owner, attempt, state, settled, trace,
  updated_at)
SELECT tenant_id, gen_random_uuid(), session_key, owner, $4, state, settled, trace, updated_at
FROM activity_tree_state WHERE tenant_id = $1 AND owner = $2 AND attempt = $3
"""
_DROP_TREE: Final = """
DELETE FROM activity_tree_state WHERE tenant_id = $1 AND owner = $2 AND attempt = $3
"""
_KEEP_STATE: Final = """
UPDATE activity_tree_state SET state = $4 WHERE tenant_id = $1 AND owner = $2 AND attempt = $3
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """``gone`` are the parts of the one revision that have no place in the other."""

    gone: frozenset[str]
    starts_over: bool

    @property
    def is_none(self) -> bool:
        return not self.gone and not self.starts_over


@dataclass(frozen=True, slots=True)
class Outlook:
    """What becomes of a session: ``lost`` are parts that it has data of, and no place for."""

    lost: list[str] = field(default_factory=list[str])
    starts_over: bool = False

    @property
    def keeps(self) -> bool:
        return not self.lost


def difference(before: Course, after: Course) -> Difference:
    """Data of SCORM 1.2 mean nothing to SCORM 2004, even where parts are called the same."""
    here, there = _parts(before), _parts(after)
    other_terms = before.edition.is_2004 != after.edition.is_2004
    gone = here if other_terms else here - there
    return Difference(gone, starts_over=gone == here)


def _parts(course: Course) -> frozenset[str]:
    return frozenset(name for name, item in course.items.items() if item.href is not None)


def tracked(state: str, names: Collection[str]) -> set[str]:
    """Which of these activities a snapshot of a tree tells something of."""
    return {name for name in names if in_snapshot(name) in state}


def in_snapshot(name: str) -> str:
    return f"{json.dumps(name, ensure_ascii=False)}:{{"


@dataclass(slots=True)
class Belongings:
    """What a session has stored in its present attempt, and what was set aside of it before.

    ``tree`` and ``trees_aside`` are snapshots, those aside with the latest first. ``room`` is the
    attempt under which more can be set aside.
    """

    present: dict[str, ScoState]
    aside: list[ScoState]
    tree: str
    trees_aside: list[str]
    room: int


async def belongings(connection: Connection, session: Session) -> Belongings:
    first = -ASIDE * session.attempts
    found = await ScoState.filter(tenant_id=session.tenant_id, session_key=session.key).order_by(
        "-updated_at"
    )
    aside = [each for each in found if first - ASIDE < each.attempt <= first]
    trees = await raw_connection(connection).fetch(
        _TREES, session.tenant_id, session.key, session.attempts, first, ASIDE
    )
    taken = {each.attempt for each in aside} | {row["attempt"] for row in trees}
    return Belongings(
        {each.sco: each for each in found if each.attempt == session.attempts},
        aside,
        next((row["state"] for row in trees if row["attempt"] > 0), ""),
        [row["state"] for row in trees if row["attempt"] < 0][::-1],
        min([first + 1, *taken]) - 1,
    )


def outlook(between: Difference, has: Belongings) -> Outlook:
    lost = (between.gone & has.present.keys()) | tracked(has.tree, between.gone)
    return Outlook(sorted(lost), bool(lost) and between.starts_over)


async def move(
    connection: Connection, session: Session, revision_id: UUID, now: datetime
) -> Outlook:
    """The session is locked, and nobody plays it; a move that was put off is done with."""
    raw = raw_connection(connection)
    before = await courses.course(raw, session.tenant_id, session.revision_id)
    after = await courses.course(raw, session.tenant_id, revision_id)
    has = await belongings(connection, session)
    between = difference(before, after)
    seen = outlook(between, has)
    await _move_data(session, has, between, after)
    if has.tree:
        await _move_tree(connection, session, has, between, after)
    if after.tree is not None and not after.single:
        await _uphold(connection, session, after, now)
    settle(session, revision_id, after, now)
    await session.save()
    return seen


def settle(session: Session, revision_id: UUID, after: Course, now: datetime) -> None:
    session.revision_id, session.move_to = revision_id, None
    if session.current_sco not in after.items:
        session.current_sco = ""
    session.version += 1
    session.updated_at = now


async def _move_data(session: Session, has: Belongings, between: Difference, after: Course) -> None:
    for sco in between.gone & has.present.keys():
        await _count_as(has.present[sco], has.room)
    staying = has.present.keys() - between.gone
    for state in has.aside:
        if state.sco in after.items and state.sco not in staying and _fits(state, after):
            await _count_as(state, session.attempts)
            staying.add(state.sco)


async def _count_as(state: ScoState, attempt: int) -> None:
    state.attempt = attempt
    await state.save(update_fields=["attempt"])


def _fits(state: ScoState, after: Course) -> bool:
    """Only SCORM 1.2 has a core."""
    return state.cmi == "{}" or ('"cmi.core.' in state.cmi) != after.edition.is_2004


async def _move_tree(
    connection: Connection, session: Session, has: Belongings, between: Difference, after: Course
) -> None:
    raw = raw_connection(connection)
    place = session.tenant_id, session.key, session.attempts
    if between.gone:
        await raw.execute(_COPY_TREE, *place, has.room)
    if between.starts_over:
        await raw.execute(_DROP_TREE, *place)
    elif has.trees_aside:
        await raw.execute(_KEEP_STATE, *place, _with_what_was_aside(has, after))


async def _uphold(connection: Connection, session: Session, after: Course, now: datetime) -> None:
    """The other tree may add up to something else."""
    result = results.result_of(session)
    if result == Outcome():
        return
    raw = raw_connection(connection)
    learner = learner_keys.key_for(session)
    own = session.tenant_id, session.key, session.key, session.attempts, learner
    registration = Registration(*own, counts=True)
    standing = await sequencer.load(raw, registration, after, now, hold=False)
    if sequencer.result(standing) != result:
        sequencer.overrule(standing, result)
        await sequencer.keep(raw, registration, standing, now)


def _with_what_was_aside(has: Belongings, after: Course) -> str:
    saved: dict[str, Any] = json.loads(has.tree)
    known = saved["activities"]
    for text in has.trees_aside:
        for name, state in json.loads(text)["activities"].items():
            if name in after.items and name not in known:
                known[name] = state
    return json.dumps(saved, ensure_ascii=False, separators=(",", ":"))
