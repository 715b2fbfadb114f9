"""The packages of a tenant: finding, describing and removing them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from models.dispatch import Dispatch
from models.package import Package, Revision, Upload
from models.session import Session
from services import database, jobs
from services.accounts import audit
from services.errors import NotFound, NotReady, PackageNotFound


@dataclass(frozen=True, slots=True)
class Shelved:
    """A package with one of its revisions, usually the current one."""

    package: Package
    revision: Revision


@dataclass(frozen=True, slots=True)
class Entry:
    """A package with its current revision, which is missing until processing has succeeded.

    ``sessions`` and ``revisions`` count what it has, and are None where nobody counted.
    """

    package: Package
    revision: Revision | None
    sessions: int | None = None
    revisions: int | None = None


def package_key(given: str) -> UUID:
    """Raises PackageNotFound: what is not a UUID names no package of ours."""
    try:
        key = UUID(given)
    except ValueError as problem:
        raise PackageNotFound from problem
    if str(key) != given.lower():
        raise PackageNotFound
    return key


async def find(tenant_id: UUID, package_id: str, number: int | None = None) -> Shelved:
    """The package with the revision of this number, else with its current one.

    Raises PackageNotFound, NotReady, NotFound.
    """
    async with database.tenant_scope(tenant_id):
        package = await get(tenant_id, package_id)
        if number is None and not package.current_revision:
            raise NotReady(reason=str(package.status), package_id=str(package.id))
        return Shelved(package, await _revision(package, number or package.current_revision))


async def read(tenant_id: UUID, package_id: str) -> Entry:
    """The package, whether it is ready or not, and how much it is used."""
    async with database.tenant_scope(tenant_id):
        package = await get(tenant_id, package_id)
        return Entry(
            package,
            await _of(package).get_or_none(number=package.current_revision),
            await _sessions(package).filter(preview=False).count(),
            await _of(package).count(),
        )


async def check_known(tenant_id: UUID, package_id: str) -> None:
    """Raises PackageNotFound; a package without a revision is known too."""
    async with database.tenant_scope(tenant_id):
        await get(tenant_id, package_id)


async def revisions(tenant_id: UUID, package_id: str) -> tuple[Package, list[Revision]]:
    """All revisions of the package, newest first."""
    async with database.tenant_scope(tenant_id):
        package = await get(tenant_id, package_id)
        return package, await _of(package).order_by("-number")


async def describe(tenant_id: UUID, package_id: str, changes: Mapping[str, Any]) -> Entry:
    """Set some of title, description, duration, tags and custom_metadata."""
    async with database.tenant_scope(tenant_id):
        package = await held(tenant_id, package_id)
        for name, value in changes.items():
            setattr(package, name, value)
        await package.save(update_fields=[*changes, "updated_at"])
    return await read(tenant_id, package_id)


async def remove(tenant_id: UUID, package_id: str) -> Package:
    """With its revisions, sessions and dispatches; its files follow once that is certain."""
    async with database.tenant_scope(tenant_id) as connection:
        own = {"tenant_id": tenant_id, "package_id": package_key(package_id)}
        uploads = Upload.filter(**own)
        # Held before the package, as processing does it. Those that came to nothing, or not yet
        # to anything, have a file too.
        keys = {one.storage_key for one in await uploads.select_for_update()}
        # So are these by whoever arrives through one.
        dispatches = await Dispatch.filter(**own).order_by("id").select_for_update().only("id")
        package = await held(tenant_id, package_id)
        revisions = await _of(package)
        sessions = await _sessions(package).count()
        await uploads.delete()
        await package.delete()
        keys.update(key for one in revisions for key in (one.storage_key, *media_keys(one)))
        await jobs.enqueue(connection, "delete_objects", {"keys": sorted(keys)})
        facts = {
            "title": package.title,
            "revisions": len(revisions),
            "sessions": sessions,
            "dispatches": len(dispatches),
        }
        await audit.note(connection, tenant_id, "package.deleted", package.id, facts)
    return package


def media_keys(one: Revision) -> list[str]:
    return [str(key) for key in one.media.values()]


async def get(tenant_id: UUID, package_id: str) -> Package:
    """Call it inside the tenant's scope; raises PackageNotFound."""
    found = await Package.get_or_none(tenant_id=tenant_id, id=package_key(package_id))
    if found is None:
        raise PackageNotFound
    return found


async def held(tenant_id: UUID, package_id: str) -> Package:
    """The same, and nobody else changes it until the transaction ends."""
    own = Package.filter(tenant_id=tenant_id, id=package_key(package_id))
    found = await own.select_for_update().get_or_none()
    if found is None:
        raise PackageNotFound
    return found


def _of(package: Package) -> QuerySet[Revision]:
    return Revision.filter(tenant_id=package.tenant_id, package_id=package.id)


def _sessions(package: Package) -> QuerySet[Session]:
    return Session.filter(tenant_id=package.tenant_id, package_id=package.id)


async def _revision(package: Package, number: int) -> Revision:
    found = await _of(package).get_or_none(number=number)
    if found is None:
        raise NotFound("This package has no such revision.")
    return found
