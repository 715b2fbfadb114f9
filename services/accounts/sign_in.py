"""Signing in and out: a password or an identity token becomes a session, kept as a hash."""

import asyncio
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from models.account import User, UserSession
from models.tenant import TenantStatus
from services import database
from services.accounts import acting, audit, callers, passwords, users
from services.accounts.acting import Actor
from services.accounts.callers import Caller
from services.errors import Forbidden, Invalid, Unauthorized
from services.keyring import Keyring

IDLE: Final = timedelta(hours=8)
LONGEST: Final = timedelta(days=7)
SEEN_IS_NOTED_EVERY: Final = timedelta(minutes=1)
# Or a multiple of it, in seconds.
FAILURES_TAKE: Final = 0.25


@dataclass(frozen=True, slots=True)
class SignedIn:
    """``token`` goes into the cookie, and nowhere else."""

    token: str
    caller: Caller
    expires_at: datetime


async def with_password(
    email: str, password: str, tenant_id: UUID | None, now: datetime
) -> SignedIn:
    """The same answer, after the same time, for an unknown address and a wrong password.

    Raises Unauthorized and Forbidden.
    """
    begun = time.perf_counter()
    user = await _user_of(email)
    if not await passwords.matches(user["password_hash"] if user else "", password) or not user:
        if user is not None:
            await _note_failure(user, "password")
        # To note a failure takes time as well.
        await asyncio.sleep(FAILURES_TAKE - (time.perf_counter() - begun) % FAILURES_TAKE)
        raise Unauthorized("E-mail address or password is wrong.", reason="INVALID_CREDENTIALS")
    if passwords.is_outdated(user["password_hash"]):
        await _rehash(user, password)
    return await _begin(user, tenant_id, now, "password")


async def with_identity(email: str, tenant_id: UUID | None, now: datetime) -> SignedIn:
    """For somebody whose address a provider vouches for. Raises Unauthorized and Forbidden."""
    user = await _user_of(email)
    if user is None:
        raise unknown_identity()
    return await _begin(user, tenant_id, now, "openid")


async def caller_with_identity(email: str) -> Caller:
    """Without a session: the identity comes with each request. Raises as ``with_identity``."""
    user = await _user_of(email)
    if user is None:
        raise unknown_identity()
    return _caller(user, await _membership(user["id"], None))


def unknown_identity() -> Unauthorized:
    return Unauthorized("Nobody of this address may sign in here.", reason="UNKNOWN_USER")


async def authenticate(token: str, now: datetime) -> Caller:
    """Who is signed in with this cookie. Raises Unauthorized and Forbidden."""
    found = await database.through_gate("SELECT * FROM find_user_session($1)", [_hash_of(token)])
    if not found or found[0]["expires_at"] <= now or found[0]["last_seen_at"] <= now - IDLE:
        raise Unauthorized("You are not signed in any more.", reason="SESSION_EXPIRED")
    row = found[0]
    callers.refuse_suspended(row)
    if row["last_seen_at"] <= now - SEEN_IS_NOTED_EVERY:
        async with database.tenant_scope(row["tenant_id"]):
            await UserSession.filter(id=row["id"]).update(last_seen_at=now)
    return _caller({**row, "id": row["user_id"]}, row, row["id"])


async def end(token: str) -> None:
    """Sign out; does nothing for a token that is over."""
    found = await database.through_gate("SELECT * FROM find_user_session($1)", [_hash_of(token)])
    for row in found:
        async with database.tenant_scope(row["tenant_id"]) as connection:
            await UserSession.filter(id=row["id"]).delete()
            await audit.note(connection, row["tenant_id"], "sign_out", row["user_id"], {})


