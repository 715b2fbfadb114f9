"""API keys as they look on the wire."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from api.paging import Pagination
from models.tenant import Scope

Name = Annotated[str, Meta(min_length=1, max_length=255, description="What the key is for.")]
Scopes = Annotated[
    list[Scope],
    Meta(
        min_length=1,
        max_length=20,
        description="What the key may do; none that you may not do yourself. admin implies all "
        "but platform.",
    ),
]
ExpiresInDays = Annotated[
    Annotated[int, Meta(ge=1, le=3650)] | None,
    Meta(description="Left out, the key does not expire."),
]


class ApiKeyCreate(Struct, kw_only=True):
    """A key to be made."""

    name: Name
    scopes: Scopes
    expires_in_days: ExpiresInDays = None


class ApiKeyUpdate(Struct, kw_only=True):
    """What to change; what is left out stays as it is."""

    name: Name | UnsetType = UNSET
    scopes: Scopes | UnsetType = UNSET


class ApiKeyRotation(Struct, kw_only=True):
    """How long the old key goes on."""

    overlap_hours: Annotated[
        int, Meta(ge=0, le=720, description="0 ends the old key at once.", examples=[24])
    ] = 24


class ApiKeyCreated(Struct, kw_only=True):
    """A new key, shown this once."""

    id: str
    key: Annotated[str, Meta(description="Keep it safe: it is not stored and not shown again.")]
    key_prefix: str
    tenant_id: str
    name: str
    scopes: list[Scope]
    expires_at: str | None
    created_at: str


class ApiKeyRotated(ApiKeyCreated, kw_only=True):
    """A new key, shown this once, and until when the old one works."""

    replaces: Annotated[str, Meta(description="The id of the old key.")]
    old_key_ends_at: str


class ApiKey(Struct, kw_only=True):
    """A key, by what may be told of it."""

    id: str
    key_prefix: Annotated[str, Meta(description="How the key begins.")]
    tenant_id: str
    name: str
    scopes: list[Scope]
    status: Literal["active", "expired", "revoked"]
    replaced_by: Annotated[str | None, Meta(description="The key that a rotation made.")]
    expires_at: str | None
    revoked_at: str | None
    last_used_at: Annotated[str | None, Meta(description="To the minute.")]
    created_at: str


class ApiKeyList(Struct):
    """Keys, newest first."""

    api_keys: list[ApiKey]
    count: Annotated[int, Meta(description="All keys of the tenant.")]
    pagination: Pagination


class ApiKeyRevoked(Struct, kw_only=True):
    """The key is refused from now on."""

    api_key_id: str
    revoked_at: str
    success: bool = True
