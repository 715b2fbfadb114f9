"""The door of the local store: browsers and servers PUT an upload straight to disk."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Collection
from typing import Any
from uuid import uuid4

from player.asgi import Headers, Receive, Scope, Send, answer
from services.errors import (
    BadUploadLink,
    FileTooLarge,
    ObjectExists,
    ObjectNotFound,
    Refusal,
    StorageUnavailable,
)
from services.storage import upload_links
from services.storage.local import DOOR, LocalStore
from services.storage.parts import LARGEST_PART
from services.storage.store import is_key
from services.storage.upload_links import UploadLink

_PREFLIGHT_SECONDS = b"7200"
_DRAINED = 4 * 1024 * 1024
_DRAIN_SECONDS = 5
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")


class ClientGone(Exception):
    """The connection ended before the last byte."""


class LengthRequired(Refusal):
    """Send a Content-Length header."""

    code = "LENGTH_REQUIRED"


class WrongLength(Refusal):
    """The file is smaller than the upload link says."""

    code = "INVALID_REQUEST"


_STATUS: dict[type[Refusal], int] = {
    BadUploadLink: 403,
    LengthRequired: 411,
    WrongLength: 400,
    FileTooLarge: 413,
    ObjectNotFound: 404,
    ObjectExists: 412,
    StorageUnavailable: 503,
}


class StorageDoor:
    """ASGI application for everything under ``/storage/``.

    Without ``allowed_origins`` any page may upload: the link is the permission and no cookie
    is ever read.
    """

    def __init__(
        self, store: LocalStore, secret: bytes, allowed_origins: Collection[str] | None = None
    ) -> None:
        self._store = store
        self._secret = secret
        self._allowed = None if allowed_origins is None else frozenset(allowed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict[bytes, bytes](scope["headers"])
        open_to_page = [*self._cors(headers), (b"x-request-id", _request_id(headers))]
        match scope["method"]:
            case "OPTIONS":
                await answer(send, 204, [*open_to_page, *_PREFLIGHT])
            case "PUT":
                await self._put(scope, headers, receive, send, open_to_page)
            case _:
                await answer(send, 405, [*open_to_page, (b"allow", b"PUT, OPTIONS")])

    async def _put(
        self,
        scope: Scope,
        headers: dict[bytes, bytes],
        receive: Receive,
        send: Send,
        shared: Headers,
    ) -> None:
        try:
            link = self._link(scope, headers)
            size = _length(headers, link)
            if link.part:
                stored = await self._store.write_part(link, _body(receive, size), size)
            else:
                stored = await self._store.write_new(link.key, _body(receive, size), size)
        except ClientGone:
            return
        except Refusal as refusal:
            await _drain(receive)
            await _refuse(send, refusal, shared)
            return
        await answer(send, 200, [*shared, (b"etag", f'"{stored.etag}"'.encode())])

    def _link(self, scope: Scope, headers: dict[bytes, bytes]) -> UploadLink:
        path: str = scope["path"]
        key = path.removeprefix(DOOR)
        if key == path or not is_key(key):
            raise BadUploadLink
        query = bytes(scope["query_string"]).decode("latin-1")
        link = upload_links.verify(self._secret, key, query, self._store.now())
        given = headers.get(b"content-type", b"").decode("latin-1")
        if link.content_type is not None and given != link.content_type:
            raise BadUploadLink(f"This upload link is for Content-Type {link.content_type}.")
        return link

    def _cors(self, headers: dict[bytes, bytes]) -> Headers:
        exposed = (b"access-control-expose-headers", b"ETag, X-Request-Id")
        if self._allowed is None:
            return [(b"access-control-allow-origin", b"*"), exposed]
        origin = headers.get(b"origin", b"")
        if origin.decode("latin-1") not in self._allowed:
            return [(b"vary", b"origin")]
        return [(b"access-control-allow-origin", origin), exposed, (b"vary", b"origin")]


_PREFLIGHT: Headers = [
    (b"access-control-allow-methods", b"PUT"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", _PREFLIGHT_SECONDS),
]


def _length(headers: dict[bytes, bytes], link: UploadLink) -> int:
    text = headers.get(b"content-length")
    if text is None or not text.isdigit() or b"transfer-encoding" in headers:
        raise LengthRequired
    size = int(text)
    largest = LARGEST_PART if link.size is None else link.size
    if size > largest:
        raise FileTooLarge(limit=largest)
    if link.size is not None and size < link.size:
        raise WrongLength(expected=link.size)
    return size


async def _body(receive: Receive, size: int) -> AsyncIterator[bytes]:
    got = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part: bytes = message.get("body", b"")
        got += len(part)
        if part:
            yield part
        if not message.get("more_body", False):
            break
    if got < size:
        raise ClientGone


async def _drain(receive: Receive) -> None:
    """Many clients only look for an answer once they have sent a small body whole."""
    left = _DRAINED
    more = True
    while more and left > 0:
        try:
            async with asyncio.timeout(_DRAIN_SECONDS):
                message = await receive()
        except TimeoutError:
            return
        left -= len(message.get("body", b""))
        more = message.get("more_body", False)


def _request_id(headers: dict[bytes, bytes]) -> bytes:
    given = headers.get(b"x-request-id", b"")
    return given if _REQUEST_ID.fullmatch(given) else uuid4().hex.encode()


async def _refuse(send: Send, refusal: Refusal, shared: Headers) -> None:
    problem: dict[str, Any] = {"code": refusal.code, "details": refusal.details}
    request_id = dict(shared)[b"x-request-id"].decode()
    body = {"error": {**problem, "message": str(refusal)}, **problem, "request_id": request_id}
    # What is left of a large refused body is never read: the connection ends here.
    headers = [*shared, (b"content-type", b"application/json"), (b"connection", b"close")]
    await answer(send, _STATUS[type(refusal)], headers, json.dumps(body).encode())
