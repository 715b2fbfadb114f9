"""Tokens of partners that were exchanged for a launch, and may not be exchanged again."""

from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from models.base import TenantRow
from models.isolation import isolate


class SpentToken(TenantRow, Model):
    """``digest`` is the SHA-256 of issuer and ``jti``; once the token is over, it can go."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    digest = fields.CharField(max_length=64)
    expires_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "spent_token"
        unique_together = (("tenant_id", "digest"),)
        indexes = (("tenant_id", "expires_at"),)


SPEND = """
INSERT INTO spent_token (tenant_id, id, digest, expires_at)
VALUES ($1, gen_random_uuid(), $2, $3) ON CONFLICT (tenant_id, digest) DO NOTHING
RETURNING digest
"""
STATEMENTS = isolate("spent_token")
