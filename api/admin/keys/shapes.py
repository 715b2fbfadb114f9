"""What operators ask of API keys."""

from typing import Annotated

from msgspec import Meta, Struct

from api.customer.keys.shapes import ExpiresInDays, Name, Scopes
from api.paging import Paging

WhoseTenant = Annotated[
    str | None,
    Meta(description="Left out, your own; another only with the scope of the platform."),
]


class AdminApiKeyCreate(Struct, kw_only=True):
    """A key to be made for a tenant."""

    name: Name
    scopes: Scopes
    tenant_id: WhoseTenant = None
    expires_in_days: ExpiresInDays = None


class AdminPaging(Paging, kw_only=True):
    """Which part of a list, and of which tenant."""

    tenant_id: WhoseTenant = None


class WhoseQuery(Struct, kw_only=True):
    """Of which tenant."""

    tenant_id: WhoseTenant = None
