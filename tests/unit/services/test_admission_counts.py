"""The places of a dispatch: never more than there are, and told when they are gone."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from jsonschema import Draft202012Validator

from models.audit import AuditEntry
from services import database
from services.dispatches.admission import Outcome
from services.errors import SeatsExceeded
from services.webhooks.events import REGISTRY
from tests.lectern_arrivals import (
    changed,
    come,
    dispatched,
    entries_of,
    events_of,
    registrations_of,
    seats_of,
)
from tests.lectern_records import NOW, make_package


@pytest.fixture
async def package(tenant: UUID) -> UUID:
    return await make_package(tenant)


async def test_twenty_new_learners_at_once_never_take_more_than_there_is(
    tenant: UUID, package: UUID
) -> None:
    dispatch = await dispatched(tenant, package, registration_limit=7, license_limit=5)

    came = await asyncio.gather(
        *(come(dispatch, f"learner-{number}") for number in range(20)), return_exceptions=True
    )

    refused = [each for each in came if isinstance(each, SeatsExceeded)]
    counted, entries = await changed(dispatch), await entries_of(dispatch)
    assert (len(came) - len(refused), len(refused)) == (5, 15)
    assert (counted.registration_count, counted.license_count) == (5, 5)
    assert len(await seats_of(dispatch)) == len(await registrations_of(dispatch)) == 5
    assert sum(entry.registrations for entry in entries) == 5
    assert sum(entry.licenses for entry in entries) == 5
    [told] = await events_of(tenant, "dispatch.limit_reached")
    assert msgspec.json.decode(told.payload)["data"]["reason"] == "license_limit"


async def test_twenty_windows_of_one_new_learner_take_one_place(
    tenant: UUID, package: UUID
) -> None:
    dispatch = await dispatched(tenant, package, registration_limit=1, license_limit=1)

    came = await asyncio.gather(*(come(dispatch) for _ in range(20)))

    counted = await changed(dispatch)
    assert (counted.registration_count, counted.license_count) == (1, 1)
    assert len(await seats_of(dispatch)) == 1
    assert [each.outcome for each in came].count(Outcome.NEW) == 1
    assert {each.outcome for each in came} == {Outcome.NEW, Outcome.UNBOUND}


async def test_opening_is_told_and_the_last_place_only_once(tenant: UUID, package: UUID) -> None:
    dispatch = await dispatched(tenant, package, registration_limit=2)

    first = await come(dispatch)
    await come(dispatch, "grace")
    await come(dispatch, binding=first.binding, now=NOW + timedelta(minutes=1))

    launched = [
        msgspec.json.decode(each.payload)["data"]
        for each in await events_of(tenant, "dispatch.launched")
    ]
    assert [each["outcome"] for each in launched] == ["new", "new", "resumed"]
    assert launched[0]["session_id"] == first.session_id
    assert (launched[0]["user_id"], launched[0]["registration_count"]) == ("ada", 1)
    [full] = await events_of(tenant, "dispatch.limit_reached")
    for event in (full, *await events_of(tenant, "dispatch.launched")):
        body = msgspec.json.decode(event.payload)
        schema: Any = Draft202012Validator(REGISTRY[event.event_type].schema)
        schema.validate(body)


async def test_what_is_kept_of_an_unbound_opening_names_no_learner(
    tenant: UUID, package: UUID
) -> None:
    dispatch = await dispatched(tenant, package)
    first = await come(dispatch, "ada@lms.test", name="Ada")

    again = await come(dispatch, "ada@lms.test", name="Ada")

    async with database.tenant_scope(tenant):
        notes = await AuditEntry.filter(action="dispatch.unbound_launch")
    assert again.outcome is Outcome.UNBOUND
    assert again.session_id != first.session_id
    assert [note.target for note in notes] == [str(dispatch.id)]
    assert "ada" not in notes[0].facts.lower()
