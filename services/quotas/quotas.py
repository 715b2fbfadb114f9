"""Limits that hold: what is added is counted under a lock, in the transaction that adds it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from models.quota import COUNT_LAUNCH, HOLD, LEARNERS, PACKAGES, STORED
from services.accounts import audit
from services.database import Connection, Row
from services.errors import Invalid, QuotaExceeded, TenantNotFound
from services.quotas import plans, thresholds
from services.quotas.months import month_of
from services.quotas.plans import Allowance, CapMode, Resource, Terms
from services.quotas.thresholds import Use

LOOK = "SELECT plan, limits FROM tenant WHERE id = $1"
ASSIGN = "UPDATE tenant SET plan = $2, limits = $3::jsonb WHERE id = $1"
WORDS = {
    Resource.STORAGE: "bytes of storage",
    Resource.PACKAGES: "packages",
    Resource.LEARNERS: "active learners a month",
    Resource.LAUNCHES: "launches a month",
}


@dataclass(frozen=True, slots=True)
class Held:
    """What a tenant may use while nobody else adds to it."""

    allowance: Allowance
    now: datetime


async def look(connection: Connection, tenant_id: UUID) -> Allowance:
    """What the tenant may use, at this moment."""
    return _allowance(await connection.execute_query_dict(LOOK, [tenant_id]))


async def hold(connection: Connection, tenant_id: UUID) -> Allowance:
    """The same, and until the transaction ends nobody else adds what is limited."""
    return _allowance(await connection.execute_query_dict(HOLD, [tenant_id]))


async def admit_announcement(
    connection: Connection, tenant_id: UUID, size: int, now: datetime
) -> None:
    """Before a link is given out for so many bytes; raises QuotaExceeded.

    Links that were not used yet count too, so that many of them at once cannot bring too much.
    """
    held = await _held(connection, tenant_id, Resource.STORAGE)
    if held is not None:
        kept, announced = await _stored(connection, tenant_id, now)
        _refuse_beyond(held.allowance, Resource.STORAGE, kept + announced, size)


async def room(connection: Connection, tenant_id: UUID, now: datetime) -> int | None:
    """The most bytes that may come without an announcement; None where no limit is hard.

    Raises QuotaExceeded when there is room for none.
    """
    allowance = await look(connection, tenant_id)
    limit = allowance.limits.get(Resource.STORAGE)
    if limit is None or limit.mode is not CapMode.HARD:
        return None
    used = sum(await _stored(connection, tenant_id, now))
    _refuse_beyond(allowance, Resource.STORAGE, used, 1)
    return limit.limit - used


async def admit_archive(connection: Connection, tenant_id: UUID, size: int) -> None:
    """Before an archive is kept for good; raises QuotaExceeded."""
    held = await _held(connection, tenant_id, Resource.STORAGE)
    if held is not None:
        kept, _ = await _stored(connection, tenant_id, held.now)
        _refuse_beyond(held.allowance, Resource.STORAGE, kept, size)
        await _tell(connection, tenant_id, held, Resource.STORAGE, kept + size)


async def admit_package(connection: Connection, tenant_id: UUID) -> None:
    """Before a package is made; raises QuotaExceeded."""
    held = await _held(connection, tenant_id, Resource.PACKAGES)
    if held is not None:
        used = await _count(connection, PACKAGES, [tenant_id])
        _refuse_beyond(held.allowance, Resource.PACKAGES, used, 1)
        await _tell(connection, tenant_id, held, Resource.PACKAGES, used + 1)


async def admit_learner(
    connection: Connection, tenant_id: UUID, user_id: str, now: datetime, *, launches: bool = False
) -> None:
    """Count the learner of a new session, or of a launch; raises QuotaExceeded.

    Who was active in this month already is not refused for being one too many. Make it the last
    step: launches of this tenant wait for it until the transaction ends.
    """
    month = month_of(now).name
    values = [tenant_id, month, user_id, launches]
    rows = await connection.execute_query_dict(COUNT_LAUNCH, values)
    limits = _allowance(rows).limits
    counted: list[Resource] = []
    if rows and rows[0]["is_new"] and Resource.LEARNERS in limits:
        counted.append(Resource.LEARNERS)
    if launches and Resource.LAUNCHES in limits:
        counted.append(Resource.LAUNCHES)
    if not counted:
        return
    held = Held(await hold(connection, tenant_id), now)
    for resource in counted:
        if resource is Resource.LEARNERS:
            used = await _count(connection, LEARNERS, [tenant_id, month])
        else:
            used = rows[0]["launches"]
        _refuse_beyond(held.allowance, resource, used - 1, 1)
        await _tell(connection, tenant_id, held, resource, used)


async def assign(connection: Connection, tenant_id: UUID, plan: str, limits: Terms) -> Allowance:
    """Raises Invalid for an unknown plan. Rate limits follow within seconds, all else at once."""
    if plan not in plans.everyone():
        raise Invalid.field("plan", f"choose from {', '.join(plans.everyone())}")
    rows = await connection.execute_query_dict(HOLD, [tenant_id])
    if not rows:
        raise TenantNotFound
    own = msgspec.to_builtins(limits)
    await connection.execute_query(ASSIGN, [tenant_id, plan, json.dumps(own)])
    facts = {"plan": plan, "limits": own, "previous_plan": rows[0]["plan"]}
    await audit.note(connection, tenant_id, "plan.changed", tenant_id, facts)
    return plans.allowance(plan, limits)


def _allowance(rows: list[Row]) -> Allowance:
    if not rows:
        return plans.allowance(plans.DEFAULT_PLAN, Terms())
    stored = rows[0]["limits"]
    own: Any = json.loads(stored) if isinstance(stored, str) else stored
    return plans.allowance(rows[0]["plan"], plans.own_terms(own))


async def _held(connection: Connection, tenant_id: UUID, resource: Resource) -> Held | None:
    """None where the resource is unlimited: then nobody need wait."""
    if resource not in (await look(connection, tenant_id)).limits:
        return None
    rows = await connection.execute_query_dict(HOLD, [tenant_id])
    return Held(_allowance(rows), rows[0]["now"])


async def _stored(connection: Connection, tenant_id: UUID, now: datetime) -> tuple[int, int]:
    [row] = await connection.execute_query_dict(STORED, [tenant_id, now])
    return row["kept"], row["announced"]


async def _count(connection: Connection, query: str, values: list[Any]) -> int:
    [row] = await connection.execute_query_dict(query, values)
    return row["used"]


def _refuse_beyond(allowance: Allowance, resource: Resource, used: int, more: int) -> None:
    limit = allowance.limits.get(resource)
    if limit is None or limit.mode is not CapMode.HARD or used + more <= limit.limit:
        return
    raise QuotaExceeded(
        f"Quota exceeded: the plan {allowance.label} allows {limit.limit:,} {WORDS[resource]}; "
        f"{used:,} are taken, and this needs {more:,} more.",
        limit=limit.limit,
        current=used,
        resource=resource,
        plan=allowance.plan,
    )


async def _tell(
    connection: Connection,
    tenant_id: UUID,
    held: Held,
    resource: Resource,
    used: int,
) -> None:
    limit = held.allowance.limits.get(resource)
    if limit is not None:
        use = Use(resource, used, limit.limit)
        await thresholds.tell(connection, tenant_id, use, held.now)
