"""A dispatch that is revoked is shut on every surface; what was done so far still arrives."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from quart import Response

from models.dispatch import Dispatch
from models.session import Session
from player.commits import commit_issuer
from services import database
from services.dispatches import dispatches
from services.packages import content_access
from services.playing import permits
from services.tokens import CommitClaims
from tests.lectern_arrivals import changed, dispatched, token_of
from tests.lectern_records import make_package
from tests.shell_client import Client, Shell, commit_body, commit_raw, make_app

STATUS = "cmi.core.lesson_status"


@pytest.fixture
def client(database: str) -> Client:
    return make_app().test_client()


@pytest.fixture
async def dispatch(tenant: UUID) -> Dispatch:
    return await dispatched(tenant, await make_package(tenant))


class Guest:
    """A learner of a dispatch, in the course."""

    def __init__(self, client: Client, dispatch: Dispatch) -> None:
        self.client, self.dispatch = client, dispatch
        self.admitted: dict[str, Any] = {}
        self.shell = Shell(client, {}, {})
        self.delivery: dict[str, Any] = {}

    async def come(self) -> Response:
        told = {"user_id": "ada", "host": "https://lms.test", "lms": {"standard": "1.2"}}
        path = f"/player/dispatch/{token_of(self.dispatch)}/registrations"
        return await self.client.post(path, json=told)

    async def redeem(self) -> Response:
        body = {"token": self.admitted["token"]}
        return await self.client.post(f"/player/{self.admitted['session_id']}/launches", json=body)

    async def enter(self) -> "Guest":
        self.admitted = await (await self.come()).get_json()
        opened = await (await self.redeem()).get_json()
        self.shell = Shell(self.client, opened["launch"], opened["content"])
        self.delivery = (await self.shell.ask("start"))["delivery"]
        return self

    async def page(self) -> Response:
        return await self.client.get(f"/player/dispatch/{token_of(self.dispatch)}")

    async def shell_page(self) -> Response:
        path = f"/player/{self.admitted['session_id']}?token={self.admitted['token']}"
        return await self.client.get(path)

    async def deliver(self) -> Response:
        return await self._of_launch("/deliveries", {"request": "exitAll"})

    async def renew(self) -> Response:
        return await self._of_launch("/capability", {})

    async def status(self) -> dict[str, Any]:
        path = f"/player/launches/{self.shell.launch['id']}"
        return await (await self.client.get(path, headers=self.shell.headers)).get_json()

    async def may_read(self) -> tuple[bool, bool]:
        """By the launch's own address, and by that of its origin alone."""
        ct = self.shell.content["base"].rpartition("~")[2].rstrip("/")
        label = self.shell.label
        found = await content_access.resolve(ct, label), await content_access.find_by_label(label)
        return found[0] is not None, found[1] is not None

    async def commit(self, seq: int, status: str, token: str = "") -> tuple[int, dict[str, Any]]:
        told = token or self.delivery["capability"]
        body = commit_body(self.shell.launch["id"], told, seq, {STATUS: status})
        return await commit_raw(self.shell.label, body)

    async def _of_launch(self, part: str, body: dict[str, Any]) -> Response:
        path = f"/player/launches/{self.shell.launch['id']}{part}"
        return await self.client.post(path, json=body, headers=self.shell.headers)


Surface = Callable[[Guest], Awaitable[Response]]
LAUNCHING: list[Surface] = [Guest.page, Guest.come, Guest.shell_page, Guest.redeem]
RUNNING: list[Surface] = [Guest.deliver, Guest.renew]


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    # How long the content host remembers is tested where it is done.
    monkeypatch.setattr(content_access, "REMEMBERED_SECONDS", 0.0)


async def revoke(dispatch: Dispatch) -> None:
    await dispatches.revoke(dispatch.tenant_id, str(dispatch.id), datetime.now(UTC))


