"""What is told of a dispatch: events, stored in the transaction of what they tell."""

from datetime import datetime
from typing import Any, Final

from models.dispatch import Dispatch
from services import events
from services.database import Connection
from services.dispatches.status import status_of
from services.events import NewEvent

CREATED: Final = "dispatch.created"
REVOKED: Final = "dispatch.revoked"


async def created(connection: Connection, dispatch: Dispatch, now: datetime) -> None:
    await tell(connection, dispatch, NewEvent(CREATED, f"{CREATED}:{dispatch.id}"), now)


async def revoked(connection: Connection, dispatch: Dispatch, now: datetime) -> None:
    await tell(connection, dispatch, NewEvent(REVOKED, f"{REVOKED}:{dispatch.id}"), now)


async def tell(
    connection: Connection, dispatch: Dispatch, event: NewEvent, now: datetime, **more: Any
) -> None:
    """The dispatch as it is now, and ``more`` about what happened to it."""
    body = {**_body(dispatch, now), **more}
    await events.record_dispatch(connection, dispatch.tenant_id, event, body, now)


def _body(dispatch: Dispatch, now: datetime) -> dict[str, Any]:
    """Nothing that opens it: an event goes to places that need not know."""
    return {
        "id": dispatch.id,
        "dispatch_id": dispatch.id,
        "tenant_id": dispatch.tenant_id,
        "package_id": dispatch.package_id,
        "dispatch_name": dispatch.name,
        "label": dispatch.name,
        "client_name": dispatch.client_name,
        "destination": dispatch.destination,
        "status": status_of(dispatch, now),
        "registration_limit": dispatch.registration_limit,
        "registration_count": dispatch.registration_count,
        "license_limit": dispatch.license_limit,
        "license_count": dispatch.license_count,
        "expires_at": dispatch.expires_at,
    }
