"""Events: written with the change that caused them, delivered later."""

from tortoise import fields
from tortoise.models import Model

from models.base import Identified


class Event(Identified, Model):
    """``dedupe`` makes one change tell itself once; ``ordinal`` orders a session's events."""

    session_key = fields.UUIDField(null=True)
    event_type = fields.CharField(max_length=64)
    ordinal = fields.IntField(default=0)
    dedupe = fields.CharField(max_length=255)
    payload = fields.TextField()
    dispatched_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "event"
        unique_together = (("tenant_id", "id"), ("tenant_id", "dedupe"))
        indexes = (("dispatched_at", "created_at"),)
