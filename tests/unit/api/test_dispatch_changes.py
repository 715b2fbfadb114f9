"""Changing, rotating and revoking dispatches, and what is told and recorded of it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator

from models.audit import AuditEntry
from models.dispatch import Dispatch
from models.event import Event
from models.launch import Launch
from models.tenant import Scope
from services import database
from services.accounts import passwords
from services.dispatches import admission, dispatches
from services.dispatches.arrivals import Arriving
from services.errors import DispatchNotActive, InvalidToken
from services.playing import opening
from services.playing.opening import Entrance
from services.ports import ports
from services.tokens import verify_dispatch
from services.webhooks import events as registry

Ask = Callable[..., Awaitable[tuple[int, Any]]]
Make = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def dispatch(call: Ask, acme: Any, package: Any) -> Make:
    """A dispatch of a package of its own."""

    async def make(**wanted: Any) -> dict[str, Any]:
        sent = {"package_id": await package(acme), "dispatch_name": "Northwind", **wanted}
        status, body = await call(acme, "POST", "/dispatches", sent)
        assert status == 201, body
        made: dict[str, Any] = body["dispatch"]
        return made

    return make


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"dispatch_name": "Contoso"}, {"dispatch_name": "Contoso", "label": "Contoso"}),
        ({"label": "Contoso"}, {"dispatch_name": "Contoso"}),
        ({"dispatch_name": None}, {"dispatch_name": "Fire safety"}),
        ({"client_name": "Contoso", "destination": "lms"}, {"client_name": "Contoso"}),
        ({"registration_limit": 5}, {"registration_limit": 5, "status": "active"}),
        ({"registration_limit": None}, {"registration_limit": None}),
        ({"license_limit": 3}, {"license_limit": 3, "track_licenses": True}),
        ({"expires_at": "2020-01-01"}, {"status": "expired"}),
        ({"expires_at": None}, {"expires_at": None}),
        ({"expires_in_hours": None}, {"expires_at": None}),
        ({"status": "paused"}, {"status": "paused"}),
        ({"status": "active"}, {"status": "active"}),
        ({"allowed_domains": ["LMS.example.com"]}, {"allowed_domains": ["lms.example.com"]}),
        ({"allowed_domains": []}, {"allowed_domains": []}),
        ({"password": "new"}, {"has_password": True}),
        ({"password": None}, {"has_password": False}),
        ({"scorm_version": "2004"}, {"edition": "2004 4th Edition"}),
        ({"package_revision": 1}, {"package_revision": 1}),
        ({"accepts_new_learners": False}, {"accepts_new_learners": False}),
        ({"hides_learners": True, "window": "popup"}, {"hides_learners": True, "window": "popup"}),
        ({}, {}),
    ],
)
async def test_what_is_named_changes_and_the_rest_stays(
    call: Ask, acme: Any, dispatch: Make, changes: dict[str, Any], told: dict[str, Any]
) -> None:
    made = await dispatch(registration_limit=10, expires_in_hours=24, password="old")

    status, body = await call(acme, "PATCH", f"/dispatches/{made['id']}", changes)
    _, read = await call(acme, "GET", f"/dispatches/{made['id']}")

    changed = body["dispatch"]
    assert status == 200
    assert changed == changed | told
    assert changed == read["dispatch"]
    aliases = {"label", "expires_at", "status", "edition", "updated_at"}
    named = {*told, *changes, *aliases, "destination", "dispatch_name", "scorm_version"}
    for name in made.keys() - named:
        assert changed[name] == made[name], name


async def test_a_term_that_is_extended_begins_anew(call: Ask, acme: Any, dispatch: Make) -> None:
    made = await dispatch(expires_in_hours=1)

    _, body = await call(acme, "PATCH", f"/dispatches/{made['id']}", {"expires_in_hours": 48})

    left = datetime.fromisoformat(body["dispatch"]["expires_at"]) - datetime.now(UTC)
    assert timedelta(hours=47) < left <= timedelta(hours=48)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"status": "revoked"}, "status"),
        ({"status": "expired"}, "status"),
        ({"registration_limit": 0}, "registration_limit"),
        ({"allowed_domains": ["https://lms.example.com"]}, "allowed_domains"),
        ({"allowed_domains": None}, "allowed_domains"),
        ({"expires_at": "2999-01-01", "expires_in_hours": 3}, "expires_at"),
        ({"password": ""}, "password"),
    ],
)
async def test_a_change_that_makes_no_sense_changes_nothing(
    call: Ask, acme: Any, dispatch: Make, changes: dict[str, Any], field: str
) -> None:
    made = await dispatch()

    status, body = await call(
        acme, "PATCH", f"/dispatches/{made['id']}", {"client_name": "x", **changes}
    )

    assert (status, list(body["details"]["fieldErrors"])) == (400, [field])
    assert (await call(acme, "GET", f"/dispatches/{made['id']}"))[1]["dispatch"] == made


async def test_a_revision_that_is_not_there_cannot_be_chosen(
    call: Ask, acme: Any, dispatch: Make
) -> None:
    made = await dispatch()

    status, body = await call(acme, "PATCH", f"/dispatches/{made['id']}", {"package_revision": 9})

    assert (status, body["code"]) == (404, "NOT_FOUND")


async def test_a_new_password_replaces_the_old_one(
    call: Ask, acme: Any, tenant: UUID, dispatch: Make
) -> None:
    made = await dispatch(password="old")
    await call(acme, "PATCH", f"/dispatches/{made['id']}", {"password": "new"})

    row = await dispatches.find(tenant, made["id"])

    assert await passwords.matches(row.password_hash, "new")
    assert not await passwords.matches(row.password_hash, "old")


async def test_revoking_is_final_and_can_be_repeated(call: Ask, acme: Any, dispatch: Make) -> None:
    made = await dispatch()
    path = f"/dispatches/{made['id']}"

    first = await call(acme, "DELETE", path)
    revoked = (await call(acme, "GET", path))[1]["dispatch"]
    second = await call(acme, "DELETE", path)

    assert first == second == (200, {"dispatch_id": made["id"], "status": "revoked"})
    assert (revoked["status"], revoked["zip_status"]) == ("revoked", "none")
    assert revoked["revoked_at"] is not None
    assert (await call(acme, "GET", path))[1]["dispatch"] == revoked
    for method, at, code, wanted in (
        ("PATCH", path, "CONFLICT", 409),
        ("POST", f"{path}/rotate-token", "CONFLICT", 409),
        ("POST", f"{path}/generate", "DISPATCH_NOT_ACTIVE", 403),
        ("GET", f"{path}/zip", "DISPATCH_NOT_ACTIVE", 403),
        ("GET", f"{path}/download", "DISPATCH_NOT_ACTIVE", 403),
        ("GET", f"{path}/embed", "DISPATCH_NOT_ACTIVE", 403),
    ):
        body = {"status": "active"} if method == "PATCH" else None
        status, answer = await call(acme, method, at, body)
        assert (status, answer["code"]) == (wanted, code), at
        assert answer["details"]["reason"] == "revoked", at


@pytest.mark.parametrize(
    ("scope", "allowed"), [(Scope.DELETE, True), (Scope.ADMIN, True), (Scope.WRITE, False)]
)
async def test_revoking_takes_a_key_that_may_delete(
    call: Ask, key_with: Any, dispatch: Make, scope: Scope, allowed: bool
) -> None:
    made = await dispatch()

    status, _ = await call(await key_with(scope), "DELETE", f"/dispatches/{made['id']}")

    assert status == (200 if allowed else 403)


async def test_revoking_ends_the_course_files_of_its_learners_and_of_nobody_else(
    call: Ask, acme: Any, tenant: UUID, dispatch: Make
) -> None:
    made, other = await dispatch(), await dispatch()
    mine, elsewhere = await launched(made), await launched(other)

    await call(acme, "DELETE", f"/dispatches/{made['id']}")

    async with database.tenant_scope(tenant):
        assert (await Launch.get(id=mine)).content_expires_at <= datetime.now(UTC)
        assert (await Launch.get(id=elsewhere)).content_expires_at > datetime.now(UTC)


async def launched(of: dict[str, Any]) -> UUID:
    """A learner who came by this dispatch is in the course."""
    now = datetime.now(UTC)
    admitted = await admission.admit(Arriving(token=of["token"], user_id="kim"), now, ports())
    entrance = Entrance(admitted.token, admitted.session_id)
    return (await opening.redeem(entrance, now, ports().keyring)).launch.id


async def test_rotating_makes_another_token_and_forgets_the_old_one(
    call: Ask, acme: Any, tenant: UUID, dispatch: Make
) -> None:
    made = await dispatch()

    status, body = await call(acme, "POST", f"/dispatches/{made['id']}/rotate-token")

    rotated, now = body["dispatch"], datetime.now(UTC)
    row = await dispatches.find(tenant, made["id"])
    old, new = (verify_dispatch(ports().keyring, one["token"], now) for one in (made, rotated))
    assert status == 200
    assert rotated["launch_url"].endswith(rotated["token"])
    assert (old.dispatch_id, new.dispatch_id) == (row.id, row.id)
    assert (old.token_id == row.token_id, new.token_id == row.token_id) == (False, True)
    assert (await call(acme, "GET", f"/dispatches/{made['id']}"))[1]["dispatch"] == rotated
    await launched(rotated)
    with pytest.raises(DispatchNotActive):
        await launched(made)
    with pytest.raises(InvalidToken):
        verify_dispatch(ports().keyring, made["token"][:-4] + "AAAA", now)


async def test_creating_and_revoking_are_told_once_each(
    call: Ask, acme: Any, tenant: UUID, dispatch: Make
) -> None:
    made = await dispatch(registration_limit=5, password="open sesame")
    path = f"/dispatches/{made['id']}"
    await call(acme, "PATCH", path, {"client_name": "Contoso"})
    await asyncio.gather(*(call(acme, "DELETE", path) for _ in range(10)))

    async with database.tenant_scope(tenant):
        told = await Event.filter(event_type__startswith="dispatch.").order_by("created_at")
    bodies = [json.loads(one.payload) for one in told]
    assert [one.event_type for one in told] == ["dispatch.created", "dispatch.revoked"]
    assert [one["dispatch"]["status"] for one in bodies] == ["active", "revoked"]
    for event, body in zip(told, bodies, strict=True):
        validator: Any = Draft202012Validator(registry.REGISTRY[event.event_type].schema)
        validator.validate(body)
        assert body["data"] == body["dispatch"]
        assert body["data"]["dispatch_id"] == made["id"]
        assert made["token"] not in event.payload


async def test_every_change_is_recorded_once_and_without_secrets(
    call: Ask, acme: Any, tenant: UUID, dispatch: Make
) -> None:
    made = await dispatch(password="open sesame")
    path = f"/dispatches/{made['id']}"
    await call(acme, "PATCH", path, {})
    await call(acme, "PATCH", path, {"allowed_domains": ["lms.example.com"]})
    await call(acme, "POST", f"{path}/rotate-token")
    await asyncio.gather(*(call(acme, "DELETE", path) for _ in range(10)))

    async with database.tenant_scope(tenant):
        entries = await AuditEntry.filter(target=made["id"]).order_by("seq")
        row = await Dispatch.get(id=made["id"])
    assert [entry.action for entry in entries] == [
        *("dispatch.created", "dispatch.changed", "dispatch.token_rotated", "dispatch.revoked")
    ]
    changed = json.loads(entries[1].facts)
    assert changed["before"]["allowed_domains"] == []
    assert changed["after"]["allowed_domains"] == ["lms.example.com"]
    assert changed["after"]["has_password"] is True
    for entry in entries:
        for secret in ("open sesame", row.password_hash, made["token"], str(row.token_id)):
            assert secret not in entry.facts
