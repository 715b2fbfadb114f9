"""What learners answered to each question of a course, and how often they were right."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from services.errors import Invalid
from services.reports.answers import Answer, answers
from services.reports.wanted import Wanted

MOST_QUESTIONS: Final = 20_000
MOST_RESPONSES: Final = 1_000
MOST_SHOWN: Final = 10
MOST_NAMED: Final = 50
LONGEST_RESPONSE: Final = 500
RESULTS: Final = ("correct", "incorrect", "unanticipated", "neutral")

Name = tuple[UUID, str, str]


@dataclass(slots=True)
class Question:
    """All answers to one question; texts are those of the newest answer that has them."""

    package_id: UUID
    package_title: str
    activity_id: str
    activity_title: str
    interaction_id: str
    type: str = ""
    description: str = ""
    correct_responses: list[str] = field(default_factory=list[str])
    objectives: dict[str, None] = field(default_factory=dict[str, None])
    answered: int = 0
    results: Counter[str] = field(default_factory=Counter[str])
    responses: Counter[str] = field(default_factory=Counter[str])
    latencies: int = 0
    latency: float = 0.0

    def take(self, answer: Answer) -> None:
        told = answer.told
        self.type = self.type or told.type
        self.description = self.description or told.description
        self.correct_responses = self.correct_responses or told.correct_responses[:MOST_NAMED]
        for objective in told.objectives[: MOST_NAMED - len(self.objectives)]:
            self.objectives[objective] = None
        self.answered += 1
        if told.result in RESULTS:
            self.results[told.result] += 1
        if answer.latency_seconds is not None:
            self.latencies += 1
            self.latency += answer.latency_seconds
        if told.learner_response:
            self.note_response(told.learner_response[:LONGEST_RESPONSE])

    def note_response(self, response: str) -> None:
        """Of very many different texts those that nobody repeats are let go."""
        self.responses[response] += 1
        if len(self.responses) > 2 * MOST_RESPONSES:
            self.responses = Counter(dict(self.responses.most_common(MOST_RESPONSES)))

    @property
    def row(self) -> dict[str, Any]:
        return {
            "package_id": self.package_id,
            "package_title": self.package_title,
            "activity_id": self.activity_id,
            "activity_title": self.activity_title,
            "interaction_id": self.interaction_id,
            "type": self.type,
            "description": self.description,
            "objectives": list(self.objectives),
            "answered": self.answered,
            **figures(self.results),
            "avg_latency_seconds": round(self.latency / self.latencies, 2)
            if self.latencies
            else None,
            "correct_responses": self.correct_responses,
            "top_responses": [
                {"response": response, "count": count} for response, count in _most(self.responses)
            ],
        }


def _most(responses: Counter[str]) -> Iterable[tuple[str, int]]:
    return sorted(responses.items(), key=lambda each: (-each[1], each[0]))[:MOST_SHOWN]


async def questions(tenant_id: UUID, which: Wanted) -> list[Question]:
    """By package, activity and id. Raises Invalid when there are more than a report can hold."""
    found: dict[Name, Question] = {}
    async for step in answers(tenant_id, which):
        for answer in step:
            _question(found, answer).take(answer)
    ordered = sorted(found, key=lambda name: (found[name].package_title, *map(str, name)))
    return [found[name] for name in ordered]


def _question(found: dict[Name, Question], answer: Answer) -> Question:
    told = answer.told
    name = (answer.package_id, told.activity_id, told.id)
    if name not in found:
        if len(found) >= MOST_QUESTIONS:
            raise Invalid.field(
                "package_id", f"name one: there are more than {MOST_QUESTIONS} questions"
            )
        titles = answer.package_title, answer.activity_title
        found[name] = Question(name[0], titles[0], name[1], titles[1], name[2])
    return found[name]


def totals(found: Iterable[Question]) -> dict[str, Any]:
    results: Counter[str] = Counter()
    answered = count = 0
    for each in found:
        count, answered = count + 1, answered + each.answered
        results.update(each.results)
    return {"questions": count, "answered": answered, **figures(results)}


def figures(results: Counter[str]) -> dict[str, Any]:
    """What was neither right nor wrong has no part in the percentage."""
    judged = sum(results[each] for each in ("correct", "incorrect", "unanticipated"))
    return {
        **{each: results[each] for each in RESULTS},
        "percent_correct": round(100 * results["correct"] / judged, 2) if judged else None,
    }
