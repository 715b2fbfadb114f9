"""Webhooks: who wants to be told of what, and secrets that nobody reads again."""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from cryptography.exceptions import InvalidTag
from jsonschema import Draft202012Validator
from lectern_limits import UNLIMITED
from quart import Quart
from quart.typing import TestClientProtocol as Client

from models.webhook import Webhook
from services import database, settings
from services.keyring import Keyring
from services.ports import Ports, install, ports
from services.settings import Settings
from services.webhooks import events, sealing

WEBHOOKS = "/api/v1/webhooks"
URL = "http://127.0.0.1:9/scorm-session"
KEYRING = Keyring(b"s" * 32)


@pytest.fixture
def configuration(tmp_path: Path) -> Settings:
    """As on a developer's machine, where receivers are neighbours."""
    given = {"LECTERN_DATA_DIR": str(tmp_path), "LECTERN_WEBHOOK_ALLOW_PRIVATE": "1"}
    return settings.read({**UNLIMITED, **given})


async def created(client: Client, who: Any, **fields: Any) -> dict[str, Any]:
    answer = await client.post(WEBHOOKS, json={"url": URL, **fields}, headers=who.headers)
    body: dict[str, Any] = await answer.get_json()
    assert answer.status_code == 201, body
    return body


async def stored(who: Any, webhook_id: str) -> Webhook:
    async with database.tenant_scope(who.tenant_id):
        return await Webhook.get(id=webhook_id)


async def secrets_of(who: Any, webhook_id: str) -> tuple[str, str]:
    """The present one and the one before it, unsealed."""
    row = await stored(who, webhook_id)
    previous = row.previous_secret and sealing.unseal(KEYRING, row.id, row.previous_secret)
    return sealing.unseal(KEYRING, row.id, row.secret), previous


