"""Pages of a list: what a client may ask for, and what it is told."""

from typing import Annotated, Self

from msgspec import Meta, Struct

LARGEST_PAGE = 100


class Paging(Struct, kw_only=True):
    """Which part of a list."""

    page: Annotated[
        int, Meta(ge=1, le=1_000_000_000, description="Number of the page, from 1.", examples=[1])
    ] = 1
    limit: Annotated[
        int,
        Meta(ge=1, description="Entries on a page; more than 100 counts as 100.", examples=[20]),
    ] = 20
    tenant_id: Annotated[str | None, Meta(description="Your own tenant; any other is refused.")] = (
        None
    )

    @property
    def size(self) -> int:
        return min(self.limit, LARGEST_PAGE)


class Pagination(Struct):
    """Where this page stands in the whole list."""

    page: int
    limit: Annotated[int, Meta(description="As applied, at most 100.")]
    total: Annotated[int, Meta(description="Entries in the whole list.")]
    total_pages: int

    @classmethod
    def of(cls, asked: Paging, total: int) -> Self:
        return cls(asked.page, asked.size, total, -(-total // asked.size))
