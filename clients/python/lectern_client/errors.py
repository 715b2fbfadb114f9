"""What can go wrong between a program and the API."""

from typing import Any, cast


class LecternError(Exception):
    """The API refused a request; branch on ``code``, quote ``request_id`` when asking for help."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        self.status = status
        self.code = str(body.get("code", ""))
        self.message = str(body.get("message", "")) or f"HTTP {status}"
        self.details: dict[str, Any] = body.get("details") or {}
        self.request_id = str(body.get("request_id", ""))
        super().__init__(f"{self.code or status}: {self.message}")


class NotAuthorized(LecternError):
    """401: no key, or one that is unknown, revoked or expired."""


class NotPermitted(LecternError):
    """403: the key lacks a scope, or the plan allows no more."""


class NotFound(LecternError):
    """404: there is no such thing, or it belongs to somebody else."""


class Conflict(LecternError):
    """409: somebody was faster; ``current_version`` says where things stand."""

    @property
    def current_version(self) -> int | None:
        return self.details.get("current_version")


class RateLimited(LecternError):
    """429, and waiting for the next window would have taken longer than allowed."""


KINDS: dict[int, type[LecternError]] = {
    401: NotAuthorized,
    403: NotPermitted,
    404: NotFound,
    409: Conflict,
    429: RateLimited,
}


def error_of(status: int, body: object) -> LecternError:
    known = cast(dict[str, Any], body) if isinstance(body, dict) else {}
    return KINDS.get(status, LecternError)(status, known)
