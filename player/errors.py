"""Refusals as the player's endpoints answer them."""

from typing import Any

import asyncpg
import msgspec
import structlog
from quart import Quart, Response, g
from tortoise.exceptions import BaseORMException
from werkzeug.exceptions import HTTPException

from services.errors import (
    Conflict,
    FileTooLarge,
    Forbidden,
    Gone,
    NotFound,
    RateLimited,
    Refusal,
    SequenceReused,
    Unauthorized,
    Unavailable,
)

STATUS: dict[type[Refusal], int] = {
    Unauthorized: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Gone: 410,
    FileTooLarge: 413,
    SequenceReused: 422,
    RateLimited: 429,
    Unavailable: 503,
}
DATABASE_GONE = (BaseORMException, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
log = structlog.get_logger("lectern.player")


def install(app: Quart) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http_problem)
    for fault in DATABASE_GONE:
        app.register_error_handler(fault, _database_gone)
    app.register_error_handler(Exception, _fault)


def status_of(kind: type[Refusal]) -> int:
    """Take the nearest ancestor's status, so that a new refusal needs no entry."""
    return next((STATUS[c] for c in kind.__mro__ if c in STATUS), 400)


def envelope(refusal: Refusal, request_id: str = "") -> bytes:
    problem = {"code": refusal.code, "message": str(refusal), "details": refusal.details}
    return msgspec.json.encode({"error": problem, **problem, "request_id": request_id})


def answer(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, content_type="application/json")


async def _refused(refusal: Refusal) -> Response:
    body = envelope(refusal, g.get("request_id", ""))
    said = Response(body, status_of(type(refusal)), content_type="application/json")
    if isinstance(refusal, RateLimited):
        said.headers["Retry-After"] = str(refusal.details["retry_after_seconds"])
    return said


async def _http_problem(problem: HTTPException) -> Response:
    refusal = Refusal(problem.name)
    refusal.code = "NOT_FOUND" if problem.code == 404 else "BAD_REQUEST"
    body = envelope(refusal, g.get("request_id", ""))
    return Response(body, problem.code or 500, content_type="application/json")


async def _database_gone(fault: Exception) -> Response:
    log.error("database", request_id=g.get("request_id", ""), exc_info=fault)
    return await _refused(Unavailable())


async def _fault(fault: Exception) -> Response:
    log.error("fault", request_id=g.get("request_id", ""), exc_info=fault)
    refusal = Refusal("Something went wrong on our side.")
    refusal.code = "INTERNAL_ERROR"
    body = envelope(refusal, g.get("request_id", ""))
    return Response(body, 500, content_type="application/json")
