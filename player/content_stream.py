"""A long body, piece by piece, for as long as somebody takes it."""

import asyncio
from collections.abc import AsyncIterator

import structlog

from player.asgi import Receive, Send
from services.errors import EntryDamaged, Unavailable

_log = structlog.stdlib.get_logger(__name__)


async def send_pieces(
    first: bytes, rest: AsyncIterator[bytes], receive: Receive, send: Send
) -> int:
    """The number of bytes sent. A fault in the middle ends the connection short of its length."""
    gone = asyncio.create_task(_disconnected(receive))
    sent = 0
    try:
        piece = first
        while piece and not gone.done():
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            sent += len(piece)
            piece = await anext(rest, b"")
        if not gone.done():
            await send({"type": "http.response.body", "body": b""})
    except (EntryDamaged, Unavailable) as problem:
        _log.warning("content.cut_short", reason=problem.code, sent=sent)
    finally:
        gone.cancel()
    return sent


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
