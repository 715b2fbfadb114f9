"""From the raw bytes of a request target to a path inside a course, or to nothing."""

import unicodedata
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

_MARK = b"/~"
_LONGEST_TARGET = 4096


class Target(NamedTuple):
    """``ct`` is empty for a link that begins at the root of the origin."""

    ct: str
    tail: bytes


def split(raw_path: bytes) -> Target | None:
    """The capability and the undecoded rest; None for what no page of ours links to."""
    if len(raw_path) > _LONGEST_TARGET or raw_path[:1] != b"/":
        return None
    if raw_path[:2] != _MARK:
        return Target("", raw_path[1:])
    ct, slash, tail = raw_path[2:].partition(b"/")
    if not slash or not ct.isalnum():
        return None
    return Target(ct.decode("ascii"), tail)


def inside(tail: bytes) -> str | None:
    """The path inside the course. Decoded once, so that nothing can hide behind a second time."""
    try:
        text = unquote_to_bytes(tail).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\0" in text:
        return None

    kept: list[str] = []
    for segment in text.replace("\\", "/").split("/"):
        if segment == "..":
            if not kept:
                return None
            kept.pop()
        elif segment not in ("", "."):
            kept.append(segment)
    return unicodedata.normalize("NFC", "/".join(kept)) or None
