"""Ranged reads from S3 by plain HTTP: one signed address per archive, used until it ages."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from yarl import URL

from services.errors import ObjectNotFound, StorageUnavailable

_SIGNED_SECONDS = 3600
_USED_SECONDS = 1800
_ADDRESSES = 10_000
_CONNECTIONS = 64
_TRIES = 3

SignGet = Callable[[str, int], Awaitable[str]]


class S3Reads:
    """The Range header is not part of the signature, so one address serves every range."""

    def __init__(self, sign: SignGet, clock: Callable[[], float]) -> None:
        self._sign = sign
        self._clock = clock
        self._addresses: OrderedDict[str, tuple[float, URL]] = OrderedDict()
        self._session: ClientSession | None = None

    async def fetch(self, key: str, offset: int, length: int) -> bytes:
        """Fewer bytes at the end of the object; raises ObjectNotFound, StorageUnavailable."""
        wanted = {"Range": f"bytes={offset}-{offset + length - 1}"}
        for tries in range(_TRIES):
            try:
                status, body = await self._get(await self._address(key), wanted)
            except (ClientError, TimeoutError, OSError) as problem:
                if tries == _TRIES - 1:
                    raise StorageUnavailable from problem
                status, body = 503, b""
            if status == 206:
                return body[:length]
            if status < 500 and status != 429:
                return self._other(key, status, body[offset : offset + length])
            await asyncio.sleep(0.1 * 2**tries)
        raise StorageUnavailable

    def forget(self, key: str) -> None:
        self._addresses.pop(key, None)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _other(self, key: str, status: int, part_of_whole: bytes) -> bytes:
        match status:
            case 200:
                # Some stores answer small objects whole.
                return part_of_whole
            case 404:
                raise ObjectNotFound
            case 416:
                return b""
            case _:
                self.forget(key)
                raise StorageUnavailable

    async def _get(self, address: URL, headers: dict[str, str]) -> tuple[int, bytes]:
        async with self._http().get(address, headers=headers) as response:
            if response.status not in {200, 206}:
                return response.status, b""
            return response.status, await response.read()

    async def _address(self, key: str) -> URL:
        now = self._clock()
        signed, address = self._addresses.get(key, (0.0, URL()))
        if now - signed < _USED_SECONDS:
            return address
        address = URL(await self._sign(key, _SIGNED_SECONDS), encoded=True)
        self._addresses[key] = (now, address)
        if len(self._addresses) > _ADDRESSES:
            self._addresses.popitem(last=False)
        return address

    def _http(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(limit=_CONNECTIONS),
                timeout=ClientTimeout(total=60, connect=5),
                auto_decompress=False,
            )
        return self._session
