"""The dispatches of a tenant: making, finding, changing and revoking them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from models.dispatch import Dispatch, ZipStatus
from models.package import Package, Revision
from services import database, embedding
from services.accounts import audit, passwords
from services.database import Connection
from services.dispatches import notices
from services.dispatches.status import Status
from services.errors import Conflict, DispatchNotActive, DispatchNotFound, Invalid, NotFound
from services.packages import catalogue

LONGEST_NAME: Final = 255
# What a learner is reading ends at once, not with the link that brought them there.
_CLOSE: Final = """
UPDATE launch SET content_expires_at = $3 FROM session
WHERE launch.tenant_id = $1 AND session.tenant_id = $1 AND session.key = launch.session_key
  AND session.dispatch_id = $2 AND launch.content_expires_at > $3
"""


@dataclass(frozen=True, slots=True)
class Handed:
    """A dispatch with the package that it hands out."""

    dispatch: Dispatch
    package: Package


async def create(
    tenant_id: UUID, package_id: str, terms: Mapping[str, Any], now: datetime
) -> Dispatch:
    """``terms`` are columns, and ``password``; without a name it has that of the package.

    Raises PackageNotFound, NotReady, NotFound, Invalid.
    """
    await catalogue.find(tenant_id, package_id)
    columns = await _columns(terms, now)
    _refuse_past(columns.get("expires_at"), now)
    async with database.tenant_scope(tenant_id) as connection:
        package = await catalogue.held(tenant_id, package_id)
        made = Dispatch(
            id=uuid4(),
            tenant_id=tenant_id,
            package_id=package.id,
            **columns,
            token_at=now,
            created_at=now,
            updated_at=now,
        )
        await _settle(made, package)
        await made.save(force_create=True)
        await notices.created(connection, made, now)
        await audit.note(connection, tenant_id, "dispatch.created", made.id, _facts(made))
    return made


async def find(tenant_id: UUID, dispatch_id: str) -> Dispatch:
    """Raises DispatchNotFound."""
    async with database.tenant_scope(tenant_id):
        return await get(tenant_id, dispatch_id)


async def find_usable(tenant_id: UUID, dispatch_id: str) -> Handed:
    """One that may still be handed out. Raises DispatchNotFound, DispatchNotActive."""
    async with database.tenant_scope(tenant_id):
        found = await get(tenant_id, dispatch_id)
        refuse_revoked(found)
        return Handed(found, await catalogue.get(tenant_id, str(found.package_id)))


async def change(
    tenant_id: UUID, dispatch_id: str, terms: Mapping[str, Any], now: datetime
) -> Dispatch:
    """Raises DispatchNotFound, Conflict for one that was revoked, NotFound, Invalid."""
    columns = await _columns(terms, now)
    async with database.tenant_scope(tenant_id) as connection:
        dispatch = await changeable(tenant_id, dispatch_id)
        if not columns:
            return dispatch
        before = _facts(dispatch)
        for name, value in columns.items():
            setattr(dispatch, name, value)
        await _settle(dispatch, await catalogue.get(tenant_id, str(dispatch.package_id)))
        dispatch.updated_at = now
        changed = {*columns, "name", "track_licenses", "updated_at"}
        await dispatch.save(update_fields=sorted(changed))
        facts = {"before": before, "after": _facts(dispatch)}
        await audit.note(connection, tenant_id, "dispatch.changed", dispatch.id, facts)
    return dispatch


async def rotate(tenant_id: UUID, dispatch_id: str, now: datetime) -> Dispatch:
    """Every link and shell package made before is dead. Raises DispatchNotFound, Conflict."""
    async with database.tenant_scope(tenant_id) as connection:
        dispatch = await changeable(tenant_id, dispatch_id)
        dispatch.token_id, dispatch.token_at, dispatch.updated_at = uuid4(), now, now
        await dispatch.save(update_fields=["token_id", "token_at", "updated_at"])
        facts = {"name": dispatch.name}
        await audit.note(connection, tenant_id, "dispatch.token_rotated", dispatch.id, facts)
    return dispatch


async def revoke(tenant_id: UUID, dispatch_id: str, now: datetime) -> Dispatch:
    """For good, and at once for those who are in the course; a second time changes nothing.

    What they have done so far is still taken. Raises DispatchNotFound.
    """
    async with database.tenant_scope(tenant_id) as connection:
        dispatch = await held(tenant_id, dispatch_id)
        if dispatch.revoked_at is None:
            dispatch.revoked_at = dispatch.updated_at = now
            dispatch.zip_status = ZipStatus.NONE
            await dispatch.save(update_fields=["revoked_at", "zip_status", "updated_at"])
            await _close(connection, dispatch, now)
            await notices.revoked(connection, dispatch, now)
            facts = _facts(dispatch)
            await audit.note(connection, tenant_id, "dispatch.revoked", dispatch.id, facts)
    return dispatch


async def get(tenant_id: UUID, dispatch_id: str) -> Dispatch:
    """Call it inside the tenant's scope; raises DispatchNotFound."""
    found = await Dispatch.get_or_none(tenant_id=tenant_id, id=dispatch_key(dispatch_id))
    if found is None:
        raise DispatchNotFound
    return found


