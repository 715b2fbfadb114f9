"""A customer in a hurry is held back, and nobody else: not its learners, not its neighbours."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from lectern_courses import Course, Sco
from lectern_server import API_KEY, Server

COURSE = Course("Fire safety", [Sco("one", "One")], {"index.html": "<title>A page</title>"})
KEY = {"X-API-Key": API_KEY}


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[Server]:
    limits = {"LECTERN_RATE_LIMIT_READ": "40", "LECTERN_RATE_LIMIT_FAILED": "10"}
    server = Server(tmp_path / "data", **limits).start()
    yield server
    server.stop()


def ask(url: str, headers: dict[str, str]) -> httpx.Response:
    """On a connection of its own."""
    return httpx.get(url, headers=headers, timeout=30)


def storm(url: str, headers: list[dict[str, str]]) -> list[httpx.Response]:
    with ThreadPoolExecutor(16) as crowd:
        return list(crowd.map(partial(ask, url), headers))


def open_player(server: Server, launched: dict[str, Any]) -> int:
    answer = httpx.post(
        f"http://127.0.0.1:{server.port}/player/{launched['session_id']}/launches",
        headers={"Host": f"play.lectern.localhost:{server.port}"},
        json={"token": launched["launch_token"], "ancestors": []},
    )
    return answer.status_code


def test_a_storm_is_held_to_the_limit_and_learners_do_not_notice(limited: Server) -> None:
    package_id = limited.upload(COURSE.archive())
    launched = limited.launch(package_id, "ada")
    url = f"http://127.0.0.1:{limited.port}/api/v1/packages/{package_id}"
    forged = [{**KEY, "X-Forwarded-For": f"203.0.113.{number}"} for number in range(120)]

    answers = storm(url, forged)

    passed = [each for each in answers if each.status_code == 200]
    refused = [each for each in answers if each.status_code == 429]
    assert (len(passed), len(refused)) == (40, 80)
    assert sorted(int(each.headers["X-RateLimit-Remaining"]) for each in passed) == [*range(40)]
    assert all(0 < int(each.headers["Retry-After"]) <= 60 for each in refused)
    assert len({each.headers["X-RateLimit-Reset"] for each in answers}) == 1
    assert open_player(limited, launched) == 201
    assert limited.launch(package_id, "bob")["session_id"]


def test_guessing_keys_ends_in_refusals_and_does_not_lock_the_owner_out(limited: Server) -> None:
    url = f"http://127.0.0.1:{limited.port}/api/customer/usage"
    wrong = [{"X-API-Key": f"w{n}", "X-Real-IP": f"203.0.113.{n}"} for n in range(30)]

    codes = sorted(each.status_code for each in storm(url, wrong))

    assert codes == [401] * 10 + [429] * 20
    assert ask(url, KEY).status_code == 200


def test_counted_requests_outlive_the_process(limited: Server) -> None:
    url = f"http://127.0.0.1:{limited.port}/api/customer/usage"
    for _ in range(5):
        ask(url, KEY)
    assert limited.stop() == 0

    limited.start()

    assert ask(url, KEY).json()["api_requests"]["used"] == 6
