"""Plans: reading them, and moving a tenant to one."""

from collections.abc import Mapping
from uuid import UUID

from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth, ids, rates
from api.admin.plans.shapes import Plan, PlanAssignment, PlanLimit, PlanList, TenantPlan
from api.operations import Operation, operation
from models.tenant import Scope
from services import database
from services.errors import TenantNotFound
from services.quotas import plans, quotas
from services.quotas.plans import Limit, Resource, Terms

bp = Blueprint("admin_plans", __name__, url_prefix="/api/admin")
auth.protect_admin(bp)
tag_blueprint(bp, ["Administration"])


@bp.get("/plans")
@operation(Operation(answer=PlanList, scopes=(Scope.ADMIN, Scope.PLATFORM)))
async def list_plans() -> PlanList:
    """List plans.

    What each allows, in the order of the file they are written in.
    """
    names = plans.everyone()
    found = [plans.allowance(name, Terms()) for name in names]
    shown = [
        Plan(
            name=each.plan,
            label=each.label,
            limits=_shown(each.limits),
            rate_limits=dict(each.rates),
        )
        for each in found
    ]
    return PlanList(plans=shown, count=len(shown))


@bp.put("/tenants/<tenant_id>/plan")
@operation(
    Operation(
        answer=TenantPlan,
        body=PlanAssignment,
        refusals=(TenantNotFound,),
        scopes=(Scope.PLATFORM,),
    )
)
async def assign_plan(tenant_id: str, data: PlanAssignment) -> TenantPlan:
    """Move a tenant to a plan.

    Replaces the plan and everything that the tenant had other than its plan. What is stored stays
    and works on; only what goes beyond the new limits is refused. Rate limits follow within
    seconds.
    """
    known: UUID = ids.known(tenant_id, TenantNotFound)
    async with database.tenant_scope(known) as connection:
        given = await quotas.assign(connection, known, data.plan, data.limits or Terms())
    rates.limits().forget(known)
    return TenantPlan(
        tenant_id=str(known),
        plan=given.plan,
        label=given.label,
        limits=_shown(given.limits),
        rate_limits=dict(given.rates),
    )


def _shown(limits: Mapping[Resource, Limit]) -> dict[Resource, PlanLimit]:
    return {
        resource: PlanLimit(limit=limit.limit, mode=limit.mode)
        for resource, limit in limits.items()
    }
