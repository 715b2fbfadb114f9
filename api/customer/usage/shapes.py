"""Usage as it looks on the wire."""

from typing import Annotated

from msgspec import Meta, Struct

from services.quotas.plans import CapMode, Rate, Resource

Used = Annotated[int, Meta(ge=0)]
Allowed = Annotated[Used | None, Meta(description="null is unlimited.")]
Percent = Annotated[
    Used | None, Meta(description="Of the limit, rounded down; null without a limit.")
]
Mode = Annotated[
    CapMode | None,
    Meta(description="Whether more is refused (hard) or only told of (soft); null without a limit"),
]


class UsagePeriod(Struct, kw_only=True):
    """The month that is counted, in UTC; end is the first moment that does not belong to it."""

    start: str
    end: str


class StorageUsage(Struct, kw_only=True):
    """What the archives of all revisions take."""

    used_bytes: Used
    limit_bytes: Allowed
    mode: Mode
    percent: Percent
    announced_bytes: Annotated[int, Meta(ge=0, description="What uploads under way may add to it.")]


class CountedUsage(Struct, kw_only=True):
    """What is counted one by one."""

    used: Used
    limit: Allowed
    mode: Mode
    percent: Percent


class RequestUsage(Struct, kw_only=True):
    """Answered requests; other processes tell of theirs some seconds later."""

    used: Used


class RateLimit(Struct, kw_only=True):
    """How many requests of a kind a window takes."""

    limit: Allowed
    window_seconds: Annotated[int, Meta(ge=1)]


class ReachedThreshold(Struct, kw_only=True):
    """A part of a limit that is in use."""

    resource: Resource
    threshold: Annotated[int, Meta(description="In percent.")]


class Usage(Struct, kw_only=True):
    """What the tenant uses, and what its plan allows."""

    plan: str
    plan_label: str
    period: UsagePeriod
    storage: StorageUsage
    packages: CountedUsage
    active_learners: CountedUsage
    launches: CountedUsage
    api_requests: RequestUsage
    session_storage_bytes: Annotated[
        int, Meta(ge=0, description="What learners have stored; measured every hour.")
    ]
    rate_limits: dict[Rate, RateLimit]
    thresholds: list[ReachedThreshold]
