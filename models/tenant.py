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


class Tenant(Model):
    """A customer's workspace; everything else belongs to exactly one.

    ``limits`` is what this tenant has other than its ``plan`` says.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    name = fields.CharField(max_length=255)
    plan = fields.CharField(max_length=64, default="enterprise", db_default="enterprise")
    limits = cast(dict[str, Any], fields.JSONField[Any](default=dict, db_default={}))
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "tenant"


class ApiKey(Identified, Model):
    """Only the hash is kept, so a key can be shown once and never again."""

    name = fields.CharField(max_length=255)
    prefix = fields.CharField(max_length=32)
    key_hash = fields.CharField(max_length=64)
    scopes = text_list()
    expires_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "api_key"
        unique_together = (("tenant_id", "id"), ("tenant_id", "key_hash"))
        indexes = (("key_hash",),)
