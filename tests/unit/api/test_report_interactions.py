"""The report on questions: what was answered how often, and how often that was right."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from quart.typing import TestClientProtocol as Client

from services.reports import questions

PATH = "/api/v1/reports/interactions"
Make = Callable[..., Awaitable[Any]]


def answered(*told: tuple[str, str, str], latency: str = "00:00:10", **more: str) -> dict[str, str]:
    """Of (id, response, result), as a course of SCORM 1.2 stores them."""
    data: dict[str, str] = {}
    for n, (name, response, result) in enumerate(told):
        row = f"cmi.interactions.{n}."
        data |= {
            f"{row}id": name,
            f"{row}type": "choice",
            f"{row}student_response": response,
            f"{row}result": result,
            f"{row}latency": latency,
            **{f"{row}{key}": value for key, value in more.items()},
        }
    return data


@pytest.fixture
def answers(client: Client, package: Make) -> Make:
    """A session with these data; gives the id of its package."""

    async def store(who: Any, user_id: str, data: dict[str, str], package_id: str = "") -> str:
        package_id = package_id or await package(who)
        wish = {"user_id": user_id, "learner_name": user_id.title()}
        launched = await client.post(
            f"/api/v1/packages/{package_id}/launch", json=wish, headers=who.headers
        )
        session_id = (await launched.get_json())["session_id"]
        changed = await client.put(
            f"/api/v1/sessions/{session_id}", json={"cmi_data": data}, headers=who.headers
        )
        assert changed.status_code == 200, await changed.get_data(as_text=True)
        return package_id

    return store


async def report(client: Client, who: Any, **query: Any) -> dict[str, Any]:
    answer = await client.get(PATH, query_string=query, headers=who.headers)
    assert answer.status_code == 200, await answer.get_data(as_text=True)
    told: dict[str, Any] = await answer.get_json()
    return told


async def test_a_question_is_told_with_its_answers(
    client: Client, acme: Any, answers: Make
) -> None:
    pattern = {"correct_responses.0.pattern": "b", "objectives.0.id": "fires"}
    right = answered(("q1", "b", "correct"), ("q2", "t", "neutral"), **pattern)
    package_id = await answers(acme, "ada", right)
    await answers(acme, "bob", answered(("q1", "b", "correct"), latency="00:00:20"), package_id)
    await answers(acme, "cleo", answered(("q1", "c", "wrong")), package_id)
    await answers(acme, "dan", answered(("q1", "?", "unanticipated")), package_id)

    told = await report(client, acme)

    first, second = told["rows"]
    assert (first["interaction_id"], first["type"], first["answered"]) == ("q1", "choice", 4)
    assert (first["correct"], first["incorrect"], first["unanticipated"]) == (2, 1, 1)
    assert (first["percent_correct"], first["avg_latency_seconds"]) == (50.0, 12.5)
    assert first["correct_responses"] == ["b"]
    assert first["objectives"] == ["fires"]
    assert first["activity_title"] == "Fire safety"
    assert first["top_responses"] == [
        {"response": "b", "count": 2},
        {"response": "?", "count": 1},
        {"response": "c", "count": 1},
    ]
    assert (second["neutral"], second["percent_correct"]) == (1, None)
    assert told["totals"] == {
        "questions": 2,
        "answered": 5,
        "correct": 2,
        "incorrect": 1,
        "unanticipated": 1,
        "neutral": 1,
        "percent_correct": 50.0,
    }


async def test_the_question_is_in_the_words_of_the_course_where_it_tells_them(
    client: Client, acme: Any, answers: Make
) -> None:
    asked = {"description": "Which\u0007 extinguisher?"}
    package_id = await answers(acme, "ada", answered(("q", "a", "correct"), **asked))
    await answers(acme, "bob", answered(("q", "a", "correct")), package_id)

    [row] = (await report(client, acme))["rows"]

    assert row["description"] == "Which  extinguisher?"


async def test_a_question_that_was_only_shown_was_not_answered(
    client: Client, acme: Any, answers: Make
) -> None:
    await answers(acme, "ada", {"cmi.interactions.0.id": "q", "cmi.interactions.0.type": "choice"})

    assert (await report(client, acme))["rows"] == []


async def test_the_same_id_in_another_course_is_another_question(
    client: Client, acme: Any, answers: Make
) -> None:
    for _ in "12":
        await answers(acme, "ada", answered(("q", "a", "correct")))

    assert [row["answered"] for row in (await report(client, acme))["rows"]] == [1, 1]


async def test_each_answer_can_be_told_on_its_own(client: Client, acme: Any, answers: Make) -> None:
    package_id = await answers(
        acme, "ada", answered(("q1", "b", "correct"), ("q2", "-3", "wrong"), weighting="2")
    )
    await answers(acme, "bob", answered(("q1", "=cmd()", "wrong")), package_id)

    told = await report(client, acme, detail="true", limit=2)
    rest = await report(client, acme, detail="true", limit=2, page=2)

    assert told["rows"] == []
    assert told["pagination"]["total"] == told["totals"]["answered"] == 3
    newest, first = told["answers"]
    [second] = rest["answers"]
    assert (newest["user_id"], newest["learner_response"]) == ("bob", "=cmd()")
    assert (first["user_id"], first["learner_name"], first["attempt"]) == ("ada", "Ada", 1)
    assert (first["result"], first["latency_seconds"], first["weighting"]) == ("correct", 10, 2)
    assert (second["interaction_id"], second["result"]) == ("q2", "incorrect")


async def test_files_of_questions_and_answers_are_safe_to_open(
    client: Client, acme: Any, answers: Make
) -> None:
    await answers(acme, "ada", answered(("q", "=1+1", "correct")))
    texts: list[str] = []
    for query in ({}, {"detail": "true"}):
        asked = {"format": "csv", **query}
        answer = await client.get(PATH, query_string=asked, headers=acme.headers)
        texts.append(await answer.get_data(as_text=True))
        assert answer.headers["Content-Disposition"].startswith("attachment")

    assert all("'=1+1" in text and ",=1+1" not in text for text in texts)


async def test_too_many_questions_are_refused_rather_than_cut_off(
    client: Client, acme: Any, answers: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "MOST_QUESTIONS", 2)
    await answers(acme, "ada", answered(*((f"q{n}", "a", "correct") for n in range(3))))

    for query in ({}, {"format": "csv"}):
        answer = await client.get(PATH, query_string=query, headers=acme.headers)
        assert answer.status_code == 400


def test_very_many_different_texts_do_not_gather() -> None:
    question = questions.Question(uuid4(), "Course", "item", "Lesson", "q")
    for n in range(5 * questions.MOST_RESPONSES):
        question.note_response(f"text {n}")
        question.note_response("frequent")

    assert len(question.responses) <= 2 * questions.MOST_RESPONSES
    assert question.row["top_responses"][0]["response"] == "frequent"
