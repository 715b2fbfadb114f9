"""What a tenant settles once, for all its launches and answers."""

from typing import Any

import msgspec
from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.customer.settings.shapes import (
    ExternalJwtSettings,
    TenantSettings,
    TenantSettingsUpdate,
)
from api.operations import Operation, operation
from models.tenant import Scope, Tenant
from services.accounts import tenant_settings

bp = Blueprint("customer_settings", __name__, url_prefix="/api/customer/settings")
auth.protect_customer(bp)
tag_blueprint(bp, ["Workspace"])


@bp.get("")
@operation(Operation(answer=TenantSettings))
async def read_settings() -> TenantSettings:
    """Read the settings.

    Secrets are only told to be there.
    """
    return _present(await tenant_settings.read(auth.tenant_id()))


@bp.patch("")
@operation(Operation(answer=TenantSettings, body=TenantSettingsUpdate, scopes=(Scope.ADMIN,)))
async def update_settings(data: TenantSettingsUpdate) -> TenantSettings:
    """Change the settings.

    They count for launches and answers from now on.
    """
    changes: dict[str, Any] = msgspec.to_builtins(data)
    return _present(await tenant_settings.change(auth.tenant_id(), changes))


def _present(tenant: Tenant) -> TenantSettings:
    return TenantSettings(
        tenant_id=str(tenant.id),
        error_format=tenant.error_format,
        allowed_domains=tenant.allowed_domains,
        return_url=tenant.return_url,
        require_version=tenant.require_version,
        external_jwt=_external_jwt(tenant.external_jwt),
    )


def _external_jwt(kept: dict[str, Any]) -> ExternalJwtSettings | None:
    if not kept:
        return None
    return ExternalJwtSettings(
        issuer=kept["issuer"],
        audience=kept["audience"],
        has_secret=bool(kept["secret"]),
        jwks_url=kept["jwks_url"] or None,
        jwks=kept["jwks"] or None,
    )
