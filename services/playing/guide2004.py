"""Leading a learner through a SCORM 2004 course: the sequencing engine decides."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, cast

from models.launch import Mode
from models.session import ScoState
from scorm.sequencing.process import Result
from scorm.sequencing.runtime_data import initial
from scorm.sequencing.tree import Activity
from scorm.sequencing.validity import Validity, look_ahead
from services.database import raw_connection
from services.errors import Conflict
from services.holding import Held
from services.playing import attempts, visits
from services.playing.visits import Attempt, Delivered, Place
from services.tracking import learner_keys, results, sequenced, sequencer, shared_data
from services.tracking.contents import Controls, End, Request, TocEntry
from services.tracking.sequencer import Left, Registration, Standing, Told, Visit

_ENDS: Final = {
    Request.EXIT_ALL: End.EXITED,
    Request.SUSPEND_ALL: End.SUSPENDED,
    Request.ABANDON_ALL: End.ABANDONED,
}
# Where a course has one part only, leaving the part is leaving the course.
_WIDENED: Final = {Request.EXIT: Request.EXIT_ALL, Request.ABANDON: Request.ABANDON_ALL}


@dataclass(slots=True)
class Guide2004:
    place: Place
    states: dict[str, ScoState]
    standing: Standing
    _validity: Validity | None = field(default=None, init=False)

    def toc(self) -> list[TocEntry]:
        return sequenced.toc(self.standing, self._ahead(), self.place.course.title)

    def controls(self) -> Controls:
        return sequenced.controls(self.standing, self._ahead())

    def valid(self) -> dict[str, object]:
        return sequenced.valid(self._ahead())

    async def move(self, request: Request, target: str, now: datetime) -> Delivered | None:
        single = self.place.course.single
        wanted = _WIDENED.get(request, request) if single else request
        connection = held_of(self.place)
        registration = registration_of(self.place)
        before = sequencer.left(self.standing)
        try:
            result = sequenced.follow(self.standing, wanted, target, goes_on=single)
        except Conflict:
            await sequencer.keep_entries(connection, registration, self.standing)
            raise
        self._validity = None
        await self._keep_run(before, now)
        moved = await self._arrive(result, wanted, now)
        await sequencer.keep(connection, registration, self.standing, now)
        if self.place.launch.mode == Mode.NORMAL:
            before = results.result_of(self.place.session)
            after = results.once_begun(before, sequencer.result(self.standing))
            await visits.conclude(self.place, after, now)
        return moved

    async def _keep_run(self, before: Left | None, now: datetime) -> None:
        """The learner has begun again: what the way before has come to is kept beside."""
        begun = self.standing.tree.root.tracking.attempts
        place = self.place
        if before is not None and begun > before.attempts and place.launch.mode == Mode.NORMAL:
            await attempts.keep_run(place.session, place.launch, before.found, now)

    def _ahead(self) -> Validity:
        if self._validity is None:
            self._validity = look_ahead(self.standing.tree)
        return self._validity

    async def _arrive(self, result: Result, request: Request, now: datetime) -> Delivered | None:
        if result.ended:
            await self._end(_ENDS.get(request, End.FINISHED), now)
            return None
        if result.delivered is None:
            return None
        return await self._deliver(result.delivered, now, resumed=result.resumed)

    async def _end(self, how: End, now: datetime) -> None:
        await visits.end(self.place, how, now)
        launch = self.place.launch
        suspended = self.standing.tree.root.tracking.suspended
        if launch.mode == Mode.NORMAL and not suspended:
            held = held_of(self.place)
            await shared_data.forget(held, launch.tenant_id, launch.session_key, launch.attempt)

    async def _deliver(self, activity: Activity, now: datetime, *, resumed: bool) -> Delivered:
        item = self.place.course.items[activity.identifier]
        tree = self.standing.tree
        attempt = Attempt(resumed, lambda stored: initial(tree, activity, stored))
        state = self.states.get(item.identifier)
        cmi = await visits.begin_activity(self.place, state, item, attempt, now)
        return Delivered(item, cmi, talks=True)


async def guide(
    place: Place, states: dict[str, ScoState], now: datetime, *, moves: bool
) -> Guide2004:
    """The tree as it stands, with what the open activity has stored since.

    ``moves``: the learner is about to leave that activity.
    """
    registration = registration_of(place)
    standing = await sequencer.load(held_of(place), registration, place.course, now, hold=moves)
    if registration.counts:
        take_open(standing, states, moves=moves)
    return Guide2004(place, states, standing)


def take_open(standing: Standing, states: dict[str, ScoState], *, moves: bool) -> None:
    """What the open activity has stored since the tree was kept."""
    current = standing.tree.current
    state = states.get(current.identifier) if current is not None else None
    if state is not None:
        going = Visit.BROKEN_OFF if moves else Visit.GOES_ON
        visit = Visit.ENDED if state.ended_by is not None else going
        cmi = results.state_of(state.cmi)
        sequencer.take_visit(standing, Told(state.sco, cmi, state.seconds, visit))


def held_of(place: Place) -> Held:
    """The connection of the transaction, as the hot paths use it."""
    return cast(Held, raw_connection(place.connection))


def registration_of(place: Place) -> Registration:
    session, launch = place.session, place.launch
    return Registration(
        session.tenant_id,
        session.key,
        launch.id,
        launch.attempt,
        learner_keys.key_for(session),
        counts=launch.mode == Mode.NORMAL,
    )
