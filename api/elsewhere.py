"""Addresses that belong to the player: the API only tells where to go."""

from typing import Any, cast

from quart import Blueprint, redirect, request
from quart.typing import ResponseReturnValue

from services.errors import NotFound
from services.ports import ports

bp = Blueprint("elsewhere", __name__)


@bp.get("/content/<path:_path>")
@bp.get("/api/v1/content/<path:_path>")
async def content(_path: str) -> ResponseReturnValue:
    """Course files only exist for a launched session, on an origin of its own."""
    raise NotFound(
        "Course files are served to launched sessions only: "
        "POST /api/v1/packages/{id}/launch and open its launch_url.",
        reason="LAUNCH_REQUIRED",
    )


@bp.get("/player/<path:rest>")
async def player(rest: str) -> ResponseReturnValue:
    """303, so that nobody remembers an address that carries a token.

    The player shall see where the link stood, and a window shall keep the page that opened it: a
    browser would take the strict words of other answers for those of the player.
    """
    del rest
    query = request.query_string.decode("latin-1")
    target = f"{ports().settings.player_origin}{_raw_path()}"
    answer = redirect(f"{target}?{query}" if query else target, 303)
    answer.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    answer.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return answer


def _raw_path() -> str:
    """As it was sent: a session's id may hold characters that were escaped."""
    scope = cast(dict[str, Any], request.scope)
    raw: bytes = scope.get("raw_path") or request.path.encode()
    return raw.partition(b"?")[0].decode("latin-1")
