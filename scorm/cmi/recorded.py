"""The rows of interactions and objectives that content has recorded, alike for all editions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from scorm.cmi.datatypes import number
from scorm.duration import format_period, parse_period
from scorm.edition import Edition

Row = dict[str, str]

# What SCORM 1.2 calls otherwise.
_NAMES_12: Final = {"time": "timestamp", "student_response": "learner_response"}
_RESULTS_12: Final = {"wrong": "incorrect"}
# A status of an objective of SCORM 1.2, as completion and success.
_STATUS_12: Final = {
    "passed": ("completed", "passed"),
    "failed": ("completed", "failed"),
    "completed": ("completed", "unknown"),
    "incomplete": ("incomplete", "unknown"),
    "browsed": ("incomplete", "unknown"),
}
_COMPLETION: Final = ("completed", "incomplete")
_SUCCESS: Final = ("passed", "failed")


@dataclass(frozen=True, slots=True)
class Interaction:
    """``latency`` is an ISO 8601 duration; the texts are as content wrote them."""

    activity_id: str
    id: str
    type: str
    objectives: list[str]
    timestamp: str
    correct_responses: list[str]
    weighting: float | None
    learner_response: str
    result: str
    latency: str
    description: str


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    activity_id: str
    id: str
    description: str
    completion_status: str
    success_status: str
    scaled: float | None
    raw: float | None
    min: float | None
    max: float | None
    progress_measure: float | None


def interactions(activity_id: str, cmi: Mapping[str, str]) -> list[Interaction]:
    return [_interaction(activity_id, row) for row in _rows(cmi, "cmi.interactions.")]


def objectives(edition: Edition, activity_id: str, cmi: Mapping[str, str]) -> list[ObjectiveRow]:
    return [_objective(edition, activity_id, row) for row in _rows(cmi, "cmi.objectives.")]


def _rows(cmi: Mapping[str, str], prefix: str) -> list[Row]:
    """By their numbers; what is inside of a row keeps its dotted name."""
    found: dict[int, Row] = {}
    for name, value in cmi.items():
        place, _, leaf = name.removeprefix(prefix).partition(".")
        if name.startswith(prefix) and leaf and place.isascii() and place.isdigit():
            found.setdefault(int(place), {})[leaf] = value
    return [found[place] for place in sorted(found)]


def _interaction(activity_id: str, row: Row) -> Interaction:
    said = {_NAMES_12.get(name, name): value for name, value in row.items()}
    result = said.get("result", "")
    return Interaction(
        activity_id=activity_id,
        id=said.get("id", ""),
        type=said.get("type", ""),
        objectives=list(_listed(said, "objectives.", "id")),
        timestamp=said.get("timestamp", ""),
        correct_responses=list(_listed(said, "correct_responses.", "pattern")),
        weighting=number(said.get("weighting")),
        learner_response=said.get("learner_response", ""),
        result=_RESULTS_12.get(result, result),
        latency=_duration(said.get("latency", "")),
        description=said.get("description", ""),
    )


def _listed(row: Row, prefix: str, leaf: str) -> Iterator[str]:
    for inner in _rows(row, prefix):
        if leaf in inner:
            yield inner[leaf]


def _duration(text: str) -> str:
    seconds = parse_period(text, tolerant=True)
    return text if seconds is None else format_period(seconds)


def _objective(edition: Edition, activity_id: str, row: Row) -> ObjectiveRow:
    completion, success = (
        (row.get("completion_status", "unknown"), row.get("success_status", "unknown"))
        if edition.is_2004
        else _STATUS_12.get(row.get("status", ""), ("not attempted", "unknown"))
    )
    scaled = number(row.get("score.scaled"))
    return ObjectiveRow(
        activity_id=activity_id,
        id=row.get("id", ""),
        description=row.get("description", ""),
        completion_status=completion if completion in _COMPLETION else "not_attempted",
        success_status=success if success in _SUCCESS else "unknown",
        scaled=scaled if scaled is not None and -1 <= scaled <= 1 else None,
        raw=number(row.get("score.raw")),
        min=number(row.get("score.min")),
        max=number(row.get("score.max")),
        progress_measure=number(row.get("progress_measure")),
    )
