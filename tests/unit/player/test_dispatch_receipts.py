"""Results that were handed to another system: told with the launch, and what became of them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from models.dispatch import Dispatch, DispatchRegistration
from tests.lectern_arrivals import come, dispatched, registrations_of, token_of
from tests.lectern_records import make_package
from tests.shell_client import Client, commit_body, commit_raw, make_app

STATUS = "cmi.core.lesson_status"
SCORE = "cmi.core.score.raw"


@pytest.fixture
def client(database: str) -> Client:
    return make_app().test_client()


@pytest.fixture
async def dispatch(tenant: UUID) -> Dispatch:
    return await dispatched(tenant, await make_package(tenant))


class Relay:
    """The shell of a learner, between the course and their own system."""

    def __init__(self, client: Client, opened: dict[str, Any]) -> None:
        self.client, self.opened = client, opened
        self.path = f"/player/launches/{opened['launch']['id']}"
        self.headers = {"Authorization": f"Bearer {opened['launch']['handle']}"}
        self.seq = 0

    async def play(self, patch: dict[str, Any], seconds: float = 0.0) -> None:
        asked = {"request": "start"}
        step = await self.client.post(f"{self.path}/deliveries", json=asked, headers=self.headers)
        capability = (await step.get_json())["delivery"]["capability"]
        label = self.opened["content"]["origin"].removeprefix("http://").partition(".")[0]
        self.seq += 1
        launch = self.opened["launch"]["id"]
        body = commit_body(launch, capability, self.seq, patch, t={"sco": seconds})
        assert (await commit_raw(label, body))[0] == 200

    async def result(self) -> dict[str, Any]:
        return (await (await self.client.get(self.path, headers=self.headers)).get_json())["result"]

    async def receipt(self, handed: dict[str, Any], /, **told: Any) -> tuple[int, dict[str, Any]]:
        body = {"version": handed["version"], "result": handed, "ok": True, "error": "", **told}
        answer = await self.client.post(f"{self.path}/receipts", json=body, headers=self.headers)
        return answer.status_code, await answer.get_json()


async def relay_of(client: Client, dispatch: Dispatch, **told: Any) -> Relay:
    admitted = await come(dispatch, now=datetime.now(UTC), **told)
    path = f"/player/{admitted.session_id}/launches"
    opened = await client.post(path, json={"token": admitted.token})
    assert opened.status_code == 201
    return Relay(client, await opened.get_json())


async def only(dispatch: Dispatch) -> DispatchRegistration:
    [found] = await registrations_of(dispatch)
    return found


async def test_the_result_is_told_as_it_stands(client: Client, dispatch: Dispatch) -> None:
    relay = await relay_of(client, dispatch)
    first = relay.opened["relay"]["result"]

    await relay.play({STATUS: "passed", SCORE: "80"}, seconds=42.5)
    result = await relay.result()

    assert (first["completion_status"], first["attempt"]) == ("not_attempted", 1)
    assert result["version"] > first["version"]
    assert (result["completion_status"], result["success_status"]) == ("completed", "passed")
    assert result["score"]["raw"] == 80
    assert result["seconds"] == result["visit_seconds"] == 42.5


async def test_time_is_told_of_this_attempt_and_of_this_visit(
    client: Client, dispatch: Dispatch
) -> None:
    trusting = await dispatched(dispatch.tenant_id, dispatch.package_id, identity="asserted")
    one = await relay_of(client, trusting)
    await one.play({STATUS: "incomplete"}, seconds=30)
    two = await relay_of(client, trusting)
    await two.play({STATUS: "completed"}, seconds=12)
    await two.receipt(await two.result())
    three = await relay_of(client, trusting)
    await three.play({STATUS: "incomplete"}, seconds=5)

    second, third = two.opened["relay"]["result"], await three.result()
    assert (second["attempt"], second["seconds"], second["visit_seconds"]) == (1, 30, 0)
    assert (third["attempt"], third["seconds"], third["visit_seconds"]) == (2, 5, 5)


async def test_what_was_accepted_is_kept_beside_the_record(
    client: Client, dispatch: Dispatch
) -> None:
    relay = await relay_of(client, dispatch)
    await relay.play({STATUS: "completed"})
    result = await relay.result()
    checks = {"code": "LEC-00", "checks": [{"code": "LEC-01", "ok": True}]}

    answer = await relay.receipt(result, diagnosis=checks)

    kept = await only(dispatch)
    assert answer == (200, {"state": "accepted"})
    assert kept.accepted_version == result["version"]
    assert '"completion_status":"completed"' in kept.accepted
    assert (kept.refusal, kept.accepted_at is not None) == ("", True)
    assert "LEC-01" in kept.diagnosis


async def test_receipts_only_ever_move_forward(client: Client, dispatch: Dispatch) -> None:
    relay = await relay_of(client, dispatch)
    await relay.play({STATUS: "incomplete"})
    old = await relay.result()
    await relay.play({STATUS: "completed"})
    new = await relay.result()

    assert await relay.receipt(old) == (200, {"state": "pending"})
    assert await relay.receipt(new) == (200, {"state": "accepted"})
    assert await relay.receipt(old) == (200, {"state": "accepted"})
    assert await relay.receipt(old, ok=False, error="405") == (200, {"state": "accepted"})
    assert (await only(dispatch)).accepted_version == new["version"]


async def test_a_refusal_is_kept_with_its_code_until_the_result_is_taken(
    client: Client, dispatch: Dispatch
) -> None:
    relay = await relay_of(client, dispatch)
    await relay.play({STATUS: "completed"})
    result = await relay.result()

    for error, kept in (("405", "405"), ("\x00é", "unknown"), ("x" * 900, "x" * 64)):
        assert await relay.receipt(result, ok=False, error=error) == (200, {"state": "refused"})
        assert (await only(dispatch)).refusal == kept
    assert await relay.receipt(result) == (200, {"state": "accepted"})
    assert (await only(dispatch)).refused_at is None


JUNK: list[dict[str, Any]] = [
    {"version": 0},
    {"version": 10**12},
    {"version": "1"},
    {"version": 5000},
    {"ok": "yes"},
    {"error": 7},
    {"error": "x" * 2000},
    {"diagnosis": []},
    {"diagnosis": {"x": "y" * 5000}},
    {"result": {}},
    {"result": None},
]
JUNK_RESULTS: list[dict[str, Any]] = [
    {"completion_status": "done"},
    {"success_status": None},
    {"score": {"scaled": 1}},
    {"score": {"scaled": "1", "raw": None, "min": None, "max": None}},
    {"score": {"scaled": 1e300, "raw": None, "min": None, "max": None}},
    {"progress": 2},
    {"seconds": -1},
    {"visit_seconds": None},
    {"attempt": 0},
    {"version": 5000},
    {"more": "\x00"},
]


async def test_junk_is_refused_and_changes_nothing(client: Client, dispatch: Dispatch) -> None:
    relay = await relay_of(client, dispatch)
    result = await relay.result()
    results: list[dict[str, Any]] = [{"result": {**result, **each}} for each in JUNK_RESULTS]

    for wrong in JUNK + results:
        status, said = await relay.receipt(result, **wrong)
        assert (status, said["code"]) == (400, "VALIDATION_ERROR"), wrong

    assert (await only(dispatch)).accepted_version == 0


async def test_only_the_holder_of_the_launch_may_tell(
    client: Client, dispatch: Dispatch, other_tenant: UUID
) -> None:
    relay = await relay_of(client, dispatch)
    other = await relay_of(client, dispatch, user_id="grace")
    result, genuine = await relay.result(), relay.headers
    handle = relay.opened["launch"]["handle"]
    foreign = other_tenant.hex + handle[32:]

    wrongs = ["", "x", foreign, handle[:-1] + ("0" if handle[-1] != "0" else "1")]
    for wrong in [*wrongs, other.opened["launch"]["handle"]]:
        relay.headers = {"Authorization": f"Bearer {wrong}"}
        assert (await relay.receipt(result))[0] == 401

    relay.headers = genuine
    assert (await relay.receipt(result))[0] == 200


async def test_where_nothing_is_handed_on_there_is_no_receipt(
    client: Client, dispatch: Dispatch
) -> None:
    silent, heard = await relay_of(client, dispatch, host=""), await relay_of(client, dispatch)

    status, said = await silent.receipt(await heard.result())

    assert (status, said["code"]) == (409, "CONFLICT")


async def test_a_trial_is_answered_and_forgotten(client: Client, dispatch: Dispatch) -> None:
    relay = await relay_of(client, dispatch, token=token_of(dispatch, test=True))
    result = await relay.result()

    assert await relay.receipt(result) == (200, {"state": "accepted"})
    assert await relay.receipt(result, ok=False) == (200, {"state": "refused"})
    assert await registrations_of(dispatch) == []


async def test_no_result_is_taken_for_a_version_that_had_another(
    client: Client, dispatch: Dispatch
) -> None:
    relay = await relay_of(client, dispatch)
    early = await relay.result()
    await relay.play({STATUS: "failed", SCORE: "20"})
    result = await relay.result()
    better = {**result["score"], "raw": 100.0}
    forged: list[dict[str, Any]] = [
        {"result": {**result, "success_status": "passed"}},
        {"result": {**result, "score": better}},
        {"result": {**result, "attempt": 2}},
        {"result": {**early, "version": result["version"]}},
        {"result": early},
    ]

    for wrong in forged:
        status, said = await relay.receipt(result, **wrong)
        assert (status, said["code"]) == (400, "VALIDATION_ERROR"), wrong

    assert await relay.receipt(result) == (200, {"state": "accepted"})