async def change_password(caller: Caller, current: str, password: str) -> None:
    """Ends every other session of this person. Raises Unauthorized, Invalid, Forbidden."""
    if caller.kind != "user" or caller.session_id is None:
        raise Forbidden("Sign in with your password first.", reason="NOT_SIGNED_IN")
    user = await _user_of(caller.email)
    if user is None or not await passwords.matches(user["password_hash"], current):
        raise Invalid.field("current_password", "is wrong")
    password_hash = await passwords.hashed(password, caller.email, caller.name, current)
    async with database.tenant_scope(caller.tenant_id) as connection:
        epoch = user["epoch"] + 1
        await User.filter(id=caller.id).update(password_hash=password_hash, epoch=epoch)
        await UserSession.filter(id=caller.session_id).update(epoch=epoch)
        await UserSession.filter(user_id=caller.id, epoch__lt=epoch).delete()
        await audit.note(connection, caller.tenant_id, "password.changed", caller.id, {})


def csrf_token(keyring: Keyring, session_id: UUID) -> str:
    """Belongs to one session and says nothing about its cookie."""
    return hmac.digest(keyring.key("csrf"), session_id.bytes, hashlib.sha256).hex()


def is_csrf_token(keyring: Keyring, session_id: UUID, given: str) -> bool:
    return hmac.compare_digest(csrf_token(keyring, session_id).encode(), given.encode())


async def _begin(
    user: dict[str, Any], tenant_id: UUID | None, now: datetime, method: str
) -> SignedIn:
    membership = await _membership(user["id"], tenant_id)
    token, session_id = secrets.token_urlsafe(32), uuid4()
    caller = _caller(user, membership, session_id)
    before = acting.current()
    acting.become(Actor("user", str(caller.id), caller.name, before.address, before.request_id))
    async with database.tenant_scope(caller.tenant_id) as connection:
        over = UserSession.filter(tenant_id=caller.tenant_id, user_id=caller.id)
        await over.filter(expires_at__lte=now).delete()
        await UserSession.create(
            id=session_id,
            tenant_id=caller.tenant_id,
            user_id=caller.id,
            token_hash=_hash_of(token),
            epoch=user["epoch"],
            last_seen_at=now,
            expires_at=now + LONGEST,
        )
        await audit.note(connection, caller.tenant_id, "sign_in", caller.id, {"method": method})
    return SignedIn(token, caller, now + LONGEST)


async def _membership(user_id: UUID, tenant_id: UUID | None) -> dict[str, Any]:
    """The wanted one, else the oldest of those that are not suspended. Raises Forbidden."""
    known = await users.memberships(user_id)
    wanted = [row for row in known if tenant_id in {None, row["tenant_id"]}]
    if not wanted:
        raise Forbidden("You are no member of this workspace.", reason="NO_MEMBERSHIP")
    active = [row for row in wanted if row["status"] == TenantStatus.ACTIVE]
    if not active:
        callers.refuse_suspended(wanted[0])
    async with database.tenant_scope(active[0]["tenant_id"]) as connection:
        [settings] = await connection.execute_query_dict("SELECT error_format FROM tenant")
    return {**active[0], **settings}


def _caller(
    user: dict[str, Any], membership: dict[str, Any], session_id: UUID | None = None
) -> Caller:
    return Caller(
        kind="user",
        tenant_id=membership["tenant_id"],
        id=user["id"],
        name=user["name"],
        scopes=callers.OF_ROLE[membership["role"]],
        error_format=membership["error_format"],
        email=user["email"],
        role=membership["role"],
        session_id=session_id,
    )


async def _user_of(email: str) -> dict[str, Any] | None:
    try:
        normal = users.normal_email(email)
    except Invalid:
        return None
    found = await database.through_gate("SELECT * FROM find_user($1)", [normal])
    return found[0] if found else None


async def _note_failure(user: dict[str, Any], method: str) -> None:
    for row in await users.memberships(user["id"]):
        tenant_id = row["tenant_id"]
        async with database.tenant_scope(tenant_id) as connection:
            await audit.note(
                connection, tenant_id, "sign_in.failed", user["id"], {"method": method}
            )


async def _rehash(user: dict[str, Any], password: str) -> None:
    """With the same epoch: the password is the same."""
    password_hash = await passwords.rehashed(password)
    for row in (await users.memberships(user["id"]))[:1]:
        async with database.tenant_scope(row["tenant_id"]):
            known = User.filter(id=user["id"], password_hash=user["password_hash"])
            await known.update(password_hash=password_hash)


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
