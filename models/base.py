"""What every tenant's row has: an internal key, its tenant, and when it was made."""

from typing import Any, cast
from uuid import uuid4

from tortoise import fields


class TenantRow:
    """Rows of one tenant; row-level security hides them from every other."""

    tenant_id = fields.UUIDField()
    created_at = fields.DatetimeField(auto_now_add=True)


class Identified(TenantRow):
    id = fields.UUIDField(primary_key=True, default=uuid4)


def text_list() -> list[str]:
    """A JSON column holding a list of texts, empty at first."""
    return cast(list[str], fields.JSONField[Any](default=list))


def big_number(**options: Any) -> int:
    """A column of 64 bits, which the library leaves without a type."""
    return cast(int, fields.BigIntField(**options))


def json_object() -> dict[str, Any]:
    """A JSON column holding an object, empty at first."""
    return cast(dict[str, Any], fields.JSONField[Any](default=dict))
