"""People of a tenant as they look on the wire."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from api.paging import Pagination
from models.account import Role

Email = Annotated[str, Meta(min_length=3, max_length=320, extra_json_schema={"format": "email"})]
PersonName = Annotated[str, Meta(min_length=1, max_length=255)]
Password = Annotated[
    str,
    Meta(min_length=12, max_length=1000, description="At least 12 characters."),
]
GivenRole = Annotated[
    Role,
    Meta(
        description="owner and admin may do everything, but only an owner changes owners; editor "
        "may read, write and delete courses and records; viewer may read them."
    ),
]


class UserCreate(Struct, kw_only=True):
    """Somebody who shall be able to sign in."""

    email: Annotated[Email, Meta(description="Belongs to one person of the whole installation.")]
    name: PersonName
    role: GivenRole
    password: Annotated[
        Password | None,
        Meta(description="Left out, this person signs in through the OpenID provider only."),
    ] = None


class UserUpdate(Struct, kw_only=True):
    """What to change; what is left out stays as it is. A new password ends all sessions."""

    name: PersonName | UnsetType = UNSET
    role: GivenRole | UnsetType = UNSET
    password: Password | UnsetType = UNSET


class TenantUser(Struct, kw_only=True):
    """Somebody who may sign in to this tenant."""

    id: str
    email: str
    name: str
    role: Role
    has_password: bool
    created_at: str


class TenantUserList(Struct):
    """People, in the order in which they came."""

    users: list[TenantUser]
    count: Annotated[int, Meta(description="All people of the tenant.")]
    pagination: Pagination


class UserRemoved(Struct, kw_only=True):
    """This person is signed out, and may not sign in to this tenant any more."""

    user_id: str
    success: bool = True
