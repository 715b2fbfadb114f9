"""Revisions of a package as they look on the wire, and sessions on their way between them."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from api.v1.packages.shapes import ClaimedTenant, Name, Package
from services.sessions.moving import MOST_NAMED


class PackageVersion(Struct, kw_only=True):
    """One revision of a package."""

    revision: int
    version: Literal["1.2", "2004"]
    title: str
    file_size_bytes: int
    original_filename: str
    uploaded_by: str
    storage_path: str
    launch_url: str
    created_at: str
    is_current: bool


class PackageVersions(Struct, kw_only=True):
    """All revisions of a package, newest first."""

    package_id: str
    current_revision: int
    versions: list[PackageVersion]
    count: int


class LostPart(Struct, kw_only=True):
    """A part that has no place in the other revision."""

    identifier: str
    sessions: Annotated[int, Meta(description="How many have data of it.")]


class PackageMigration(Struct, kw_only=True):
    """An order to move sessions to a revision, and how far it has come.

    Nothing that a session has stored is lost: what has no place in the revision is set aside, and
    comes back with a revision that has the part again. Status, score, time and attempts stay.
    """

    id: str
    migration_id: Annotated[str, Meta(description="The same as id.")]
    package_id: str
    revision: int
    status: Literal["queued", "running", "completed"]
    total: Annotated[int, Meta(description="Sessions to look at when it was ordered.")]
    moved: int
    waiting: Annotated[
        int, Meta(description="Somebody has the course open; they are moved at their next launch.")
    ]
    skipped: Annotated[int, Meta(description="Left out, since they would lose something.")]
    started_over: Annotated[
        int, Meta(description="Of those moved or waiting: no part that they have data of is left.")
    ]
    lost: list[LostPart]
    created_at: str
    updated_at: str
    finished_at: str | None


class ActivateVersion(Struct, kw_only=True):
    """Whether sessions come along; else they stay on the revision they have."""

    migrate_sessions: bool = False
    tenant_id: ClaimedTenant = None


class VersionActivated(Struct, kw_only=True):
    """The package with its new current revision."""

    package: Package
    current_revision: int
    migration: PackageMigration | None
    success: bool = True


class MigrateSessions(Struct, kw_only=True):
    """Which sessions shall move."""

    session_ids: Annotated[
        Annotated[list[Name], Meta(max_length=MOST_NAMED)] | None,
        Meta(description="All sessions of the package if left out; unknown ones are ignored."),
    ] = None
    only: Annotated[
        Literal["keeps"] | None, Meta(description="keeps: those that lose nothing.")
    ] = None
    tenant_id: ClaimedTenant = None


class ForecastCounts(Struct, kw_only=True):
    """How many sessions would fare how."""

    keeps: int
    loses: int
    starts_over: int


class ForecastSession(Struct, kw_only=True):
    """What would become of one session."""

    session_id: str
    revision: Annotated[int, Meta(description="Its present one.")]
    fate: Annotated[
        Literal["keeps", "loses", "starts_over"],
        Meta(
            description="keeps: every part with data has a place; loses: some have none; "
            "starts_over: none has, for instance between SCORM 1.2 and 2004."
        ),
    ]
    loses: Annotated[list[str], Meta(description="Identifiers of parts without a place.")]
    completion_status: Literal["not_attempted", "incomplete", "completed"]
    running: Annotated[
        bool, Meta(description="The course is open; it would be moved at its next launch.")
    ]


class VersionForecast(Struct, kw_only=True):
    """What moving the sessions of a package to a revision would mean; nothing is changed."""

    package_id: str
    revision: int
    total: Annotated[int, Meta(description="Sessions on other revisions.")]
    running: int
    fates: ForecastCounts
    by_completion_status: dict[str, int]
    lost: list[LostPart]
    sessions: Annotated[list[ForecastSession], Meta(description="At most 100 of them.")]
