"""Which revision of a package is the current one, and what comes with a change of that."""

from uuid import UUID

from tortoise.queryset import QuerySet

from models.package import Package, Revision
from services.errors import NotFound
from services.packages import catalogue


async def next_number(package: Package) -> int:
    """The package is locked. An earlier revision may be current, so it is not the next to that."""
    latest = await _of(package).order_by("-number").first()
    return 1 if latest is None else latest.number + 1


async def title_with(package: Package, given: str) -> str:
    """A title follows the manifest until somebody has given the package another one."""
    current = await _of(package).get_or_none(number=package.current_revision)
    return given if current is None or current.title == package.title else package.title


async def find(tenant_id: UUID, package_id: str, number: int) -> tuple[Package, Revision]:
    """Call it inside the tenant's scope; raises PackageNotFound, NotFound."""
    package = await catalogue.get(tenant_id, package_id)
    return package, await _numbered(package, number)


async def held(tenant_id: UUID, package_id: str, number: int) -> tuple[Package, Revision]:
    """The same, and nobody else changes the package until the transaction ends."""
    package = await catalogue.held(tenant_id, package_id)
    return package, await _numbered(package, number)


async def make_current(package: Package, revision: Revision) -> None:
    """Links and dispatches lead to it from now on; sessions stay where they are."""
    package.title = await title_with(package, revision.title)
    package.current_revision = revision.number
    await package.save(update_fields=["title", "current_revision", "updated_at"])


async def _numbered(package: Package, number: int) -> Revision:
    found = await _of(package).get_or_none(number=number)
    if found is None:
        raise NotFound("This package has no such revision.")
    return found


def _of(package: Package) -> QuerySet[Revision]:
    return Revision.filter(tenant_id=package.tenant_id, package_id=package.id)
