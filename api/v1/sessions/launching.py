"""Launching learners into a package, and looking at it without one."""

from datetime import UTC, datetime

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth, wire
from api.operations import Operation, operation
from api.v1.sessions.launch_shapes import (
    ExternalLaunchRequest,
    LaunchPackageRequest,
    PackageLaunchResponse,
    PreviewPackageRequest,
)
from api.v1.sessions.who import registrant
from models.launch import Mode, Window
from services.errors import (
    Conflict,
    DuplicateEntry,
    FetchFailed,
    Gone,
    NotFound,
    NotReady,
    PackageNotFound,
    QuotaExceeded,
    TokenNotAccepted,
)
from services.packages import catalogue
from services.playing import external, launch, previews
from services.playing.external import ExternalWish
from services.playing.launch import Launched, LaunchRequest
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
        refusals=(
            PackageNotFound,
            DuplicateEntry,
            NotReady,
            Gone,
            QuotaExceeded,
        ),
    )
)
async def launch_package(
    package_id: str, data: LaunchPackageRequest
) -> tuple[PackageLaunchResponse, int]:
    """Launch a package.

    Begins a session (201), or goes on with the one of this `session_id` (200). Ask for the link
    when the learner presses Play, and open it as it is. Nothing is recorded in the modes `browse`
    and `review`.
    """
    key = catalogue.package_key(package_id)
    launched = await launch.launch(
        auth.tenant_id(), key, _launch_request(data), datetime.now(UTC), ports()
    )
    return _answer(launched)


@bp.post("/packages/<package_id>/preview")
@operation(
    Operation(
        answer=PackageLaunchResponse,
        statuses=(201,),
        body=PreviewPackageRequest,
        refusals=(PackageNotFound, NotReady, NotFound),
    )
)
async def preview_package(
    package_id: str, data: PreviewPackageRequest
) -> tuple[PackageLaunchResponse, int]:
    """Preview a package.

    A link to try a course, of any revision, that leaves nothing behind: its session is in no list,
    report or event, counts for no quota, and is removed a day after it expires.
    """
    wish = LaunchRequest(
        user_id="",
        ttl_seconds=data.launch_token_ttl_seconds,
        return_url=data.return_url,
        allowed_domains=data.allowed_domains or None,
        window=Window(data.window),
        revision=data.revision,
    )
    key = catalogue.package_key(package_id)
    now = datetime.now(UTC)
    return _answer(await previews.launch(auth.tenant_id(), key, wish, now, ports()))


@bp.post("/sessions/external")
@operation(
    Operation(
        answer=PackageLaunchResponse,
        statuses=(200, 201),
        body=ExternalLaunchRequest,
        refusals=(
            PackageNotFound,
            DuplicateEntry,
            NotReady,
            Gone,
            QuotaExceeded,
            Conflict,
            TokenNotAccepted,
            FetchFailed,
        ),
    )
)
async def launch_external(data: ExternalLaunchRequest) -> tuple[PackageLaunchResponse, int]:
    """Launch with a token of your own.

    For systems that sign their users in with JWTs: the token's `sub` is the learner, `name` and
    `email` are taken over. Which secret or keys it is checked with is a setting of the tenant. A
    token with a `jti` is accepted once. Without a `session_id`, the learner goes on with the
    latest session of this package that is not completed.
    """
    wish = ExternalWish(
        token=data.token,
        package_id=catalogue.package_key(data.package_id),
        launch=LaunchRequest(
            user_id="",
            session_id=data.session_id,
            ttl_seconds=data.launch_token_ttl_seconds,
            return_url=data.return_url,
            allowed_domains=data.allowed_domains or None,
            window=Window(data.window),
        ),
    )
    return _answer(await external.launch(auth.tenant_id(), wish, datetime.now(UTC), ports()))


def _answer(launched: Launched) -> tuple[PackageLaunchResponse, int]:
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
    who = registrant(data)
    return LaunchRequest(
        user_id=who.user_id,
        session_id=who.session_id,
        learner_name=who.name,
        learner_email=who.email,
        ttl_seconds=data.launch_token_ttl_seconds,
        return_url=data.return_url,
        allowed_domains=data.allowed_domains or None,
        mode=Mode(data.mode),
        registration=who.registration,
        new_attempt=data.new_attempt,
        window=Window(data.window),
    )
