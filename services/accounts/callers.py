"""Who a request speaks for, a key or a signed-in person, and what that one may do."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from models.account import Role
from models.tenant import Scope, TenantStatus
from services.errors import Forbidden

# Only an operator gives a key the scope of the platform: being an administrator is not enough.
OF_A_TENANT = frozenset(Scope) - {Scope.PLATFORM}
IMPLIED: dict[str, frozenset[str]] = {
    Scope.ADMIN: OF_A_TENANT,
    Scope.PUBLIC_API: frozenset({Scope.READ, Scope.WRITE}),
    Scope.INTERNAL_PRODUCT: frozenset({Scope.READ, Scope.WRITE, Scope.DELETE}),
}
OF_ROLE: dict[str, frozenset[str]] = {
    Role.OWNER: OF_A_TENANT,
    Role.ADMIN: OF_A_TENANT,
    Role.EDITOR: frozenset({Scope.READ, Scope.WRITE, Scope.DELETE}),
    Role.VIEWER: frozenset({Scope.READ}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """``scopes`` holds the implied ones as well.

    ``id`` is the key's or the user's. A user has a ``role``; ``session_id`` is that of the cookie,
    none where an identity token came with the request itself.
    """

    kind: Literal["key", "user"]
    tenant_id: UUID
    id: UUID
    name: str
    scopes: frozenset[str]
    error_format: str
    email: str = ""
    role: str = ""
    session_id: UUID | None = None

    @property
    def is_platform(self) -> bool:
        return Scope.PLATFORM in self.scopes


def with_implied(stored: str | Iterable[str]) -> frozenset[str]:
    scopes: list[str] = json.loads(stored) if isinstance(stored, str) else list(stored)
    return frozenset(scopes).union(*(IMPLIED.get(scope, frozenset()) for scope in scopes))


def refuse_suspended(row: dict[str, Any]) -> None:
    """Raises Forbidden. Learners do not pass here: what they do is stored all the same."""
    if row["status"] != TenantStatus.ACTIVE:
        raise Forbidden("This workspace is suspended.", reason="TENANT_SUSPENDED")


def refuse_beyond(granted: frozenset[str], wanted: Iterable[str]) -> None:
    """Nobody hands out, or gets hold of, what they may not do themselves. Raises Forbidden."""
    missing = sorted(with_implied(list(wanted)) - granted)
    if missing:
        raise Forbidden(
            f"You cannot manage a key with scopes that you lack: {', '.join(missing)}.",
            reason="INSUFFICIENT_SCOPES",
            required=missing,
            granted=sorted(granted),
        )
