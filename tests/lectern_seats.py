"""Dispatches, their seats and what came back of them, as rows of a real database."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from models.dispatch import Dispatch, DispatchRegistration, DispatchSeat, EntryKind
from models.session import Session
from services import database
from services.dispatches import dispatches, ledger
from services.dispatches.ledger import Line
from tests.lectern_records import NOW, launched

NOTHING: dict[str, Any] = {"scaled": None, "raw": None, "min": None, "max": None}


async def make_dispatch(tenant: UUID, package: UUID, **terms: Any) -> Dispatch:
    return await dispatches.create(tenant, str(package), {"name": "For Globex", **terms}, NOW)


async def seated(dispatch: Dispatch, user_id: str, *, licensed: bool = False) -> DispatchSeat:
    """A learner who counts, with the lines that say so."""
    tenant = dispatch.tenant_id
    async with database.tenant_scope(tenant):
        held = await dispatches.held(tenant, str(dispatch.id))
        seat = await DispatchSeat.create(
            tenant_id=tenant, dispatch_id=dispatch.id, user_id=user_id, licensed=licensed
        )
        await ledger.enter(held, Line(kind=EntryKind.REGISTERED, registrations=1, seat_id=seat.id))
        if licensed:
            await ledger.enter(held, Line(kind=EntryKind.LICENSED, licenses=1, seat_id=seat.id))
    return seat


async def registered(dispatch: Dispatch, seat: DispatchSeat, **fields: Any) -> DispatchRegistration:
    """A session of this learner that the dispatch has led to."""
    tenant, name = dispatch.tenant_id, str(uuid4())
    session = fields.pop("session", {})
    link = await launched(tenant, dispatch.package_id, user_id=seat.user_id, session_id=name)
    changes = {"dispatch_id": dispatch.id, **session}
    told: dict[str, Any] = {
        "binding_hash": uuid4().hex * 2,
        "host": "https://lms.example.com",
        "lms": "1.2",
        "admitted_at": NOW,
        "opened_at": NOW + timedelta(minutes=1),
        **fields,
    }
    async with database.tenant_scope(tenant):
        await Session.filter(tenant_id=tenant, key=link.session.key).update(**changes)
        return await DispatchRegistration.create(
            tenant_id=tenant,
            dispatch_id=dispatch.id,
            session_key=link.session.key,
            seat_id=seat.id,
            **told,
        )


def result(**fields: Any) -> str:
    """What another system took, of a session as it begins."""
    begun = {
        "version": 1,
        "completion_status": "not_attempted",
        "success_status": "unknown",
        "score": NOTHING,
        "progress": None,
        "seconds": 0.0,
        "visit_seconds": 0.0,
        "attempt": 1,
    }
    return json.dumps({**begun, **fields})
