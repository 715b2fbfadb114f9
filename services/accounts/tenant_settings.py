"""What a tenant settles once: how errors look, what launches begin with, what changes need."""

from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

import jwt
from cryptography.exceptions import InvalidTag

from models.tenant import ErrorFormat, Tenant
from services import database, embedding
from services.accounts import audit
from services.addresses import is_web_address
from services.database import Connection
from services.errors import Invalid, TenantNotFound, Unavailable
from services.outbound import targets
from services.ports import ports

PURPOSE: Final = "tenant-settings"
SHORTEST_SECRET: Final = 32
MOST_KEYS: Final = 20
# Members of a JWK that only its owner may know.
_PRIVATE_MEMBERS: Final = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}


@dataclass(frozen=True, slots=True)
class ExternalJwt:
    """How tokens that the tenant's own systems sign are checked.

    One of ``secret`` (HS256), ``jwks_url`` and ``jwks`` is given, the others are empty.
    """

    issuer: str
    audience: str
    secret: str
    jwks_url: str
    jwks: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LaunchDefaults:
    allowed_domains: list[str]
    return_url: str | None


async def read(tenant_id: UUID) -> Tenant:
    async with database.tenant_scope(tenant_id):
        return await _tenant(tenant_id)


async def external_jwt(connection: Connection, tenant_id: UUID) -> ExternalJwt | None:
    """Within a scope of the tenant; None when it has not settled this. Raises Unavailable."""
    tenant = await Tenant.filter(id=tenant_id).using_db(cast(Any, connection)).get_or_none()
    if tenant is None or not tenant.external_jwt:
        return None
    kept = tenant.external_jwt
    return ExternalJwt(
        issuer=kept["issuer"],
        audience=kept["audience"],
        secret=_unsealed(tenant_id, kept["secret"]),
        jwks_url=kept["jwks_url"],
        jwks=kept["jwks"],
    )


async def launch_defaults(tenant_id: UUID) -> LaunchDefaults:
    """Within a scope of the tenant: for launches that name none of their own."""
    tenant = await _tenant(tenant_id)
    return LaunchDefaults(tenant.allowed_domains, tenant.return_url)


async def requires_version(tenant_id: UUID) -> bool:
    """Within a scope of the tenant: whether a change must name the version it was made from."""
    return (await _tenant(tenant_id)).require_version


async def change(tenant_id: UUID, changes: dict[str, Any]) -> Tenant:
    """Set what is named in ``changes``. Raises Invalid."""
    async with database.tenant_scope(tenant_id) as connection:
        tenant = await Tenant.select_for_update().get(id=tenant_id)
        given = {name: _CHECKS[name](tenant, value) for name, value in changes.items()}
        checked = {name: value for name, value in given.items() if value != getattr(tenant, name)}
        before = {name: _told(getattr(tenant, name)) for name in checked}
        if checked:
            for name, value in checked.items():
                setattr(tenant, name, value)
            await tenant.save(update_fields=list(checked))
            after = {name: _told(value) for name, value in checked.items()}
            facts = {"before": before, "after": after}
            await audit.note(connection, tenant_id, "settings.changed", tenant_id, facts)
        return tenant


async def _tenant(tenant_id: UUID) -> Tenant:
    tenant = await Tenant.get_or_none(id=tenant_id)
    if tenant is None:
        raise TenantNotFound
    return tenant


def _told(value: Any) -> Any:
    """As the record shows it: secrets only as being there."""
    if not isinstance(value, dict) or not value:
        return cast(Any, value)
    kept = cast(dict[str, Any], value)
    return {**kept, "secret": bool(kept["secret"]), "jwks": bool(kept["jwks"])}


def _error_format(_tenant: Tenant, value: Any) -> Any:
    return ErrorFormat(value)


def _allowed_domains(_tenant: Tenant, value: Any) -> Any:
    return embedding.normalized(value)


def _return_url(_tenant: Tenant, value: Any) -> Any:
    if value is not None and not is_web_address(value):
        raise Invalid.field("return_url", "must be an absolute http or https address")
    return value


def _require_version(_tenant: Tenant, value: Any) -> Any:
    return value


def _external_jwt(tenant: Tenant, value: Any) -> Any:
    """Given anew as a whole; a secret that is not named again stays."""
    if value is None:
        return dict[str, Any]()
    secret, jwks_url, jwks = (value.get(name) for name in ("secret", "jwks_url", "jwks"))
    sealed = tenant.external_jwt.get("secret", "") if not (jwks_url or jwks) else ""
    if secret:
        sealed = _sealed(tenant.id, secret)
    if sum(map(bool, (sealed, jwks_url, jwks))) != 1:
        raise Invalid.field("external_jwt", "give exactly one of secret, jwks_url and jwks")
    if jwks_url:
        targets.parse(
            jwks_url, ports().settings.allow_private_targets, name="external_jwt.jwks_url"
        )
    if jwks:
        _check_keys(jwks)
    return {
        "issuer": value["issuer"],
        "audience": value["audience"],
        "secret": sealed,
        "jwks_url": jwks_url or "",
        "jwks": jwks or {},
    }


def _sealed(tenant_id: UUID, secret: str) -> str:
    if len(secret.encode()) < SHORTEST_SECRET:
        raise Invalid.field("external_jwt.secret", f"at least {SHORTEST_SECRET} bytes are needed")
    return ports().keyring.seal(PURPOSE, tenant_id, secret)


def _unsealed(tenant_id: UUID, sealed: str) -> str:
    try:
        return ports().keyring.unseal(PURPOSE, tenant_id, sealed) if sealed else ""
    except InvalidTag as problem:
        raise Unavailable(
            "The secret for external tokens cannot be read any more; set it again.",
            reason="external_jwt",
        ) from problem


def _check_keys(jwks: dict[str, Any]) -> None:
    name = "external_jwt.jwks"
    try:
        keys = jwt.PyJWKSet.from_dict(jwks).keys
    except (jwt.PyJWTError, AttributeError, TypeError) as problem:
        raise Invalid.field(name, "holds no key that can be used") from problem
    if len(keys) > MOST_KEYS:
        raise Invalid.field(name, f"at most {MOST_KEYS} keys")
    if any(_PRIVATE_MEMBERS & set(one) for one in jwks["keys"]):
        raise Invalid.field(name, "holds a private or a symmetric key; give public ones only")


_CHECKS: Final = {
    "error_format": _error_format,
    "allowed_domains": _allowed_domains,
    "return_url": _return_url,
    "require_version": _require_version,
    "external_jwt": _external_jwt,
}
