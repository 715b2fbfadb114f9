"""What a tenant uses of what it may use."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.quota import COUNTERS, LEARNERS, PACKAGES, SESSION_BYTES, SET, STORED
from services import database
from services.database import Connection
from services.quotas import quotas
from services.quotas.meter import API_REQUESTS
from services.quotas.months import Month, month_of
from services.quotas.plans import Allowance, Resource

SESSION_STORAGE = "session_storage_bytes"


@dataclass(frozen=True, slots=True)
class Usage:
    """``announced_bytes`` is what links that still work may bring on top of what is stored."""

    allowance: Allowance
    month: Month
    used: dict[Resource, int]
    announced_bytes: int
    api_requests: int
    session_storage_bytes: int


async def usage(tenant_id: UUID, now: datetime) -> Usage:
    month = month_of(now)
    async with database.tenant_scope(tenant_id) as connection:
        allowance = await quotas.look(connection, tenant_id)
        [stored] = await connection.execute_query_dict(STORED, [tenant_id, now])
        [packages] = await connection.execute_query_dict(PACKAGES, [tenant_id])
        [learners] = await connection.execute_query_dict(LEARNERS, [tenant_id, month.name])
        rows = await connection.execute_query_dict(COUNTERS, [tenant_id, month.name])
        counted: dict[str, int] = {row["resource"]: row["amount"] for row in rows}
        if SESSION_STORAGE not in counted:
            counted[SESSION_STORAGE] = await _measure(connection, tenant_id)
    used = {
        Resource.STORAGE: stored["kept"],
        Resource.PACKAGES: packages["used"],
        Resource.LEARNERS: learners["used"],
        Resource.LAUNCHES: counted.get(Resource.LAUNCHES, 0),
    }
    asked = counted.get(API_REQUESTS, 0)
    return Usage(allowance, month, used, stored["announced"], asked, counted[SESSION_STORAGE])


async def measure_sessions(tenant_id: UUID) -> None:
    """How much learners have stored: read from all of it, so not for every question."""
    async with database.tenant_scope(tenant_id) as connection:
        await _measure(connection, tenant_id)


async def _measure(connection: Connection, tenant_id: UUID) -> int:
    [row] = await connection.execute_query_dict(SESSION_BYTES, [tenant_id])
    await connection.execute_query(SET, [tenant_id, "", SESSION_STORAGE, row["octets"]])
    return row["octets"]
