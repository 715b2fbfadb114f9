"""How a request's body reaches us: bounded JSON, and uploads that never gather in memory."""

import asyncio
from collections.abc import Iterable
from itertools import chain
from typing import Any, cast

import msgspec
from hypercorn.typing import ASGIReceiveCallable
from quart import Request
from quart.asgi import ASGIHTTPConnection
from quart.wrappers.request import Body

from services.errors import FileTooLarge, Refusal

MOST_JSON_BYTES = 1024 * 1024
DEEPEST_JSON = 50
MOST_HELD_BYTES = 256 * 1024
BODY_SECONDS = 60
MOST_DISCARDED_BYTES = 32 * 1024 * 1024
DISCARD_SECONDS = 5


class BodyTooLate(Refusal):
    """The request's body did not arrive in time."""

    code = "REQUEST_TIMEOUT"


class PacedBody(Body):
    """A body that holds little: its sender waits until what came was taken."""

    def __init__(
        self,
        expected_content_length: int | None,
        max_content_length: int | None,  # noqa: ARG002 - each reader has a limit of its own
    ) -> None:
        super().__init__(expected_content_length, None)
        self._room = asyncio.Event()
        self._room.set()

    def append(self, data: bytes) -> None:
        super().append(data)
        if len(self._data) >= MOST_HELD_BYTES:
            self._room.clear()

    async def __anext__(self) -> bytes:
        """Raises BodyTooLate when nothing comes for a while."""
        try:
            part = await asyncio.wait_for(super().__anext__(), BODY_SECONDS)
        except TimeoutError as late:
            raise BodyTooLate from late
        self._room.set()
        return part

    async def discard(self) -> None:
        """Many clients read an answer only after they sent everything: take what is left of it."""
        left = MOST_DISCARDED_BYTES
        try:
            async with asyncio.timeout(DISCARD_SECONDS):
                async for part in self:
                    left -= len(part)
                    if left < 0:
                        return
        except TimeoutError:
            return

    async def wait_for_room(self) -> None:
        await self._room.wait()


class ApiRequest(Request):
    """Quart's request with a paced body and strict JSON."""

    body_class = PacedBody
    body: PacedBody

    async def get_data(
        self,
        cache: bool = True,  # noqa: ARG002 - Quart's signature
        as_text: bool = False,
        parse_form_data: bool = False,  # noqa: ARG002 - Quart's signature
    ) -> Any:
        """The whole body of an ordinary request; raises FileTooLarge above the limit for JSON."""
        if (self.content_length or 0) > MOST_JSON_BYTES:
            raise FileTooLarge("The request body is too large.", limit=MOST_JSON_BYTES)
        whole = bytearray()
        async for part in self.body:
            whole += part
            if len(whole) > MOST_JSON_BYTES:
                raise FileTooLarge("The request body is too large.", limit=MOST_JSON_BYTES)
        return whole.decode() if as_text else bytes(whole)

    async def get_json(
        self,
        force: bool = False,  # noqa: ARG002 - Quart's signature
        silent: bool = False,  # noqa: ARG002 - Quart's signature
        cache: bool = True,  # noqa: ARG002 - Quart's signature
    ) -> Any:
        """The body as JSON; raises MalformedJson. An absent body is an empty object."""
        if self._cached_json[False] is Ellipsis:
            data: bytes = await self.get_data()
            self._cached_json[False] = parse_json(data, declared=self.is_json)
        return self._cached_json[False]


class MalformedJson(Refusal):
    """The request body is not valid JSON."""

    code = "BAD_REQUEST"


def parse_json(data: bytes, *, declared: bool) -> Any:
    if not data.strip():
        return {}
    if not declared:
        raise MalformedJson("Send the body as JSON, with Content-Type: application/json.")
    try:
        value = msgspec.json.decode(data)
    except RecursionError as problem:
        raise MalformedJson(f"The JSON is nested deeper than {DEEPEST_JSON} levels.") from problem
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise MalformedJson(f"The request body is not valid JSON: {problem}") from problem
    _check(value)
    return value


def _check(value: Any) -> None:
    """No level too deep, and no NUL, which the database's texts cannot hold."""
    level: list[Any] = [value]
    for _ in range(DEEPEST_JSON):
        if any(isinstance(one, str) and "\0" in one for one in level):
            raise MalformedJson("The character NUL (\\u0000) is not allowed in texts.")
        level = list(chain.from_iterable(_parts(one) for one in level))
    if level:
        raise MalformedJson(f"The JSON is nested deeper than {DEEPEST_JSON} levels.")


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return chain.from_iterable(cast(dict[str, Any], value).items())
    return cast(list[Any], value) if isinstance(value, list) else ()


class PacedConnection(ASGIHTTPConnection):
    """Reads from the network only as fast as the request is read."""

    async def handle_messages(self, request: Request, receive: ASGIReceiveCallable) -> None:
        body = request.body
        while True:
            if isinstance(body, PacedBody):
                await body.wait_for_room()
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            if message["type"] == "http.request":
                body.append(message.get("body", b""))
                if not message.get("more_body", False):
                    body.set_complete()
