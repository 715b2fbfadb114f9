"""The player as a browser meets it: pages and endpoints of the shell, commits of the bridge."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

import msgspec
from quart import Quart
from quart.typing import TestClientProtocol

import player
from player.commits import commit
from services.playing.launch import Launched
from services.ports import Ports, install
from services.storage.store import ContentStore
from tests.lectern_records import KEYRING, SETTINGS, launched

Client = TestClientProtocol


def make_app() -> Quart:
    # The shell never touches the file store; course files have a door of their own.
    install(Ports(SETTINGS, KEYRING, cast(ContentStore, None)))
    return player.create_app()


async def link_to(tenant: UUID, package: UUID, **fields: Any) -> Launched:
    """The shell's endpoints look at the real clock."""
    return await launched(tenant, package, datetime.now(UTC), **fields)


@dataclass
class Shell:
    """One window of the player."""

    client: Client
    launch: dict[str, Any]
    content: dict[str, str]

    async def ask(self, request: str, target: str = "") -> dict[str, Any]:
        answer = await self.client.post(
            f"/player/launches/{self.launch['id']}/deliveries",
            json={"request": request, "target": target},
            headers=self.headers,
        )
        assert answer.status_code == 200, await answer.get_data()
        return await answer.get_json()

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.launch['handle']}"}

    @property
    def label(self) -> str:
        return self.content["origin"].removeprefix("http://").partition(".")[0]


async def open_shell(client: Client, link: Launched) -> Shell:
    answer = await client.post(
        f"/player/{link.session.id}/launches", json={"token": link.token, "ancestors": []}
    )
    assert answer.status_code == 201, await answer.get_data()
    body = await answer.get_json()
    return Shell(client, body["launch"], body["content"])


async def commit_raw(label: str, body: bytes) -> tuple[int, dict[str, Any]]:
    status, said = await commit(label, "", body)
    return status, msgspec.json.decode(said)


def commit_body(launch: str, token: str, seq: int, patch: dict[str, Any], **fields: Any) -> bytes:
    body = {"v": 1, "token": token, "launch": launch, "seq": seq, "base": seq - 1}
    return json.dumps({**body, "sco": "sco", "patch": patch, **fields}).encode()


def soon(**delta: float) -> datetime:
    return datetime.now(UTC) + timedelta(**delta)
