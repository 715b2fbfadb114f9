"""The cookie of somebody who signed in, and that no other page makes use of it."""

from datetime import datetime
from typing import Any, Final

from quart import Blueprint, Response, g, request

from services.accounts import sign_in
from services.accounts.callers import Caller
from services.errors import Forbidden
from services.ports import ports
from services.settings import Settings

CSRF_HEADER: Final = "X-CSRF-Token"
SAFE: Final = {"GET", "HEAD", "OPTIONS"}


def name(base_url: str) -> str:
    """With https, a name that browsers accept from this very host only."""
    return "__Host-lectern" if base_url.startswith("https:") else "lectern"


def token() -> str:
    return request.cookies.get(name(ports().settings.base_url), "")


def give(value: str, expires_at: datetime) -> None:
    """With the answer to this request."""
    g.given_cookie = value, expires_at


def take_back() -> None:
    g.given_cookie = "", None


def put_into(blueprint: Blueprint) -> None:
    """Answers of this blueprint carry the cookie that was given or taken back."""

    async def put(response: Response) -> Response:
        value, expires_at = g.pop("given_cookie", (None, None))
        traits = _traits(ports().settings)
        if value:
            response.set_cookie(**traits, value=value, expires=expires_at)
        elif value is not None:
            response.delete_cookie(**traits)
        return response

    blueprint.after_request(put)


def refuse_forgery(who: Caller) -> None:
    """A page elsewhere can make a browser send the cookie, but not know the token.

    Raises Forbidden.
    """
    if request.method in SAFE or who.session_id is None:
        return
    if not _comes_from_here(strangers=False):
        raise Forbidden("This request comes from another site.", reason="CROSS_SITE")
    given = request.headers.get(CSRF_HEADER, "")
    if not sign_in.is_csrf_token(ports().keyring, who.session_id, given):
        raise Forbidden(f"Send the csrf_token of your session as {CSRF_HEADER}.", reason="CSRF")


def refuse_other_sites() -> None:
    """For signing in, which needs no cookie: programs, which name no origin, may do it as well.

    Raises Forbidden.
    """
    if not _comes_from_here(strangers=True):
        raise Forbidden("This request comes from another site.", reason="CROSS_SITE")


def _comes_from_here(*, strangers: bool) -> bool:
    """What browsers say of the page that asks; ``strangers`` decides where they say nothing."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site == "same-origin"
    if origin is not None:
        return origin.lower() == ports().settings.base_url.lower()
    return strangers


def _traits(settings: Settings) -> dict[str, Any]:
    return {
        "key": name(settings.base_url),
        "path": "/",
        "secure": settings.base_url.startswith("https:"),
        "httponly": True,
        "samesite": "Lax",
    }