@pytest.mark.parametrize("surface", [*LAUNCHING, *RUNNING])
async def test_a_revocation_shuts_every_endpoint(
    client: Client, dispatch: Dispatch, surface: Surface
) -> None:
    guest = await Guest(client, dispatch).enter()
    assert (await surface(guest)).status_code < 300

    await revoke(dispatch)

    answer = await surface(guest)
    assert answer.status_code == 403
    if answer.content_type == "application/json":
        said = await answer.get_json()
        assert (said["code"], said["details"]["reason"]) == ("DISPATCH_NOT_ACTIVE", "revoked")
    else:
        assert "DISPATCH_NOT_ACTIVE" in await answer.get_data(True)


async def test_the_open_window_is_told(client: Client, dispatch: Dispatch) -> None:
    guest = await Guest(client, dispatch).enter()
    assert (await guest.status())["state"] == "current"

    await revoke(dispatch)

    status = await guest.status()
    assert status["state"] == "revoked"
    assert not any(status["controls"].values())
    assert status["result"]["version"] > 0


async def test_the_files_of_the_course_are_shut(client: Client, dispatch: Dispatch) -> None:
    guest = await Guest(client, dispatch).enter()
    assert await guest.may_read() == (True, True)

    await revoke(dispatch)

    assert await guest.may_read() == (False, False)


async def test_what_was_done_still_arrives_and_opens_nothing_again(
    client: Client, dispatch: Dispatch
) -> None:
    guest = await Guest(client, dispatch).enter()
    assert (await guest.commit(1, "incomplete"))[0] == 200

    await revoke(dispatch)
    status, said = await guest.commit(2, "completed")

    async with database.tenant_scope(dispatch.tenant_id):
        session = await Session.get(id=guest.admitted["session_id"])
    assert (status, said["applied"]) == (200, 2)
    assert session.completion_status == "completed"
    assert await guest.may_read() == (False, False)


@pytest.mark.parametrize("revoked", [False, True])
async def test_the_right_to_deliver_is_not_renewed(
    client: Client, dispatch: Dispatch, revoked: bool
) -> None:
    guest = await Guest(client, dispatch).enter()
    if revoked:
        await revoke(dispatch)

    issuer, now = commit_issuer(), datetime.now(UTC)
    async with database.tenant_scope(dispatch.tenant_id):
        session = await Session.get(id=guest.admitted["session_id"])
    launch = UUID(guest.shell.launch["id"])
    claims = CommitClaims(dispatch.tenant_id, session.key, launch, session.label, now)
    ageing, _ = issuer.issue(claims, now - timedelta(minutes=10))
    _, said = await guest.commit(1, "incomplete", ageing)

    assert said["applied"] == 1
    assert ("token" in said) is not revoked


async def test_a_launch_that_slips_in_beside_the_revocation_shows_no_file(
    client: Client, dispatch: Dispatch
) -> None:
    """As if it had been opened by a transaction that began before."""
    guest = await Guest(client, dispatch).enter()
    await changed(dispatch, revoked_at=datetime.now(UTC))

    assert await guest.may_read() == (False, False)


@pytest.mark.parametrize(
    "columns", [{"paused": True}, {"expires_at": datetime(2026, 1, 1, tzinfo=UTC)}]
)
async def test_a_pause_and_the_end_of_its_time_stop_newcomers_only(
    client: Client, dispatch: Dispatch, columns: dict[str, Any]
) -> None:
    guest = await Guest(client, dispatch).enter()

    await changed(dispatch, **columns)

    assert {(await surface(guest)).status_code for surface in LAUNCHING} == {403}
    assert (await guest.status())["state"] == "current"
    assert await guest.may_read() == (True, True)
    assert {(await surface(guest)).status_code for surface in reversed(RUNNING)} == {200}
    assert await permits.may_go_on(dispatch.tenant_id, await key_of(guest))


async def test_a_trial_ends_with_its_dispatch_as_well(client: Client, dispatch: Dispatch) -> None:
    token = token_of(dispatch, test=True)
    answer = await client.post(f"/player/dispatch/{token}/registrations", json={})
    guest = Guest(client, dispatch)
    guest.admitted = await answer.get_json()

    await revoke(dispatch)

    assert (await guest.redeem()).status_code == 403


async def key_of(guest: Guest) -> UUID:
    async with database.tenant_scope(guest.dispatch.tenant_id):
        return (await Session.get(id=guest.admitted["session_id"])).key
