"""Opening links that the API has answered with, and hearing what was told, in tests."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from models.event import Event
from services import database
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


async def session_events(tenant_id: UUID) -> list[dict[str, Any]]:
    """The bodies of the events of a tenant's sessions, in their order."""
    async with database.tenant_scope(tenant_id):
        of_sessions = Event.filter(tenant_id=tenant_id, event_type__startswith="session.")
        found = await of_sessions.order_by("created_at", "ordinal")
    return [msgspec.json.decode(each.payload) for each in found]
