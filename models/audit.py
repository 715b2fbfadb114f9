"""Who did what in a tenant: entries that can be added and read, and nothing else."""

from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from models.base import Identified, TenantRow, big_number
from models.isolation import isolate


class AuditHead(TenantRow, Model):
    """The latest entry's number and hash; whoever adds one holds this row until it commits."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    seq = big_number()
    hash = fields.CharField(max_length=64, default="")

    class Meta(Model.Meta):
        table = "audit_head"
        unique_together = (("tenant_id",),)


class AuditEntry(Identified, Model):
    """``hash`` is taken over all other columns, ``previous_hash`` among them.

    ``facts`` is a JSON object as text, exactly as it was hashed.
    """

    seq = big_number()
    action = fields.CharField(max_length=64)
    target = fields.TextField()
    facts = fields.TextField()
    actor_kind = fields.CharField(max_length=16)
    actor_id = fields.CharField(max_length=64)
    actor_name = fields.CharField(max_length=320)
    address = fields.CharField(max_length=64)
    request_id = fields.CharField(max_length=128)
    previous_hash = fields.CharField(max_length=64)
    hash = fields.CharField(max_length=64)

    class Meta(Model.Meta):
        table = "audit_entry"
        unique_together = (("tenant_id", "seq"),)
        indexes = (("tenant_id", "action", "seq"), ("tenant_id", "actor_id", "seq"))


# The first step waits for whoever adds an entry at the moment; its answer is the next number.
NEXT = """
INSERT INTO audit_head (tenant_id, id, seq, hash) VALUES ($1, $2, 1, '')
ON CONFLICT (tenant_id) DO UPDATE SET seq = audit_head.seq + 1
RETURNING seq, hash, clock_timestamp() AS now
"""
ADVANCE = "UPDATE audit_head SET hash = $2 WHERE tenant_id = $1"

STATEMENTS = [
    *isolate("audit_head"),
    *isolate("audit_entry"),
    "REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM lectern_app",
    "REVOKE DELETE, TRUNCATE ON audit_head FROM lectern_app",
]
