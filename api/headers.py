"""What every answer of the API carries: the request's id and the browser's instructions."""

import re
from time import perf_counter
from uuid import uuid4

import structlog
from quart import Quart, Response, g, request

from api.requests import PacedBody
from services.settings import Settings

_SANE_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Origin-Agent-Cluster": "?1",
}
HSTS = "max-age=31536000; includeSubDomains"
log = structlog.get_logger("lectern.api")


def install(app: Quart, settings: Settings) -> None:
    fixed = dict(SECURITY)
    if settings.base_url.startswith("https:"):
        fixed["Strict-Transport-Security"] = HSTS

    async def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _SANE_ID.fullmatch(given) else uuid4().hex
        g.begun = perf_counter()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    async def finish(response: Response) -> Response:
        if isinstance(request.body, PacedBody):
            await request.body.discard()
        response.headers["X-Request-Id"] = g.get("request_id") or uuid4().hex
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        _log(response.status_code)
        return response

    app.before_request(begin)
    app.after_request(finish)


def _log(status: int) -> None:
    """The route and not the address, which may hold names of learners."""
    log.info(
        "request",
        method=request.method,
        route=str(request.url_rule or ""),
        status=status,
        ms=round((perf_counter() - g.get("begun", perf_counter())) * 1000),
        caller=f"{g.caller.kind} {g.caller.id}" if "caller" in g else "",
    )
