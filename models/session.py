"""Sessions (a learner's record of one package) and the state of each SCO in it."""

from enum import StrEnum
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from models.base import TenantRow
from scorm.status import Completion, Success


class SessionStatus(StrEnum):
    ACTIVE = "active"
    EXPIRED = "expired"
    TERMINATED = "terminated"


class Session(TenantRow, Model):
    """``id`` is the client's name for it, unique within the tenant only; ``key`` is ours.

    ``time_spent`` is in seconds over all launches; ``version`` counts every change.
    ``writer_id`` is the one launch that may commit, ``previous_id`` the one it fenced off.
    ``event_count`` is the ordinal of its latest event.
    ``told_at`` is when its learner's name or e-mail was last told. ``preview`` sessions belong to
    nobody: they are in no list, report or event. ``imported`` ones began in another system.
    ``move_to`` is the revision that the next launch plays.
    """

    key = fields.UUIDField(primary_key=True, default=uuid4)
    id = fields.CharField(max_length=255)
    package_id = fields.UUIDField()
    revision_id = fields.UUIDField()
    user_id = fields.CharField(max_length=255)
    learner_name = fields.CharField(max_length=255, default="")
    learner_email = fields.CharField(max_length=320, default="")
    registration = fields.UUIDField(default=uuid4)
    label = fields.CharField(max_length=63)
    completion_status = fields.CharEnumField(
        Completion, default=Completion.NOT_ATTEMPTED, max_length=16
    )
    success_status = fields.CharEnumField(Success, default=Success.UNKNOWN, max_length=16)
    score_scaled = fields.FloatField(null=True)
    score_raw = fields.FloatField(null=True)
    score_min = fields.FloatField(null=True)
    score_max = fields.FloatField(null=True)
    progress_measure = fields.FloatField(null=True)
    attempts = fields.IntField(default=1)
    time_spent = fields.FloatField(default=0.0)
    session_time = fields.CharField(max_length=64, default="PT0S")
    current_sco = fields.CharField(max_length=1000, default="")
    suspended = fields.BooleanField(default=False)
    status = fields.CharEnumField(SessionStatus, default=SessionStatus.ACTIVE, max_length=16)
    version = fields.IntField(default=1)
    writer_id = fields.UUIDField(null=True)
    previous_id = fields.UUIDField(null=True)
    call_log_bytes = fields.IntField(default=0)
    event_count = fields.IntField(default=0)
    preview = fields.BooleanField(default=False, db_default=False)
    imported = fields.BooleanField(default=False, db_default=False)
    launch_count = fields.IntField(default=0, db_default=0)
    launched_at = fields.DatetimeField(null=True)
    last_launched_at = fields.DatetimeField(null=True)
    completed_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    told_at = fields.DatetimeField(null=True)
    dispatch_id = fields.UUIDField(null=True)
    move_to = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        table = "session"
        unique_together = (("tenant_id", "key"), ("tenant_id", "id"))
        indexes = (
            ("tenant_id", "created_at"),
            ("tenant_id", "package_id", "user_id"),
            ("tenant_id", "user_id"),
            ("status", "expires_at"),
        )


class ScoState(TenantRow, Model):
    """What one SCO stored in one attempt; ``cmi`` is a flat JSON object as text.

    ``seconds`` is the time that the content reported over all launches, ``entry`` what the next
    delivery is told. ``outcome`` is what its data amount to, as JSON, so that a course of many
    SCOs is rolled up without reading them all. ``ended_by`` is the launch that terminated the
    latest visit; none while one goes on or after it broke off.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    session_key = fields.UUIDField()
    attempt = fields.IntField()
    sco = fields.CharField(max_length=1000)
    cmi = fields.TextField(default="{}")
    outcome = fields.TextField(default="{}")
    seconds = fields.FloatField(default=0.0)
    ended_by = fields.UUIDField(null=True)
    updated_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "sco_state"
        unique_together = (("tenant_id", "session_key", "attempt", "sco"),)


async def begin(session: Session) -> bool:
    """Store a new session unless its id is taken; waits for a simultaneous launch of that id."""
    await Session.bulk_create([session], ignore_conflicts=True)
    return await Session.filter(tenant_id=session.tenant_id, key=session.key).exists()
