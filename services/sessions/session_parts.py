"""What a record is made of: the results of its activities, their objectives and answers."""

from collections.abc import Iterator
from datetime import datetime

from models.launch import Launch, Mode
from models.session import Session
from scorm.cmi import recorded
from scorm.packaging.manifest import Item
from scorm.sequencing import outcomes, wording
from scorm.sequencing.tree import Activity, ActivityTree
from scorm.status import Outcome
from services.sessions import record_trees
from services.sessions.sco_states import Record
from services.tracking import results
from services.tracking.session_view import ActivityResult, Parts

Seconds = dict[str, float]


async def parts(record: Record, now: datetime, *, alone: bool = False) -> Parts:
    """In the order of the course; times are those of all attempts, unless it shall stand alone."""
    seconds = await _seconds(record.session, record.attempt if alone else None)
    if record.course.tree is None:
        activities = list(_results12(record, seconds))
    else:
        standing = await record_trees.standing_of(record, now)
        activities = list(_results2004(standing.tree, seconds))
    edition = record.course.edition
    stored = [
        (name, results.state_of(record.states[name].cmi))
        for name in record.course.items
        if name in record.states
    ]
    return Parts(
        activities,
        [row for name, cmi in stored for row in recorded.objectives(edition, name, cmi)],
        [row for name, cmi in stored for row in recorded.interactions(name, cmi)],
    )


def result12(record: Record, item: Item) -> Outcome:
    """A block is what its parts add up to."""
    inside = [each.identifier for each in playable(item)]
    found = [record.states[name].outcome for name in inside if name in record.states]
    if not found:
        return Outcome()
    return results.roll_up([results.outcome_of(each) for each in found], len(inside))


def playable(item: Item) -> list[Item]:
    """The item itself and all inside of it, as far as they can be opened."""
    inside = [each for child in item.children for each in playable(child)]
    return [item, *inside] if item.href is not None else inside


def leveled(
    items: tuple[Item, ...], parent: str | None = None, level: int = 1
) -> Iterator[tuple[Item, str | None, int]]:
    """In the order of the manifest, each with what holds it and how deep it lies."""
    for item in items:
        yield item, parent, level
        yield from leveled(item.children, item.identifier, level + 1)


def _results12(record: Record, seconds: Seconds) -> Iterator[ActivityResult]:
    for item, parent, level in leveled(record.course.manifest.organization.items):
        inside = [each.identifier for each in playable(item)]
        yield ActivityResult(
            id=item.identifier,
            title=item.title,
            level=level,
            parent=parent,
            result=result12(record, item),
            attempts=int(any(name in record.states for name in inside)),
            seconds=sum(seconds.get(name, 0.0) for name in inside),
            current=item.identifier == record.session.current_sco,
        )


def _results2004(tree: ActivityTree, seconds: Seconds) -> Iterator[ActivityResult]:
    for activity in tree.activities.values():
        above = activity.parent
        if above is not None:
            yield ActivityResult(
                id=activity.identifier,
                title=wording.title_of(activity, ""),
                level=activity.depth,
                parent=None if above is tree.root else above.identifier,
                result=outcomes.outcome(tree, activity),
                attempts=activity.tracking.attempts,
                seconds=_seconds_inside(activity, seconds),
                current=activity is tree.current,
            )


def _seconds_inside(activity: Activity, seconds: Seconds) -> float:
    own = seconds.get(activity.identifier, 0.0)
    return own + sum(_seconds_inside(each, seconds) for each in activity.children)


async def _seconds(session: Session, attempt: int | None) -> Seconds:
    """Over all launches that count, as the time of the record is."""
    query = Launch.filter(tenant_id=session.tenant_id, session_key=session.key, mode=Mode.NORMAL)
    if attempt is not None:
        query = query.filter(attempt=attempt)
    launches = await query.only("id", "times")
    total: Seconds = {}
    for launch in launches:
        for sco, visit in results.visits(launch.times).items():
            total[sco] = total.get(sco, 0.0) + visit.spent
    return total
