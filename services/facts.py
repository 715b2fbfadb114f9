"""What the manifest and the launch tell a SCO, which its content may only read."""

from models.session import Session
from scorm.cmi.begin import SessionFacts
from scorm.packaging.manifest import Item


def mastery(item: Item) -> str:
    return "" if item.mastery_score is None else f"{item.mastery_score:g}"


def thresholds(item: Item) -> dict[str, str]:
    """The read-only elements that decide what recorded data amount to."""
    found = {"cmi.student_data.mastery_score": mastery(item)}
    completion = item.completion_threshold
    if completion is not None and completion.completed_by_measure:
        found["cmi.completion_threshold"] = f"{completion.min_progress_measure:g}"
    return {name: value for name, value in found.items() if value}


def facts_of(session: Session, item: Item, mode: str, seconds: float) -> SessionFacts:
    return SessionFacts(
        learner_id=session.user_id,
        learner_name=session.learner_name or session.user_id,
        credit="credit" if mode == "normal" else "no-credit",
        mode=mode,
        launch_data=item.data_from_lms,
        mastery_score=mastery(item),
        max_time_allowed=item.max_time_allowed,
        time_limit_action=item.time_limit_action,
        total_seconds=seconds,
        completion_threshold=thresholds(item).get("cmi.completion_threshold", ""),
    )
