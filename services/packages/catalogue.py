"""The packages of a tenant: finding, listing and removing them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from models.package import Package, Revision, Upload
from services import database, jobs
from services.errors import NotFound, PackageNotFound


@dataclass(frozen=True, slots=True)
class Shelved:
    """A package with one of its revisions, usually the current one."""

    package: Package
    revision: Revision


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
    """The package with the revision of this number, else with its current one."""
    async with database.tenant_scope(tenant_id):
        package = await _get(tenant_id, package_id)
        return Shelved(package, await _revision(package, number or package.current_revision))


async def check_known(tenant_id: UUID, package_id: str) -> None:
    """Raises PackageNotFound; a package without a revision is known too."""
    async with database.tenant_scope(tenant_id):
        await _get(tenant_id, package_id)


async def page(tenant_id: UUID, number: int, size: int) -> tuple[list[Shelved], int]:
    """One page, newest first, and how many packages there are in all."""
    async with database.tenant_scope(tenant_id):
        everything = Package.filter(tenant_id=tenant_id)
        total = await everything.count()
        found = (
            await everything.order_by("-created_at", "id").offset((number - 1) * size).limit(size)
        )
        current = await _current(tenant_id, found)
    return [Shelved(package, current[package.id]) for package in found], total


async def revisions(tenant_id: UUID, package_id: str) -> tuple[Package, list[Revision]]:
    """All revisions of the package, newest first."""
    async with database.tenant_scope(tenant_id):
        package = await _get(tenant_id, package_id)
        found = Revision.filter(tenant_id=tenant_id, package_id=package.id)
        return package, await found.order_by("-number")


async def describe(tenant_id: UUID, package_id: str, changes: Mapping[str, Any]) -> Shelved:
    """Set some of description, duration, tags and custom_metadata."""
    async with database.tenant_scope(tenant_id):
        package = await _get(tenant_id, package_id)
        for name, value in changes.items():
            setattr(package, name, value)
        await package.save(update_fields=[*changes, "updated_at"])
    return await find(tenant_id, package_id)


async def remove(tenant_id: UUID, package_id: str) -> Package:
    """With its revisions and sessions; its files follow once that is certain."""
    async with database.tenant_scope(tenant_id) as connection:
        package = await _get(tenant_id, package_id)
        revisions = await Revision.filter(tenant_id=tenant_id, package_id=package.id)
        uploads = Upload.filter(tenant_id=tenant_id, package_id=package.id)
        # Those that came to nothing, or not yet to anything, have a file too.
        keys = {one.storage_key for one in await uploads}
        await uploads.delete()
        await package.delete()
        keys.update(key for one in revisions for key in (one.storage_key, *media_keys(one)))
        await jobs.enqueue(connection, "delete_objects", {"keys": sorted(keys)})
    return package


def media_keys(one: Revision) -> list[str]:
    return [str(key) for key in one.media.values()]


async def _get(tenant_id: UUID, package_id: str) -> Package:
    found = await Package.get_or_none(tenant_id=tenant_id, id=package_key(package_id))
    if found is None:
        raise PackageNotFound
    return found


async def _revision(package: Package, number: int) -> Revision:
    found = await Revision.get_or_none(
        tenant_id=package.tenant_id, package_id=package.id, number=number
    )
    if found is None:
        raise NotFound("This package has no such revision.")
    return found


async def _current(tenant_id: UUID, packages: Iterable[Package]) -> dict[UUID, Revision]:
    wanted = [Q(package_id=one.id, number=one.current_revision) for one in packages]
    if not wanted:
        return {}
    found = Revision.filter(Q(*wanted, join_type=Q.OR), tenant_id=tenant_id)
    return {one.package_id: one for one in await found}
