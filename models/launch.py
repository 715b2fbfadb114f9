"""Launches (one opening of the player) and the tickets that permit them."""

from enum import StrEnum
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from models.base import Identified, text_list


class Mode(StrEnum):
    NORMAL = "normal"
    BROWSE = "browse"
    REVIEW = "review"


class Window(StrEnum):
    FRAME = "frame"
    POPUP = "popup"


class LaunchTicket(Identified, Model):
    """What a launch token refers to by its ``jti``; redeemed at most a few times.

    ``relay_host`` is the origin of the page that shall hear of the result: another LMS.
    """

    session_key = fields.UUIDField()
    mode = fields.CharEnumField(Mode, default=Mode.NORMAL, max_length=16)
    window = fields.CharEnumField(Window, default=Window.FRAME, max_length=16)
    return_url = fields.TextField(null=True)
    allowed_domains = text_list()
    new_attempt = fields.BooleanField(default=False)
    redemptions_left = fields.IntField(default=20)
    relay_host = fields.CharField(max_length=300, default="", db_default="")
    expires_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "launch_ticket"
        unique_together = (("tenant_id", "id"),)


class Launch(Identified, Model):
    """``times`` is a JSON object per SCO of ``[measured, reported, reported before]``: seconds
    within this launch as the bridge measured them, as the content reported them since its latest
    delivery, and as it did in the deliveries before.

    ``ct_hash`` and ``handle_hash`` are SHA-256 of the content capability and the shell handle.
    """

    session_key = fields.UUIDField()
    ticket_id = fields.UUIDField(default=uuid4)
    revision_id = fields.UUIDField()
    attempt = fields.IntField()
    mode = fields.CharEnumField(Mode, max_length=16)
    window = fields.CharEnumField(Window, max_length=16)
    return_url = fields.TextField(null=True)
    allowed_domains = text_list()
    label = fields.CharField(max_length=63)
    ct_hash = fields.CharField(max_length=64)
    handle_hash = fields.CharField(max_length=64)
    current_sco = fields.CharField(max_length=1000, default="")
    applied_seq = fields.IntField(default=0)
    times = fields.TextField(default="{}")
    last_contact_at = fields.DatetimeField()
    superseded_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    end_reason = fields.CharField(max_length=32, default="")
    content_expires_at = fields.DatetimeField()
    relay_host = fields.CharField(max_length=300, default="", db_default="")

    class Meta(Model.Meta):
        table = "launch"
        unique_together = (("tenant_id", "id"),)
        indexes = (("session_key",), ("ct_hash",), ("label", "created_at"))


# Reports count by days; none of these columns changes with a commit.
BY_DAY = ["CREATE INDEX launch_day ON launch (tenant_id, created_at, session_key)"]
