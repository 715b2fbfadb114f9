"""Trying a course without being anybody: sessions that leave nothing behind."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from models.sequencing import GlobalObjective, SharedStore
from models.session import Session
from services import database
from services.playing import launch as launching
from services.playing.launch import Launched, LaunchRequest
from services.playing.registering import Signing
from services.tracking import learner_keys

KEPT_FOR: Final = timedelta(days=1)
REMOVED_AT_ONCE: Final = 500


async def launch(
    tenant_id: UUID, package_id: UUID, request: LaunchRequest, now: datetime, signing: Signing
) -> Launched:
    """As a learner of its own, since objectives may be shared between a learner's courses.

    Raises Invalid, PackageNotFound, NotReady, NotFound.
    """
    name = f"preview-{uuid4()}"
    wish = replace(request, user_id=name, session_id=name, preview=True)
    return await launching.launch(tenant_id, package_id, wish, now, signing)


async def collect(tenant_id: UUID, now: datetime) -> int:
    """Remove the previews that expired a day ago, with all that they left."""
    async with database.tenant_scope(tenant_id):
        over = Session.filter(tenant_id=tenant_id, preview=True, expires_at__lte=now - KEPT_FOR)
        found = await over.select_for_update(skip_locked=True).limit(REMOVED_AT_ONCE)
        names = [learner_keys.key_for(session) for session in found]
        if names:
            for model in (GlobalObjective, SharedStore):
                await model.filter(tenant_id=tenant_id, user_id__in=names).delete()
            keys = [session.key for session in found]
            await Session.filter(tenant_id=tenant_id, key__in=keys).delete()
    return len(names)
