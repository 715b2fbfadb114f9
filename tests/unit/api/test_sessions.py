"""Launching learners and working with their records over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from quart.typing import TestClientProtocol as Client

from models.session import Session
from services import database

Make = Callable[..., Awaitable[Any]]
SESSIONS = "/api/v1/sessions"


@pytest.fixture
def launched(client: Client, package: Make) -> Make:
    """The answer to a launch of a new package."""

    async def launch(who: Any, **wish: Any) -> dict[str, Any]:
        package_id = wish.pop("package_id", None) or await package(who)
        answer = await client.post(
            f"/api/v1/packages/{package_id}/launch",
            json={"user_id": "user-123", **wish},
            headers=who.headers,
        )
        assert answer.status_code in {200, 201}, await answer.get_data(as_text=True)
        told: dict[str, Any] = await answer.get_json()
        return told

    return launch


async def test_a_launch_answers_the_union_of_all_documented_fields(
    acme: Any, launched: Make
) -> None:
    told = await launched(acme, session_id="session-456")

    assert told["launch_url"].startswith("http://localhost:3001/player/session-456?token=")
    assert told["launch_url"] == told["player_url"]
    assert told["launch_url"].endswith(told["launch_token"])
    assert (told["session_id"], told["user_id"], told["learner_id"]) == (
        "session-456",
        "user-123",
        "user-123",
    )
    assert (told["content_type"], told["storage_backend"]) == ("scorm", "local")
    assert told["expires_in_seconds"] == 14_400
    assert (told["resumed"], told["attempts"], told["version"]) == (False, 1, 1)


async def test_the_same_session_id_goes_on_with_the_session(
    client: Client, acme: Any, launched: Make
) -> None:
    first = await launched(acme, session_id="s-1")
    again = {"user_id": "user-123", "session_id": "s-1"}

    answer = await client.post(
        f"/api/v1/packages/{first['package_id']}/launch", json=again, headers=acme.headers
    )

    assert answer.status_code == 200
    assert (await answer.get_json())["resumed"] is True


async def test_a_session_id_of_another_learner_is_a_conflict(
    client: Client, acme: Any, launched: Make
) -> None:
    first = await launched(acme, session_id="s-1")
    other = {"user_id": "somebody-else", "session_id": "s-1"}

    answer = await client.post(
        f"/api/v1/packages/{first['package_id']}/launch", json=other, headers=acme.headers
    )
    body = await answer.get_json()

    assert (answer.status_code, body["code"]) == (409, "DUPLICATE_ENTRY")
    assert body["details"]["category"] == "CONFLICT"


async def test_a_session_id_is_only_taken_within_its_tenant(
    acme: Any, rival: Any, launched: Make
) -> None:
    ours = await launched(acme, session_id="s-1")
    theirs = await launched(rival, session_id="s-1")

    assert ours["resumed"] is theirs["resumed"] is False


@pytest.mark.parametrize(("asked", "given"), [(1, 60), (600, 600), (10**6, 86_400)])
async def test_the_lifetime_is_clamped_and_told(
    acme: Any, launched: Make, asked: int, given: int
) -> None:
    told = await launched(acme, launch_token_ttl_seconds=asked)

    assert told["expires_in_seconds"] == given


@pytest.mark.parametrize(
    "wish",
    [
        {"user_id": ""},
        {"user_id": "u" * 256},
        {"user_id": 7},
        {"session_id": "a/b"},
        {"return_url": "javascript:alert(1)"},
        {"mode": "superuser"},
        {"registration": "not a uuid"},
        {"allowed_domains": "lms.example"},
        {"launch_token_ttl_seconds": -1},
    ],
)
async def test_a_bad_wish_is_a_validation_error(
    client: Client, acme: Any, package: Make, wish: dict[str, Any]
) -> None:
    answer = await client.post(
        f"/api/v1/packages/{await package(acme)}/launch",
        json={"user_id": "user-123", **wish},
        headers=acme.headers,
    )

    assert (answer.status_code, (await answer.get_json())["code"]) == (400, "VALIDATION_ERROR")


async def test_a_session_is_read_at_the_top_and_under_session(
    client: Client, acme: Any, launched: Make
) -> None:
    session_id = (await launched(acme, learner_name="Ada"))["session_id"]

    answer = await client.get(f"{SESSIONS}/{session_id}", headers=acme.headers)
    body = await answer.get_json()

    nested = body.pop("session")
    assert body == nested
    assert body["id"] == body["session_id"] == session_id
    assert (body["completion_status"], body["success_status"]) == ("not_attempted", "unknown")
    assert body["score"] == {"scaled": None, "raw": None, "min": None, "max": None}
    assert (body["cmi_data"], body["time_spent_seconds"]) == ({}, 0)
    assert body["package"]["title"] == "Fire safety"
    assert answer.headers["ETag"] == f'"{body["version"]}"'


async def test_sessions_are_filtered_and_paged(client: Client, acme: Any, launched: Make) -> None:
    one = await launched(acme, session_id="a", user_id="ada")
    await launched(acme, session_id="b", user_id="bob", package_id=one["package_id"])
    await launched(acme, session_id="c", user_id="bob")
    done = {"completion_status": "completed", "success_status": "passed"}
    await client.put(f"{SESSIONS}/c", json=done, headers=acme.headers)

    async def ids(query: str) -> list[str]:
        body = await (await client.get(f"{SESSIONS}?{query}", headers=acme.headers)).get_json()
        return [session["id"] for session in body["sessions"]]

    assert await ids("") == ["c", "b", "a"]
    assert await ids("user_id=bob") == ["c", "b"]
    assert await ids(f"package_id={one['package_id']}") == ["b", "a"]
    assert await ids("completion_status=completed") == ["c"]
    assert await ids("success_status=passed&user_id=ada") == []
    assert await ids("completion_status=not%20attempted") == ["b", "a"]
    assert await ids("limit=1&page=2") == ["b"]
    assert await ids("package_id=unknown") == await ids("user_id=%00") == await ids("page=7") == []
    assert await ids("user_id=null") == []


@pytest.mark.parametrize("query", ["completion_status=done", "success_status=maybe", "page=-1"])
async def test_an_unknown_filter_value_is_refused(client: Client, acme: Any, query: str) -> None:
    answer = await client.get(f"{SESSIONS}?{query}", headers=acme.headers)

    assert (answer.status_code, (await answer.get_json())["code"]) == (400, "VALIDATION_ERROR")


async def test_an_update_merges_nested_and_dotted_data(
    client: Client, acme: Any, launched: Make
) -> None:
    session_id = (await launched(acme))["session_id"]
    address = f"{SESSIONS}/{session_id}"
    await client.put(
        address,
        json={"cmi_data": {"cmi.core.lesson_location": "page-2", "cmi.suspend_data": "x"}},
        headers=acme.headers,
    )
    change = {
        "cmi_data": {
            "cmi": {"core": {"lesson_status": "incomplete", "score": {"raw": 85}}},
            "cmi.suspend_data": None,
        }
    }

    answer = await client.put(address, json=change, headers=acme.headers)
    told = await answer.get_json()

    assert (told["success"], told["session_id"], told["version"]) == (True, session_id, 3)
    data = told["session"]["cmi_data"]
    assert data["cmi.core.lesson_location"] == "page-2"
    assert data["cmi.core.lesson_status"] == "incomplete"
    assert data["cmi.core.score.raw"] == "85"
    assert "cmi.suspend_data" not in data
    assert told["session"]["score"]["raw"] == 85
    assert answer.headers["ETag"] == '"3"'


async def test_a_stale_version_is_a_conflict_that_tells_the_current_one(
    client: Client, acme: Any, launched: Make
) -> None:
    address = f"{SESSIONS}/{(await launched(acme))['session_id']}"
    await client.put(address, json={"suspend_data": "a", "version": 1}, headers=acme.headers)

    by_body = await client.put(address, json={"version": 1}, headers=acme.headers)
    by_header = await client.put(address, json={}, headers={**acme.headers, "If-Match": '"1"'})
    fitting = await client.put(address, json={}, headers={**acme.headers, "If-Match": '"2"'})

    for answer in (by_body, by_header):
        body = await answer.get_json()
        assert (answer.status_code, body["code"]) == (409, "VERSION_CONFLICT")
        assert (body["message"], body["current_version"]) == ("Version conflict", 2)
        assert body["details"]["category"] == "CONFLICT"
        assert (body["details"]["provided_version"], body["details"]["current_version"]) == (1, 2)
        assert body["details"]["updated_at"].endswith("Z")
    assert fitting.status_code == 200


async def test_a_workspace_can_demand_that_updates_name_the_version(
    client: Client, acme: Any, rival: Any, launched: Make
) -> None:
    mine = f"{SESSIONS}/{(await launched(acme))['session_id']}"
    theirs = f"{SESSIONS}/{(await launched(rival))['session_id']}"
    demand = {"require_version": True}

    settled = await client.patch("/api/customer/settings", json=demand, headers=acme.headers)
    assert (await settled.get_json())["require_version"] is True
    unnamed = await client.put(mine, json={"suspend_data": "a"}, headers=acme.headers)
    body = await unnamed.get_json()
    assert (unnamed.status_code, body["code"]) == (400, "VALIDATION_ERROR")
    assert list(body["details"]["fieldErrors"]) == ["version"]

    any_version = {**acme.headers, "If-Match": "*"}
    assert (await client.put(mine, json={}, headers=any_version)).status_code == 400
    assert (await client.put(mine, json={"version": 1}, headers=acme.headers)).status_code == 200
    by_header = {**acme.headers, "If-Match": '"2"'}
    assert (await client.put(mine, json={}, headers=by_header)).status_code == 200
    assert (await client.put(theirs, json={}, headers=rival.headers)).status_code == 200


async def test_whatever_suspend_data_a_course_left_can_be_written_back(
    client: Client, acme: Any, launched: Make
) -> None:
    address = f"{SESSIONS}/{(await launched(acme))['session_id']}"
    long = {"cmi_data": {"cmi.suspend_data": "x" * 70_000}}
    await client.put(address, json=long, headers=acme.headers)

    read = await (await client.get(address, headers=acme.headers)).get_json()
    again = {"suspend_data": read["suspend_data"], "version": read["version"]}
    written = await client.put(address, json=again, headers=acme.headers)

    assert written.status_code == 200
    assert len((await written.get_json())["session"]["suspend_data"]) == 70_000


async def test_of_twenty_updates_of_one_version_exactly_one_wins(
    client: Client, acme: Any, launched: Make
) -> None:
    address = f"{SESSIONS}/{(await launched(acme))['session_id']}"

    answers = await asyncio.gather(
        *(
            client.put(
                address, json={"suspend_data": f"writer {n}", "version": 1}, headers=acme.headers
            )
            for n in range(20)
        )
    )

    statuses = [answer.status_code for answer in answers]
    read = await (await client.get(address, headers=acme.headers)).get_json()
    assert (statuses.count(200), statuses.count(409)) == (1, 19)
    assert read["version"] == 2
    assert read["suspend_data"] == f"writer {statuses.index(200)}"


async def test_an_expired_session_takes_no_update_but_can_be_read(
    client: Client, acme: Any, launched: Make
) -> None:
    session_id = (await launched(acme))["session_id"]
    async with database.tenant_scope(acme.tenant_id):
        await Session.filter(id=session_id).update(
            expires_at=datetime.now(UTC) - timedelta(seconds=1)
        )

    written = await client.put(f"{SESSIONS}/{session_id}", json={}, headers=acme.headers)
    read = await client.get(f"{SESSIONS}/{session_id}", headers=acme.headers)

    body = await written.get_json()
    assert (written.status_code, body["code"]) == (409, "CONFLICT")
    assert body["details"]["reason"] == "session_expired"
    assert read.status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"completion_status": "done"},
        {"score": {"scaled": 2}},
        {"score": {"raw": "many"}},
        {"session_time": "one hour"},
        {"version": -1},
        {"cmi_data": []},
        {"cmi_data": {"": "x"}},
        {"cmi_data": {"cmi." + "x" * 300: "x"}},
    ],
)
async def test_a_bad_update_changes_nothing(
    client: Client, acme: Any, launched: Make, change: dict[str, Any]
) -> None:
    address = f"{SESSIONS}/{(await launched(acme))['session_id']}"

    answer = await client.put(address, json=change, headers=acme.headers)

    assert (answer.status_code, (await answer.get_json())["code"]) == (400, "VALIDATION_ERROR")
    assert (await (await client.get(address, headers=acme.headers)).get_json())["version"] == 1


async def test_server_owned_fields_of_a_session_are_not_taken_from_clients(
    client: Client, acme: Any, launched: Make
) -> None:
    told = await launched(acme)
    address = f"{SESSIONS}/{told['session_id']}"
    before = await (await client.get(address, headers=acme.headers)).get_json()
    forged = {
        "id": "other",
        "user_id": "other",
        "package_id": str(uuid4()),
        "attempts": 9,
        "status": "terminated",
        "time_spent_seconds": 10**6,
        "created_at": "2001-01-01T00:00:00Z",
        "expires_at": "2099-01-01T00:00:00Z",
        "writer_id": str(uuid4()),
    }

    answer = await client.put(address, json=forged, headers=acme.headers)
    after = await (await client.get(address, headers=acme.headers)).get_json()

    assert answer.status_code == 200
    for name in ("id", "user_id", "package_id", "attempts", "status", "created_at"):
        assert after[name] == before[name], name
    assert after["time_spent_seconds"] == 0
    assert after["expires_at"] < "2099"


async def test_nonsense_put_from_outside_can_still_be_read(
    client: Client, acme: Any, launched: Make
) -> None:
    session_id = (await launched(acme))["session_id"]
    where = f"{SESSIONS}/{session_id}"
    rows = {
        "objectives": [{"id": "o", "status": "superb", "score": {"raw": "many"}}],
        "interactions": [{"id": "q", "weighting": "nan", "latency": "soon", "time": "noon"}],
    }

    put = await client.put(where, json={"cmi_data": {"cmi": rows}}, headers=acme.headers)
    body = await (await client.get(where, headers=acme.headers)).get_json()

    assert put.status_code == 200
    [objective] = body["objectives"]
    assert (objective["id"], objective["completion_status"]) == ("o", "not_attempted")
    assert objective["score"]["raw"] is None
    [interaction] = body["interactions"]
    assert (interaction["latency"], interaction["weighting"]) == ("soon", None)
    assert [each["id"] for each in body["activities"]] == ["ITEM-1"]
    listed = await (await client.get(SESSIONS, headers=acme.headers)).get_json()
    assert not {"activities", "objectives", "interactions"} & set(listed["sessions"][0])
