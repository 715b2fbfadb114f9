"""A learner who did everything there is to do, and of whom nothing is left in the end."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from quart.typing import TestClientProtocol as Client

import player
from app import House, worker_for
from services.ports import ports
from services.settings import Settings
from tests.lectern_traces import files_with, rows_with
from tests.shell_client import commit_raw

Make = Callable[..., Awaitable[Any]]
WHO = "planted-id/ünï=1"
NAME, EMAIL = "planted-name", "planted-email@example.com"
PLANTED = [
    *(WHO, NAME, EMAIL, "planted-suspended", "planted-answer", "planted-orphan"),
    *("planted-outside", "planted-imported", "planted-renamed", "planted-call"),
]


class Learner:
    """One window of the player, as the shell and the bridge talk."""

    def __init__(self, shell: Client, session_id: str) -> None:
        self._shell = shell
        self._session_id = session_id
        self._seq = 0

    async def open(self, token: str) -> "Learner":
        answer = await self._shell.post(
            f"/player/{self._session_id}/launches", json={"token": token, "ancestors": []}
        )
        opened = await answer.get_json()
        assert answer.status_code == 201, opened
        self._launch = opened["launch"]
        origin: str = opened["content"]["origin"]
        self._label = urlsplit(origin).netloc.partition(".")[0]
        step = await self._shell.post(
            f"/player/launches/{self._launch['id']}/deliveries",
            json={"request": "start"},
            headers={"Authorization": f"Bearer {self._launch['handle']}"},
        )
        self._token = (await step.get_json())["delivery"]["capability"]
        return self

    async def commit(self, **patch: str) -> int:
        self._seq += 1
        body = {
            "v": 1,
            "token": self._token,
            "launch": self._launch["id"],
            "seq": self._seq,
            "base": self._seq - 1,
            "sco": "ITEM-1",
            "patch": {f"cmi.{name.replace('__', '.')}": value for name, value in patch.items()},
            "calls": [[1, "LMSSetValue", "cmi.comments", "planted-call", "true", 0]],
        }
        status, _ = await commit_raw(self._label, json.dumps(body).encode())
        return status


@pytest.fixture
def shell(client: Client) -> Client:
    return player.create_app().test_client()


@pytest.fixture
async def ask(client: Client, acme: Any) -> Make:
    async def asked(method: str, path: str, body: Any = None) -> Any:
        more = {} if body is None else {"json": body}
        answer = await getattr(client, method)(f"/api/v1{path}", headers=acme.headers, **more)
        assert answer.status_code < 300, await answer.get_data(as_text=True)
        return await answer.get_json()

    return asked


async def live(ask: Make, shell: Client, package_id: str, user_id: str) -> Learner:
    """Launches, plays in two windows, is changed from outside, reset, and moved here."""
    told = {"learner_name": NAME, "learner_email": EMAIL} if user_id == WHO else {}
    wish = {"user_id": user_id, **told}
    launched = await ask("post", f"/packages/{package_id}/launch", wish)
    session_id = launched["session_id"]
    first = await Learner(shell, session_id).open(launched["launch_token"])
    answers = {
        "interactions__0__id": "q",
        "interactions__0__student_response": "planted-answer",
        "suspend_data": "planted-suspended",
    }
    assert await first.commit(**answers) == 200
    again = await ask("post", f"/packages/{package_id}/launch", {**wish, "session_id": session_id})
    second = await Learner(shell, session_id).open(again["launch_token"])
    assert await second.commit(core__lesson_status="completed") == 200
    assert await first.commit(suspend_data="planted-orphan") == 409
    await ask("put", f"/sessions/{session_id}", {"cmi_data": {"cmi.comments": "planted-outside"}})
    await ask("post", f"/sessions/{session_id}/attempts", {"force": True})
    state = {"cmi_data": {"cmi.suspend_data": "planted-imported"}}
    moved = {"package_id": package_id, "user_id": user_id, **told, "initial_state": state}
    await ask("post", "/sessions", moved)
    return second


async def erase(ask: Make, database: str, user_id: str) -> dict[str, Any]:
    """As a process does whose worker is running."""
    asked = await ask("delete", f"/learners/{quote(user_id, safe='')}")
    worker = worker_for(House(ports(), database))
    running = asyncio.create_task(worker.run())
    erasure: dict[str, Any] = {}
    try:
        for _ in range(300):
            erasure = await ask("get", f"/erasures/{asked['erasure_id']}")
            if erasure["status"] == "completed":
                return erasure
            await asyncio.sleep(0.1)
        pytest.fail(f"it was not finished: {erasure}")
    finally:
        await worker.stop()
        with suppress(TimeoutError):
            await asyncio.wait_for(running, 10)


async def test_nothing_is_left_anywhere_and_another_learner_is_as_before(  # noqa: PLR0913, PLR0917
    ask: Make,
    shell: Client,
    package: Make,
    acme: Any,
    database: str,
    configuration: Settings,
    capfd: pytest.CaptureFixture[str],
) -> None:
    kept, deleted = await package(acme), await package(acme)
    await live(ask, shell, kept, "somebody-else")
    await live(ask, shell, deleted, WHO)
    await ask("delete", f"/packages/{deleted}")
    window = await live(ask, shell, kept, WHO)
    await ask("patch", f"/learners/{quote(WHO, safe='')}", {"name": "planted-renamed"})
    await ask("post", f"/packages/{kept}/preview", {})
    before = await ask("get", "/learners/somebody-else")
    found = {each.rpartition(": ")[2] for each in await rows_with(database, PLANTED)}
    assert found >= set(PLANTED) - {NAME}

    erasure = await erase(ask, database, WHO)

    assert erasure["counts"]["sessions"] == 2
    assert erasure["counts"]["events"] > 4
    own = [text for text in PLANTED if text in {WHO, NAME, EMAIL, "planted-renamed"}]
    assert await rows_with(database, own) == []
    assert files_with(Path(configuration.data_dir), PLANTED) == []
    assert await ask("get", "/learners/somebody-else") == before
    assert await window.commit(suspend_data="planted-late") == 410
    assert await rows_with(database, ["planted-late"]) == []
    await erase(ask, database, "somebody-else")
    assert await rows_with(database, PLANTED) == []
    written = "".join(capfd.readouterr())
    assert [text for text in [*PLANTED, quote(WHO, safe="")] if text in written] == []


async def test_a_certificate_is_read_by_who_may_erase(  # noqa: PLR0913, PLR0917
    client: Client, ask: Make, package: Make, acme: Any, database: str, key_with: Make
) -> None:
    await ask("post", f"/packages/{await package(acme)}/launch", {"user_id": "ada"})
    asked = await ask("delete", "/learners/ada")
    path = f"/api/v1/erasures/{asked['erasure_id']}/certificate"
    early = await client.get(path, headers=acme.headers)
    await erase_again(ask, database)

    certificate = await ask("get", f"/erasures/{asked['erasure_id']}/certificate")
    reader = await client.get(path, headers=(await key_with("read")).headers)

    assert (early.status_code, reader.status_code) == (409, 403)
    assert certificate["removed"]["sessions"] == 1
    assert certificate["requested_by"]["kind"] == "key"
    assert "ada" not in json.dumps(certificate["removed"])
    listed = await ask("get", "/erasures?status=completed")
    assert [each["id"] for each in listed["erasures"]] == [asked["erasure_id"]]


async def erase_again(ask: Make, database: str) -> None:
    """Asking once more answers the same erasure, and waits until it is done."""
    first = await ask("get", "/erasures")
    done = await erase(ask, database, "ada")
    assert done["id"] == first["erasures"][0]["id"]