async def test_a_webhook_is_created_as_old_clients_do(client: Client, acme: Any) -> None:
    made = await created(
        client,
        acme,
        tenant_id=str(acme.tenant_id),
        secret="your-webhook-secret",
        event_type="package.processing.completed",
    )

    assert UUID(made["id"])
    assert made["tenant_id"] == str(acme.tenant_id)
    assert (made["url"], made["active"], made["has_secret"]) == (URL, True, True)
    assert made["event_type"] == "package.processing.completed"
    assert made["event_types"] == made["events"] == ["package.processing.completed"]
    assert (made["failure_count"], made["last_delivery_at"]) == (0, None)
    assert "secret" not in made


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, ["*"]),
        ({"event_type": "*"}, ["*"]),
        ({"events": ["session.failed", "*"]}, ["*"]),
        ({"event_type": "session.progress.updated"}, ["session.updated"]),
        (
            {"events": ["session.completed", "session.scored", "session.completed"]},
            ["session.completed", "session.scored"],
        ),
        (
            {"event_types": ["session.scored"], "events": ["session.scored"]},
            ["session.scored"],
        ),
        ({"event_types": ["usage.threshold"], "event_type": None}, ["usage.threshold"]),
    ],
)
async def test_event_types_may_be_spelled_in_all_ways(
    client: Client, acme: Any, given: dict[str, Any], shown: list[str]
) -> None:
    made = await created(client, acme, **given)

    assert made["events"] == shown
    assert made["event_type"] == (shown[0] if len(shown) == 1 else None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"event_type": "session.opened"}, "event_type"),
        ({"event_types": []}, "event_types"),
        ({"events": ["session.failed", ""]}, "events"),
        ({"event_type": "session.failed", "events": ["session.scored"]}, "event_types"),
        ({"url": "ftp://lms.example.com/"}, "url"),
        ({"url": "https://user:word@lms.example.com/"}, "url"),
        ({"secret": ""}, "secret"),
        ({"active": "yes"}, "active"),
        ({"url": None}, "url"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_its_name(
    client: Client, acme: Any, given: dict[str, Any], field: str
) -> None:
    answer = await client.post(WEBHOOKS, json={"url": URL, **given}, headers=acme.headers)
    body = await answer.get_json()

    assert (answer.status_code, body["code"]) == (400, "VALIDATION_ERROR")
    assert list(body["details"]["fieldErrors"]) == [field]


async def test_an_unknown_event_type_is_answered_with_those_there_are(
    client: Client, acme: Any
) -> None:
    sent = {"url": URL, "event_type": "session.finished"}
    answer = await client.post(WEBHOOKS, json=sent, headers=acme.headers)

    [problem] = (await answer.get_json())["details"]["fieldErrors"]["event_type"]
    assert "session.completed" in problem


async def test_a_made_secret_is_shown_once_and_a_given_one_never(client: Client, acme: Any) -> None:
    made = await created(client, acme)
    given = await created(client, acme, secret="known to both of us")

    seen = [
        await (await client.get(path, headers=acme.headers)).get_data(as_text=True)
        for path in (WEBHOOKS, f"{WEBHOOKS}/{made['id']}", f"{WEBHOOKS}/{given['id']}")
    ]
    mark, _, key = made["secret"].partition("_")
    assert (mark, len(base64.b64decode(key)) >= 24) == ("whsec", True)
    assert not any(made["secret"] in text or "known to both" in text for text in seen)
    assert await secrets_of(acme, made["id"]) == (made["secret"], "")
    assert await secrets_of(acme, given["id"]) == ("known to both of us", "")


async def test_a_sealed_secret_is_of_no_use_in_another_row(client: Client, acme: Any) -> None:
    made = await created(client, acme, secret="known to both of us")
    row = await stored(acme, made["id"])

    assert "known" not in row.secret
    with pytest.raises(InvalidTag):
        sealing.unseal(KEYRING, uuid4(), row.secret)
    with pytest.raises(InvalidTag):
        sealing.unseal(Keyring(b"t" * 32), row.id, row.secret)


async def test_a_rotated_secret_counts_beside_the_old_one_for_a_while(
    client: Client, acme: Any
) -> None:
    made = await created(client, acme)

    answer = await client.post(
        f"{WEBHOOKS}/{made['id']}/rotate-secret",
        json={"overlap_seconds": 3600},
        headers=acme.headers,
    )
    rotated = await answer.get_json()

    until = datetime.fromisoformat(rotated["previous_secret_valid_until"])
    assert abs(until - datetime.now(UTC) - timedelta(hours=1)) < timedelta(minutes=1)
    assert rotated["secret"] != made["secret"]
    assert await secrets_of(acme, made["id"]) == (rotated["secret"], made["secret"])


async def test_a_rotation_without_overlap_ends_the_old_secret(client: Client, acme: Any) -> None:
    made = await created(client, acme)

    answer = await client.post(
        f"{WEBHOOKS}/{made['id']}/rotate-secret",
        json={"overlap_seconds": 0, "secret": "chosen by the customer"},
        headers=acme.headers,
    )
    rotated = await answer.get_json()

    assert "secret" not in rotated
    assert rotated["previous_secret_valid_until"] is None
    assert await secrets_of(acme, made["id"]) == ("chosen by the customer", "")


async def test_a_change_touches_what_it_names(client: Client, acme: Any) -> None:
    made = await created(client, acme, event_type="session.failed", description="Portal")
    path = f"{WEBHOOKS}/{made['id']}"

    changed = await (
        await client.patch(path, json={"active": False}, headers=acme.headers)
    ).get_json()
    cleared = await (
        await client.patch(path, json={"description": None}, headers=acme.headers)
    ).get_json()
    untouched = await (await client.patch(path, json={}, headers=acme.headers)).get_json()

    different = {name for name in changed if changed[name] != made[name]}
    assert different == {"active", "updated_at"}
    assert cleared["description"] is None
    assert untouched == cleared


async def test_a_replacement_sets_everything_but_the_secret(client: Client, acme: Any) -> None:
    made = await created(
        client, acme, event_type="session.failed", description="Portal", active=False
    )
    path = f"{WEBHOOKS}/{made['id']}"

    answer = await client.put(path, json={"url": f"{URL}/new"}, headers=acme.headers)
    replaced = await answer.get_json()
    back = await client.put(path, json=replaced, headers=acme.headers)

    assert replaced["url"] == f"{URL}/new"
    assert (replaced["events"], replaced["description"], replaced["active"]) == (["*"], None, True)
    assert await secrets_of(acme, made["id"]) == (made["secret"], "")
    assert back.status_code == 200


async def test_a_new_secret_by_update_counts_at_once(client: Client, acme: Any) -> None:
    made = await created(client, acme)
    path = f"{WEBHOOKS}/{made['id']}"

    await client.post(f"{path}/rotate-secret", json={}, headers=acme.headers)
    await client.patch(path, json={"secret": "mine"}, headers=acme.headers)

    assert await secrets_of(acme, made["id"]) == ("mine", "")


async def test_a_deleted_webhook_is_gone(client: Client, acme: Any) -> None:
    made = await created(client, acme)
    path = f"{WEBHOOKS}/{made['id']}"

    answer = await client.delete(path, headers=acme.headers)
    again = await client.delete(path, headers=acme.headers)

    assert await answer.get_json() == {"success": True, "webhook_id": made["id"]}
    assert (await again.get_json())["code"] == "WEBHOOK_NOT_FOUND"


async def test_the_list_is_newest_first_and_in_pages(client: Client, acme: Any) -> None:
    made = [(await created(client, acme))["id"] for _ in range(3)]

    first = await (await client.get(f"{WEBHOOKS}?limit=2", headers=acme.headers)).get_json()
    second = await (await client.get(f"{WEBHOOKS}?limit=2&page=2", headers=acme.headers)).get_json()

    assert [one["id"] for one in first["webhooks"] + second["webhooks"]] == made[::-1]
    assert first["count"] == first["pagination"]["total"] == 3


async def test_there_is_an_end_to_how_many(
    client: Client, acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.webhooks.webhooks.MOST_WEBHOOKS", 1)
    await created(client, acme)

    answer = await client.post(WEBHOOKS, json={"url": URL}, headers=acme.headers)
    body = await answer.get_json()

    assert (answer.status_code, body["code"]) == (403, "QUOTA_EXCEEDED")
    assert body["details"] == {"resource": "webhooks", "limit": 1, "current": 1}


async def test_a_name_that_is_not_known_yet_is_fine_on_a_developers_machine(
    client: Client, acme: Any
) -> None:
    made = await created(client, acme, url="https://nobody-has-this-name.invalid/hook")

    assert made["url"] == "https://nobody-has-this-name.invalid/hook"


async def test_every_event_type_shows_a_body_that_fits_its_schema(
    client: Client, acme: Any
) -> None:
    told = await (await client.get(f"{WEBHOOKS}/event-types", headers=acme.headers)).get_json()

    assert told["count"] == len(told["event_types"]) == len(events.REGISTRY) == 23
    for one in told["event_types"]:
        Draft202012Validator.check_schema(one["schema"])
        validator: Any = Draft202012Validator(one["schema"])
        validator.validate(one["example"])
        assert one["example"]["event"] == one["name"]


async def test_the_events_that_are_recorded_fit_what_is_told_of_them(
    client: Client, acme: Any, package: Any
) -> None:
    await client.post(
        f"/api/v1/packages/{await package(acme)}/launch",
        json={"user_id": "u", "session_id": "session-456"},
        headers=acme.headers,
    )
    await client.put(
        "/api/v1/sessions/session-456",
        json={"completion_status": "completed", "success_status": "passed", "score": {"raw": 9}},
        headers=acme.headers,
    )

    async with database.tenant_scope(acme.tenant_id) as connection:
        rows = await connection.execute_query_dict("SELECT event_type, payload FROM event")
    assert {"session.updated", "session.completed", "session.scored"} <= {
        row["event_type"] for row in rows
    }
    for row in rows:
        told = events.REGISTRY[row["event_type"]]
        validator: Any = Draft202012Validator(told.schema)
        validator.validate(msgspec.json.decode(row["payload"]))


async def test_audit_notes_name_the_host_and_no_secret(client: Client, acme: Any) -> None:
    made = await created(client, acme, url=f"{URL}/T0P-S3CRET", secret="known to both")
    await client.post(f"{WEBHOOKS}/{made['id']}/rotate-secret", json={}, headers=acme.headers)
    await client.patch(f"{WEBHOOKS}/{made['id']}", json={"active": False}, headers=acme.headers)
    await client.delete(f"{WEBHOOKS}/{made['id']}", headers=acme.headers)

    async with database.tenant_scope(acme.tenant_id) as connection:
        notes = await connection.execute_query_dict("SELECT * FROM audit_entry ORDER BY seq")
    mine = [note for note in notes if note["action"].startswith("webhook.")]
    assert [note["action"] for note in mine] == [
        "webhook.created",
        "webhook.secret_rotated",
        "webhook.updated",
        "webhook.deleted",
    ]
    assert "T0P-S3CRET" not in str(mine)
    assert "known to both" not in str(mine)


async def test_an_unknown_host_may_appear_later_but_an_internal_address_never_will(
    app: Quart, acme: Any, tmp_path: Path
) -> None:
    public = settings.read({**UNLIMITED, "LECTERN_DATA_DIR": str(tmp_path)})
    install(Ports(public, KEYRING, ports().store))
    client = app.test_client()

    async def status(url: str) -> int:
        answer = await client.post(WEBHOOKS, json={"url": url}, headers=acme.headers)
        return answer.status_code

    assert await status("https://not-there.lectern-learners.com/scorm") == 201
    assert await status("https://localhost/scorm") == 400
    assert await status("https://127.0.0.1/scorm") == 400
    assert await status("http://not-there.lectern-learners.com/scorm") == 400
