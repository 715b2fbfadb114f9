"""A learner's activity tree: read, asked, changed and kept within one transaction."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import SystemRandom
from typing import Any, Final
from uuid import UUID

import msgspec

from scorm.cmi.begin import RESUME, finish2004
from scorm.sequencing import outcomes, selection, snapshot
from scorm.sequencing.runtime_data import record, record_time
from scorm.sequencing.trace import Decision
from scorm.sequencing.tree import ActivityTree, Surroundings
from scorm.status import Completion, Outcome, Success
from services.holding import Held
from services.packages.courses import Course
from services.tracking import activity_trees, learner_objectives, results
from services.tracking.activity_trees import Owner, Stored

MOST_ENTRIES: Final = 20
MOST_DECISIONS: Final = 200
_RANKS: Final = {Success.FAILED: 0, Success.UNKNOWN: 1, Success.PASSED: 2}
_DONE: Final = {Completion.NOT_ATTEMPTED: 0, Completion.INCOMPLETE: 1, Completion.COMPLETED: 2}


class Entry(msgspec.Struct, frozen=True):
    """One request and the decisions that it led to."""

    at: datetime
    request: str
    target: str
    answer: str
    decisions: list[Decision]


# Each request adds one entry; those before it are carried along unread.
_unread = msgspec.json.Decoder(list[msgspec.Raw])
_entry = msgspec.json.Decoder(Entry)


@dataclass(frozen=True, slots=True)
class Registration:
    """Whose tree it is. What does not ``count`` (a review) is kept with its launch alone."""

    tenant_id: UUID
    session_key: UUID
    launch_id: UUID
    attempt: int
    user_id: str
    counts: bool

    @property
    def owner(self) -> Owner:
        key = self.session_key if self.counts else self.launch_id
        return Owner(self.tenant_id, self.session_key, key, self.attempt)


@dataclass(slots=True)
class Standing:
    """A tree with what is kept beside it.

    ``settled`` is the result of earlier attempts on it, or what was stated outside. In the latter
    case ``overruled`` is what the tree had come to then.
    """

    tree: ActivityTree
    settled: Outcome | None
    unread: list[msgspec.Raw]
    overruled: Outcome | None = None

    @property
    def entries(self) -> list[Entry]:
        """The latest requests, oldest first."""
        return [_entry.decode(each) for each in self.unread]


async def load(
    connection: Held, registration: Registration, course: Course, now: datetime, *, hold: bool
) -> Standing:
    """A new tree for who was never here; ``hold`` if global objectives may be stored later on."""
    if course.tree is None:
        raise ValueError("SCORM 1.2 has no activity tree")
    tree = ActivityTree(course.tree, Surroundings(now, SystemRandom()))
    owner = registration.owner
    stored = await activity_trees.read(connection, owner.tenant_id, owner.key, owner.attempt)
    if stored is None:
        selection.prepare_first(tree)
    else:
        snapshot.restore(tree, stored.state)
    if course.tree.objectives_global_to_system:
        targets = {name for each in tree.activities.values() for name in each.targets}
        known = await learner_objectives.load(
            connection, registration.tenant_id, registration.user_id, targets, hold=hold
        )
        tree.globals = dict(known)
    if stored is None:
        return Standing(tree, None, [])
    settled, overruled, *_ = [*results.outcomes(stored.settled), None, None]
    return Standing(tree, settled, _unread.decode(stored.trace), overruled)


async def keep(
    connection: Held, registration: Registration, standing: Standing, now: datetime
) -> None:
    tree = standing.tree
    kept = [each for each in (standing.settled, standing.overruled) if each is not None]
    stored = Stored(
        snapshot.save(tree),
        ",".join(map(results.outcome_text, kept)),
        _text_of(standing.unread),
    )
    await activity_trees.write(connection, registration.owner, stored, now)
    if registration.counts and tree.definition.objectives_global_to_system:
        changed = {target: tree.globals[target] for target in tree.changed}
        await learner_objectives.store(
            connection, registration.tenant_id, registration.user_id, changed, now
        )


async def keep_entries(connection: Held, registration: Registration, standing: Standing) -> None:
    """What was asked for, where the tree stays as it is stored."""
    await activity_trees.write_trace(connection, registration.owner, _text_of(standing.unread))


def _text_of(entries: list[msgspec.Raw]) -> str:
    return msgspec.json.encode(entries[-MOST_ENTRIES:]).decode()


class Visit(StrEnum):
    """How the visit to a SCO stands."""

    GOES_ON = "goes on"
    BROKEN_OFF = "broken off"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Told:
    """What a SCO has stored, and the seconds it says it has taken."""

    sco: str
    cmi: dict[str, str]
    seconds: float
    visit: Visit


def take_visit(standing: Standing, told: Told) -> None:
    """What the SCO has stored goes into the tree.

    A visit that nobody ended counts as suspended, so that its data stay. What arrives when the
    learner has gone on belongs to the attempt that was left, and does not open it again.
    """
    activity = standing.tree.find(told.sco)
    if activity is None or not activity.tracking.attempts:
        return
    cmi = told.cmi
    if told.visit is not Visit.ENDED:
        cmi = finish2004(cmi, finished=told.visit is Visit.GOES_ON)
    goes_on = cmi.get("cmi.entry") == RESUME
    suspended = goes_on if activity.tracking.active else activity.tracking.suspended
    record(standing.tree, activity, cmi, suspended=suspended)
    record_time(activity, told.seconds)


def result(standing: Standing) -> Outcome:
    """Of the whole course: the present attempt, unless an earlier one was better."""
    present = outcomes.outcome(standing.tree, standing.tree.root)
    settled = standing.settled
    if settled is None:
        return present
    if standing.overruled is not None:
        return results.upheld(settled, present, standing.overruled)
    return present if _rank(present) >= _rank(settled) else settled


def overrule(standing: Standing, given: Outcome) -> None:
    """What is said outside holds until the learner has done better."""
    standing.overruled = outcomes.outcome(standing.tree, standing.tree.root)
    standing.settled = given


def settle(standing: Standing) -> None:
    """A new attempt on the whole tree begins; what the one before has come to stays in force."""
    root = standing.tree.root.tracking
    if root.attempts and not root.suspended:
        standing.settled = result(standing)
        standing.overruled = None


@dataclass(frozen=True, slots=True)
class Left:
    """A way through the whole tree that is over, and what came of it."""

    attempts: int
    found: Outcome


def left(standing: Standing) -> Left | None:
    """None while the learner is on the way, or may resume it."""
    root = standing.tree.root
    if not root.tracking.attempts or root.tracking.suspended or root.tracking.active:
        return None
    return Left(root.tracking.attempts, outcomes.outcome(standing.tree, root))


def note(standing: Standing, request: str, target: str, answer: str) -> None:
    """Together with the decisions since the request before."""
    tree = standing.tree
    decisions = tree.trace.decisions[-MOST_DECISIONS:]
    tree.trace.decisions.clear()
    entry = Entry(tree.now, request, target, answer, decisions)
    standing.unread.append(msgspec.Raw(msgspec.json.encode(entry)))


def _rank(found: Outcome) -> tuple[Any, ...]:
    score = -2.0 if found.scaled is None else found.scaled
    return (_DONE[found.completion_status], _RANKS[found.success_status], score)
