"""Refusals and faults as HTTP answers, all in one envelope."""

import re
from typing import Any

import asyncpg
import structlog
from quart import Quart, g, request
from quart_schema import RequestSchemaValidationError, ResponseSchemaValidationError
from tortoise.exceptions import BaseORMException, DBConnectionError
from werkzeug.exceptions import HTTPException

from api.requests import BodyTooLate
from services.errors import (
    Conflict,
    FileTooLarge,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    RateLimited,
    Refusal,
    SequenceReused,
    Unauthorized,
    Unavailable,
)

Answer = tuple[dict[str, Any], int, dict[str, str]]


class RangeNotSatisfiable(Refusal):
    """The file has no such range of bytes."""

    code = "RANGE_NOT_SATISFIABLE"


STATUS: dict[type[Refusal], int] = {
    Unauthorized: 401,
    Forbidden: 403,
    NotFound: 404,
    BodyTooLate: 408,
    Conflict: 409,
    Gone: 410,
    FileTooLarge: 413,
    RangeNotSatisfiable: 416,
    SequenceReused: 422,
    RateLimited: 429,
    Unavailable: 503,
}
RETRY_SECONDS = "5"
# Names of the web's older error list, for programs that still know those.
LEGACY = {"BAD_REQUEST": "INVALID_REQUEST", "VALIDATION_ERROR": "INVALID_REQUEST"}
HTTP_CODES = {
    404: ("NOT_FOUND", "There is nothing at this address."),
    405: ("METHOD_NOT_ALLOWED", "This address does not take this method."),
    413: ("FILE_TOO_LARGE", "The request body is too large."),
    415: ("BAD_REQUEST", "Send the body as JSON, with Content-Type: application/json."),
}
DATABASE_GONE = (
    DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.ObjectNotInPrerequisiteStateError,
    asyncpg.InterfaceError,
    # The driver in the middle of losing its connection.
    asyncpg.InternalClientError,
    OSError,
)

_FLAT = re.compile(r""";\s*errors="?flat\b""", re.IGNORECASE)
_PLACE = re.compile(r"^(?P<problem>.*?)(?: - at `\$\.?(?P<place>.*)`)?$", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(.+?)`")
log = structlog.get_logger("lectern.api")


def install(app: Quart) -> None:
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(ResponseSchemaValidationError, _fault)
    app.register_error_handler(BaseORMException, _database_fault)
    for gone in DATABASE_GONE:
        app.register_error_handler(gone, _database_gone)
    app.register_error_handler(Exception, _fault)


def status_of(kind: type[Refusal]) -> int:
    """Take the nearest ancestor's status, so that a new refusal needs no entry."""
    return next((STATUS[c] for c in kind.__mro__ if c in STATUS), 400)


async def refused(refusal: Refusal) -> Answer:
    kind = type(refusal)
    details = dict(refusal.details)
    if issubclass(kind, Conflict) and refusal.code != Conflict.code:
        details = {"category": Conflict.code, **details}
    if issubclass(kind, NotFound):
        # What is another's and what does not exist get the very same answer.
        details = {name: value for name, value in details.items() if name == "reason"}
    if refusal.code in LEGACY:
        details["legacy_code"] = LEGACY[refusal.code]
    body, status, headers = envelope(status_of(kind), refusal.code, str(refusal), details)
    if "current_version" in details:
        body["current_version"] = details["current_version"]
    if status == 503:
        headers["Retry-After"] = RETRY_SECONDS
    if "retry_after_seconds" in details:
        headers["Retry-After"] = str(details["retry_after_seconds"])
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="Lectern"'
    return body, status, headers


def envelope(status: int, code: str, message: str, details: dict[str, Any]) -> Answer:
    """The nested shape with its parts repeated at the top; flat when the client asks for that."""
    problem: dict[str, Any] = {"code": code, "message": message, "details": details}
    error = message if _wants_flat() else problem
    return {"error": error, **problem, "request_id": g.get("request_id", "")}, status, {}


def _wants_flat() -> bool:
    """The request decides; where it says nothing, what the tenant has settled."""
    if _FLAT.search(request.headers.get("Accept", "")):
        return True
    settled = g.caller.error_format if "caller" in g else ""
    return request.headers.get("X-Error-Format", settled).lower() == "flat"


async def _http_problem(problem: HTTPException) -> Any:
    if isinstance(problem, RequestSchemaValidationError):
        return await refused(invalid(str(problem.validation_error)))
    status = problem.code or 500
    if status < 400:
        return problem
    if status >= 500:
        return await _fault(getattr(problem, "original_exception", None) or problem)
    code, message = HTTP_CODES.get(status, ("BAD_REQUEST", "The request cannot be understood."))
    body, _, headers = envelope(status, code, message, {})
    kept = {name: value for name, value in problem.get_headers() if name == "Allow"}
    return body, status, {**headers, **kept}


def invalid(text: str) -> Invalid:
    """A decoder's complaint, as field errors."""
    found = _PLACE.match(text)
    problem, place = (found["problem"], found["place"] or "") if found else (text, "")
    missing = _MISSING.match(problem)
    if missing:
        place = f"{place}.{missing[1]}".lstrip(".")
        problem = "is required"
    if not place:
        return Invalid(problem, fieldErrors={}, formErrors=[problem])
    return Invalid.field(place, problem)


async def _database_gone(problem: Exception) -> Answer:
    log.error("database unreachable", reason=str(problem))
    return await refused(Unavailable("The database cannot be reached.", reason="database"))


async def _database_fault(problem: Exception) -> Answer:
    if isinstance(problem.__cause__, DATABASE_GONE):
        return await _database_gone(problem)
    _log_fault(problem)
    return envelope(500, "DATABASE_ERROR", "The database refused this request.", {})


async def _fault(problem: Exception) -> Answer:
    """A bug: told once to us, with the request's id, and never to the client."""
    _log_fault(problem)
    return envelope(500, "INTERNAL_ERROR", "Something went wrong on our side.", {})


def _log_fault(problem: Exception) -> None:
    log.error(
        "unexpected error",
        method=request.method,
        route=str(request.url_rule or ""),
        exc_info=problem,
    )
