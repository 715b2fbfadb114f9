"""People of a tenant: added with a role, changed, removed; one owner always remains."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from tortoise.exceptions import IntegrityError

from models.account import Membership, Role, User
from services import database
from services.accounts import audit, passwords
from services.accounts.callers import Caller
from services.errors import Conflict, DuplicateEntry, Forbidden, Invalid, UserNotFound

LONGEST_EMAIL: Final = 320
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.?[^@\s\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Member:
    user: User
    role: Role


@dataclass(frozen=True, slots=True)
class NewUser:
    """Without a password somebody signs in through the OpenID provider only."""

    email: str
    name: str
    role: Role
    password: str = ""


def normal_email(text: str) -> str:
    """As it is compared and kept. Raises Invalid."""
    email = unicodedata.normalize("NFC", text.strip()).lower()
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise Invalid.field("email", "must look like name@example.com")
    return email


async def add(tenant_id: UUID, wanted: NewUser, caller: Caller) -> Member:
    """Raises Invalid, Forbidden, DuplicateEntry.

    Whoever has an account elsewhere is added by an operator: else one tenant could choose the
    password of another's people.
    """
    email = normal_email(wanted.email)
    password_hash = await _hash_of(wanted, email)
    user = User(id=uuid4(), email=email, name=wanted.name, password_hash=password_hash)
    try:
        async with database.tenant_scope(tenant_id) as connection:
            owners = await _owners(tenant_id)
            if wanted.role is Role.OWNER and owners:
                _refuse_for_owners(caller)
            await user.save()
            await _join(connection, tenant_id, user, wanted.role)
    except IntegrityError as taken:
        raise DuplicateEntry(
            "This e-mail address has an account already.", reason="EMAIL_TAKEN"
        ) from taken
    return Member(user, wanted.role)


async def add_by_operator(tenant_id: UUID, wanted: NewUser) -> Member:
    """Somebody new, or somebody of another tenant who joins this one too, with a new password.

    Raises Invalid, DuplicateEntry.
    """
    email = normal_email(wanted.email)
    password_hash = await _hash_of(wanted, email)
    known = await database.through_gate("SELECT id, epoch FROM find_user($1)", [email])
    user = User(id=uuid4(), email=email, name=wanted.name, password_hash=password_hash)
    try:
        async with database.tenant_scope(tenant_id) as connection:
            if not known:
                await user.save()
                await _join(connection, tenant_id, user, wanted.role)
            else:
                user.id = known[0]["id"]
                await _join(connection, tenant_id, user, wanted.role)
                # Only members are seen, so this comes after.
                changes = {"password_hash": password_hash, "epoch": known[0]["epoch"] + 1}
                await User.filter(id=user.id).update(**changes)
    except IntegrityError as taken:
        raise DuplicateEntry("This person is a member already.", reason="EMAIL_TAKEN") from taken
    return Member(user, wanted.role)


async def page(tenant_id: UUID, number: int, size: int) -> tuple[list[Member], int]:
    """In the order in which they came."""
    async with database.tenant_scope(tenant_id):
        chosen = Membership.filter(tenant_id=tenant_id)
        rows = await chosen.order_by("created_at", "id").offset((number - 1) * size).limit(size)
        people = {user.id: user for user in await User.filter(id__in=[r.user_id for r in rows])}
        return [Member(people[row.user_id], row.role) for row in rows], await chosen.count()


async def find(tenant_id: UUID, user_id: UUID) -> Member:
    """Raises UserNotFound."""
    async with database.tenant_scope(tenant_id):
        user, membership = await _held(tenant_id, user_id)
        return Member(user, membership.role)


async def change(tenant_id: UUID, user_id: UUID, changes: dict[str, Any], caller: Caller) -> Member:
    """Role, name and password. Raises UserNotFound, Forbidden, Conflict, Invalid."""
    personal = {name: changes[name] for name in ("name", "password") if name in changes}
    if personal:
        await _refuse_shared(user_id)
    password_hash = await passwords.hashed(personal["password"]) if "password" in personal else ""
    async with database.tenant_scope(tenant_id) as connection:
        owners = await _owners(tenant_id)
        user, membership = await _held(tenant_id, user_id)
        role = Role(changes.get("role", membership.role))
        touched = role != membership.role or bool(password_hash)
        if touched and owners and Role.OWNER in {role, membership.role}:
            _refuse_for_owners(caller)
        before = {"role": membership.role, "name": user.name}
        if role != membership.role:
            _keep_an_owner(owners, user_id, role)
            membership.role = role
            await membership.save(update_fields=["role"])
        user.name = personal.get("name", user.name)
        if password_hash:
            user.password_hash, user.epoch = password_hash, user.epoch + 1
        await user.save(update_fields=["name", "password_hash", "epoch"])
        after = {"role": role, "name": user.name, "password_changed": bool(password_hash)}
        facts = {"before": before, "after": after}
        await audit.note(connection, tenant_id, "user.changed", user_id, facts)
        return Member(user, role)


async def remove(tenant_id: UUID, user_id: UUID, caller: Caller) -> Member:
    """Ends what they are signed in to. Raises UserNotFound, Forbidden, Conflict."""
    elsewhere = len(await memberships(user_id)) > 1
    async with database.tenant_scope(tenant_id) as connection:
        owners = await _owners(tenant_id)
        user, membership = await _held(tenant_id, user_id)
        if membership.role is Role.OWNER:
            _refuse_for_owners(caller)
            _keep_an_owner(owners, user_id, None)
        if elsewhere:
            await membership.delete()
        else:
            # With its membership and its sessions.
            await User.filter(id=user_id).delete()
        facts = {"role": membership.role}
        await audit.note(connection, tenant_id, "user.removed", user_id, facts)
        return Member(user, membership.role)


async def memberships(user_id: UUID) -> list[database.Row]:
    """``tenant_id``, ``tenant_name``, ``status`` and ``role``, the oldest first."""
    return await database.through_gate("SELECT * FROM memberships_of($1)", [user_id])


async def _hash_of(wanted: NewUser, email: str) -> str:
    if not wanted.password:
        return ""
    return await passwords.hashed(wanted.password, email, wanted.name)


async def _join(connection: database.Connection, tenant_id: UUID, user: User, role: Role) -> None:
    await Membership.create(tenant_id=tenant_id, user_id=user.id, role=role)
    await audit.note(connection, tenant_id, "user.created", user.id, {"role": role})


async def _held(tenant_id: UUID, user_id: UUID) -> tuple[User, Membership]:
    membership = await Membership.filter(tenant_id=tenant_id, user_id=user_id).first()
    if membership is None:
        raise UserNotFound
    return await User.get(id=user_id), membership


async def _owners(tenant_id: UUID) -> list[UUID]:
    """Held until the end of the transaction, so that two owners cannot remove each other."""
    rows = Membership.filter(tenant_id=tenant_id, role=Role.OWNER).order_by("id")
    return [row.user_id for row in await rows.select_for_update()]


async def _refuse_shared(user_id: UUID) -> None:
    if len(await memberships(user_id)) > 1:
        raise Forbidden(
            "This person works for several workspaces and changes name and password alone.",
            reason="SHARED_ACCOUNT",
        )


def _refuse_for_owners(caller: Caller) -> None:
    if caller.role != Role.OWNER and not caller.is_platform:
        raise Forbidden("Only an owner may do this to owners.", reason="OWNERS_ONLY")


def _keep_an_owner(owners: list[UUID], user_id: UUID, role: Role | None) -> None:
    if role is not Role.OWNER and owners == [user_id]:
        raise Conflict("The last owner has to stay.", reason="LAST_OWNER")
