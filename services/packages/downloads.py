"""One archive from an address that a customer gave: taken up again where it broke off."""

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from services.errors import FetchFailed, FileTooLarge, Invalid
from services.outbound import fetching, targets
from services.outbound.fetching import Response, Timeouts
from services.packages.refusals import InvalidFileType

TRIES: Final = 5
PAUSE_SECONDS: Final = 0.5
LONGEST_SECONDS: Final = 6 * 3600
IDLE_SECONDS: Final = 30
# How a ZIP begins: with a file, or with its end if it is empty.
_BEGINNINGS: Final = (b"PK\x03\x04", b"PK\x05\x06")
_LASTING: Final = frozenset({"REDIRECT", "TLS"})
_WHOLE: Final = re.compile(r"bytes ([0-9]+)-[0-9]+/([0-9]+|\*)")

# Bytes so far, and bytes in all, 0 while unknown.
Told = Callable[[int, int], Awaitable[None]]


class StartAgain(Exception):
    """What is there now is not what was begun, or cannot be taken up in the middle."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where to fetch from, and the most bytes to take."""

    url: str
    limit: int
    allow_private: bool


class Download:
    """Its bytes, once; a broken connection is mended unseen."""

    def __init__(self, source: Source, told: Told) -> None:
        self._source = source
        self._told = told
        self._got = 0
        self._size = 0
        self._validator = ""

    async def chunks(self) -> AsyncGenerator[bytes]:
        """Raises FetchFailed, Invalid, InvalidFileType, FileTooLarge, and StartAgain."""
        failures = 0
        while True:
            before = self._got
            try:
                async for part in self._rest():
                    yield part
            except (FetchFailed, Invalid) as problem:
                failures = 1 if self._got > before else failures + 1
                if failures >= TRIES or _lasts(problem):
                    raise
                await asyncio.sleep(PAUSE_SECONDS * 2**failures)
            else:
                return

    async def _rest(self) -> AsyncGenerator[bytes]:
        target = await targets.checked(self._source.url, self._source.allow_private)
        timeouts = Timeouts(total=LONGEST_SECONDS, idle=IDLE_SECONDS)
        async with fetching.open(target, headers=self._wanted(), timeouts=timeouts) as answer:
            self._begin(answer)
            async for part in answer.chunks():
                if self._got == 0:
                    _check_kind(part)
                self._got += len(part)
                await self._told(self._got, self._size)
                yield part
        if self._size and self._got < self._size:
            raise FetchFailed("The answer broke off.", reason="BROKEN")

    def _wanted(self) -> dict[str, str]:
        if not self._got:
            return {}
        if not self._validator:
            raise StartAgain
        return {"Range": f"bytes={self._got}-", "If-Range": self._validator}

    def _begin(self, answer: Response) -> None:
        if self._got:
            place = _WHOLE.fullmatch(answer.headers.get("Content-Range", ""))
            if answer.status in {200, 416} or (place and int(place[1]) != self._got):
                raise StartAgain
        if answer.status not in {200, 206}:
            raise FetchFailed(
                f"The address answered {answer.status} instead of the file.",
                reason="STATUS",
                status=answer.status,
            )
        if not self._got:
            length = answer.headers.get("Content-Length", "")
            self._size = int(length) if length.isdecimal() else 0
            self._validator = _validator(answer)
        if self._size > self._source.limit:
            raise FileTooLarge(limit=self._source.limit)


def _validator(answer: Response) -> str:
    """What tells the same bytes from others; without it nothing can be taken up again."""
    etag = answer.headers.get("ETag", "")
    if etag:
        return "" if etag.startswith("W/") else etag
    return answer.headers.get("Last-Modified", "")


def _check_kind(beginning: bytes) -> None:
    if beginning[:4] in _BEGINNINGS or any(one.startswith(beginning) for one in _BEGINNINGS):
        return
    kind = "a web page" if beginning.lstrip()[:1] == b"<" else "something else"
    raise InvalidFileType(f"Invalid file type: the address answered with {kind}, not a ZIP.")


def _lasts(problem: FetchFailed | Invalid) -> bool:
    """Whether asking again would get the same answer."""
    status = problem.details.get("status")
    if isinstance(status, int) and 400 <= status < 500:
        return status not in {408, 425, 429}
    return problem.details.get("reason") in _LASTING
