"""Many sessions in one request."""

from collections.abc import Sequence
from uuid import UUID

from models.session import Session
from services import database
from services.sessions import sessions
from services.sessions.sco_states import LONGEST_ID
from services.tracking.session_view import SessionView


async def find(tenant_id: UUID, wanted: Sequence[str]) -> tuple[list[SessionView], list[str]]:
    """Those that exist in the order they were asked for, each once; and the ids of the others."""
    asked = list(dict.fromkeys(wanted))
    possible = [each for each in asked if len(each) <= LONGEST_ID and "\x00" not in each]
    async with database.tenant_scope(tenant_id):
        found = await sessions.views(await Session.filter(tenant_id=tenant_id, id__in=possible))
    by_id = {each.id: each for each in found}
    return (
        [by_id[each] for each in asked if each in by_id],
        [each for each in asked if each not in by_id],
    )
