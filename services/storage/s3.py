"""Package files in an S3 bucket: signed uploads in, cached ranged reads out."""

import asyncio
import hashlib
import time
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession
from botocore.exceptions import BotoCoreError, ClientError

from services.errors import ObjectNotFound, StorageUnavailable
from services.storage import s3_writes
from services.storage.block_cache import BlockCache
from services.storage.parts import Part
from services.storage.s3_reads import S3Reads
from services.storage.store import Presigned, Stored, checked

_CACHE_BYTES = 4 * 1024**3
_CHECK_SECONDS = 3
_ABSENT = {"404", "NoSuchKey", "NotFound", "NoSuchUpload"}


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where the objects lie; credentials come from the usual AWS environment variables."""

    name: str
    prefix: str = ""
    endpoint: str | None = None
    region: str = "us-east-1"


class S3Store:
    """Objects in a bucket; reads go through a block cache in ``cache_dir``."""

    def __init__(
        self,
        bucket: Bucket,
        cache_dir: Path,
        cache_bytes: int = _CACHE_BYTES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.bucket = bucket
        self._open = AsyncExitStack()
        self._opening = asyncio.Lock()
        self._made: Any = None
        self._reads = S3Reads(self._sign_get, clock)
        # Another bucket may hold other bytes under the same key.
        place = hashlib.sha256(repr((bucket.endpoint, bucket.name, bucket.prefix)).encode())
        folder = cache_dir / place.hexdigest()[:16]
        self._cache = BlockCache(folder, cache_bytes, self._reads.fetch)

    @property
    def backend(self) -> str:
        return "s3"

    async def presign_put(
        self, key: str, size: int | None, content_type: str | None, expires_in: int
    ) -> Presigned:
        headers = {"If-None-Match": "*"}
        signed: dict[str, Any] = {**self._at(key), "IfNoneMatch": "*"}
        if content_type is not None:
            headers["Content-Type"] = signed["ContentType"] = content_type
        if size is not None:
            # Browsers and every HTTP client set this one by themselves from the body.
            signed["ContentLength"] = size
        async with self._asking() as client:
            url = await client.generate_presigned_url(
                "put_object", Params=signed, ExpiresIn=expires_in, HttpMethod="PUT"
            )
        return Presigned(url, headers)

    async def stat(self, key: str) -> Stored | None:
        try:
            async with self._asking() as client:
                found = await client.head_object(**self._at(key))
        except ObjectNotFound:
            return None
        return Stored(found["ContentLength"], found["ETag"].strip('"'))

    async def read(self, key: str, offset: int, length: int) -> bytes:
        return await self._cache.read(checked(key), offset, length)

    def stream(self, key: str, offset: int, length: int) -> AsyncIterator[bytes]:
        return self._cache.stream(checked(key), offset, length)

    async def write(self, key: str, chunks: AsyncIterable[bytes], limit: int) -> Stored:
        async with self._asking() as client:
            await s3_writes.upload(client, self._at(key), s3_writes.parts_of(chunks, limit))
        return await self._settled(key)

    async def begin_parts(self, key: str) -> str:
        async with self._asking() as client:
            begun = await client.create_multipart_upload(**self._at(key))
        return str(begun["UploadId"])

    async def presign_part(self, key: str, upload: str, number: int, expires_in: int) -> Presigned:
        signed = {**self._at(key), "UploadId": upload, "PartNumber": number}
        async with self._asking() as client:
            url = await client.generate_presigned_url(
                "upload_part", Params=signed, ExpiresIn=expires_in, HttpMethod="PUT"
            )
        return Presigned(url)

    async def parts(self, key: str, upload: str) -> list[Part]:
        async with self._asking() as client:
            return await s3_writes.parts_held(client, self._at(key), upload)

    async def complete_parts(self, key: str, upload: str, wanted: Sequence[Part]) -> Stored:
        """The bucket joins them without copying."""
        try:
            async with self._asking() as client:
                await s3_writes.complete(client, self._at(key), upload, wanted)
        except (ObjectNotFound, StorageUnavailable):
            # Of an upload that is over, servers say one thing or the other.
            if not await self._is_over(key, upload):
                raise
            if await self.stat(key) is None:
                raise ObjectNotFound from None
        return await self._settled(key)

    async def discard_parts(self, key: str) -> None:
        async with self._asking() as client:
            await s3_writes.discard(client, self._at(key))

    def forget(self, key: str) -> None:
        """Drops what is kept of the object on this machine; the bucket is not touched."""
        self._cache.forget(key)
        self._reads.forget(key)

    async def delete(self, key: str) -> None:
        self.forget(key)
        async with self._asking() as client:
            await client.delete_object(**self._at(key))

    async def check(self) -> bool:
        try:
            async with asyncio.timeout(_CHECK_SECONDS), self._asking() as client:
                await client.head_bucket(Bucket=self.bucket.name)
        except (StorageUnavailable, ObjectNotFound, TimeoutError):
            return False
        return True

    async def close(self) -> None:
        await self._cache.close()
        await self._reads.close()
        await self._open.aclose()
        self._made = None

    async def _is_over(self, key: str, upload: str) -> bool:
        try:
            await self.parts(key, upload)
        except ObjectNotFound:
            return True
        return False

    async def _settled(self, key: str) -> Stored:
        self._cache.forget(key)
        stored = await self.stat(key)
        if stored is None:
            raise StorageUnavailable("The file storage lost a file it had accepted.")
        return stored

    def _at(self, key: str) -> dict[str, str]:
        return {"Bucket": self.bucket.name, "Key": self.bucket.prefix + checked(key)}

    async def _sign_get(self, key: str, expires_in: int) -> str:
        at = self._at(key)
        async with self._asking() as client:
            url: str = await client.generate_presigned_url(
                "get_object", Params=at, ExpiresIn=expires_in
            )
        return url

    async def _client(self) -> Any:
        async with self._opening:
            if self._made is None:
                config: Any = AioConfig(
                    signature_version="s3v4",
                    s3={"addressing_style": "path" if self.bucket.endpoint else "auto"},
                    # Stores other than AWS differ in the checksums that they understand.
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                    connect_timeout=5,
                    read_timeout=60,
                    retries={"max_attempts": 3, "mode": "standard"},
                )
                session: Any = AioSession()
                making = session.create_client(
                    "s3",
                    region_name=self.bucket.region,
                    endpoint_url=self.bucket.endpoint,
                    config=config,
                )
                self._made = await self._open.enter_async_context(making)
        return self._made

    @asynccontextmanager
    async def _asking(self) -> AsyncGenerator[Any]:
        """Says in the product's words what the store refused."""
        try:
            yield await self._client()
        except ClientError as problem:
            answer: Any = problem.response
            if answer.get("Error", {}).get("Code") in _ABSENT:
                raise ObjectNotFound from problem
            raise StorageUnavailable from problem
        except (BotoCoreError, OSError) as problem:
            raise StorageUnavailable from problem
