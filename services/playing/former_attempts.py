"""What still arrives of an attempt after the next one has begun."""

from services.holding import Held
from services.packages.courses import Course
from services.playing import attempts, commit_rollup
from services.playing.applying import Change
from services.playing.situation import Situation
from services.tracking import results, sequencer
from services.tracking.sequencer import Told, Visit


async def amend(held: Held, course: Course, it: Situation, change: Change) -> None:
    """It adds to what the attempt has come to, and takes nothing of it back."""
    if course.tree is not None and not course.single:
        registration = commit_rollup.registration_of(it)
        standing = await sequencer.load(held, registration, course, it.now, hold=False)
        visit = Visit.ENDED if change.terminated else Visit.GOES_ON
        told = Told(it.request.sco, change.state or {}, change.seconds, visit)
        sequencer.take_visit(standing, told)
        found = sequencer.result(standing)
    else:
        others = results.outcomes(it.row["others"])
        found = results.roll_up([change.own, *others], len(course.scos))
    claims, seconds = it.claims, change.time_spent - it.row["time_spent"]
    attempt = attempts.Numbered(claims.tenant_id, claims.session_key, it.row["attempt"])
    await attempts.amend(held, attempt, found, seconds)
