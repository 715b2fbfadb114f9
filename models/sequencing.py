"""Where a learner stands in the activities of a course, and what outlasts one course."""

from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from models.base import TenantRow
from models.isolation import belongs, compress, isolate, room


class ActivityTreeState(TenantRow, Model):
    """The tracking of a whole activity tree; ``state`` is its snapshot as text.

    ``owner`` is the session, or for a launch that leaves no trace in it the launch. ``settled`` is
    the best result of earlier attempts on the whole tree, as JSON, empty where there is none.
    ``trace`` holds the decisions of the latest requests, as JSON.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    session_key = fields.UUIDField()
    owner = fields.UUIDField()
    attempt = fields.IntField()
    state = fields.TextField()
    settled = fields.TextField(default="")
    trace = fields.TextField(default="[]")
    updated_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "activity_tree_state"
        unique_together = (("tenant_id", "owner", "attempt"),)
        indexes = (("tenant_id", "session_key"),)


class GlobalObjective(TenantRow, Model):
    """What one learner has reached in an objective that courses share. [SN 3.10]

    A target may have thousands of characters, too long for an index: its SHA-256 stands for it.
    Columns are null while nothing is known.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    user_id = fields.CharField(max_length=255)
    target_hash = fields.CharField(max_length=64)
    target = fields.TextField()
    satisfied = fields.BooleanField(null=True)
    measure = fields.FloatField(null=True)
    score_raw = fields.FloatField(null=True)
    score_min = fields.FloatField(null=True)
    score_max = fields.FloatField(null=True)
    completed = fields.BooleanField(null=True)
    progress = fields.FloatField(null=True)
    updated_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "global_objective"
        unique_together = (("tenant_id", "user_id", "target_hash"),)


class SharedStore(TenantRow, Model):
    """The content of one bucket of ``adl.data``. [SCORM 2004 4th Ed. RTE 4.3.1]

    ``scope`` is empty for a bucket of the learner's, shared by all courses. Otherwise it names the
    attempt that the bucket lives in, and ``session_key`` its session. ``store`` is a JSON string,
    since content may store characters that no text column takes. ``writer_id`` is the launch that
    wrote last.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    session_key = fields.UUIDField(null=True)
    user_id = fields.CharField(max_length=255)
    scope = fields.CharField(max_length=64, default="")
    target_hash = fields.CharField(max_length=64)
    target = fields.TextField()
    store = fields.TextField()
    writer_id = fields.UUIDField()
    updated_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "shared_store"
        unique_together = (("tenant_id", "user_id", "scope", "target_hash"),)
        indexes = (("tenant_id", "session_key"),)


STATEMENTS = [
    *isolate("activity_tree_state"),
    *isolate("global_objective"),
    *isolate("shared_store"),
    *belongs("activity_tree_state", "session_key", "session", "key"),
    *belongs("shared_store", "session_key", "session", "key"),
    *compress("activity_tree_state", "state", "trace"),
    *compress("shared_store", "store"),
    *room("activity_tree_state", 50),
    *room("global_objective", 70),
    *room("shared_store", 50),
]
