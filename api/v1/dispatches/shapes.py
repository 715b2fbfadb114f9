"""Dispatches as they look on the wire."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, defstruct
from msgspec.structs import fields

from api.moments import WRITTEN
from api.paging import Pagination, Paging
from api.sorting import GivenOrder, either_way
from services.dispatches.listing import SORTS

Name = Annotated[str, Meta(max_length=255)]
Limit = Annotated[int, Meta(ge=1, le=2**31 - 1)]
ClaimedTenant = Annotated[str | None, Meta(description="Your own tenant; any other is refused.")]
Status = Literal["active", "paused", "expired", "exhausted", "revoked"]
GivenStandard = Literal["1.2", "2004", "2004 3rd Edition", "2004 4th Edition"]
Domain = Annotated[str, Meta(max_length=255)]
Window = Annotated[
    Literal["frame", "popup"], Meta(description="Where a shell package opens the course.")
]
Identity = Annotated[
    Literal["bound", "asserted"],
    Meta(
        description="bound: a learner's record is opened again only with a secret that the other "
        "system keeps. asserted: the learner's id is enough."
    ),
]
Retake = Annotated[
    Literal["review", "new_attempt"],
    Meta(description="What whoever comes back after completing the course gets."),
]


class DispatchTerms(Struct, kw_only=True):
    """For whom a dispatch is, and what it allows; what is left out has its default."""

    dispatch_name: Annotated[
        Name | UnsetType | None, Meta(description="Left out, the title of the package.")
    ] = UNSET
    label: Annotated[Name | UnsetType | None, Meta(description="The same as dispatch_name.")] = (
        UNSET
    )
    client_name: Annotated[
        Name | UnsetType | None, Meta(description="Tells apart dispatches of one package.")
    ] = UNSET
    destination: Annotated[
        Name | UnsetType | None, Meta(description="The other system, in your own words.")
    ] = UNSET
    registration_limit: Annotated[
        Limit | UnsetType | None, Meta(description="How many learners may begin; null for any.")
    ] = UNSET
    license_limit: Annotated[
        Limit | UnsetType | None,
        Meta(description="How many learners may hold a license at a time; null for any."),
    ] = UNSET
    track_licenses: Annotated[
        bool | UnsetType,
        Meta(description="Whether licenses are counted; they always are if there is a limit."),
    ] = UNSET
    expires_in_hours: Annotated[
        Annotated[int, Meta(ge=1, le=876_000)] | UnsetType | None,
        Meta(description="From now on; null for no end."),
    ] = UNSET
    expires_at: Annotated[
        Annotated[str, Meta(max_length=64), WRITTEN] | UnsetType | None,
        Meta(description="Instead of expires_in_hours: ISO 8601; null for no end."),
    ] = UNSET
    allowed_domains: Annotated[
        list[Domain] | UnsetType,
        Meta(
            description="Sites that may show the course, at most 50; *.host for all below. None "
            "means any."
        ),
    ] = UNSET
    password: Annotated[
        Annotated[str, Meta(min_length=1, max_length=1000)] | UnsetType | None,
        Meta(description="Learners are asked for it; it is never told again."),
    ] = UNSET
    package_revision: Annotated[
        Annotated[int, Meta(ge=1, le=2**31 - 1)] | UnsetType | None,
        Meta(description="Always this one; null for whichever is current."),
    ] = UNSET
    scorm_version: Annotated[
        GivenStandard | UnsetType,
        Meta(description="What the shell package speaks; 2004 is its 4th Edition. Else 1.2."),
    ] = UNSET
    window: Window | UnsetType = UNSET
    identity: Identity | UnsetType = UNSET
    retake: Retake | UnsetType = UNSET
    hides_learners: Annotated[
        bool | UnsetType,
        Meta(description="Whether shell packages send digests instead of ids, and no names."),
    ] = UNSET
    accepts_new_learners: Annotated[
        bool | UnsetType, Meta(description="If not, only those who have begun may go on.")
    ] = UNSET
    tenant_id: ClaimedTenant = None


class CreatePackageDispatchRequest(DispatchTerms, kw_only=True):
    """A dispatch of the package that the address names."""


class CreateDispatchRequest(DispatchTerms, kw_only=True):
    """A dispatch, and the package that it hands out."""

    package_id: str


class DispatchUpdate(DispatchTerms, kw_only=True):
    """What to change; null clears a field, and what is left out stays as it is."""

    status: Annotated[
        Literal["active", "paused"] | UnsetType,
        Meta(description="To revoke a dispatch, delete it."),
    ] = UNSET


class Dispatch(Struct, kw_only=True):
    """A package handed to another system: as a link, or as a shell package for an LMS."""

    id: str
    dispatch_id: Annotated[str, Meta(description="The same as id.")]
    tenant_id: str
    package_id: str
    packageId: Annotated[str, Meta(description="The same as package_id.")]  # noqa: N815
    package_revision: Annotated[int | None, Meta(description="null for whichever is current.")]
    dispatch_name: str
    label: Annotated[str, Meta(description="The same as dispatch_name.")]
    client_name: str | None
    destination: str | None
    registration_limit: int | None
    registration_count: Annotated[int, Meta(description="Learners since the last renewal.")]
    license_limit: int | None
    license_count: Annotated[int, Meta(description="Learners who hold a license.")]
    track_licenses: bool
    allowed_domains: list[str]
    has_password: bool
    expires_at: str | None
    status: Annotated[
        Status, Meta(description="exhausted: nobody new gets in, who has begun goes on.")
    ]
    accepts_new_learners: bool
    scorm_version: Literal["1.2", "2004"]
    edition: Literal["1.2", "2004 3rd Edition", "2004 4th Edition"]
    window: Window
    identity: Identity
    retake: Retake
    hides_learners: bool
    token: Annotated[str, Meta(description="Opens the dispatch; the same until it is rotated.")]
    launch_url: Annotated[str, Meta(description="For learners, without any LMS.")]
    launchUrl: Annotated[str, Meta(description="The same as launch_url.")]  # noqa: N815
    zip_status: Annotated[
        Literal["none", "queued", "ready", "failed"],
        Meta(description="Of the latest build asked for; a download is built anew in any case."),
    ]
    zip_url: Annotated[str, Meta(description="The shell package, for whoever has a key.")]
    revoked_at: str | None
    created_at: str
    updated_at: str


_OPENING = {"token", "launch_url", "launchUrl"}
ListedDispatch = defstruct(
    "ListedDispatch",
    [(one.name, one.type) for one in fields(Dispatch) if one.name not in _OPENING],
    namespace={"__doc__": "A dispatch, without what opens it."},
    module=__name__,
    kw_only=True,
)


class DispatchResponse(Struct, kw_only=True):
    """The dispatch."""

    dispatch: Dispatch


class DispatchQuery(Paging, kw_only=True):
    """Which dispatches, and in which order."""

    package_id: Annotated[str | None, Meta(description="Only of this package.")] = None
    status: Status | None = None
    search: Annotated[
        Name | None,
        Meta(description="Words, each somewhere in name, client or destination."),
    ] = None
    sort: Annotated[
        Annotated[str, either_way(SORTS)] | None,
        Meta(
            description="created_at, updated_at, dispatch_name or registration_count; with a "
            "minus in front for descending order."
        ),
    ] = None
    order: Annotated[GivenOrder | None, Meta(description="Counts more than a minus in sort.")] = (
        None
    )


class DispatchList(Struct):
    """Dispatches, newest first unless sorted otherwise."""

    dispatches: list[ListedDispatch]  # pyright: ignore[reportInvalidTypeForm]
    count: Annotated[int, Meta(description="All dispatches that fit.")]
    pagination: Pagination


class DispatchRevoked(Struct, kw_only=True):
    """The dispatch opens nothing any more."""

    dispatch_id: str
    status: Literal["revoked"] = "revoked"


class DispatchQueued(Struct, kw_only=True):
    """The shell package is built in the background."""

    dispatch_id: str
    success: bool = True
    message: str = "Dispatch generation queued."


class DispatchEmbed(Struct, kw_only=True):
    """What to put into a page, and a link that tries it out."""

    dispatch_id: str
    launch_url: str
    embed_html: str
    test_url: Annotated[
        str, Meta(description="Opens the connection check; nobody is registered by it.")
    ]


class DispatchZipQuery(Struct, kw_only=True):
    """Which shell package."""

    scorm_version: Annotated[
        GivenStandard | None, Meta(description="Another than that of the dispatch.")
    ] = None
    test: Annotated[
        bool,
        Meta(description="The connection check instead of the course; nobody is registered by it."),
    ] = False
    tenant_id: ClaimedTenant = None
