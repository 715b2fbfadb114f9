"""Launching learners into a package."""

from datetime import UTC, datetime
from uuid import UUID

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth, wire
from api.operations import Operation, operation
from api.v1.sessions.shapes import LaunchPackageRequest, PackageLaunchResponse
from models.launch import Mode, Window
from services.errors import DuplicateEntry, Gone, Invalid, PackageNotFound
from services.packages import catalogue
from services.playing import launch
from services.playing.launch import LaunchRequest
from services.ports import ports

bp = Blueprint("launching", __name__, url_prefix="/api/v1")
auth.protect(bp)
tag_blueprint(bp, ["Sessions"])


@bp.post("/packages/<package_id>/launch")
@operation(
    Operation(
        answer=PackageLaunchResponse,
        statuses=(200, 201),
        body=LaunchPackageRequest,
        refusals=(PackageNotFound, DuplicateEntry, Gone),
    )
)
async def launch_package(
    package_id: str, data: LaunchPackageRequest
) -> tuple[PackageLaunchResponse, int]:
    """Launch a package.

    Begins a session (201), or goes on with the one of this `session_id` (200). Ask for the link
    when the learner presses Play, and open it as it is.
    """
    key = catalogue.package_key(package_id)
    launched = await launch.launch(
        auth.tenant_id(), key, _launch_request(data), datetime.now(UTC), ports()
    )
    session = launched.session
    answer = PackageLaunchResponse(
        launch_url=launched.launch_url,
        player_url=launched.launch_url,
        launch_token=launched.token,
        package_id=str(session.package_id),
        session_id=session.id,
        user_id=session.user_id,
        learner_id=session.user_id,
        storage_backend="s3" if ports().store.backend == "s3" else "local",
        expires_in_seconds=launched.expires_in_seconds,
        expires_at=wire.stamp(launched.expires_at),
        resumed=launched.resumed,
        attempts=session.attempts,
        version=session.version,
    )
    return answer, 200 if launched.resumed else 201


def _launch_request(data: LaunchPackageRequest) -> LaunchRequest:
    return LaunchRequest(
        user_id=data.user_id,
        session_id=data.session_id,
        learner_name=data.learner_name or "",
        learner_email=data.learner_email or "",
        ttl_seconds=data.launch_token_ttl_seconds,
        return_url=data.return_url,
        allowed_domains=data.allowed_domains,
        mode=Mode(data.mode),
        registration=_registration(data.registration),
        new_attempt=data.new_attempt,
        window=Window(data.window),
    )


def _registration(given: str | None) -> UUID | None:
    try:
        return UUID(given) if given else None
    except ValueError as problem:
        raise Invalid.field("registration", "must be a UUID") from problem
