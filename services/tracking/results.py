"""What commits add up to: time over all visits, and the result of a course of many SCOs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeVar

import msgspec

from models.session import Session
from scorm.status import Completion, Outcome, Success

_outcome_decoder = msgspec.json.Decoder(list[Outcome])
_one_outcome_decoder = msgspec.json.Decoder(Outcome)
_times_decoder = msgspec.json.Decoder(dict[str, tuple[float, float | None, float]])
_state_decoder = msgspec.json.Decoder(dict[str, str])
T = TypeVar("T")
_RANK: Final = {Completion.NOT_ATTEMPTED: 0, Completion.INCOMPLETE: 1, Completion.COMPLETED: 2}


@dataclass(frozen=True, slots=True)
class Visit:
    """Seconds on one SCO within one launch.

    ``measured`` comes from the bridge's clock; ``reported`` is what the content says of the
    present delivery, ``before`` what it said of earlier ones.
    """

    measured: float = 0.0
    reported: float | None = None
    before: float = 0.0

    @property
    def told(self) -> float:
        """What counts for the total time that the content is shown."""
        return self.before + (self.reported or 0.0)

    @property
    def spent(self) -> float:
        return max(self.measured, self.told)

    def heard(self, measured: float | None, reported: float | None) -> "Visit":
        """Later reports replace earlier ones; measured time never runs backwards."""
        return Visit(
            max(self.measured, measured or 0.0),
            self.reported if reported is None else reported,
            self.before,
        )

    def delivered_again(self) -> "Visit":
        return Visit(self.measured, None, self.told)


def visits(times: str) -> dict[str, Visit]:
    return {sco: Visit(*seconds) for sco, seconds in _times_decoder.decode(times).items()}


def times_of(found: dict[str, Visit]) -> str:
    seconds = {sco: (v.measured, v.reported, v.before) for sco, v in found.items()}
    return msgspec.json.encode(seconds).decode()


def period(seconds: float) -> str:
    """A duration as the API shows it: ISO 8601 without empty parts."""
    minutes, rest = divmod(round(seconds, 2), 60)
    hours, minutes = divmod(int(minutes), 60)
    parts = [f"{hours}H" if hours else "", f"{minutes}M" if minutes else ""]
    shown = f"{round(rest, 2):g}S" if rest or not (hours or minutes) else ""
    return f"PT{''.join(parts)}{shown}"


def result_of(session: Session) -> Outcome:
    return Outcome(
        Completion(session.completion_status),
        Success(session.success_status),
        scaled=session.score_scaled,
        raw=session.score_raw,
        min=session.score_min,
        max=session.score_max,
        progress=session.progress_measure,
    )


def store_result(session: Session, result: Outcome, now: datetime) -> None:
    session.completion_status = result.completion_status
    session.success_status = result.success_status
    session.score_scaled, session.score_raw = result.scaled, result.raw
    session.score_min, session.score_max = result.min, result.max
    session.progress_measure = result.progress
    if result.completion_status != Completion.COMPLETED:
        session.completed_at = None
    else:
        session.completed_at = session.completed_at or now


def state_of(text: str | None) -> dict[str, str]:
    """The data of a SCO from their stored text."""
    return _state_decoder.decode(text) if text else {}


def outcomes(texts: str | None) -> list[Outcome]:
    """From JSON objects with commas between them."""
    return _outcome_decoder.decode(f"[{texts}]") if texts else []


def outcome_of(text: str) -> Outcome:
    return _one_outcome_decoder.decode(text)


def outcome_text(found: Outcome) -> str:
    return msgspec.json.encode(found).decode()


def roll_up(found: Sequence[Outcome], scos: int) -> Outcome:
    """SCORM 1.2 leaves this to the player; 2004 packages without rules behave the same here.

    Complete when every SCO is; failed when any is; passed when one is and none failed. The score
    is the mean of the known ones, or the very score where there is just one.
    """
    if scos <= 1 and len(found) == 1:
        return found[0]
    scored = [each for each in found if each.scaled is not None or each.raw is not None]
    score = scored[0] if len(scored) == 1 else _mean(scored)
    return replace(
        score,
        completion_status=_completion(found, scos),
        success_status=_success(found),
        progress=sum(_progress(each) for each in found) / max(scos, 1) if found else None,
    )


def without_regress(before: Outcome, after: Outcome) -> Outcome:
    """What came late may add to a result and never take from it."""
    if _RANK[after.completion_status] < _RANK[before.completion_status]:
        after = replace(after, completion_status=before.completion_status)
    if after.success_status == Success.UNKNOWN:
        after = replace(after, success_status=before.success_status)
    return after


def upheld(given: Outcome, present: Outcome, basis: Outcome) -> Outcome:
    """A result that was stated when a course had come to ``basis``.

    What was stated holds until the course has come to something else there that is better; what
    was not follows the course.
    """
    whole = given, present, basis
    return replace(
        _part(whole, _score, _better_score),
        completion_status=_part(whole, lambda each: each.completion_status, _further),
        success_status=_part(whole, lambda each: each.success_status, _better_success),
        progress=_part(whole, lambda each: each.progress, _higher),
    )


def _part(
    whole: tuple[Outcome, Outcome, Outcome],
    of: Callable[[Outcome], T],
    better: Callable[[T, T], T],
) -> T:
    given, present, basis = map(of, whole)
    if given == basis:
        return present
    return given if present == basis else better(given, present)


def _further(given: Completion, present: Completion) -> Completion:
    return max(given, present, key=_RANK.__getitem__)


def _score(found: Outcome) -> Outcome:
    return Outcome(scaled=found.scaled, raw=found.raw, min=found.min, max=found.max)


def _better_score(given: Outcome, present: Outcome) -> Outcome:
    if given.scaled is not None and present.scaled is not None:
        return present if present.scaled > given.scaled else given
    return given if present == Outcome() else present


def _better_success(given: Success, present: Success) -> Success:
    if Success.PASSED in (given, present):
        return Success.PASSED
    return given if present is Success.UNKNOWN else present


def _higher(given: float | None, present: float | None) -> float | None:
    return max((each for each in (given, present) if each is not None), default=None)


def once_begun(before: Outcome, after: Outcome) -> Outcome:
    """A new visit that has told nothing yet does not make a course one that was never begun."""
    if after.completion_status is not Completion.NOT_ATTEMPTED:
        return after
    return replace(after, completion_status=before.completion_status)


def _completion(found: Iterable[Outcome], scos: int) -> Completion:
    statuses = [each.completion_status for each in found]
    if statuses.count(Completion.COMPLETED) >= scos:
        return Completion.COMPLETED
    begun = any(status != Completion.NOT_ATTEMPTED for status in statuses)
    return Completion.INCOMPLETE if begun else Completion.NOT_ATTEMPTED


def _success(found: Iterable[Outcome]) -> Success:
    statuses = {each.success_status for each in found}
    for status in (Success.FAILED, Success.PASSED):
        if status in statuses:
            return status
    return Success.UNKNOWN


def _mean(scored: Sequence[Outcome]) -> Outcome:
    known = [each.scaled for each in scored if each.scaled is not None]
    if not known:
        return Outcome()
    scaled = round(sum(known) / len(known), 7)
    return Outcome(scaled=scaled, raw=round(scaled * 100, 5), min=0.0, max=100.0)


def _progress(outcome: Outcome) -> float:
    done = outcome.completion_status == Completion.COMPLETED
    return 1.0 if done else outcome.progress or 0.0
