"""Telling a tenant in time that a limit of its plan comes near, or is reached."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from services import events
from services.database import Connection
from services.events import NewEvent
from services.quotas.months import month_of
from services.quotas.plans import Resource

THRESHOLDS: Final = (80, 100)


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a limit is in use."""

    resource: Resource
    used: int
    limit: int

    @property
    def percent(self) -> int:
        """Whole percents, rounded down; of a limit of nothing, everything is in use."""
        return self.used * 100 // self.limit if self.limit else 100

    @property
    def reached(self) -> list[int]:
        return [threshold for threshold in THRESHOLDS if self.percent >= threshold]


async def tell(connection: Connection, tenant_id: UUID, use: Use, now: datetime) -> None:
    """At most once a month for each limit and threshold, in the transaction of the change."""
    month = month_of(now)
    for threshold in use.reached:
        dedupe = f"usage:{use.resource}:{use.limit}:{threshold}:{month.name}"
        facts: dict[str, Any] = {
            "resource": use.resource,
            "used": use.used,
            "limit": use.limit,
            "percent": use.percent,
            "threshold": threshold,
            "period": {"start": month.start, "end": month.end},
        }
        await events.announce(
            connection, tenant_id, NewEvent(events.USAGE_THRESHOLD, dedupe), facts, now
        )
