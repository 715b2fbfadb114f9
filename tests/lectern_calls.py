"""Opening links that the API has answered with, in tests."""

from datetime import UTC, datetime
from typing import Any

from services.keyring import Keyring
from services.playing import opening
from services.playing.opening import Entrance
from tests.lectern_records import Player

# What the API under test signs its links with.
API_KEYRING = Keyring(b"s" * 32)


async def open_link(told: dict[str, Any]) -> Player:
    """As the shell does with a launch link."""
    now = datetime.now(UTC)
    entrance = Entrance(told["launch_token"], told["session_id"])
    return Player(await opening.redeem(entrance, now, API_KEYRING), now)
