"""Writing whole objects to S3 in parts, so that memory stays flat and nothing half done is left."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from services.errors import FileTooLarge

_PART = 8 * 1024 * 1024

# An object in a bucket, as the arguments of every call name it.
Place = dict[str, str]


async def upload(client: Any, at: Place, parts: AsyncIterator[bytes]) -> None:
    first = await anext(parts, b"")
    if len(first) < _PART:
        await client.put_object(**at, Body=first)
        return
    async with _in_parts(client, at) as add:
        await add(client.upload_part, {"Body": first})
        async for part in parts:
            await add(client.upload_part, {"Body": part})


async def join(client: Any, at: Place, sources: list[Place]) -> None:
    """The bucket copies; of each source all of it."""
    async with _in_parts(client, at) as add:
        for source in sources:
            await add(client.upload_part_copy, {"CopySource": source})


async def parts_of(chunks: AsyncIterable[bytes], limit: int) -> AsyncGenerator[bytes]:
    """Chunks of any size, gathered into parts of the size that multipart wants."""
    held = bytearray()
    total = 0
    async for chunk in chunks:
        total += len(chunk)
        if total > limit:
            raise FileTooLarge(limit=limit)
        held += chunk
        while len(held) >= _PART:
            yield bytes(held[:_PART])
            del held[:_PART]
    if held or total == 0:
        yield bytes(held)


@asynccontextmanager
async def _in_parts(
    client: Any, at: Place
) -> AsyncGenerator[Callable[[Any, dict[str, Any]], Awaitable[None]]]:
    """Completes the object at the end, or takes back every part."""
    upload_id = (await client.create_multipart_upload(**at))["UploadId"]
    named = {**at, "UploadId": upload_id}
    done: list[dict[str, Any]] = []

    async def add(call: Any, body: dict[str, Any]) -> None:
        number = len(done) + 1
        sent = await call(**named, **body, PartNumber=number)
        etag = sent["CopyPartResult"]["ETag"] if "CopyPartResult" in sent else sent["ETag"]
        done.append({"PartNumber": number, "ETag": etag})

    try:
        yield add
        await client.complete_multipart_upload(**named, MultipartUpload={"Parts": done})
    except BaseException:
        # Also when this task is cancelled: parts left behind would be paid for unseen.
        await asyncio.shield(client.abort_multipart_upload(**named))
        raise
