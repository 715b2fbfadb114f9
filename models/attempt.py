"""How the earlier attempts of a session ended; the session itself has the present one."""

from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from models.base import TenantRow
from models.isolation import belongs, isolate
from scorm.status import Completion, Success


class Attempt(TenantRow, Model):
    """``run`` 0 is a whole attempt. Others are earlier ways through the activity tree within it,
    after which the learner began again and the record kept the better result.

    ``time_spent`` is in seconds within this attempt or run alone.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    session_key = fields.UUIDField()
    number = fields.IntField()
    run = fields.IntField(default=0)
    revision_id = fields.UUIDField()
    completion_status = fields.CharEnumField(Completion, max_length=16)
    success_status = fields.CharEnumField(Success, max_length=16)
    score_scaled = fields.FloatField(null=True)
    score_raw = fields.FloatField(null=True)
    score_min = fields.FloatField(null=True)
    score_max = fields.FloatField(null=True)
    progress_measure = fields.FloatField(null=True)
    time_spent = fields.FloatField(default=0.0)
    started_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "attempt"
        unique_together = (("tenant_id", "session_key", "number", "run"),)


# Launches were not counted before, so those that are there are. Whoever owns the tables is bound
# by their policies as well, of which none is his.
COUNT_LAUNCHES = [
    "ALTER TABLE session NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE launch NO FORCE ROW LEVEL SECURITY",
    """
    UPDATE session s SET launch_count = l.count, last_launched_at = l.latest FROM (
      SELECT tenant_id, session_key, count(*) AS count, max(created_at) AS latest FROM launch
      GROUP BY tenant_id, session_key
    ) l WHERE l.tenant_id = s.tenant_id AND l.session_key = s.key
    """,
    "ALTER TABLE session FORCE ROW LEVEL SECURITY",
    "ALTER TABLE launch FORCE ROW LEVEL SECURITY",
]

STATEMENTS = [
    *isolate("attempt"),
    *belongs("attempt", "session_key", "session", "key"),
    *belongs("attempt", "revision_id", "revision"),
    *COUNT_LAUNCHES,
]
