"""How often learners of one network may come to a dispatch, and try its password."""

import time
from typing import Any, Final, cast
from uuid import UUID

from quart import Quart, current_app, request

from services.errors import RateLimited
from services.ports import ports
from services.quotas.networks import network_of
from services.quotas.rates import Kind, Windows

EXTENSION: Final = "LECTERN_ENTRANCE_WINDOWS"
LAUNCHES: Final[Kind] = "dispatch"
PASSWORDS: Final[Kind] = "password"


def install(app: Quart) -> None:
    app.after_serving(_close)


async def count_launch(dispatch_id: UUID) -> None:
    """Raises RateLimited."""
    await _count(LAUNCHES, dispatch_id, ports().settings.rate_limit_dispatch)


async def count_password(dispatch_id: UUID) -> None:
    """Before it is checked, so that many at once gain nothing. Raises RateLimited."""
    await _count(PASSWORDS, dispatch_id, ports().settings.rate_limit_password)


async def forgive_password(dispatch_id: UUID) -> None:
    """Whoever knew it was not guessing, and a whole class may share a network."""
    await _windows().forgive(PASSWORDS, _subject(dispatch_id))


async def _count(kind: Kind, dispatch_id: UUID, limit: int) -> None:
    if not limit:
        return
    standing = await _windows().hit(kind, _subject(dispatch_id), limit)
    if standing is not None and standing.is_over:
        wait = standing.retry_after(time.time())
        raise RateLimited(limit=limit, reset=standing.reset, retry_after_seconds=wait)


def _subject(dispatch_id: UUID) -> str:
    client = cast(dict[str, Any], request.scope).get("client")
    return f"{dispatch_id}/{network_of(str(client[0]) if client else '')}"


def _windows() -> Windows:
    """Made with the first learner, as the settings are not there before."""
    app = current_app
    if EXTENSION not in app.extensions:
        settings = ports().settings
        app.extensions[EXTENSION] = Windows(settings.redis_url, settings.rate_limit_window_seconds)
    return app.extensions[EXTENSION]


async def _close() -> None:
    windows: Windows | None = current_app.extensions.get(EXTENSION)
    if windows is not None:
        await windows.close()
