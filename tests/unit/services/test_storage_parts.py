"""Which lists of parts make an object, and what is said about the others."""

import pytest

from services.errors import Invalid
from services.storage import parts
from services.storage.parts import SMALLEST_PART, Part

HELD = [Part(1, SMALLEST_PART, "aa"), Part(2, SMALLEST_PART, "bb"), Part(3, 10, "cc")]


def test_parts_are_taken_in_their_order_however_they_are_named() -> None:
    named = [(3, '"cc"'), (1, "aa"), (2, '"bb"')]

    assert parts.chosen(named, HELD) == HELD


def test_what_was_received_and_not_named_stays_out() -> None:
    assert parts.chosen([(1, "aa")], HELD) == HELD[:1]


@pytest.mark.parametrize(
    ("named", "number", "problem"),
    [
        ([], 1, "is missing"),
        ([(1, "aa"), (3, "cc")], 2, "is missing"),
        ([(2, "bb"), (3, "cc")], 1, "is missing"),
        ([(1, "aa"), (2, "bb"), (2, "bb")], 2, "is named twice"),
        ([(1, "aa"), (2, "bb"), (3, "cc"), (4, "dd")], 4, "was not received"),
        ([(1, "aa"), (2, '"xx"'), (3, "cc")], 2, "was received with another etag"),
        ([(1, "aa"), (2, ""), (3, "cc")], 2, "was received with another etag"),
    ],
)
def test_the_part_that_is_wrong_is_named(
    named: list[tuple[int, str]], number: int, problem: str
) -> None:
    with pytest.raises(Invalid, match=f"part {number} {problem}") as refused:
        parts.chosen(named, HELD)

    assert refused.value.details["part_number"] == number


def test_every_part_but_the_last_has_five_mebibytes() -> None:
    held = [Part(1, SMALLEST_PART - 1, "aa"), Part(2, 10, "bb")]

    assert parts.chosen([(1, "aa")], held) == held[:1]
    with pytest.raises(Invalid, match="part 1 has 5242879 bytes"):
        parts.chosen([(1, "aa"), (2, "bb")], held)
