"""How often somebody may try to sign in: counted per account and per address."""

import hashlib
import time
from typing import Final

import structlog
from quart import Quart, current_app

from api import rates
from services.accounts import users
from services.errors import Invalid, RateLimited
from services.quotas.rates import Windows
from services.settings import Settings

log = structlog.get_logger("lectern.api")
EXTENSION: Final = "LECTERN_SIGN_IN_WINDOWS"
WINDOW_SECONDS: Final = 15 * 60
MOST_OF_ACCOUNT: Final = 10
MOST_OF_ADDRESS: Final = 100


def install(app: Quart, settings: Settings) -> None:
    windows = Windows(settings.redis_url, WINDOW_SECONDS)
    app.extensions[EXTENSION] = windows
    app.after_serving(windows.close)


async def admit(email: str) -> None:
    """Count a try before it is made, so that many at once gain nothing. Raises RateLimited."""
    for subject, most in (
        (f"address/{rates.network()}", MOST_OF_ADDRESS),
        (_account(email), MOST_OF_ACCOUNT),
    ):
        standing = await _windows().hit("failed", f"sign-in/{subject}", most)
        if standing is not None and standing.is_over:
            log.warning("somebody tries to sign in all the time", counted=subject.split("/")[0])
            wait = standing.retry_after(time.time())
            raise RateLimited("Too many tries to sign in; wait a while.", retry_after_seconds=wait)


async def forgive(email: str) -> None:
    """Whoever got in was no stranger."""
    await _windows().forgive("failed", f"sign-in/{_account(email)}")


def _windows() -> Windows:
    return current_app.extensions[EXTENSION]


def _account(email: str) -> str:
    """Known or not, and however it is written."""
    try:
        normal = users.normal_email(email)
    except Invalid:
        normal = email
    return "account/" + hashlib.sha256(normal.encode()).hexdigest()
