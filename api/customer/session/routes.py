"""Signing in to the web application, and out of it."""

from datetime import UTC, datetime
from uuid import UUID

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth, cookies, ids, rates
from api.customer.session import throttle
from api.customer.session.shapes import (
    CallersTenant,
    CallingKey,
    Identity,
    IdentityToken,
    PasswordChange,
    SignedInUser,
    SignedOut,
    SignIn,
)
from api.operations import Operation, operation
from models.account import Role
from models.tenant import Scope
from services.accounts import oidc, sign_in, tenants
from services.accounts.callers import Caller
from services.accounts.sign_in import SignedIn
from services.errors import (
    Forbidden,
    RateLimited,
    TenantNotFound,
    Unauthorized,
    Unavailable,
)
from services.ports import ports

entrance = Blueprint("customer_entrance", __name__, url_prefix="/api/customer/session")
bp = Blueprint("customer_session", __name__, url_prefix="/api/customer/session")
auth.protect_customer(bp)
for blueprint in (entrance, bp):
    tag_blueprint(blueprint, ["Workspace"])
    cookies.put_into(blueprint)
ANY = tuple(Scope)
REFUSALS = (Unauthorized, Forbidden, RateLimited, Unavailable)


@entrance.before_request
async def _before_anyone_is_known() -> None:
    auth.refuse_content_hosts(ports().settings)
    cookies.refuse_other_sites()
    auth.act_as(None)


@entrance.post("")
@operation(Operation(answer=Identity, statuses=(201,), body=SignIn, refusals=REFUSALS, public=True))
async def create_user_session(data: SignIn) -> tuple[Identity, int]:
    """Sign in.

    Sets the cookie `lectern` (with https `__Host-lectern`), which lives for a week at most, and for
    eight hours without use. Nobody is told whether an address is known.
    """
    await throttle.admit(data.email)
    try:
        signed_in = await sign_in.with_password(
            data.email, data.password, _tenant_id(data.tenant_id), datetime.now(UTC)
        )
    except Unauthorized:
        await rates.count_failure()
        raise
    await throttle.forgive(data.email)
    return await _entered(signed_in), 201


@entrance.post("/oidc")
@operation(
    Operation(answer=Identity, statuses=(201,), body=IdentityToken, refusals=REFUSALS, public=True)
)
async def exchange_identity_token(data: IdentityToken) -> tuple[Identity, int]:
    """Sign in with an identity token.

    Of the OpenID provider that the operator has named, for somebody whose verified e-mail address
    belongs to a user.
    """
    now = datetime.now(UTC)
    try:
        email = await oidc.email_of(ports().settings, data.token, now)
        signed_in = await sign_in.with_identity(email, _tenant_id(data.tenant_id), now)
    except Unauthorized:
        await rates.count_failure()
        raise
    return await _entered(signed_in), 201


@bp.get("")
@operation(Operation(answer=Identity, scopes=ANY))
async def read_user_session() -> Identity:
    """Ask who you are.

    Also tells the `csrf_token` again.
    """
    return await _identity(auth.caller())


@bp.delete("")
@operation(Operation(answer=SignedOut, scopes=ANY))
async def delete_user_session() -> SignedOut:
    """Sign out.

    The cookie is worth nothing from now on, wherever it was copied to.
    """
    if auth.caller().session_id is not None:
        await sign_in.end(cookies.token())
    cookies.take_back()
    return SignedOut()


@bp.post("/password")
@operation(Operation(answer=Identity, body=PasswordChange, refusals=(RateLimited,), scopes=ANY))
async def change_password(data: PasswordChange) -> Identity:
    """Change your password.

    Ends every other session of yours.
    """
    who = auth.caller()
    await throttle.admit(who.email)
    await sign_in.change_password(who, data.current_password, data.new_password)
    await throttle.forgive(who.email)
    return await _identity(who)


async def _entered(signed_in: SignedIn) -> Identity:
    """Under a cookie of its own: one that was there before, whoever put it there, is over."""
    await sign_in.end(cookies.token())

    cookies.give(signed_in.token, signed_in.expires_at)
    return await _identity(signed_in.caller)


async def _identity(who: Caller) -> Identity:
    tenant = await tenants.find(who.tenant_id)
    token = sign_in.csrf_token(ports().keyring, who.session_id) if who.session_id else None
    is_key = who.kind == "key"
    return Identity(
        user=None if is_key else _user(who),
        api_key=CallingKey(id=str(who.id), name=who.name) if is_key else None,
        tenant=CallersTenant(id=str(tenant.id), name=tenant.name, status=tenant.status),
        scopes=[Scope(scope) for scope in sorted(who.scopes)],
        csrf_token=token,
    )


def _user(who: Caller) -> SignedInUser:
    return SignedInUser(id=str(who.id), email=who.email, name=who.name, role=Role(who.role))


def _tenant_id(given: str | None) -> UUID | None:
    """One that cannot exist is one you are no member of."""
    try:
        return ids.known(given, TenantNotFound) if given is not None else None
    except TenantNotFound:
        return UUID(int=0)
