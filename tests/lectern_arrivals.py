"""Dispatches as rows, and learners who come to them from elsewhere."""

from typing import Any
from uuid import UUID

from models.dispatch import Dispatch, DispatchEntry, DispatchRegistration, DispatchSeat
from models.event import Event
from models.session import Session
from services import database
from services.dispatches import admission, dispatches, hand_back, links
from services.dispatches.admission import Admitted
from services.dispatches.arrivals import Arriving
from services.dispatches.hand_back import HandedResult, HandedScore, Receipt
from services.playing import opening
from services.playing.opening import Entrance
from tests.lectern_records import KEYRING, NOW, Player, Signing


async def dispatched(tenant: UUID, package: UUID, **terms: Any) -> Dispatch:
    """``terms`` are columns; what may not be set at the beginning is set afterwards."""
    return await dispatches.create(tenant, str(package), terms, NOW)


async def changed(dispatch: Dispatch, **columns: Any) -> Dispatch:
    """As its row is now, with some of it different, whatever the product thinks of that."""
    async with database.tenant_scope(dispatch.tenant_id):
        mine = Dispatch.filter(tenant_id=dispatch.tenant_id, id=dispatch.id)
        if columns:
            await mine.update(**columns)
        return await mine.get()


def token_of(dispatch: Dispatch, *, test: bool = False) -> str:
    return links.token_for(KEYRING, dispatch, test=test)


async def come(dispatch: Dispatch, user_id: str = "ada", **told: Any) -> Admitted:
    """From a learning system, unless told otherwise."""
    now = told.pop("now", NOW)
    token = told.pop("token", "") or token_of(dispatch)
    facts: dict[str, Any] = {"standard": "1.2", "host": "https://lms.test", **told}
    return await admission.admit(Arriving(token=token, user_id=user_id, **facts), now, Signing())


async def play(admitted: Admitted, now: Any = NOW) -> Player:
    entrance = Entrance(admitted.token, admitted.session_id)
    return Player(await opening.redeem(entrance, now, KEYRING), now)


async def take_over(player: Player, session: Session) -> None:
    """The learning system accepts what is recorded at this moment."""
    result = HandedResult(
        version=session.version,
        completion_status=session.completion_status,
        success_status=session.success_status,
        score=HandedScore(None, None, None, None),
        progress=None,
        seconds=0,
        visit_seconds=0,
        attempt=session.attempts,
    )
    receipt = Receipt(version=session.version, result=result, ok=True)
    opened = player.opened
    assert await hand_back.receipt(opened.launch.id, opened.handle, receipt, NOW) == "accepted"


async def seats_of(dispatch: Dispatch) -> list[DispatchSeat]:
    async with database.tenant_scope(dispatch.tenant_id):
        return await DispatchSeat.filter(dispatch_id=dispatch.id).order_by("created_at")


async def entries_of(dispatch: Dispatch) -> list[DispatchEntry]:
    async with database.tenant_scope(dispatch.tenant_id):
        return await DispatchEntry.filter(dispatch_id=dispatch.id).order_by("id")


async def registrations_of(dispatch: Dispatch) -> list[DispatchRegistration]:
    async with database.tenant_scope(dispatch.tenant_id):
        return await DispatchRegistration.filter(dispatch_id=dispatch.id).order_by("created_at")


async def events_of(tenant: UUID, kind: str) -> list[Event]:
    async with database.tenant_scope(tenant):
        return await Event.filter(event_type=kind).order_by("created_at")
