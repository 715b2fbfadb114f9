"""The report on answers one by one: a page of them, and what they come to in all."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from services.database import Row
from services.reports.answers import Answer, answers
from services.reports.questions import RESULTS, figures
from services.reports.wanted import Wanted


async def page(
    tenant_id: UUID, which: Wanted, number: int, size: int
) -> tuple[list[Row], dict[str, Any]]:
    """Newest sessions first. All are read, as only the courses' data tell how many there are."""
    begin, found = (number - 1) * size, list[Row]()
    results: Counter[str] = Counter()
    questions: set[int] = set()
    answered = 0
    async for step in answers(tenant_id, which):
        for answer in step:
            if begin <= answered < begin + size:
                found.append(row_of(answer))
            answered += 1
            questions.add(hash((answer.package_id, answer.told.activity_id, answer.told.id)))
            results[answer.told.result] += answer.told.result in RESULTS
    return found, {"questions": len(questions), "answered": answered, **figures(results)}


async def everything(tenant_id: UUID, which: Wanted) -> AsyncIterator[list[Row]]:
    async for step in answers(tenant_id, which):
        yield [row_of(answer) for answer in step]


def row_of(answer: Answer) -> Row:
    told = answer.told
    return {
        "session_id": answer.session_id,
        "user_id": answer.user_id,
        "learner_name": answer.learner_name,
        "package_id": answer.package_id,
        "package_title": answer.package_title,
        "attempt": answer.attempt,
        "activity_id": told.activity_id,
        "activity_title": answer.activity_title,
        "interaction_id": told.id,
        "type": told.type,
        "description": told.description,
        "objectives": told.objectives,
        "learner_response": told.learner_response,
        "correct_responses": told.correct_responses,
        "result": told.result,
        "weighting": told.weighting,
        "latency_seconds": answer.latency_seconds,
        "timestamp": told.timestamp,
        "recorded_at": answer.recorded_at,
    }
