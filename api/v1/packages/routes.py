"""Packages: listing, reading, downloading and deleting them."""

import msgspec
from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.paging import Pagination
from api.v1.packages import view
from api.v1.packages.shapes import (
    Package,
    PackageDeleted,
    PackageList,
    PackageQuery,
    PackageReport,
    PackageUpdate,
    PackageVersions,
    RevisionQuery,
    TenantQuery,
)
from services.errors import NotFound, PackageNotFound
from services.packages import catalogue, manifests
from services.ports import ports

bp = Blueprint("packages", __name__, url_prefix="/api/v1/packages")
auth.protect(bp)
tag_blueprint(bp, ["Packages"])


@bp.get("")
@operation(Operation(answer=PackageList, query=PackageQuery))
async def list_packages(query_args: PackageQuery) -> PackageList:
    """List packages.

    Newest first. A page past the end is empty.
    """
    found, total = await catalogue.page(auth.tenant_id(), query_args.page, query_args.size)
    base_url = ports().settings.base_url
    shown = [view.pick(view.present(one, base_url), query_args.fields) for one in found]
    return PackageList(shown, total, Pagination.of(query_args, total))


@bp.get("/<package_id>")
@operation(Operation(answer=Package, refusals=(PackageNotFound,)))
async def read_package(package_id: str) -> Package:
    """Read a package."""
    shelved = await catalogue.find(auth.tenant_id(), package_id)
    return view.present(shelved, ports().settings.base_url)


@bp.patch("/<package_id>")
@operation(Operation(answer=Package, body=PackageUpdate, refusals=(PackageNotFound,)))
async def update_package(package_id: str, data: PackageUpdate) -> Package:
    """Describe a package.

    Changes what you say about it; what its manifest says stays under `metadata`.
    """
    changes = msgspec.to_builtins(data)
    changes.pop("tenant_id")
    shelved = await catalogue.describe(auth.tenant_id(), package_id, changes)
    return view.present(shelved, ports().settings.base_url)


@bp.get("/<package_id>/versions")
@operation(Operation(answer=PackageVersions, query=TenantQuery, refusals=(PackageNotFound,)))
async def list_versions(package_id: str, query_args: TenantQuery) -> PackageVersions:
    """List the revisions of a package.

    Every upload processed under the same `package_id` is one; sessions keep theirs.
    """
    del query_args
    package, revisions = await catalogue.revisions(auth.tenant_id(), package_id)
    return view.versions(package, revisions, ports().settings.base_url)


@bp.delete("/<package_id>")
@operation(Operation(answer=PackageDeleted, refusals=(PackageNotFound,)))
async def delete_package(package_id: str) -> PackageDeleted:
    """Delete a package.

    With all its revisions, all its sessions and all their data. This cannot be undone.
    """
    removed = await catalogue.remove(auth.tenant_id(), package_id)
    return PackageDeleted(package_id=str(removed.id))


@bp.get("/<package_id>/report")
@operation(
    Operation(answer=PackageReport, query=RevisionQuery, refusals=(PackageNotFound, NotFound))
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
