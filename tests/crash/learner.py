"""A virtual learner: commits like the bridge does, over a network that repeats and delays."""

import asyncio
import json
import random
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.crash.victim import API_KEY

STEPS = 40
DUPLICATED = 0.3
LATE = 0.25
STEP_SECONDS = 1.5


@dataclass
class History:
    """What a learner did and what it was told; steps are numbered from 1."""

    session_id: str = ""
    acknowledged: int = 0
    sent: int = 0
    resyncs: int = 0
    odd: list[str] = field(default_factory=list[str])


class Learner:
    """``base`` moves with each answer, so a body holds every change that is still unconfirmed."""

    def __init__(self, name: str, client: httpx.AsyncClient, seed: int) -> None:
        self.name = name
        self.history = History()
        self._client = client
        self._chance = random.Random(seed)  # noqa: S311 - a reproducible course of events
        self._seq = 0
        self._base_seq = 0
        self._base_step = 0
        self._stray: list[asyncio.Task[None]] = []
        self._held_back: list[tuple[int, int, bytes]] = []

    async def open(self, package_id: str) -> None:
        launched = await self._post(
            f"/api/v1/packages/{package_id}/launch",
            {"user_id": self.name},
            {"X-API-Key": API_KEY},
        )
        self.history.session_id = launched["session_id"]
        port = self._client.base_url.port
        shell = {"host": f"play.lectern.localhost:{port}"}
        opened = await self._post(
            f"/player/{launched['session_id']}/launches",
            {"token": launched["launch_token"], "ancestors": []},
            shell,
        )
        self._launch = opened["launch"]["id"]
        step = await self._post(
            f"/player/launches/{self._launch}/deliveries",
            {"request": "start"},
            {**shell, "authorization": f"Bearer {opened['launch']['handle']}"},
        )
        self._token = step["delivery"]["capability"]
        base = urlsplit(str(opened["content"]["base"]))
        self._host, self._path = base.netloc, f"{base.path}__rt/commit"

    async def study(self) -> None:
        """Goes on until every step is confirmed, whatever happens to the server meanwhile."""
        for step in range(1, STEPS + 1):
            await asyncio.sleep(self._chance.uniform(0.2, 0.9))
            await self._commit(step)
        while self.history.acknowledged < STEPS:
            await asyncio.sleep(0.3)
            await self._commit(STEPS)
        for seq, step, body in self._held_back:
            self._later(seq, step, body, 0)
        await asyncio.gather(*self._stray)

    async def _commit(self, step: int) -> None:
        self._seq += 1
        seq, body = self._seq, self._body(step)
        self.history.sent = max(self.history.sent, step)
        if self._chance.random() < LATE:
            # It arrives after newer ones; at the moment the learner knows nothing of it.
            self._held_back.append((seq, step, body))
            return
        if self._chance.random() < DUPLICATED:
            self._later(seq, step, body, self._chance.uniform(0, 1.5))
        await self._send(seq, step, body)
        if self._held_back and self._chance.random() < 0.5:
            self._later(*self._held_back.pop(0), self._chance.uniform(0, 1))

    def _body(self, step: int) -> bytes:
        patch: dict[str, str] = {}
        for number in range(self._base_step + 1, step + 1):
            patch |= changes(self.name, number)
        return json.dumps(
            {
                **{"v": 1, "token": self._token, "launch": self._launch, "seq": self._seq},
                **{"base": self._base_seq, "sco": "sco", "patch": patch},
                **{"t": {"sco": step * STEP_SECONDS}, "flags": {}, "calls": []},
            }
        ).encode()

    def _later(self, seq: int, step: int, body: bytes, delay: float) -> None:
        async def deliver() -> None:
            await asyncio.sleep(delay)
            await self._send(seq, step, body)

        self._stray.append(asyncio.create_task(deliver()))

    async def _send(self, seq: int, step: int, body: bytes) -> None:
        try:
            answer = await self._client.post(self._path, content=body, headers={"host": self._host})
        except httpx.HTTPError:
            return
        if answer.status_code == 200:
            self._confirmed(seq, step)
        elif answer.status_code == 409 and "RESYNC" in answer.text:
            self.history.resyncs += 1
        elif answer.status_code < 500:
            self.history.odd.append(f"{answer.status_code} {answer.text[:200]}")

    def _confirmed(self, seq: int, step: int) -> None:
        self.history.acknowledged = max(self.history.acknowledged, step)
        if seq > self._base_seq:
            self._base_seq, self._base_step = seq, max(self._base_step, step)

    async def _post(
        self, path: str, body: dict[str, Any], headers: dict[str, str]
    ) -> dict[str, Any]:
        answer = await self._client.post(path, json=body, headers=headers)
        answer.raise_for_status()
        return answer.json()


def changes(name: str, step: int) -> dict[str, str]:
    """What a learner sets in one step; each step leaves something of its own behind."""
    row = f"cmi.interactions.{step - 1}"
    return {
        "cmi.core.lesson_location": f"{name}-{step}",
        "cmi.suspend_data": f"{step}:" + "x" * 500,
        "cmi.core.lesson_status": "completed" if step >= STEPS * 3 // 4 else "incomplete",
        "cmi.core.score.raw": str(step),
        f"{row}.id": f"{name}-{step}",
    }
