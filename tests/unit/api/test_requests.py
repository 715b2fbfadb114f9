"""Bodies that come slowly, in excess, or not to the end."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from quart import Quart

from api import requests
from services.settings import Settings

MIB = 1024 * 1024
HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\n'


class Exchange:
    """One request at the level of ASGI, whose sender is a script."""

    def __init__(self, app: Quart, path: str, headers: dict[str, str]) -> None:
        self._app = app
        self.status = 0
        self.body = b""
        self.received = 0
        self._scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.lower().encode(), text.encode()) for name, text in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
            "extensions": {},
        }

    async def run(self, script: AsyncIterator[dict[str, Any]]) -> None:
        async def receive() -> dict[str, Any]:
            async for message in script:
                self.received += len(message.get("body", b""))
                return message
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: dict[str, Any]) -> None:
            self.status = message.get("status", self.status)
            self.body += message.get("body", b"")

        anyhow: Any = self._app
        await anyhow(self._scope, receive, send)


def part(body: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def form_headers(who: Any) -> dict[str, str]:
    return {**who.headers, "Host": "localhost", "Content-Type": "multipart/form-data; boundary=b"}


def files_in(configuration: Settings) -> list[str]:
    return [one.name for one in (configuration.data_dir / "storage").rglob("*") if one.is_file()]


async def test_an_upload_that_breaks_off_leaves_no_file(
    app: Quart, acme: Any, configuration: Settings
) -> None:
    exchange = Exchange(app, "/api/v1/packages", form_headers(acme))

    async def script() -> AsyncIterator[dict[str, Any]]:
        yield part(HEAD)
        for _ in range(4):
            yield part(b"x" * MIB)
        await asyncio.sleep(0.3)
        yield {"type": "http.disconnect"}

    await exchange.run(script())

    assert exchange.received > 4 * MIB
    assert files_in(configuration) == []


async def test_a_body_that_stops_coming_is_given_up(
    app: Quart, acme: Any, configuration: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "BODY_SECONDS", 0.2)
    monkeypatch.setattr(requests, "DISCARD_SECONDS", 0.1)
    exchange = Exchange(app, "/api/v1/packages", form_headers(acme))

    async def script() -> AsyncIterator[dict[str, Any]]:
        yield part(HEAD + b"x" * 1000)
        await asyncio.sleep(30)

    await exchange.run(script())

    assert exchange.status == 408
    assert b"REQUEST_TIMEOUT" in exchange.body
    assert files_in(configuration) == []


async def test_a_fast_sender_waits_for_a_slow_reader() -> None:
    body = requests.PacedBody(None, None)
    sent = 0

    async def send() -> None:
        nonlocal sent
        for _ in range(100):
            await body.wait_for_room()
            body.append(b"x" * 64 * 1024)
            sent += 64 * 1024
        body.set_complete()

    sending = asyncio.create_task(send())
    await asyncio.sleep(0.05)
    ahead = sent
    read = sum([len(piece) async for piece in body])
    await sending

    assert ahead <= requests.MOST_HELD_BYTES + 64 * 1024
    assert read == sent == 100 * 64 * 1024


async def test_a_json_body_without_a_length_is_cut_off_at_the_limit(app: Quart, acme: Any) -> None:
    headers = {**acme.headers, "Host": "localhost", "Content-Type": "application/json"}
    exchange = Exchange(app, "/api/v1/packages/upload-url", headers)

    async def script() -> AsyncIterator[dict[str, Any]]:
        yield part(b'{"filename": "')
        for _ in range(8):
            yield part(b"x" * MIB)
        yield part(b'"}', more=False)

    await exchange.run(script())

    assert exchange.status == 413


async def test_only_so_much_of_an_unwanted_body_is_taken(
    app: Quart, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "MOST_DISCARDED_BYTES", 4 * MIB)
    exchange = Exchange(app, "/api/v1/packages", {"Host": "localhost"})

    async def script() -> AsyncIterator[dict[str, Any]]:
        while True:
            yield part(b"x" * MIB)

    await exchange.run(script())

    assert exchange.status == 401
    assert exchange.received < 8 * MIB
