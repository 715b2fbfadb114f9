"""Reading what pages of ours send: bodies by their shape, and who holds a launch."""

from dataclasses import dataclass
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec
from quart import request

from services.errors import Invalid, InvalidToken

Shape = TypeVar("Shape")
Text = Annotated[str, msgspec.Meta(max_length=4096)]
Origins = Annotated[list[Text], msgspec.Meta(max_length=50)]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who asks: a launch, and the handle that its shell got when it was opened."""

    launch_id: UUID
    handle: str


async def body(shape: type[Shape]) -> Shape:
    """Raises Invalid."""
    try:
        return msgspec.json.decode(await request.get_data(), type=shape)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as problem:
        raise Invalid(f"The request body is not valid: {problem}", fieldErrors={}) from None


def holder(launch_id: str) -> Holder:
    """Raises InvalidToken."""
    kind, _, handle = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not handle:
        raise InvalidToken
    try:
        return Holder(UUID(launch_id), handle.strip())
    except ValueError:
        raise InvalidToken from None
