"""The record as it looks on the wire."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from api.moments import WRITTEN
from api.paging import Pagination, Paging

_NAME = Annotated[str, Meta(max_length=64, pattern="^[A-Za-z0-9._-]+$")]


class AuditQuery(Paging, kw_only=True):
    """Which entries, and as what."""

    action: Annotated[_NAME | None, Meta(description="Only what was done in this way.")] = None
    actor: Annotated[
        _NAME | None, Meta(description="Only what this key or user did, by its id.")
    ] = None
    begin: Annotated[
        Annotated[str, WRITTEN] | None,
        Meta(description="Not before this moment, ISO 8601; a day is its beginning."),
    ] = field(default=None, name="from")
    end: Annotated[Annotated[str, WRITTEN] | None, Meta(description="Before this moment.")] = field(
        default=None, name="to"
    )
    format: Annotated[
        Literal["json", "csv"],
        Meta(description="csv answers all entries that were asked for, oldest first, on one page."),
    ] = "json"


class AuditActor(Struct, kw_only=True):
    """Who did it."""

    kind: Literal["key", "user", "operator", "system"]
    id: str
    name: str


class AuditEntry(Struct, kw_only=True):
    """One thing that was done."""

    seq: Annotated[int, Meta(description="1, 2, 3 … without gaps.")]
    at: str
    action: str
    target: Annotated[str, Meta(description="The id of what it was done to.")]
    facts: dict[str, Any]
    actor: AuditActor
    address: Annotated[str, Meta(description="Where the request came from.")]
    request_id: str
    previous_hash: str
    hash: Annotated[str, Meta(description="SHA-256 over this entry and the previous hash.")]


class AuditList(Struct):
    """Entries, newest first."""

    entries: list[AuditEntry]
    count: Annotated[int, Meta(description="All entries that were asked for.")]
    pagination: Pagination


class AuditVerification(Struct, kw_only=True):
    """Whether the record is whole."""

    holds: bool
    entries: Annotated[int, Meta(description="As many as the chain was followed over.")]
    head: Annotated[
        str,
        Meta(description="The latest hash. Keep it elsewhere: later chains have to contain it."),
    ]
    broken_at: Annotated[int | None, Meta(description="The first entry that does not fit.")]
    problem: str | None
