"""Whether the service works, for monitors and for people who try a key."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType
from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth, rates, wire
from api.openapi import VERSION
from api.operations import Operation, operation
from services import health, readiness
from services.accounts import api_keys
from services.errors import Forbidden, Unauthorized
from services.ports import ports

bp = Blueprint("health", __name__, url_prefix="/api")
tag_blueprint(bp, ["Service"])


class HealthChecks(Struct, kw_only=True):
    """What works; isolation tells whether every learner's course has an origin of its own.

    Without rate_limits nothing is limited for now: the store that several processes count in does
    not answer.
    """

    database: bool
    storage: bool
    queue: bool
    isolation: bool
    rate_limits: bool


class HealthAuth(Struct, kw_only=True):
    """What became of the key that came with the request."""

    provided: bool
    valid: bool


class Health(Struct, kw_only=True):
    """The state of the service."""

    status: Literal["healthy", "unhealthy"]
    service: Literal["scorm-api"] = "scorm-api"
    version: str
    timestamp: str
    checks: HealthChecks
    auth: Annotated[
        HealthAuth | UnsetType, Meta(description="Only when the request carried a key.")
    ] = UNSET


@bp.get("/health")
@operation(Operation(answer=Health, statuses=(200, 503), public=True))
async def check_health() -> tuple[Health, int]:
    """Check the service.

    Needs no key; a key that is sent is tried, and auth tells whether it is valid. Answers 503
    in the same shape when something is out of order.
    """
    settings = ports().settings
    found = await health.check(ports().store)
    well = found.all_good and not readiness.is_stopping()
    answer = Health(
        status="healthy" if well else "unhealthy",
        version=VERSION,
        timestamp=wire.stamp(datetime.now(UTC)),
        checks=HealthChecks(
            database=found.database,
            storage=found.storage,
            queue=found.queue,
            isolation=settings.content_is_isolated,
            rate_limits=await rates.limits().windows.works(),
        ),
        auth=await _auth() if found.database else UNSET,
    )
    return answer, 200 if well else 503


async def _auth() -> HealthAuth | UnsetType:
    key = auth.given_key()
    if not key:
        return UNSET
    try:
        await api_keys.authenticate(key, datetime.now(UTC))
    except (Unauthorized, Forbidden):
        return HealthAuth(provided=True, valid=False)
    return HealthAuth(provided=True, valid=True)
