"""A commit as the bridge sends it, checked as far as its shape goes."""

import json
from hashlib import sha256
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec

from services.errors import FileTooLarge, Invalid

MOST_BYTES: Final = 8 * 1024 * 1024
MOST_PATCHED: Final = 20_000
LONGEST_SCO: Final = 1000

Sequence = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
Base = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=1e9)]
Sco = Annotated[str, msgspec.Meta(max_length=LONGEST_SCO, pattern=r"^[^\x00]+$")]


class Flags(msgspec.Struct, frozen=True):
    """``asks``: the answer shall say which navigation requests would be granted now."""

    terminate: bool = False
    hidden: bool = False
    partial: bool = False
    late: bool = False
    asks: bool = False


class CommitRequest(msgspec.Struct, frozen=True):
    """``patch`` has all changes since ``base``, the last commit that was acknowledged."""

    token: str
    launch: UUID
    seq: Sequence
    base: Base
    sco: Sco
    patch: dict[str, Any] = msgspec.field(default_factory=dict[str, Any])
    t: dict[str, Seconds] = msgspec.field(default_factory=dict[str, float])
    flags: Flags = Flags()
    client_time: Any = None
    calls: msgspec.Raw = msgspec.Raw(b"[]")
    v: int = 1

    @property
    def has_calls(self) -> bool:
        return len(bytes(self.calls)) > 2


_decoder = msgspec.json.Decoder(CommitRequest)


def decode(body: bytes) -> CommitRequest:
    """Raises FileTooLarge, Invalid."""
    if len(body) > MOST_BYTES:
        raise FileTooLarge(limit=MOST_BYTES)
    try:
        request = _decode(body)
    except (ValueError, RecursionError) as problem:
        raise Invalid(f"This is not a commit: {str(problem)[:200]}", fieldErrors={}) from None
    if len(request.patch) > MOST_PATCHED or len(request.t) > MOST_PATCHED:
        raise FileTooLarge(limit=MOST_PATCHED)
    return request


def _decode(body: bytes) -> CommitRequest:
    try:
        return _decoder.decode(body)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        # Half of a surrogate pair is legal in JavaScript's strings but in no UTF-8; a course that
        # cuts a text in two loses that one character instead of everything.
        mended = json.dumps(json.loads(body), ensure_ascii=False).encode("utf-8", "replace")
        return _decoder.decode(mended)


def hash_of(request: CommitRequest) -> str:
    """What makes two commits the same one; a renewed token or another clock reading does not."""
    flags = request.flags
    content = (request.base, request.sco, request.patch, flags.terminate, flags.partial)
    return sha256(msgspec.json.encode(content)).hexdigest()


def text_of(request: CommitRequest) -> str:
    """The commit as JSON, without the credential."""
    return msgspec.json.encode(msgspec.structs.replace(request, token="")).decode()
