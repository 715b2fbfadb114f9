"""A suspended tenant's learners lose nothing."""

from uuid import UUID

from models.tenant import TenantStatus
from services.accounts import tenants
from tests.lectern_records import make_package, opened, session_of


async def test_who_has_a_course_open_goes_on_saving(tenant: UUID) -> None:
    player = await opened(tenant, await make_package(tenant))
    await player.send({"cmi.core.lesson_status": "incomplete"})

    await tenants.change(tenant, {"status": TenantStatus.SUSPENDED})
    await player.send({"cmi.core.lesson_status": "completed"})

    assert (await session_of(player)).completion_status == "completed"
