"""Revisions of packages: listing them, going back and forth, and taking sessions along."""

from datetime import UTC, datetime

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.v1.packages import version_view, view
from api.v1.packages.shapes import TenantQuery
from api.v1.packages.version_shapes import (
    ActivateVersion,
    MigrateSessions,
    PackageMigration,
    PackageVersions,
    VersionActivated,
    VersionForecast,
)
from services.errors import NotFound, PackageNotFound
from services.packages import catalogue
from services.ports import ports
from services.sessions import moving, outlooks
from services.sessions.moving import Wanted

bp = Blueprint("versions", __name__, url_prefix="/api/v1/packages/<package_id>")
auth.protect(bp)
tag_blueprint(bp, ["Packages"])

UNKNOWN = (PackageNotFound, NotFound)


@bp.get("/versions")
@operation(Operation(answer=PackageVersions, query=TenantQuery, refusals=(PackageNotFound,)))
async def list_versions(package_id: str, query_args: TenantQuery) -> PackageVersions:
    """List the revisions of a package.

    Every upload processed under the same `package_id` is one; sessions keep theirs.
    """
    del query_args
    package, revisions = await catalogue.revisions(auth.tenant_id(), package_id)
    return version_view.versions(package, revisions, ports().settings.base_url)


@bp.post("/versions/<int(max=2147483647):revision>/activate")
@operation(Operation(answer=VersionActivated, body=ActivateVersion, refusals=UNKNOWN))
async def activate_version(
    package_id: str, revision: int, data: ActivateVersion
) -> VersionActivated:
    """Make a revision the current one.

    An earlier one as well as a later one: new sessions and dispatches play it at once. Sessions
    stay on the revision they have, unless `migrate_sessions` is true; then `migration` tells how
    far that has come.
    """
    now = datetime.now(UTC)
    _, order = await moving.activate(
        auth.tenant_id(), package_id, revision, now, migrate=data.migrate_sessions
    )
    entry = await catalogue.read(auth.tenant_id(), package_id)
    return VersionActivated(
        package=view.present(entry, ports().settings.base_url),
        current_revision=revision,
        migration=version_view.migration(order) if order else None,
    )


@bp.get("/versions/<int(max=2147483647):revision>/forecast")
@operation(Operation(answer=VersionForecast, query=TenantQuery, refusals=UNKNOWN))
async def forecast_version(
    package_id: str, revision: int, query_args: TenantQuery
) -> VersionForecast:
    """Foresee what moving sessions would mean.

    For every session on another revision: whether all parts that it has data of have a place in
    this one. Changes nothing.
    """
    del query_args
    found = await outlooks.forecast(auth.tenant_id(), package_id, revision, datetime.now(UTC))
    return version_view.forecast(package_id, revision, found)


@bp.post("/versions/<int(max=2147483647):revision>/migrate")
@operation(
    Operation(answer=PackageMigration, statuses=(200, 202), body=MigrateSessions, refusals=UNKNOWN)
)
async def migrate_sessions(
    package_id: str, revision: int, data: MigrateSessions
) -> tuple[PackageMigration, int]:
    """Move sessions to a revision.

    Up to a few hundred at once, with 200; more of them in the background, with 202. Read the
    migration again to see how far it is. A session whose course is open is moved at its next
    launch.
    """
    wanted = Wanted(data.session_ids, only_keeps=data.only == "keeps")
    order = await moving.move(auth.tenant_id(), package_id, revision, wanted, datetime.now(UTC))
    shown = version_view.migration(order)
    return shown, 200 if shown.status == "completed" else 202


@bp.get("/migrations/<migration_id>")
@operation(Operation(answer=PackageMigration, query=TenantQuery, refusals=UNKNOWN))
async def read_migration(
    package_id: str, migration_id: str, query_args: TenantQuery
) -> PackageMigration:
    """Read how far a migration has come."""
    del query_args
    return version_view.migration(await moving.find(auth.tenant_id(), package_id, migration_id))
