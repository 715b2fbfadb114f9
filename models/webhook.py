"""Addresses that want to be told what happens."""

from tortoise import fields
from tortoise.models import Model

from models.base import Identified, text_list
from models.isolation import isolate

EVERYTHING = "*"


class Webhook(Identified, Model):
    """``events`` names event types, or is ``["*"]``.

    Secrets are sealed texts. ``previous_secret`` counts beside the present one until
    ``previous_secret_until``.
    """

    url = fields.TextField()
    events = text_list()
    description = fields.TextField(default="")
    active = fields.BooleanField(default=True)
    secret = fields.TextField()
    previous_secret = fields.TextField(default="")
    previous_secret_until = fields.DatetimeField(null=True)
    failure_count = fields.IntField(default=0)
    last_delivery_at = fields.DatetimeField(null=True)
    updated_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "webhook"
        unique_together = (("tenant_id", "id"),)


STATEMENTS = [*isolate("webhook")]
