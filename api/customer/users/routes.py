"""The people who may sign in to a tenant: adding, listing, changing and removing them."""

from typing import Any

import msgspec
from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth, ids
from api.customer.users.shapes import (
    TenantUser,
    TenantUserList,
    UserCreate,
    UserRemoved,
    UserUpdate,
)
from api.operations import Operation, operation
from api.paging import Pagination, Paging
from api.wire import stamp
from models.tenant import Scope
from services.accounts import users
from services.accounts.users import Member, NewUser
from services.errors import Conflict, DuplicateEntry, UserNotFound

bp = Blueprint("customer_users", __name__, url_prefix="/api/customer/users")
auth.protect_customer(bp)
tag_blueprint(bp, ["Workspace"])
ADMIN = (Scope.ADMIN,)


@bp.get("")
@operation(Operation(answer=TenantUserList, query=Paging, scopes=ADMIN))
async def list_users(query_args: Paging) -> TenantUserList:
    """List people.

    Who may sign in to this tenant, in the order in which they came. Learners are no users.
    """
    found, total = await users.page(auth.tenant_id(), query_args.page, query_args.size)
    return TenantUserList([_present(one) for one in found], total, Pagination.of(query_args, total))


@bp.post("")
@operation(
    Operation(
        answer=TenantUser,
        statuses=(201,),
        body=UserCreate,
        refusals=(DuplicateEntry,),
        scopes=ADMIN,
    )
)
async def create_user(data: UserCreate) -> tuple[TenantUser, int]:
    """Add somebody.

    The first owner may be made by every administrator, further ones by an owner. Somebody who has
    an account with another tenant is added by an operator.
    """
    wanted = NewUser(data.email, data.name, data.role, data.password or "")
    return _present(await users.add(auth.tenant_id(), wanted, auth.caller())), 201


@bp.get("/<member_id>")
@operation(Operation(answer=TenantUser, refusals=(UserNotFound,), scopes=ADMIN))
async def read_user(member_id: str) -> TenantUser:
    """Read who somebody is."""
    return _present(await users.find(auth.tenant_id(), ids.known(member_id, UserNotFound)))


@bp.patch("/<member_id>")
@operation(
    Operation(answer=TenantUser, body=UserUpdate, refusals=(UserNotFound, Conflict), scopes=ADMIN)
)
async def update_user(member_id: str, data: UserUpdate) -> TenantUser:
    """Change somebody.

    A role counts from the next request on. Name and password of somebody who works for several
    tenants cannot be changed here. One owner always remains.
    """
    changes: dict[str, Any] = msgspec.to_builtins(data)
    user_id = ids.known(member_id, UserNotFound)
    return _present(await users.change(auth.tenant_id(), user_id, changes, auth.caller()))


@bp.delete("/<member_id>")
@operation(Operation(answer=UserRemoved, refusals=(UserNotFound, Conflict), scopes=ADMIN))
async def remove_user(member_id: str) -> UserRemoved:
    """Remove somebody.

    Ends their sessions at once. The last owner cannot be removed.
    """
    user_id = ids.known(member_id, UserNotFound)
    removed = await users.remove(auth.tenant_id(), user_id, auth.caller())
    return UserRemoved(user_id=str(removed.user.id))


def _present(member: Member) -> TenantUser:
    user = member.user
    return TenantUser(
        id=str(user.id),
        email=user.email,
        name=user.name,
        role=member.role,
        has_password=bool(user.password_hash),
        created_at=stamp(user.created_at),
    )