async def held(tenant_id: UUID, dispatch_id: str) -> Dispatch:
    """The same, and nobody else changes it, or counts in it, until the transaction ends."""
    own = Dispatch.filter(tenant_id=tenant_id, id=dispatch_key(dispatch_id))
    found = await own.select_for_update().get_or_none()
    if found is None:
        raise DispatchNotFound
    return found


async def changeable(tenant_id: UUID, dispatch_id: str) -> Dispatch:
    """Held, and not revoked. Raises DispatchNotFound, Conflict."""
    dispatch = await held(tenant_id, dispatch_id)
    if dispatch.revoked_at is not None:
        raise Conflict("This dispatch was revoked; make a new one.", reason=str(Status.REVOKED))
    return dispatch


def dispatch_key(given: str) -> UUID:
    """Raises DispatchNotFound: what is not a UUID names no dispatch of ours."""
    try:
        key = UUID(given)
    except ValueError as problem:
        raise DispatchNotFound from problem
    if str(key) != given.lower():
        raise DispatchNotFound
    return key


def refuse_revoked(dispatch: Dispatch) -> None:
    """Raises DispatchNotActive."""
    if dispatch.revoked_at is not None:
        raise DispatchNotActive("This dispatch was revoked.", reason=str(Status.REVOKED))


async def _columns(terms: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """A password takes a while to hash, so that is done before anything is held."""
    columns = dict(terms)
    if "allowed_domains" in columns:
        columns["allowed_domains"] = embedding.normalized(columns["allowed_domains"])
    if "password" in columns:
        password: str | None = columns.pop("password")
        columns["password_hash"] = await passwords.rehashed(password) if password else ""
        columns["password_set_at"] = now if password else None
    return columns


async def _settle(dispatch: Dispatch, package: Package) -> None:
    """What follows from the rest. Raises NotFound."""
    dispatch.name = dispatch.name or package.title[:LONGEST_NAME]
    # Whoever limits licenses must count them.
    dispatch.track_licenses = dispatch.track_licenses or dispatch.license_limit is not None
    own = Revision.filter(tenant_id=package.tenant_id, package_id=package.id)
    if dispatch.revision is not None and not await own.filter(number=dispatch.revision).exists():
        raise NotFound("This package has no such revision.")


def _refuse_past(expires_at: datetime | None, now: datetime) -> None:
    if expires_at is not None and expires_at <= now:
        raise Invalid.field("expires_at", "lies in the past")


async def _close(connection: Connection, dispatch: Dispatch, now: datetime) -> None:
    await connection.execute_query(_CLOSE, [dispatch.tenant_id, dispatch.id, now])


def _facts(dispatch: Dispatch) -> dict[str, Any]:
    return {
        "package_id": dispatch.package_id,
        "revision": dispatch.revision,
        "name": dispatch.name,
        "client_name": dispatch.client_name,
        "destination": dispatch.destination,
        "registration_limit": dispatch.registration_limit,
        "license_limit": dispatch.license_limit,
        "track_licenses": dispatch.track_licenses,
        "allowed_domains": dispatch.allowed_domains,
        "has_password": bool(dispatch.password_hash),
        "password_set_at": dispatch.password_set_at,
        "expires_at": dispatch.expires_at,
        "paused": dispatch.paused,
        "accepts_new": dispatch.accepts_new,
        "identity": dispatch.identity,
        "retake": dispatch.retake,
        "hides_learners": dispatch.hides_learners,
        "standard": dispatch.standard,
        "window": dispatch.window,
    }
