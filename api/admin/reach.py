"""Whose things an administrator may look after: those of the own tenant, or of all."""

from uuid import UUID

from api import auth, ids
from services.accounts import tenants
from services.errors import TenantNotFound


async def tenant(named: str | None) -> UUID:
    """The named tenant, else the caller's own.

    For a caller who is not of the platform, every other tenant is one that does not exist. Raises
    TenantNotFound.
    """
    if named is None:
        return auth.tenant_id()
    tenant_id = ids.known(named, TenantNotFound)
    if tenant_id == auth.tenant_id():
        return tenant_id
    if not auth.caller().is_platform:
        raise TenantNotFound
    return (await tenants.find(tenant_id)).id
