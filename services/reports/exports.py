"""That a report was taken out of the house."""

from uuid import UUID

from services import database
from services.accounts import audit
from services.reports.wanted import Wanted


async def note(tenant_id: UUID, report: str, which: Wanted) -> None:
    """By whom, and what was chosen, but never which person."""
    async with database.tenant_scope(tenant_id) as connection:
        await audit.note(connection, tenant_id, "report.exported", report, which.facts)
