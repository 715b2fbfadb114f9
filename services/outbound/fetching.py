"""Requests to addresses that others gave us: pinned, without redirects, bounded in time."""

import io
import socket
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorError,
    ClientError,
    ClientPayloadError,
    ClientResponse,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from services.errors import FetchFailed
from services.outbound.targets import Target

CHUNK: Final = 256 * 1024
AGENT: Final = "Lectern"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """In seconds: for all of it, for the connection, and between two pieces of the answer."""

    total: float | None = 15
    connect: float = 5
    idle: float = 15


class Response:
    """An answer whose body is read no further than asked for."""

    def __init__(self, answer: ClientResponse) -> None:
        self._answer = answer

    @property
    def status(self) -> int:
        return self._answer.status

    @property
    def headers(self) -> Mapping[str, str]:
        """Their names in any case."""
        return self._answer.headers

    async def read(self, limit: int) -> bytes:
        """The body, cut off after so many bytes. Raises FetchFailed."""
        held = bytearray()
        async for part in self.chunks():
            held += part
            if len(held) >= limit:
                break
        return bytes(held[:limit])

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it comes. Raises FetchFailed when it breaks off."""
        body = self._answer.content.iter_chunked(CHUNK)
        while True:
            try:
                part = await anext(body, b"")
            except (ClientError, TimeoutError, OSError) as problem:
                raise _failure(problem) from problem
            if not part:
                return
            yield part


@asynccontextmanager
async def open(  # noqa: A001 - read as fetching.open
    target: Target,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    timeouts: Timeouts = Timeouts(),
) -> AsyncGenerator[Response]:
    """One request. Raises FetchFailed, with ``details.reason``; a redirect is a failure too."""
    async with ClientSession(
        connector=TCPConnector(
            resolver=_Pinned(target), use_dns_cache=False, force_close=True, ssl=trust()
        ),
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(
            total=timeouts.total, sock_connect=timeouts.connect, sock_read=timeouts.idle
        ),
        trust_env=False,
        auto_decompress=False,
        headers={"User-Agent": AGENT, "Accept-Encoding": "identity"},
    ) as session:
        try:
            answer = await session.request(
                method,
                URL(target.url, encoded=True),
                headers=headers,
                data=io.BytesIO(body) if body else None,
                allow_redirects=False,
            )
        except (ClientError, TimeoutError, OSError, ValueError) as problem:
            raise _failure(problem) from problem
        async with answer:
            if 300 <= answer.status < 400:
                raise FetchFailed(
                    f"The address answered {answer.status}: redirects are not followed. "
                    "Give the address that it leads to.",
                    reason="REDIRECT",
                    status=answer.status,
                )
            yield Response(answer)


class _Pinned(AbstractResolver):
    """Knows one host, and only those of its addresses that were checked."""

    def __init__(self, target: Target) -> None:
        self._target = target

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: int = 0,  # noqa: ARG002 - the checked addresses are all there is
    ) -> list[ResolveResult]:
        if host != self._target.host:
            raise OSError(f"{host} was not checked")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=_family(address),
                proto=0,
                flags=0,
            )
            for address in self._target.addresses
        ]

    async def close(self) -> None:
        return


def _family(address: str) -> int:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


@cache
def trust() -> ssl.SSLContext:
    """Reading the system's certificates takes a while, so it is done once."""
    return ssl.create_default_context()


def _failure(problem: Exception) -> FetchFailed:
    """What went wrong, without a word of what another's server said."""
    match problem:
        case TimeoutError():
            return FetchFailed("The address did not answer in time.", reason="TIMEOUT")
        case ClientConnectorCertificateError() | ClientSSLError():
            return FetchFailed("The address has no valid certificate.", reason="TLS")
        case ClientConnectorError():
            return FetchFailed("The address cannot be connected to.", reason="CONNECT")
        case ClientPayloadError():
            return FetchFailed("The answer broke off.", reason="BROKEN")
        case _:
            return FetchFailed("The address did not answer properly.", reason="BROKEN")
