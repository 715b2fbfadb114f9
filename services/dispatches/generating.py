"""Building the shell package of a dispatch in the background, to know that it is sound."""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.dispatch import Dispatch, ZipStatus
from services import database, jobs
from services.dispatches import dispatches

JOB: Final = "build_dispatch"


async def ask(tenant_id: UUID, dispatch_id: str) -> Dispatch:
    """Raises DispatchNotFound, DispatchNotActive."""
    async with database.tenant_scope(tenant_id) as connection:
        dispatch = await dispatches.held(tenant_id, dispatch_id)
        dispatches.refuse_revoked(dispatch)
        dispatch.zip_status = ZipStatus.QUEUED
        await dispatch.save(update_fields=["zip_status"])
        payload = {"tenant_id": str(tenant_id), "dispatch_id": str(dispatch.id)}
        await jobs.enqueue(connection, JOB, payload)
    return dispatch
