"""Tenants and the API keys that speak for them."""

from enum import StrEnum
from typing import Any, cast
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from models.base import Identified, text_list


class Scope(StrEnum):
    READ = "read"
    WRITE = "write"
    DELETE = "delete"
    ADMIN = "admin"
    PUBLIC_API = "public_api"
    INTERNAL_PRODUCT = "internal_product"
    PLATFORM = "platform"


class TenantStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"


class ErrorFormat(StrEnum):
    NESTED = "nested"
    FLAT = "flat"


class Tenant(Model):
    """A customer's workspace; everything else belongs to exactly one.

    ``limits`` is what this tenant has other than its ``plan`` says. ``allowed_domains`` and
    ``return_url`` are for launches that name none. With ``require_version``, updates of a session
    must say which version of it was read. ``external_jwt`` says how tokens of the tenant's own are
    checked, the secret in it encrypted.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    name = fields.CharField(max_length=255)
    plan = fields.CharField(max_length=64, default="enterprise", db_default="enterprise")
    limits = cast(dict[str, Any], fields.JSONField[Any](default=dict, db_default={}))
    status = fields.CharEnumField(
        TenantStatus, default=TenantStatus.ACTIVE, db_default="active", max_length=16
    )
    error_format = fields.CharEnumField(
        ErrorFormat, default=ErrorFormat.NESTED, db_default="nested", max_length=16
    )
    allowed_domains = cast(list[str], fields.JSONField[Any](default=list, db_default=[]))
    return_url = fields.TextField(null=True)
    require_version = fields.BooleanField(default=False, db_default=False)
    external_jwt = cast(dict[str, Any], fields.JSONField[Any](default=dict, db_default={}))
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "tenant"


class ApiKey(Identified, Model):
    """Only the hash is kept, so a key can be shown once and never again.

    ``replaced_by`` is the key that a rotation made.
    """

    name = fields.CharField(max_length=255)
    prefix = fields.CharField(max_length=32)
    key_hash = fields.CharField(max_length=64)
    scopes = text_list()
    expires_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)
    replaced_by = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        table = "api_key"
        unique_together = (("tenant_id", "id"), ("tenant_id", "key_hash"))
        indexes = (("key_hash",),)
