"""One byte range of a file, as browsers ask for it when they seek. [RFC 9110 14]"""

import re
from typing import NamedTuple

_ONE = re.compile(rb"bytes[ \t]*=[ \t]*(\d{0,19})-(\d{0,19})[ \t]*", re.IGNORECASE)
_UNIT = re.compile(rb"bytes[ \t]*=", re.IGNORECASE)


class Range(NamedTuple):
    start: int
    length: int


class Unsatisfiable(Exception):
    """No byte of the file is meant."""


def requested(header: bytes, size: int) -> Range | None:
    """None for the whole file; raises Unsatisfiable.

    Several ranges get the whole file: it is never longer than what they add up to in an attack,
    and no browser asks for them.
    """
    if b"," in header or not _UNIT.match(header):
        return None
    found = _ONE.fullmatch(header)
    if found is None:
        raise Unsatisfiable
    first, last = found.groups()
    if first == b"":
        return _suffix(last, size)
    start = int(first)
    end = size - 1 if last == b"" else min(int(last), size - 1)
    if start >= size or end < start:
        raise Unsatisfiable
    return Range(start, end - start + 1)


def _suffix(last: bytes, size: int) -> Range:
    wanted = min(int(last or b"0"), size)
    if wanted == 0:
        raise Unsatisfiable
    return Range(size - wanted, wanted)
