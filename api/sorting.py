"""The order of a list, as a client asks for it."""

from collections.abc import Collection
from typing import Literal

from msgspec import Meta

from services.errors import Invalid
from services.lists import Page

GivenOrder = Literal["asc", "desc"]


def either_way(choices: Collection[str]) -> Meta:
    """How the document tells which names a list can be sorted by."""
    return Meta(extra_json_schema={"enum": [*choices, *(f"-{name}" for name in choices)]})


def page_of(
    number: int, size: int, sort: str | None, order: GivenOrder | None, choices: Collection[str]
) -> Page:
    """A minus in front of the name means descending, unless the order is stated on its own.

    Newest first where nothing is asked for; raises Invalid for a name that is no choice.
    """
    given = "-created_at" if sort is None else sort
    name = given.removeprefix("-")
    if name not in choices:
        known = ", ".join(choices)
        raise Invalid.field(
            "sort", f"must be one of {known}, with a minus in front for descending order"
        )
    descending = given.startswith("-") if order is None else order == "desc"
    return Page(number, size, name, descending)
