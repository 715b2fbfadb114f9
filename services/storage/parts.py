"""Objects that arrive in parts: what a list of parts must be, on every store alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.errors import Invalid

SMALLEST_PART: Final = 5 * 1024**2
LARGEST_PART: Final = 5 * 1024**3
MOST_PARTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is there; ``etag`` comes without quotes and changes with the bytes."""

    number: int
    size: int
    etag: str


def chosen(named: Sequence[tuple[int, str]], held: Sequence[Part]) -> list[Part]:
    """The parts that were named, in order; raises Invalid, naming the part that is wrong."""
    etags = dict(named)
    if len(etags) < len(named):
        numbers = [number for number, _ in named]
        twice = next(number for number in numbers if numbers.count(number) > 1)
        raise refusal(twice, "is named twice")
    present = {part.number: part for part in held}
    picked = [_picked(number, etags, present) for number in range(1, max(etags, default=1) + 1)]
    small = next((part for part in picked[:-1] if part.size < SMALLEST_PART), None)
    if small is not None:
        raise refusal(
            small.number,
            f"has {small.size} bytes; every part but the last must have {SMALLEST_PART} or more",
        )
    return picked


def refusal(number: int, problem: str) -> Invalid:
    message = f"part {number} {problem}"
    return Invalid(
        f"parts: {message}", fieldErrors={"parts": [message]}, formErrors=[], part_number=number
    )


def changed(part: Part) -> Invalid:
    return refusal(part.number, "was replaced meanwhile; list the parts again")


def _picked(number: int, etags: dict[int, str], present: dict[int, Part]) -> Part:
    if number not in etags:
        raise refusal(number, "is missing")
    part = present.get(number)
    if part is None:
        raise refusal(number, "was not received")
    if etags[number].strip('"') != part.etag:
        raise refusal(number, "was received with another etag")
    return part
