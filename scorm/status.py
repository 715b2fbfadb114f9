"""What a visit came to: completion, success and score, from the values that content recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from scorm.cmi.begin import FACTS_2004, mastery_status
from scorm.cmi.datamodel import judged
from scorm.cmi.datatypes import number
from scorm.edition import Edition


class Completion(StrEnum):
    NOT_ATTEMPTED = "not_attempted"
    INCOMPLETE = "incomplete"
    COMPLETED = "completed"


class Success(StrEnum):
    UNKNOWN = "unknown"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    completion_status: Completion = Completion.NOT_ATTEMPTED
    success_status: Success = Success.UNKNOWN
    scaled: float | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None
    progress: float | None = None


_STATUS_12: Final = {
    "not attempted": (Completion.NOT_ATTEMPTED, Success.UNKNOWN),
    "browsed": (Completion.INCOMPLETE, Success.UNKNOWN),
    "incomplete": (Completion.INCOMPLETE, Success.UNKNOWN),
    "completed": (Completion.COMPLETED, Success.UNKNOWN),
    "passed": (Completion.COMPLETED, Success.PASSED),
    "failed": (Completion.COMPLETED, Success.FAILED),
}
# Statuses that tell nothing; having said only this is having recorded nothing.
_EMPTY_2004: Final = {
    "cmi.completion_status": ("unknown", "not attempted"),
    "cmi.success_status": ("unknown",),
}
_GIVEN_2004: Final = frozenset((*FACTS_2004, "cmi.entry", "cmi._version"))


def outcome(edition: Edition, cmi: Mapping[str, str]) -> Outcome:
    return _outcome2004(cmi) if edition.is_2004 else _outcome12(cmi)


def _outcome12(cmi: Mapping[str, str]) -> Outcome:
    status = cmi.get("cmi.core.lesson_status", "not attempted")
    raw_text = cmi.get("cmi.core.score.raw", "")
    if status == "completed":
        mastery = cmi.get("cmi.student_data.mastery_score", "")
        status = mastery_status(mastery, raw_text) or status
    completion, success = _STATUS_12.get(status, _STATUS_12["not attempted"])
    raw = number(raw_text)
    lowest = number(cmi.get("cmi.core.score.min"))
    highest = number(cmi.get("cmi.core.score.max"))
    return Outcome(
        completion,
        success,
        scaled=_scaled12(raw, lowest, highest),
        raw=raw,
        min=lowest,
        max=highest,
        progress=1.0 if completion is Completion.COMPLETED else None,
    )


def _scaled12(raw: float | None, lowest: float | None, highest: float | None) -> float | None:
    if raw is None:
        return None
    if lowest is not None and highest is not None and highest > lowest:
        scaled = (raw - lowest) / (highest - lowest)
        return scaled if -1 <= scaled <= 1 else None
    return raw / 100 if 0 <= raw <= 100 else None


def _outcome2004(cmi: Mapping[str, str]) -> Outcome:
    completion = _completion2004(cmi)
    success = judged(cmi, "cmi.success_status") or cmi.get("cmi.success_status", "unknown")
    progress = number(cmi.get("cmi.progress_measure"))
    if progress is None and completion is Completion.COMPLETED:
        progress = 1.0
    scaled = number(cmi.get("cmi.score.scaled"))
    return Outcome(
        completion,
        Success(success) if success in set(Success) else Success.UNKNOWN,
        scaled=scaled if scaled is not None and -1 <= scaled <= 1 else None,
        raw=number(cmi.get("cmi.score.raw")),
        min=number(cmi.get("cmi.score.min")),
        max=number(cmi.get("cmi.score.max")),
        progress=progress,
    )


def _completion2004(cmi: Mapping[str, str]) -> Completion:
    status = judged(cmi, "cmi.completion_status") or cmi.get("cmi.completion_status")
    if status in ("completed", "incomplete"):
        return Completion(status)
    return Completion.INCOMPLETE if _anything_recorded(cmi) else Completion.NOT_ATTEMPTED


def _anything_recorded(cmi: Mapping[str, str]) -> bool:
    return any(
        value
        and name not in _GIVEN_2004
        and value not in _EMPTY_2004.get(name, ())
        and not name.startswith(("adl.", "cmi.comments_from_lms."))
        for name, value in cmi.items()
    )
