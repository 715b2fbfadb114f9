"""Sessions that come and go at the same time."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from models.event import Event
from models.session import Session, SessionStatus
from services import database
from services.errors import DuplicateEntry, Gone, NotReady
from services.sessions import locking, resetting, sessions
from tests.lectern_records import NOW, launched, make_package, opened
from tests.lectern_tree_plays import ask


@pytest.fixture
async def package(tenant: UUID) -> UUID:
    return await make_package(tenant)


async def test_a_launch_and_a_deletion_at_once_end_with_a_whole_session_or_none(
    tenant: UUID, package: UUID
) -> None:
    for _ in range(5):
        await launched(tenant, package)

        await asyncio.gather(launched(tenant, package), resetting.remove(tenant, "s1", None, NOW))

        async with database.tenant_scope(tenant):
            assert await Session.all().count() <= 1


async def test_a_package_without_a_revision_is_not_ready(tenant: UUID, package: UUID) -> None:
    async with database.tenant_scope(tenant) as connection:
        await connection.execute_query(
            "UPDATE package SET current_revision = 0, status = 'processing'"
        )

    with pytest.raises(NotReady) as refused:
        await launched(tenant, package)

    assert refused.value.details == {"reason": "processing"}


async def test_a_locked_session_is_not_launched(tenant: UUID, package: UUID) -> None:
    await launched(tenant, package)
    await locking.terminate(tenant, "s1", None, NOW)

    with pytest.raises(Gone):
        await launched(tenant, package)
    with pytest.raises(DuplicateEntry):
        await launched(tenant, package, user_id="eve")


async def test_expiring_is_told_but_not_of_previews(tenant: UUID, package: UUID) -> None:
    player = await opened(tenant, package)
    await ask(player)
    await launched(tenant, package, session_id="p", preview=True)

    over = await sessions.expire(tenant, NOW + timedelta(days=2))

    assert over == 2
    async with database.tenant_scope(tenant):
        told: list[Any] = await Event.filter(event_type="session.expired")
        kept = await Session.get(id="s1")
    [event] = told
    assert msgspec.json.decode(event.payload)["data"]["session_id"] == "s1"
    assert (kept.status, kept.event_count) == (SessionStatus.EXPIRED, event.ordinal)
    revived = await locking.reactivate(tenant, "s1", None, NOW + timedelta(days=2))
    assert revived.status == SessionStatus.ACTIVE
