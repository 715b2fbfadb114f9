"""The few ASGI types and the ways to answer that our doors in front of Quart share."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


async def answer(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    """A complete answer in one piece, always with its length."""
    with_length = headers
    if status != 204:
        with_length = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": with_length})
    await send({"type": "http.response.body", "body": body})


def anonymous(send: Send) -> Send:
    """Otherwise the server puts its own name into every answer."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"server", b"lectern")]
        await send(message)

    return told
