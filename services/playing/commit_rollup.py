"""What a commit means for the activity tree: the result of the course, and where one may go."""

from typing import Final

from models.launch import Mode
from scorm.sequencing.validity import look_ahead
from services.holding import Held
from services.packages import courses
from services.packages.courses import Course
from services.playing.applying import Change, concluded
from services.playing.situation import Situation, learner_of
from services.tracking import sequenced, sequencer
from services.tracking.sequencer import Registration, Told, Visit

Valid = dict[str, object]

REVISION: Final = "SELECT revision_id FROM session WHERE tenant_id = $1 AND key = $2"
STATUS: Final = (
    "cmi.completion_status",
    "cmi.success_status",
    "cmi.progress_measure",
    "cmi.score.",
    "cmi.objectives.",
)


def concerns(course: Course, it: Situation) -> bool:
    """Most commits do not: they store a place, an answer or suspended data."""
    if course.tree is None:
        return False
    if it.request.flags.asks:
        return True
    told = it.request.flags.terminate or any(name.startswith(STATUS) for name in it.request.patch)
    return told and not course.single


async def roll_up(
    held: Held, course: Course, it: Situation, change: Change
) -> tuple[Change, Valid | None]:
    """The change with the result of the whole course, and an answer to who asks."""
    registration = registration_of(it)
    course = await _present_course(held, course, it)
    standing = await sequencer.load(held, registration, course, it.now, hold=change.terminated)
    if change.state is not None:
        visit = Visit.ENDED if change.terminated else Visit.GOES_ON
        told = Told(it.request.sco, change.state, change.seconds, visit)
        sequencer.take_visit(standing, told)
        if change.terminated:
            await sequencer.keep(held, registration, standing, it.now)
        if not course.single and it.row["attempt"] == it.row["attempts"]:
            change = concluded(it, change, sequencer.result(standing))
    asks = it.request.flags.asks
    return change, sequenced.valid(look_ahead(standing.tree)) if asks else None


async def _present_course(held: Held, course: Course, it: Situation) -> Course:
    """Of the session, which may have moved on to another revision while a launch was silent."""
    if it.is_writer and not it.is_late and it.row["ended_at"] is None:
        return course
    [row] = await held.fetch(REVISION, it.claims.tenant_id, it.claims.session_key)
    present = await courses.course(held, it.claims.tenant_id, row["revision_id"])
    return course if present.tree is None else present


def registration_of(it: Situation) -> Registration:
    claims = it.claims
    return Registration(
        claims.tenant_id,
        claims.session_key,
        claims.launch_id,
        it.row["attempt"],
        learner_of(it.row),
        counts=it.row["mode"] == Mode.NORMAL,
    )
