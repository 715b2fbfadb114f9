"""Writing whole objects to S3 in parts, so that memory stays flat and nothing half done is left."""

import asyncio
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Sequence,
)
from contextlib import asynccontextmanager, suppress
from typing import Any

from botocore.exceptions import ClientError

from services.errors import FileTooLarge
from services.storage import parts
from services.storage.parts import Part

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


async def parts_held(client: Any, at: Place, upload: str) -> list[Part]:
    """Raises botocore's NoSuchUpload once it is over."""
    found: list[Part] = []
    async for page in client.get_paginator("list_parts").paginate(**at, UploadId=upload):
        found += [
            Part(one["PartNumber"], one["Size"], one["ETag"].strip('"'))
            for one in page.get("Parts", ())
        ]
    return found


async def complete(client: Any, at: Place, upload: str, wanted: Sequence[Part]) -> None:
    named = [{"PartNumber": part.number, "ETag": f'"{part.etag}"'} for part in wanted]
    try:
        await client.complete_multipart_upload(
            **at, UploadId=upload, MultipartUpload={"Parts": named}
        )
    except ClientError as problem:
        answer: Any = problem.response
        if answer.get("Error", {}).get("Code") == "InvalidPart":
            raise parts.changed(wanted[0]) from problem
        raise


async def discard(client: Any, at: Place) -> None:
    """Whatever was begun under this key, also what nobody noted."""
    pages = client.get_paginator("list_multipart_uploads")
    async for page in pages.paginate(Bucket=at["Bucket"], Prefix=at["Key"]):
        for one in page.get("Uploads", ()):
            if one["Key"] == at["Key"]:
                with suppress(client.exceptions.NoSuchUpload):
                    await client.abort_multipart_upload(**at, UploadId=one["UploadId"])


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
        done.append({"PartNumber": number, "ETag": sent["ETag"]})

    try:
        yield add
        await client.complete_multipart_upload(**named, MultipartUpload={"Parts": done})
    except BaseException:
        # Also when this task is cancelled: parts left behind would be paid for unseen.
        await asyncio.shield(client.abort_multipart_upload(**named))
        raise
