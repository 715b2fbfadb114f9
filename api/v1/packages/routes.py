"""Packages: listing, reading, downloading and deleting them."""

import msgspec
from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.paging import Pagination
from api.sorting import page_of
from api.v1.packages import view
from api.v1.packages.shapes import (
    Package,
    PackageDeleted,
    PackageList,
    PackageQuery,
    PackageReport,
    PackageUpdate,
    RevisionQuery,
)
from services.errors import NotFound, NotReady, PackageNotFound
from services.packages import catalogue, describing, listing, manifests
from services.packages.listing import PackageFilter
from services.ports import ports

bp = Blueprint("packages", __name__, url_prefix="/api/v1/packages")
auth.protect(bp)
tag_blueprint(bp, ["Packages"])


@bp.get("")
@operation(Operation(answer=PackageList, query=PackageQuery))
async def list_packages(query_args: PackageQuery) -> PackageList:
    """List packages.

    Newest first unless sorted otherwise; filters are combined. A page past the end is empty.
    """
    asked = query_args
    wanted = PackageFilter(
        asked.search or "", _tags(asked.tag), version=asked.version, status=asked.status
    )
    which = page_of(asked.page, asked.size, asked.sort, asked.order, listing.SORTS)
    found, total = await listing.page(auth.tenant_id(), wanted, which)
    base_url = ports().settings.base_url
    shown = [view.pick(view.present(one, base_url), asked.fields) for one in found]
    return PackageList(shown, total, Pagination.of(asked, total))


@bp.get("/<package_id>")
@operation(Operation(answer=Package, refusals=(PackageNotFound,)))
async def read_package(package_id: str) -> Package:
    """Read a package.

    With the number of its sessions and revisions.
    """
    entry = await catalogue.read(auth.tenant_id(), package_id)
    return view.present(entry, ports().settings.base_url)


@bp.patch("/<package_id>")
@operation(Operation(answer=Package, body=PackageUpdate, refusals=(PackageNotFound,)))
async def update_package(package_id: str, data: PackageUpdate) -> Package:
    """Describe a package.

    Changes what you say about it; what its manifest says stays under `metadata`.
    """
    changes = msgspec.to_builtins(data)
    changes.pop("tenant_id")
    entry = await catalogue.describe(auth.tenant_id(), package_id, describing.tidied(changes))
    return view.present(entry, ports().settings.base_url)


@bp.delete("/<package_id>")
@operation(Operation(answer=PackageDeleted, refusals=(PackageNotFound,)))
async def delete_package(package_id: str) -> PackageDeleted:
    """Delete a package.

    With all its revisions, sessions and dispatches and all their data: what was handed out of it
    opens nothing any more. This cannot be undone.
    """
    removed = await catalogue.remove(auth.tenant_id(), package_id)
    return PackageDeleted(package_id=str(removed.id))


@bp.get("/<package_id>/report")
@operation(
    Operation(
        answer=PackageReport, query=RevisionQuery, refusals=(PackageNotFound, NotFound, NotReady)
    )
)
async def read_report(package_id: str, query_args: RevisionQuery) -> PackageReport:
    """Read the validation report.

    What is worth knowing about the course: faults, what was repaired on the way in, and advice.
    """
    shelved = await catalogue.find(auth.tenant_id(), package_id, query_args.revision)
    return PackageReport(
        package_id=str(shelved.package.id),
        revision=shelved.revision.number,
        findings=view.findings(manifests.load_report(shelved.revision.report)),
    )


def _tags(given: list[str] | str) -> tuple[str, ...]:
    """Repeated, or with commas between them."""
    texts = [given] if isinstance(given, str) else given
    return tuple(tag for text in texts for each in text.split(",") if (tag := each.strip()))
