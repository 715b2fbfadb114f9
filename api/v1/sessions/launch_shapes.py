"""Launches as they look on the wire."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from api.v1.sessions.shapes import ClaimedTenant, WholeNumber
from api.v1.sessions.who import Email, GivenLearner, Name, Registration, SessionId, UserId

Ttl = Annotated[WholeNumber | None, Meta(description="Kept between 60 and 86400.")]
ReturnUrl = Annotated[
    Annotated[
        str,
        Meta(
            max_length=2048,
            pattern="^https?://[A-Za-z0-9]",
            extra_json_schema={"format": "uri"},
        ),
    ]
    | None,
    Meta(description="Where the learner goes at the end."),
]
AllowedDomains = Annotated[
    list[Name],
    Meta(max_length=50, description="Sites that may embed the player; *.host for all below."),
]


class LaunchPackageRequest(Struct, kw_only=True):
    """Who shall open the course, and how."""

    user_id: Annotated[
        UserId | None, Meta(description="Your name for the learner; or give learner.id.")
    ] = None
    session_id: Annotated[
        SessionId | None,
        Meta(description="Your choice for a new session, or the id of one to go on with."),
    ] = None
    learner: GivenLearner | None = None
    learner_name: Name | None = None
    learner_email: Email | None = None
    launch_token_ttl_seconds: Ttl = None
    return_url: ReturnUrl = None
    allowed_domains: AllowedDomains = field(default_factory=list[str])
    mode: Literal["normal", "browse", "review"] = "normal"
    window: Literal["frame", "popup"] = "frame"
    registration: Annotated[Registration | None, Meta(description="xAPI registration, a UUID.")] = (
        None
    )
    new_attempt: bool = False
    tenant_id: ClaimedTenant = None


class PreviewPackageRequest(Struct, kw_only=True):
    """What to look at, and how."""

    revision: Annotated[
        Annotated[int, Meta(ge=1, le=2**31 - 1)] | None,
        Meta(description="Of the package; else the current one."),
    ] = None
    launch_token_ttl_seconds: Ttl = None
    return_url: ReturnUrl = None
    allowed_domains: AllowedDomains = field(default_factory=list[str])
    window: Literal["frame", "popup"] = "frame"
    tenant_id: ClaimedTenant = None


class ExternalLaunchRequest(Struct, kw_only=True):
    """A token of your own sign-in, and what its owner shall open."""

    token: Annotated[
        str, Meta(min_length=1, max_length=16_384, description="A JWT; its sub is the learner.")
    ]
    package_id: str
    session_id: Annotated[
        SessionId | None,
        Meta(description="Else the learner's latest session that is not completed, or a new one."),
    ] = None
    launch_token_ttl_seconds: Ttl = None
    return_url: ReturnUrl = None
    allowed_domains: AllowedDomains = field(default_factory=list[str])
    window: Literal["frame", "popup"] = "frame"
    tenant_id: ClaimedTenant = None


class PackageLaunchResponse(Struct, kw_only=True):
    """A link that opens the course for this learner; use it as it is."""

    launch_url: str
    player_url: Annotated[str, Meta(description="The same as launch_url.")]
    launch_token: str
    package_id: str
    session_id: str
    user_id: str
    learner_id: Annotated[str, Meta(description="The same as user_id.")]
    content_type: Literal["scorm"] = "scorm"
    storage_backend: Literal["local", "s3"]
    expires_in_seconds: int
    expires_at: str
    resumed: bool
    attempts: int
    version: int
