"""A visit to one item begins with what earlier ones left, and leaves something itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from models.launch import Launch, Mode
from models.session import ScoState, Session
from scorm.cmi.begin import RESUME, Bucket, begin12, begin2004, finish12, finish2004
from scorm.packaging.manifest import Item
from scorm.status import Completion, Outcome
from services import events
from services.database import Connection, raw_connection
from services.packages.courses import Course
from services.tracking import learner_keys, results, shared_data
from services.tracking.contents import NOT_ATTEMPTED, End
from services.tracking.facts import facts_of
from services.tracking.results import Visit
from services.tracking.session_view import event_body

IDLE: Final = timedelta(days=1)
CONTENT_LIFE: Final = timedelta(hours=24)
SEEN: Final = {"cmi.core.lesson_status": "completed"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visit happens."""

    session: Session
    launch: Launch
    course: Course
    connection: Connection


@dataclass(frozen=True, slots=True)
class Delivered:
    """One item, and the data that its content finds if it ``talks`` to the run-time."""

    item: Item
    cmi: dict[str, str]
    talks: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the activity tree says about a delivery; ``lay`` puts its objectives over the data."""

    resumed: bool
    lay: Callable[[dict[str, str]], dict[str, str]]


def status_of(state: ScoState) -> str:
    """As the table of contents shows it, in the words of SCORM 1.2."""
    return results.state_of(state.cmi).get("cmi.core.lesson_status", NOT_ATTEMPTED)


async def begin(
    place: Place, states: dict[str, ScoState], item: Item, now: datetime
) -> dict[str, str]:
    """The data that the content finds; from now on the visit counts as broken off until it ends."""
    state = states.get(item.identifier) or _blank(place, item)
    kept = _carried_over(state)
    if place.launch.mode == Mode.NORMAL:
        await _keep(state, kept if item.sco else SEEN, now)
        states[item.identifier] = state
        if not place.course.scos:
            await _complete_by_looking(place, states, now)
    await _move(place, item, now)
    facts = facts_of(place.session, item, None, place.launch.mode, state.seconds)
    return begin12(kept, facts) if item.sco else {}


async def begin_activity(
    place: Place, state: ScoState | None, item: Item, attempt: Attempt, now: datetime
) -> dict[str, str]:
    """The same for an activity of a sequenced course: a new attempt begins with nothing.

    A resource that is declared as an asset may talk to the run-time all the same.
    """
    state = state or _blank(place, item)
    counts = place.launch.mode == Mode.NORMAL
    if counts and not attempt.resumed:
        state.seconds, state.outcome = 0.0, results.outcome_text(Outcome())
    kept = attempt.lay(_recorded(state) if attempt.resumed or not counts else {})
    if counts and (item.sco or state.cmi != "{}"):
        await _keep(state, kept, now)
    await _move(place, item, now)
    sequencing = place.course.sequencing.get(item.identifier)
    facts = facts_of(place.session, item, sequencing, place.launch.mode, state.seconds)
    return begin2004(kept, facts, await _buckets(place, item))


def _recorded(state: ScoState) -> dict[str, str]:
    stored = results.state_of(state.cmi)
    if not stored:
        return {}
    kept = finish2004(stored, finished=False) if state.ended_by is None else stored
    return kept | {"cmi.entry": RESUME}


async def _buckets(place: Place, item: Item) -> tuple[Bucket, ...]:
    session, course = place.session, place.course
    shelf = shared_data.shelf_of(
        course,
        session.tenant_id,
        learner_keys.key_for(session),
        session.key,
        place.launch.attempt,
    )
    allowed = course.buckets.get(item.identifier, ())
    return await shared_data.load(raw_connection(place.connection), shelf, allowed)


async def end(place: Place, how: End, now: datetime) -> None:
    session, launch = place.session, place.launch
    launch.ended_at = now
    launch.end_reason = how
    await launch.save(update_fields=["ended_at", "end_reason"])
    if launch.mode == Mode.NORMAL:
        session.suspended = how is End.SUSPENDED
        session.updated_at = now
        await session.save(update_fields=["suspended", "updated_at"])


def _blank(place: Place, item: Item) -> ScoState:
    seen = Outcome(Completion.COMPLETED) if not item.sco and not place.course.scos else Outcome()
    return ScoState(
        tenant_id=place.session.tenant_id,
        session_key=place.session.key,
        attempt=place.launch.attempt,
        sco=item.identifier,
        outcome=results.outcome_text(seen),
    )


def _carried_over(state: ScoState) -> dict[str, str]:
    stored = results.state_of(state.cmi)
    broken_off = bool(stored) and state.ended_by is None
    return finish12(stored, finished=False) if broken_off else stored


async def _keep(state: ScoState, cmi: dict[str, str], now: datetime) -> None:
    state.cmi = msgspec.json.encode(cmi).decode()
    state.ended_by = None
    state.updated_at = now
    await state.save()


async def _complete_by_looking(place: Place, states: dict[str, ScoState], now: datetime) -> None:
    """A course of pages that report nothing is complete when each was opened."""
    seen = [results.outcome_of(state.outcome) for state in states.values()]
    pages = sum(item.href is not None for item in place.course.items.values())
    await conclude(place, results.roll_up(seen, pages), now)


async def conclude(place: Place, after: Outcome, now: datetime) -> None:
    """The session has come to this; whoever wants to know is told what changed."""
    session = place.session
    before = results.result_of(session)
    if after == before:
        return
    results.store_result(session, after, now)
    session.version += 1
    key, attempt = session.key, place.launch.attempt
    told = events.transitions(before, after, key, attempt, session.version)
    subject = events.subject_of(session)
    session.event_count += len(told)
    await session.save()
    await events.record(place.connection, subject, told, event_body(session), now)


async def _move(place: Place, item: Item, now: datetime) -> None:
    session, launch = place.session, place.launch
    times = results.visits(launch.times)
    times[item.identifier] = times.get(item.identifier, Visit()).delivered_again()
    launch.times = results.times_of(times)
    launch.current_sco = item.identifier
    launch.last_contact_at = now
    launch.content_expires_at = now + CONTENT_LIFE
    await launch.save(
        update_fields=["times", "current_sco", "last_contact_at", "content_expires_at"]
    )
    session.expires_at = max(session.expires_at, now + IDLE)
    session.updated_at = now
    if launch.mode == Mode.NORMAL:
        session.current_sco = item.identifier
        session.suspended = True
    await session.save()
