"""Where the bridge hands in what a learner did: same origin, plain text, one megabyte at most."""

import asyncio
import json
from collections.abc import Awaitable, Callable

from player import content_headers
from player.asgi import Headers, answer
from player.content_files import Reader, Sent

LARGEST_COMMIT = 1024 * 1024

_BODY_SECONDS = 60

Commit = Callable[[str, str, bytes], Awaitable[tuple[int, bytes]]]


class TooLarge(Exception):
    """The body is larger than any honest commit."""


class ClientGone(Exception):
    """The connection ended before the last byte."""


async def take_commit(commit: Commit, label: str, ct: str, reader: Reader) -> Sent:
    if reader.headers.get(b"sec-fetch-site", b"same-origin") != b"same-origin":
        return await _refuse(reader, 403, "FORBIDDEN", "Commits come from the course's own page.")
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            body = await _body(reader)
    except TooLarge:
        return await _refuse(reader, 413, "FILE_TOO_LARGE", "A commit holds at most 1 MB.")
    except TimeoutError:
        return await _refuse(reader, 408, "TIMEOUT", "The commit did not arrive in time.")
    except ClientGone:
        return Sent(499, 0)

    status, said = await commit(label, ct, body)
    return await _answer(reader, status, said)


async def _body(reader: Reader) -> bytes:
    # bytes.isdigit takes ASCII digits alone, so int() cannot fail.
    declared = reader.headers.get(b"content-length", b"0")
    if declared.isdigit() and int(declared) > LARGEST_COMMIT:
        raise TooLarge
    parts: list[bytes] = []
    length = 0
    while True:
        message = await reader.receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part: bytes = message.get("body", b"")
        length += len(part)
        if length > LARGEST_COMMIT:
            raise TooLarge
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


async def _refuse(reader: Reader, status: int, code: str, message: str) -> Sent:
    details: dict[str, str] = {}
    error = {"code": code, "message": message, "details": details}
    said = json.dumps({"error": error, "code": code, "details": details})
    return await _answer(reader, status, said.encode())


async def _answer(reader: Reader, status: int, said: bytes) -> Sent:
    headers: Headers = [
        (b"content-type", b"application/json"),
        content_headers.NEVER_KEPT,
        *content_headers.SHARED,
    ]
    await answer(reader.send, status, headers, said)
    return Sent(status, len(said))
