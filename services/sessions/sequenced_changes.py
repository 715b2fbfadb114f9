"""A change from outside to the record of a SCORM 2004 course, carried into its activity tree."""

from datetime import datetime
from typing import cast

from models.session import ScoState
from scorm.sequencing import objectives, runtime_data
from scorm.sequencing.tree import Activity, ActivityTree
from scorm.status import Outcome
from services.database import raw_connection
from services.holding import Held
from services.playing.commit_rollup import STATUS
from services.playing.guide2004 import take_open
from services.sessions import session_changes
from services.sessions.record_trees import registration_of
from services.sessions.sco_states import Record
from services.sessions.session_changes import Change
from services.tracking import sequencer
from services.tracking.results import state_of
from services.tracking.sequencer import Standing


async def roll_up(
    record: Record, change: Change, changed: ScoState | None, now: datetime
) -> Outcome:
    """What the course comes to, with the new data of one of its parts, if any."""
    connection = cast(Held, raw_connection(record.connection))
    registration = registration_of(record)
    standing = await sequencer.load(connection, registration, record.course, now, hold=True)
    activity = None if changed is None else standing.tree.find(changed.sco)
    if activity is not None and any(_is_unset(*each) for each in change.cmi_data.items()):
        objectives.forget(standing.tree, activity)
    take_open(standing, record.states, moves=False)
    if changed is not None and activity is not None and not _is_open(standing, activity):
        _begin_if_nobody_did(standing.tree, activity)
        suspended = activity.tracking.suspended
        runtime_data.record(standing.tree, activity, state_of(changed.cmi), suspended=suspended)
    found = sequencer.result(standing)
    stated = session_changes.overruled(found, change)
    if stated != found:
        sequencer.overrule(standing, stated)
    await sequencer.keep(connection, registration, standing, now)
    return stated


def _is_unset(name: str, value: str | None) -> bool:
    return value is None and name.startswith(STATUS)


def _is_open(standing: Standing, activity: Activity) -> bool:
    return standing.tree.current is activity and activity.tracking.active


def _begin_if_nobody_did(tree: ActivityTree, activity: Activity) -> None:
    """Data that were there before the first launch belong to an attempt that shall be resumed."""
    if tree.root.tracking.attempts:
        return
    for each in activity.path():
        if each.sequencing.delivery.tracked:
            each.tracking.begin_attempt(tree.now)
        each.tracking.suspended = True
    tree.suspended = activity
