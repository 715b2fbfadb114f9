"""What the run-time sent: commits, commits nobody could apply, and the log of its calls."""

from tortoise import fields
from tortoise.models import Model

from models.base import TenantRow


class Commit(TenantRow, Model):
    """Append-only. ``patch`` and ``answer`` are JSON texts; ``body_hash`` tells a repeat."""

    id = fields.BigIntField(primary_key=True, generated=True)
    launch_id = fields.UUIDField()
    seq = fields.IntField()
    sco = fields.CharField(max_length=1000)
    body_hash = fields.CharField(max_length=64)
    patch = fields.TextField()
    answer = fields.TextField()
    late = fields.BooleanField(default=False)

    class Meta(Model.Meta):
        table = "commit_log"
        unique_together = (("tenant_id", "launch_id", "seq"),)


class OrphanCommit(TenantRow, Model):
    """Data of a launch that may no longer write; kept, because losing it would be worse."""

    id = fields.BigIntField(primary_key=True, generated=True)
    session_key = fields.UUIDField()
    launch_id = fields.UUIDField()
    seq = fields.IntField()
    reason = fields.CharField(max_length=32)
    body_hash = fields.CharField(max_length=64)
    body = fields.TextField()

    class Meta(Model.Meta):
        table = "orphan_commit"
        unique_together = (("tenant_id", "launch_id", "seq", "body_hash"),)
        indexes = (("tenant_id", "session_key"),)


class CallLog(TenantRow, Model):
    """The calls the content made, as it made them; bounded per session."""

    id = fields.BigIntField(primary_key=True, generated=True)
    session_key = fields.UUIDField()
    launch_id = fields.UUIDField()
    seq = fields.IntField()
    calls = fields.TextField()

    class Meta(Model.Meta):
        table = "call_log"
        unique_together = (("tenant_id", "launch_id", "seq"),)
        indexes = (("tenant_id", "session_key"),)
