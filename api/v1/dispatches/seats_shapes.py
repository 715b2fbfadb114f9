"""The seats of a dispatch and their ledger, as they look on the wire."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from api.paging import Pagination, Paging

Search = Annotated[str, Meta(max_length=255)]
LedgerKind = Literal["registered", "licensed", "released", "renewed", "unbound"]


class SeatQuery(Paging, kw_only=True):
    """Which learners of the dispatch."""

    search: Annotated[
        Search | None,
        Meta(description="A part of the id or the name; case does not matter."),
    ] = None
    licensed: Annotated[
        bool | None, Meta(description="Only those who hold a license, or only those who do not.")
    ] = None


class Seat(Struct, kw_only=True):
    """A learner of a dispatch, who counts once however often they come back."""

    user_id: Annotated[
        str,
        Meta(description="As the other system names them; an erased learner has a made-up one."),
    ]
    learner_name: str
    registered: Annotated[
        bool, Meta(description="Counted since the last renewal; else they count when they return.")
    ]
    licensed: Annotated[bool, Meta(description="Holds one of the licenses.")]
    since: Annotated[str, Meta(description="When they first came.")]
    sessions: int
    last_activity_at: str | None


class SeatList(Struct, kw_only=True):
    """The learners of a dispatch, newest first."""

    seats: list[Seat]
    pagination: Pagination


class DispatchRenewed(Struct, kw_only=True):
    """Registrations begin at 0 again."""

    dispatch_id: str
    registration_count: int
    license_count: int


class LedgerActor(Struct, kw_only=True):
    """Who asked for it."""

    kind: str
    id: str
    name: str


class LedgerLine(Struct, kw_only=True):
    """One change of the counts, or a launch that the other system did not remember."""

    id: int
    at: str
    kind: Annotated[
        LedgerKind,
        Meta(
            description="registered: a learner began. licensed: took a license. released: a "
            "license was given back. renewed: registrations began at 0 again. unbound: somebody "
            "known came without what their system was given to keep, and got a new record."
        ),
    ]
    user_id: Annotated[
        str | None,
        Meta(description="The learner; null where it was about none. Erased ones are made up."),
    ]
    session_id: Annotated[
        str | None, Meta(description="The session it was about, while there is one.")
    ]
    actor: Annotated[
        LedgerActor | None, Meta(description="Who asked for it; null where a learner launched.")
    ]
    registrations: Annotated[int, Meta(description="By how much the count changed.")]
    licenses: Annotated[int, Meta(description="By how much the count changed.")]
    registration_count: Annotated[int, Meta(description="The count behind this line.")]
    license_count: Annotated[int, Meta(description="The count behind this line.")]


class Ledger(Struct, kw_only=True):
    """Every change of the counts, newest first."""

    entries: list[LedgerLine]
    pagination: Pagination
