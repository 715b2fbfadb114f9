"""Settings of a tenant as they look on the wire."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from models.tenant import ErrorFormat

Domain = Annotated[str, Meta(min_length=1, max_length=255)]
Domains = Annotated[
    list[Domain],
    Meta(
        max_length=50,
        description="Sites that may embed the player, for launches that name none; empty for all.",
    ),
]
WebAddress = Annotated[str, Meta(min_length=1, max_length=2000)]
Format = Annotated[
    ErrorFormat, Meta(description="How errors look where a request does not say it itself.")
]
_RETURN_URL = Meta(description="Where learners go at the end, for launches that name no address.")
_REQUIRE_VERSION = Meta(
    description="Whether an update of a session must say which version of it was read."
)
_ISSUER = Meta(min_length=1, max_length=2000, description="The iss of the tokens.")
_AUDIENCE = Meta(min_length=1, max_length=2000, description="The aud of the tokens.")


class ExternalJwtUpdate(Struct, kw_only=True):
    """How tokens of your own are checked: by exactly one of secret, jwks_url and jwks."""

    issuer: Annotated[str, _ISSUER]
    audience: Annotated[str, _AUDIENCE]
    secret: Annotated[
        Annotated[str, Meta(max_length=1000)] | None,
        Meta(
            description="For HS256, at least 32 bytes. Kept encrypted and never shown; left out, "
            "the present one stays.",
        ),
    ] = None
    jwks_url: Annotated[
        Annotated[str, Meta(max_length=2000)] | None,
        Meta(description="Where your public keys are listed."),
    ] = None
    jwks: Annotated[dict[str, Any] | None, Meta(description="Your public keys themselves.")] = None


class ExternalJwtSettings(Struct, kw_only=True):
    """How tokens of your own are checked."""

    issuer: str
    audience: str
    has_secret: bool
    jwks_url: str | None
    jwks: dict[str, Any] | None


class TenantSettings(Struct, kw_only=True):
    """What the tenant has settled."""

    tenant_id: str
    error_format: Format
    allowed_domains: Domains
    return_url: Annotated[str | None, _RETURN_URL]
    require_version: Annotated[bool, _REQUIRE_VERSION]
    external_jwt: ExternalJwtSettings | None


class TenantSettingsUpdate(Struct, kw_only=True):
    """What to change; null clears a field, and what is left out stays as it is."""

    error_format: Format | UnsetType = UNSET
    allowed_domains: Domains | UnsetType = UNSET
    return_url: Annotated[WebAddress | UnsetType | None, _RETURN_URL] = UNSET
    require_version: Annotated[bool | UnsetType, _REQUIRE_VERSION] = UNSET
    external_jwt: ExternalJwtUpdate | UnsetType | None = UNSET
