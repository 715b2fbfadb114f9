"""Signing in as it looks on the wire."""

from typing import Annotated

from msgspec import Meta, Struct

from models.account import Role
from models.tenant import Scope, TenantStatus

WantedTenant = Annotated[
    str | None, Meta(description="Which of your tenants; left out, the one you joined first.")
]


class SignIn(Struct, kw_only=True):
    """Who you are, and the proof of it."""

    email: Annotated[str, Meta(min_length=1, max_length=320)]
    password: Annotated[str, Meta(min_length=1, max_length=1000)]
    tenant_id: WantedTenant = None


class IdentityToken(Struct, kw_only=True):
    """What the OpenID provider says of you."""

    token: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=16_384,
            description="An identity token of the configured provider, with a verified e-mail.",
        ),
    ]
    tenant_id: WantedTenant = None


class PasswordChange(Struct, kw_only=True):
    """The present password, and the next."""

    current_password: Annotated[str, Meta(min_length=1, max_length=1000)]
    new_password: Annotated[
        str, Meta(min_length=12, max_length=1000, description="At least 12 characters.")
    ]


class SignedInUser(Struct, kw_only=True):
    """Who is signed in."""

    id: str
    email: str
    name: str
    role: Role


class CallingKey(Struct, kw_only=True):
    """The key that asks."""

    id: str
    name: str


class CallersTenant(Struct, kw_only=True):
    """The tenant that the caller works for."""

    id: str
    name: str
    status: TenantStatus


class Identity(Struct, kw_only=True):
    """Who asks: a user or a key, for which tenant, and what that one may do."""

    user: Annotated[SignedInUser | None, Meta(description="null where a key asks.")]
    api_key: Annotated[CallingKey | None, Meta(description="null where a user asks.")]
    tenant: CallersTenant
    scopes: list[Scope]
    csrf_token: Annotated[
        str | None,
        Meta(description="To be sent as X-CSRF-Token with whatever the cookie shall change."),
    ]


class SignedOut(Struct, kw_only=True):
    """The session is over."""

    success: bool = True
