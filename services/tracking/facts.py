"""What the manifest and the launch tell a SCO, which its content may only read."""

from collections.abc import Mapping

from models.session import Session
from scorm.cmi.begin import SessionFacts
from scorm.duration import format_period
from scorm.packaging.manifest import Item
from scorm.sequencing.definition import Sequencing
from scorm.status import Outcome, outcome
from services.packages.courses import Course


def mastery(item: Item) -> str:
    return "" if item.mastery_score is None else f"{item.mastery_score:g}"


def prescribed(sequencing: Sequencing | None) -> dict[str, str]:
    """What sequencing prescribes for an activity, as elements. [RTE 4.2.4, 4.2.14, 4.2.20]

    Nothing is said of what is not prescribed: such an element has no value.
    """
    if sequencing is None:
        return {}
    found: dict[str, str] = {}
    if sequencing.primary.satisfied_by_measure:
        found["cmi.scaled_passing_score"] = _real(sequencing.primary.minimum_measure)
    if sequencing.completion.by_measure:
        found["cmi.completion_threshold"] = _real(sequencing.completion.minimum_progress)
    if sequencing.limits.attempt_absolute is not None:
        found["cmi.max_time_allowed"] = format_period(sequencing.limits.attempt_absolute)
    return found


def thresholds(item: Item, sequencing: Sequencing | None) -> dict[str, str]:
    """The read-only elements that decide what recorded data amount to."""
    needed = mastery(item)
    given = {"cmi.student_data.mastery_score": needed} if needed else {}
    return given | prescribed(sequencing)


def outcome_of_part(course: Course, sco: str, data: Mapping[str, str]) -> Outcome:
    """What recorded data amount to, in a course that may have lost the part."""
    item = course.items.get(sco) or Item(identifier="", title="")
    return outcome(course.edition, {**data, **thresholds(item, course.sequencing.get(sco))})


def facts_of(
    session: Session, item: Item, sequencing: Sequencing | None, mode: str, seconds: float
) -> SessionFacts:
    """``sequencing`` is None in SCORM 1.2, where the item itself has the limits."""
    rules = prescribed(sequencing)
    limit = item.max_time_allowed if sequencing is None else rules.get("cmi.max_time_allowed", "")
    return SessionFacts(
        learner_id=session.user_id,
        learner_name=session.learner_name or session.user_id,
        credit="credit" if mode == "normal" else "no-credit",
        mode=mode,
        launch_data=item.data_from_lms,
        mastery_score=mastery(item),
        max_time_allowed=limit,
        time_limit_action=item.time_limit_action,
        total_seconds=seconds,
        completion_threshold=rules.get("cmi.completion_threshold", ""),
        scaled_passing_score=rules.get("cmi.scaled_passing_score", ""),
    )


def _real(value: float) -> str:
    """A number of the book: up to seven decimals, and never an exponent."""
    return f"{value:.7f}".rstrip("0").rstrip(".")
