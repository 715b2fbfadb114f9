"""Plans as they look on the wire."""

from typing import Annotated

from msgspec import Meta, Struct

from services.quotas.plans import CapMode, Rate, Resource, Terms


class PlanLimit(Struct, kw_only=True):
    """How much, and whether more is refused (hard) or only told of (soft)."""

    limit: Annotated[int, Meta(ge=0)]
    mode: CapMode


class Plan(Struct, kw_only=True):
    """What a plan allows; what is not among its limits is unlimited."""

    name: str
    label: str
    limits: dict[Resource, PlanLimit]
    rate_limits: Annotated[
        dict[Rate, int],
        Meta(description="Requests a window, in place of what the service allows everybody."),
    ]


class PlanList(Struct, kw_only=True):
    """The plans there are."""

    plans: list[Plan]
    count: int


class PlanAssignment(Struct, kw_only=True):
    """Which plan, and what the tenant has other than the plan says."""

    plan: Annotated[str, Meta(min_length=1, max_length=64)]
    limits: Annotated[
        Terms | None,
        Meta(description="In place of the plan's own; null within it makes a thing unlimited."),
    ] = None


class TenantPlan(Struct, kw_only=True):
    """What a tenant may use in the end."""

    tenant_id: str
    plan: str
    label: str
    limits: dict[Resource, PlanLimit]
    rate_limits: dict[Rate, int]
