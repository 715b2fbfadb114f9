"""What the page of a dispatch asks for: a way in, plain answers to nonsense, and not too often."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import pytest

import player
from models.dispatch import Dispatch
from models.session import Session
from services import database, settings
from services.ports import Ports, install
from services.storage.store import ContentStore
from tests.lectern_arrivals import changed, dispatched, registrations_of, seats_of, token_of
from tests.lectern_limits import UNLIMITED
from tests.lectern_records import KEYRING, SETTINGS, make_package
from tests.shell_client import Client, make_app

PASSWORD = "open sesame, please"
HOST = {"host": "https://lms.test", "lms": {"standard": "1.2", "mode": "normal"}}


@pytest.fixture
def client(database: str) -> Client:
    return make_app().test_client()


@pytest.fixture
async def dispatch(tenant: UUID) -> Dispatch:
    return await dispatched(tenant, await make_package(tenant))


def path_of(dispatch: Dispatch) -> str:
    return f"/player/dispatch/{token_of(dispatch)}/registrations"


async def test_the_page_gets_a_way_into_the_course(client: Client, dispatch: Dispatch) -> None:
    answer = await client.post(path_of(dispatch), json={"user_id": "ada", **HOST})

    body = await answer.get_json()
    page = await client.get(f"/player/{body['session_id']}?token={body['token']}")
    assert answer.status_code == 201
    assert sorted(body) == [
        *("binding", "dispatch_id", "outcome", "session_id", "token", "user_id"),
    ]
    assert (body["outcome"], body["user_id"]) == ("new", "ada")
    assert body["dispatch_id"] == str(dispatch.id)
    assert page.status_code == 200


async def test_the_launch_tells_whom_its_result_is_for(client: Client, dispatch: Dispatch) -> None:
    for told, host in ((HOST, "https://lms.test"), ({}, None)):
        body = await (await client.post(path_of(dispatch), json=told)).get_json()

        path = f"/player/{body['session_id']}/launches"
        opened = await (await client.post(path, json={"token": body["token"]})).get_json()
        headers = {"Authorization": f"Bearer {opened['launch']['handle']}"}
        status = await client.get(f"/player/launches/{opened['launch']['id']}", headers=headers)

        relay = opened["relay"]
        assert (relay and relay["host"]) == host
        assert ("result" in await status.get_json()) is (host is not None)
    async with database.tenant_scope(dispatch.tenant_id):
        assert await Session.filter(dispatch_id=dispatch.id).count() == 2


async def test_the_domain_rule_asks_for_all_that_the_page_saw(
    client: Client, dispatch: Dispatch
) -> None:
    await changed(dispatch, allowed_domains=["lms.test"])
    told = {**HOST, "ancestors": ["https://lms.test", "https://portal.test"]}

    refused = await client.post(path_of(dispatch), json=told)
    admitted = await client.post(path_of(dispatch), json=HOST)

    assert (await refused.get_json())["details"] == {
        "reason": "domain",
        "allowed": ["lms.test"],
        "seen": ["https://lms.test", "https://portal.test", "https://lms.test"],
    }
    assert (refused.status_code, admitted.status_code) == (403, 201)


@pytest.mark.parametrize("name", ["", "ada"])
async def test_a_page_that_asks_again_gets_the_record_that_it_was_given(
    client: Client, dispatch: Dispatch, name: str
) -> None:
    arriving = {"user_id": name, "proposed": "s" * 43}

    first, again = [
        await (await client.post(path_of(dispatch), json=arriving)).get_json() for _ in range(2)
    ]

    assert (first["outcome"], again["outcome"]) == ("new", "resumed")
    assert (again["session_id"], again["binding"]) == (first["session_id"], "s" * 43)
    assert len(await registrations_of(dispatch)) == len(await seats_of(dispatch)) == 1


async def test_what_a_page_proposed_for_one_learner_opens_nothing_for_another(
    client: Client, dispatch: Dispatch
) -> None:
    told = [{"user_id": name, "proposed": "s" * 43} for name in ("ada", "bob")]

    ada, bob = [await client.post(path_of(dispatch), json=each) for each in told]

    assert (ada.status_code, bob.status_code) == (201, 409)
    assert len(await seats_of(dispatch)) == 1


NONSENSE: list[bytes] = [
    *(b"", b"{", b"[]", b"null", b"[" * 5000, b'{"user_id":1}', b'{"lms":[]}'),
    *(b'{"lms":{"standard":"3"}}', b'{"lms":{"mode":"x"}}', b'{"ancestors":"x"}'),
    *(b'{"ancestors":[1]}', b'{"host":"lms.test"}', b'{"host":"https://a/b"}'),
    *(b'{"host":"https://\xff"}', b'{"proposed":"short"}'),
    b'{"user_id":"' + b"x" * 5000 + b'"}',
]


async def test_nonsense_is_answered_plainly(client: Client, dispatch: Dispatch) -> None:
    for body in NONSENSE:
        answer = await client.post(path_of(dispatch), data=body)
        code = (await answer.get_json())["code"]
        assert (answer.status_code, code) == (400, "VALIDATION_ERROR"), body
    assert await seats_of(dispatch) == []


@pytest.mark.parametrize(
    "told",
    [
        {"user_id": "a\x00b\u0007", "name": "\x00\u202e", "email": "\x00"},
        {"user_id": "💥" * 900, "name": "語" * 900},
        {"binding": "\x00", "remembered": "\x00", "password": "\x00"},
        {"ancestors": ["https://[", "\x00"], "referrer": "http://["},
        {"user_id": "../../etc", "host": "null"},
    ],
)
async def test_odd_learners_get_in_all_the_same(
    client: Client, dispatch: Dispatch, told: dict[str, Any]
) -> None:
    answer = await client.post(path_of(dispatch), json=told)

    assert answer.status_code == 201, await answer.get_data()
    assert len(await registrations_of(dispatch)) == 1


async def test_odd_places_are_refused_where_there_is_a_list(
    client: Client, dispatch: Dispatch
) -> None:
    await changed(dispatch, allowed_domains=["lms.test"])

    for told in ({"ancestors": ["https://[", "\x00"]}, {"referrer": "http://["}, {"host": "null"}):
        assert (await client.post(path_of(dispatch), json=told)).status_code == 403


@pytest.mark.parametrize("token", ["x", "a.b.c", "é", "%00", "A" * 9000])
async def test_a_token_of_nobody_lets_nobody_in(client: Client, tenant: UUID, token: str) -> None:
    answer = await client.post(f"/player/dispatch/{token}/registrations", json={})

    assert (answer.status_code, (await answer.get_json())["code"]) == (401, "INVALID_TOKEN")


async def test_twenty_requests_at_the_limit_take_what_is_left(
    client: Client, dispatch: Dispatch
) -> None:
    await changed(dispatch, registration_limit=3)

    answers = await asyncio.gather(
        *(client.post(path_of(dispatch), json={"user_id": f"u{n}", **HOST}) for n in range(20))
    )

    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [403] * 17
    assert (await changed(dispatch)).registration_count == len(await seats_of(dispatch)) == 3


@pytest.fixture
async def limited(client: Client) -> AsyncIterator[Client]:
    few = replace(SETTINGS, rate_limit_dispatch=4, rate_limit_password=2)
    install(Ports(few, KEYRING, cast(ContentStore, None)))
    yield client
    install(Ports(SETTINGS, KEYRING, cast(ContentStore, None)))


async def test_a_network_may_come_to_a_dispatch_so_often(
    limited: Client, tenant: UUID, dispatch: Dispatch
) -> None:
    other = await dispatched(tenant, dispatch.package_id)

    answers = [await limited.post(path_of(dispatch), json={}) for _ in range(5)]
    elsewhere = await limited.post(path_of(other), json={})

    assert [answer.status_code for answer in answers] == [201] * 4 + [429]
    assert (await answers[-1].get_json())["code"] == "RATE_LIMIT_EXCEEDED"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert elsewhere.status_code == 201


async def test_passwords_can_be_guessed_so_often_and_the_right_one_begins_anew(
    limited: Client, tenant: UUID, dispatch: Dispatch
) -> None:
    closed = await dispatched(tenant, dispatch.package_id, password=PASSWORD)

    async def guess(password: str) -> int:
        return (await limited.post(path_of(closed), json={"password": password})).status_code

    assert [await guess("wrong"), await guess(PASSWORD)] == [403, 201]
    assert [await guess(""), await guess("wrong")] == [403, 403]
    install(Ports(replace(SETTINGS, rate_limit_password=2), KEYRING, cast(ContentStore, None)))
    assert [await guess("wrong"), await guess(PASSWORD)] == [403, 429]


async def test_limits_can_be_switched_off(database: str, tenant: UUID, dispatch: Dispatch) -> None:
    off = settings.read({"LECTERN_DATA_DIR": "/nowhere", **UNLIMITED})
    install(Ports(off, KEYRING, cast(ContentStore, None)))
    client = player.create_app().test_client()

    assert (off.rate_limit_dispatch, off.rate_limit_password) == (0, 0)
    assert (await client.post(path_of(dispatch), json={"password": "x"})).status_code == 201
    install(Ports(SETTINGS, KEYRING, cast(ContentStore, None)))
