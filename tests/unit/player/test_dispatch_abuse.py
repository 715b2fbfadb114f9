"""Many learners at once at the door of a dispatch, and some who would rather not be counted."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import pytest

import player
from models.dispatch import Dispatch
from models.session import Session
from services import database
from services.dispatches import admission
from services.ports import Ports, install
from services.storage.store import ContentStore
from tests.lectern_arrivals import changed, dispatched, entries_of, seats_of, token_of
from tests.lectern_records import KEYRING, SETTINGS, make_package
from tests.shell_client import Client

GUESSES = 5


@pytest.fixture
async def client(database: str) -> AsyncIterator[Client]:
    limits = replace(SETTINGS, rate_limit_dispatch=0, rate_limit_password=GUESSES)
    install(Ports(limits, KEYRING, cast(ContentStore, None)))
    async with player.create_app().test_app() as app:
        yield app.test_client()


@pytest.fixture
async def package(tenant: UUID) -> UUID:
    return await make_package(tenant)


async def ask(
    client: Client, dispatch: Dispatch, *, test: bool = False, **told: Any
) -> tuple[int, dict[str, Any]]:
    path = f"/player/dispatch/{token_of(dispatch, test=test)}/registrations"
    wish = {"lms": {"standard": "1.2", "mode": "normal"}, "host": "https://lms.test", **told}
    answer = await client.post(path, json=wish)
    return answer.status_code, await answer.get_json()


@pytest.mark.parametrize("limit", ["registration_limit", "license_limit"])
async def test_of_twenty_at_the_limit_nobody_overshoots_and_the_rest_are_told(
    client: Client, tenant: UUID, package: UUID, limit: str
) -> None:
    dispatch = await dispatched(tenant, package, **{limit: 5})

    answers = await asyncio.gather(
        *(ask(client, dispatch, user_id=f"user-{number}") for number in range(20))
    )

    assert Counter(status for status, _ in answers) == {201: 5, 403: 15}
    for status, body in answers:
        if status == 403:
            assert (body["code"], body["error"]["code"]) == ("QUOTA_EXCEEDED", "QUOTA_EXCEEDED")
            assert body["details"] == {"reason": limit, "limit": 5, "current": 5}
    now = await changed(dispatch)
    assert now.registration_count == len(await seats_of(dispatch)) == 5
    assert sum(line.registrations for line in await entries_of(dispatch)) == 5


async def test_one_learner_in_twenty_windows_takes_one_place_and_the_last(
    client: Client, tenant: UUID, package: UUID
) -> None:
    dispatch = await dispatched(tenant, package, registration_limit=1, license_limit=1)

    answers = await asyncio.gather(*(ask(client, dispatch, user_id="ada") for _ in range(20)))

    assert Counter(body["outcome"] for _, body in answers) == {"new": 1, "unbound": 19}
    assert len({body["binding"] for _, body in answers}) == 20
    now = await changed(dispatch)
    assert (now.registration_count, now.license_count) == (1, 1)


async def test_one_system_that_opens_twenty_windows_has_one_record(
    client: Client, tenant: UUID, package: UUID
) -> None:
    dispatch = await dispatched(tenant, package, registration_limit=1)
    _, first = await ask(client, dispatch, user_id="ada")

    answers = await asyncio.gather(
        *(ask(client, dispatch, user_id="ada", binding=first["binding"]) for _ in range(20))
    )

    assert {body["session_id"] for _, body in answers} == {first["session_id"]}
    assert {body["outcome"] for _, body in answers} == {"resumed"}


async def test_a_secret_of_another_dispatch_opens_nothing(
    client: Client, tenant: UUID, other_tenant: UUID, package: UUID
) -> None:
    mine, sibling = await dispatched(tenant, package), await dispatched(tenant, package)
    theirs = await dispatched(other_tenant, await make_package(other_tenant))
    _, first = await ask(client, mine, user_id="ada")

    for other in (sibling, theirs):
        for name in ("binding", "remembered"):
            _, body = await ask(client, other, user_id="ada", **{name: first["binding"]})
            assert body["session_id"] != first["session_id"]
            assert body["outcome"] in {"new", "unbound"}
    assert len(await seats_of(sibling)) == len(await seats_of(theirs)) == 1


async def test_trials_in_between_give_no_more_guesses_of_a_password(
    client: Client, tenant: UUID, package: UUID
) -> None:
    dispatch = await dispatched(tenant, package, password="open sesame")
    statuses: list[int] = []

    for number in range(GUESSES + 2):
        status, _ = await ask(client, dispatch, user_id="ada", password=f"guess {number}")
        statuses.append(status)
        tried, _ = await ask(client, dispatch, test=True, password="anything")
        assert tried == 201

    assert statuses == [403] * GUESSES + [429] * 2
    right, _ = await ask(client, dispatch, user_id="ada", password="open sesame")
    assert right == 429


async def test_nobody_learns_by_trials_alone(
    client: Client, tenant: UUID, package: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "MOST_TRIALS_A_DAY", 3)
    dispatch, other = await dispatched(tenant, package), await dispatched(tenant, package)

    statuses = [(await ask(client, dispatch, test=True))[0] for _ in range(5)]

    assert statuses == [201, 201, 201, 429, 429]
    assert (await ask(client, other, test=True))[0] == 201
    assert (await ask(client, dispatch, user_id="ada"))[0] == 201


async def test_a_dispatch_that_hides_its_learners_keeps_no_name_that_is_told_anyhow(
    client: Client, tenant: UUID, package: UUID
) -> None:
    dispatch = await dispatched(tenant, package, hides_learners=True)

    _, body = await ask(client, dispatch, user_id="a1b2", name="Ada", email="ada@lms.test")

    async with database.tenant_scope(tenant):
        session = await Session.get(id=body["session_id"])
    assert (session.learner_name, session.learner_email) == ("", "")
