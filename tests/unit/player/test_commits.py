"""Commits over the wire: whatever arrives gets a plain answer, no token does more than it may."""

from uuid import UUID

import pytest

from services import tokens
from services.tokens import CommitClaims
from tests.lectern_records import KEYRING, make_package
from tests.shell_client import (
    Shell,
    commit_body,
    commit_raw,
    link_to,
    make_app,
    open_shell,
    soon,
)

STATUS = "cmi.core.lesson_status"


@pytest.fixture
async def shell(tenant: UUID) -> Shell:
    client = make_app().test_client()
    return await open_shell(client, await link_to(tenant, await make_package(tenant)))


async def token_of(shell: Shell) -> str:
    return (await shell.ask("start"))["delivery"]["capability"]


async def test_a_commit_is_answered_with_what_was_applied(shell: Shell) -> None:
    body = commit_body(
        shell.launch["id"], await token_of(shell), 1, {STATUS: "completed", "cmi.nonsense": "x"}
    )

    status, said = await commit_raw(shell.label, body)

    assert status == 200
    assert (said["applied"], said["errors"]) == (1, {"cmi.nonsense": 201})
    assert "token" not in said


async def test_a_token_near_its_end_is_renewed_in_the_answer(tenant: UUID, shell: Shell) -> None:
    fresh = tokens.verify_commit(KEYRING, await token_of(shell), shell.label, soon())
    claims = CommitClaims(tenant, fresh.session_key, fresh.launch_id, shell.label, soon(minutes=5))
    token = tokens.sign_commit(KEYRING, claims, soon())

    _, said = await commit_raw(shell.label, commit_body(shell.launch["id"], token, 1, {}))

    renewed = tokens.verify_commit(KEYRING, said["token"], shell.label, soon())
    assert renewed.expires_at > soon(minutes=14)
    assert said["token_expires_in"] == 900


async def test_an_expired_token_delivers_without_getting_another(
    tenant: UUID, shell: Shell
) -> None:
    fresh = tokens.verify_commit(KEYRING, await token_of(shell), shell.label, soon())
    claims = CommitClaims(tenant, fresh.session_key, fresh.launch_id, shell.label, soon(hours=-1))
    token = tokens.sign_commit(KEYRING, claims, soon(hours=-2))

    status, said = await commit_raw(
        shell.label, commit_body(shell.launch["id"], token, 1, {STATUS: "completed"})
    )

    assert status == 200
    assert "token" not in said


async def test_a_token_is_worth_nothing_anywhere_else(shell: Shell) -> None:
    token = await token_of(shell)
    mine = commit_body(shell.launch["id"], token, 1, {STATUS: "passed"})
    foreign = commit_body("00000000-0000-0000-0000-000000000001", token, 1, {STATUS: "passed"})
    handle = commit_body(shell.launch["id"], shell.launch["handle"], 1, {STATUS: "passed"})

    answers = [
        await commit_raw("z" * 26, mine),
        await commit_raw(shell.label, foreign),
        await commit_raw(shell.label, handle),
    ]

    assert [status for status, _ in answers] == [401, 401, 401]
    assert {said["error"]["code"] for _, said in answers} == {"INVALID_TOKEN"}


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"null", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b'{"token":"x"}'),
        b'{"token":"x","launch":"no","seq":1,"base":0,"sco":"s"}',
        b'{"token":"x","launch":"00000000-0000-0000-0000-000000000001","seq":0,"base":0,"sco":"s"}',
        b'{"token":"x","launch":"00000000-0000-0000-0000-000000000001","seq":1e99,"base":0}',
        b'{"token":"x","launch":"00000000-0000-0000-0000-000000000001","seq":1,"base":0,'
        b'"sco":"\\u0000"}',
        b'{"token":"x","launch":"00000000-0000-0000-0000-000000000001","seq":1,"base":0,'
        b'"sco":"s","t":{"s":-1}}',
    ],
)
async def test_nonsense_is_no_commit(shell: Shell, body: bytes) -> None:
    status, said = await commit_raw(shell.label, body)

    assert status == 400
    assert said["error"]["code"] == "VALIDATION_ERROR"


@pytest.mark.parametrize(
    "patch",
    [
        {"cmi.suspend_data": 7},
        {"cmi.suspend_data": {"deep": [1]}},
        {"x" * 5000: "y"},
        {"cmi.core.lesson_location": "\x00"},
        {"cmi.interactions.99999999999.id": "x"},
        {"": ""},
    ],
)
async def test_strange_patches_are_answered_element_by_element(
    shell: Shell, patch: dict[str, object]
) -> None:
    body = commit_body(shell.launch["id"], await token_of(shell), 1, patch)

    status, _ = await commit_raw(shell.label, body)

    assert status == 200


async def test_an_item_that_the_course_does_not_have_is_refused(shell: Shell) -> None:
    body = commit_body(shell.launch["id"], await token_of(shell), 1, {}, sco="elsewhere")

    assert (await commit_raw(shell.label, body))[0] == 400


async def test_protocol_answers_carry_what_the_bridge_needs(shell: Shell) -> None:
    token = await token_of(shell)
    launch = shell.launch["id"]
    await commit_raw(shell.label, commit_body(launch, token, 1, {STATUS: "incomplete"}))

    resync = await commit_raw(shell.label, commit_body(launch, token, 9, {}))
    reused = await commit_raw(shell.label, commit_body(launch, token, 1, {STATUS: "passed"}))

    assert (resync[0], resync[1]["error"]["code"]) == (409, "RESYNC")
    assert resync[1]["error"]["details"] == {"applied": 1}
    assert (reused[0], reused[1]["error"]["code"]) == (422, "SEQ_REUSED")
