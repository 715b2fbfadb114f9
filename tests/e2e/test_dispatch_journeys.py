"""A course in a client's LMS, over a dispatch: both systems know the same in the end."""

import pytest
from lectern_dispatches import Client, dispatched, imported, leave
from lectern_lms import Lms
from lectern_server import Server
from playwright.async_api import BrowserContext

# The client's LMS, and the course that is dispatched to it.
PAIRS = [("1.2", "1.2"), ("1.2", "2004"), ("2004", "1.2"), ("2004", "2004")]
SAME = [("1.2", "1.2"), ("2004", "2004")]


@pytest.fixture
def client(request: pytest.FixtureRequest, server: Server, lms: Lms) -> Client:
    shell, standard = request.param
    return imported(lms, dispatched(server, standard, shell))


OUTCOMES = [
    *((pair, "passed") for pair in PAIRS),
    *((pair, outcome) for pair in SAME for outcome in ("completed", "failed")),
]


def in_every(pairs: list[tuple[str, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("client", pairs, indirect=True, ids=[_name(p) for p in pairs])


def _name(pair: tuple[str, str]) -> str:
    return f"{pair[1]} in {pair[0]}"


@pytest.mark.parametrize(
    ("client", "outcome"),
    OUTCOMES,
    indirect=["client"],
    ids=[f"{_name(pair)}, {outcome}" for pair, outcome in OUTCOMES],
)
async def test_a_finished_course_is_finished_in_both_systems(
    client: Client, context: BrowserContext, outcome: str
) -> None:
    page, lesson = await client.launch(context)
    assert await lesson.get("learner") == "ann"
    if outcome != "completed":
        await lesson.score(85 if outcome == "passed" else 20)
    await lesson.status(outcome)
    await lesson.time(65)
    await lesson.finish()

    record = await client.agree(outcome)

    assert record.completed
    assert record.success == (outcome if outcome != "completed" else "unknown")
    assert record.score == {"completed": None, "passed": 85, "failed": 20}[outcome]
    assert record.exit == "suspend"
    assert client.dispatch.seats == 1
    assert client.dispatch.session()["user_id"] == "ann"
    await leave(page)
    await client.course.wait(lambda held: held.finished)
    await client.agree(outcome)


@in_every(PAIRS)
async def test_a_suspended_course_goes_on_where_it_was(
    client: Client, context: BrowserContext
) -> None:
    page, lesson = await client.launch(context)
    await lesson.set("location", "page-7")
    await lesson.set("suspend_data", "x" * 20_000)
    await lesson.score(40)
    await lesson.status("incomplete")
    await lesson.time(40)
    await lesson.finish("suspend")
    await client.agree("incomplete", 40)
    await page.close()

    page, lesson = await client.launch(context)
    assert await lesson.get("entry") == "resume"
    assert await lesson.get("location") == "page-7"
    assert await lesson.get("suspend_data") == "x" * 20_000
    await lesson.score(90)
    await lesson.status("passed")
    await lesson.time(30)
    await lesson.finish()

    record = await client.agree("passed", 90)
    assert record.seconds >= 69
    assert client.dispatch.seats == 1
    assert len(client.dispatch.registrations()) == 1


@in_every(SAME)
async def test_results_are_told_when_they_change_and_not_at_the_end_only(
    client: Client, context: BrowserContext
) -> None:
    _, lesson = await client.launch(context)
    await lesson.score(50)
    await lesson.commit()
    await client.course.wait(lambda record: record.score == 50)
    await lesson.status("passed")
    await lesson.commit()
    await client.course.wait(lambda record: record.success == "passed")
    record = await client.agree("passed", 50)
    assert not record.finished


@in_every(SAME)
async def test_a_finished_course_stays_finished_when_it_is_opened_again(
    client: Client, context: BrowserContext
) -> None:
    page, lesson = await client.launch(context)
    await lesson.score(80)
    await lesson.status("passed")
    await lesson.finish()
    await client.agree("passed", 80)
    await page.close()

    _, lesson = await client.launch(context)
    assert await lesson.get("mode") == "review"
    await client.agree("passed", 80)
    assert client.dispatch.seats == 1


@in_every(SAME)
async def test_each_learner_has_a_seat_and_a_record_of_their_own(
    client: Client, context: BrowserContext
) -> None:
    for learner, outcome in (("ann", "passed"), ("bob", "failed")):
        page, lesson = await client.launch(context, learner)
        assert await lesson.get("learner") == learner
        await lesson.status(outcome)
        await lesson.finish()
        await client.course.wait(lambda held: held.completed, learner)
        await page.close()

    assert client.course.record("ann").success == "passed"
    assert client.course.record("bob").success == "failed"
    assert client.dispatch.seats == 2
