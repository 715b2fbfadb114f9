"""The bundled course beyond the straight way: second tries, kept answers, phones, first start."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import axe_playwright_python
import httpx
import pytest
from lectern_browser import open_player, save_state
from lectern_server import Server
from playwright.async_api import Browser, Frame, Page

from services import sample

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
TO_THE_QUIZ = 8
RIGHT = {
    **{"q1": ["c"], "q2": ["a", "d"], "q3": ["t"], "q4": ["3 km"]},
    **{"q5-a": ["1"], "q5-b": ["2"], "q5-c": ["3"]},
    **{"q6-1": ["b"], "q6-2": ["d"], "q6-3": ["a"], "q6-4": ["c"], "q7": ["3"]},
}


@pytest.fixture(scope="module")
def course(server: Server) -> str:
    return server.upload(sample.build())


async def page_of(frame: Frame) -> str | None:
    return await frame.get_attribute("main", "data-page")


async def press(frame: Frame, action: str, times: int = 1) -> None:
    for _ in range(times):
        await frame.click(f"[data-action={action}]")


async def answer(frame: Frame, answers: dict[str, list[str]]) -> None:
    for name, values in answers.items():
        field = frame.locator(f"[name={name}]").first
        kind = await field.evaluate("field => field.type")
        if kind == "text":
            await field.fill(values[0])
        elif kind == "select-one":
            await field.select_option(values[0])
        else:
            for value in values:
                await frame.check(f"[name={name}][value='{value}']")


async def record_with(server: Server, session_id: str, **wanted: str) -> dict[str, Any]:
    """The session, as soon as it says what it should."""
    found: dict[str, Any] = {}
    for _ in range(100):
        found = server.session(session_id)
        if {name: found[name] for name in wanted} == wanted:
            break
        await asyncio.sleep(0.1)
    assert {name: found[name] for name in wanted} == wanted
    return found


async def test_failing_it_fails_the_session_and_trying_again_may_pass(
    server: Server, page: Page, course: str
) -> None:
    session_id = str(uuid4())
    frame = await open_player(
        page, server.launch(course, "ada", session_id=session_id)["launch_url"]
    )
    await press(frame, "next", TO_THE_QUIZ)

    await answer(frame, {**RIGHT, "q1": ["a"], "q3": ["f"]})
    await press(frame, "submit-quiz")
    await record_with(server, session_id, success_status="failed")
    await press(frame, "retry")
    await answer(frame, RIGHT)
    await press(frame, "submit-quiz")

    found = await record_with(server, session_id, success_status="passed")
    assert found["cmi_data"]["cmi.interactions.0.result"] == "wrong"
    assert found["cmi_data"]["cmi.interactions.7.result"] == "correct"


async def test_it_resumes_on_its_page_with_its_answers(
    server: Server, browser: Browser, course: str
) -> None:
    session_id = str(uuid4())
    first = await browser.new_page()
    frame = await open_player(
        first, server.launch(course, "ada", session_id=session_id)["launch_url"]
    )
    await press(frame, "next", TO_THE_QUIZ)
    await answer(frame, {"q1": ["c"], "q4": ["3"]})
    await save_state(first, "saved")
    await first.close()

    second = await browser.new_page()
    again = await open_player(
        second, server.launch(course, "ada", session_id=session_id)["launch_url"]
    )

    assert await page_of(again) == "9"
    assert await again.is_checked("[name=q1][value=c]")
    assert await again.input_value("[name=q4]") == "3"
    await second.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_is_accessible_on_a_phone(
    server: Server, browser: Browser, course: str, scheme: Any
) -> None:
    page = await browser.new_page(
        viewport={"width": 390, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
    )
    frame = await open_player(page, server.launch(course, "ada")["launch_url"])
    await frame.evaluate(AXE.read_text() + ";0")

    complaints: list[Any] = []
    for _ in range(TO_THE_QUIZ + 1):
        complaints += await frame.evaluate("axe.run().then(found => found.violations)")
        if await frame.is_visible("[data-action=next]"):
            await press(frame, "next")
    await page.close()

    assert [(one["id"], one["nodes"][0]["html"]) for one in complaints] == []


def test_it_is_there_at_the_first_start(server: Server) -> None:
    key = (server.data_dir / "api-key").read_text()
    answer = httpx.get(
        f"http://127.0.0.1:{server.port}/api/v1/packages", headers={"X-API-Key": key}
    )

    assert sample.TITLE in [one["title"] for one in answer.json()["packages"]]
