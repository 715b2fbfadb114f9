"""How often a tenant may ask: authenticated requests are counted, and told how they stand."""

import time
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from quart import Quart, Response, current_app, g, request

from api.operations import FACTS, Operation
from services.errors import RateLimited
from services.quotas.meter import Meter
from services.quotas.networks import network_of
from services.quotas.plans import Rate
from services.quotas.rates import RateLimits, Standing
from services.settings import Settings

LIMITS = "LECTERN_RATE_LIMITS"
METER = "LECTERN_METER"
HEADERS = {
    "X-RateLimit-Limit": "How many requests of this kind the present window takes.",
    "X-RateLimit-Remaining": "How many of them are left.",
    "X-RateLimit-Reset": "When the window ends, in Unix seconds.",
}
RETRY_AFTER = {"Retry-After": "In how many seconds to try again."}


def install(app: Quart, settings: Settings) -> None:
    limits, meter = RateLimits(settings), Meter()
    app.extensions[LIMITS], app.extensions[METER] = limits, meter

    async def begin() -> None:
        meter.start()

    async def end() -> None:
        await meter.stop()
        await limits.windows.close()

    app.before_serving(begin)
    app.after_serving(end)
    app.after_request(_tell)


def limits() -> RateLimits:
    return current_app.extensions[LIMITS]


def meter() -> Meter:
    return current_app.extensions[METER]


async def count(tenant_id: UUID) -> None:
    """Raises RateLimited when this request is one too many."""
    standing = await limits().count(tenant_id, _rate())
    _check(standing)
    meter().add(tenant_id, datetime.now(UTC))


async def count_failure() -> None:
    """Somebody showed no valid key; raises RateLimited when that happens all the time.

    Told apart by the address of the connection: what a client says of itself changes nothing.
    """
    standing = await limits().count_failure(network())
    if standing is not None and standing.is_over:
        _check(standing)


def describe(one: dict[str, Any], method: str, facts: Operation) -> None:
    """Add to an operation of the OpenAPI document what its answers tell of the limits."""
    one["x-rate-limit-class"] = str(rate_of(facts, method))
    for status, answer in one["responses"].items():
        names = [] if status == "401" else [*HEADERS]
        names += RETRY_AFTER if status == "429" else []
        answer["headers"] |= {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def header_components() -> dict[str, Any]:
    """Absent where the operator has switched a limit off."""
    return {
        name: {"description": text, "required": False, "schema": {"type": "integer"}}
        for name, text in (HEADERS | RETRY_AFTER).items()
    }


def rate_of(facts: Operation | None, method: str) -> Rate:
    """What the operation says itself, else what its method says."""
    if facts is not None and facts.rate is not None:
        return facts.rate
    return Rate.READ if method in {"GET", "HEAD"} else Rate.WRITE


def _rate() -> Rate:
    view = current_app.view_functions.get(request.endpoint or "")
    return rate_of(getattr(view, FACTS, None), request.method)


def _check(standing: Standing | None) -> None:
    g.standing = standing
    if standing is not None and standing.is_over:
        wait = standing.retry_after(time.time())
        raise RateLimited(limit=standing.limit, reset=standing.reset, retry_after_seconds=wait)


def network() -> str:
    client = cast(dict[str, Any], request.scope).get("client")
    return network_of(str(client[0]) if client else "")


async def _tell(response: Response) -> Response:
    standing: Standing | None = g.get("standing")
    if standing is not None:
        response.headers["X-RateLimit-Limit"] = str(standing.limit)
        response.headers["X-RateLimit-Remaining"] = str(standing.remaining)
        response.headers["X-RateLimit-Reset"] = str(standing.reset)
        if standing.is_over:
            response.headers["Retry-After"] = str(standing.retry_after(time.time()))
    return response
