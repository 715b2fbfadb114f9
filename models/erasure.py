"""Erasures: that a learner's record was asked to be removed, and what was."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from models.base import Identified
from models.isolation import isolate


class ErasureStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


class Erasure(Identified, Model):
    """``subject`` is a keyed hash of the learner's id, ``sealed`` the id itself, encrypted, for
    as long as the work is not done. ``counts`` are the rows removed so far, by their kind, as a
    JSON object.
    """

    subject = fields.CharField(max_length=64)
    sealed = fields.TextField(default="")
    status = fields.CharEnumField(ErasureStatus, default=ErasureStatus.QUEUED, max_length=16)
    counts = fields.TextField(default="{}")
    problem = fields.TextField(default="")
    actor_kind = fields.CharField(max_length=16, default="")
    actor_id = fields.CharField(max_length=64, default="")
    actor_name = fields.CharField(max_length=320, default="")
    request_id = fields.CharField(max_length=128, default="")
    started_at = fields.DatetimeField(null=True)
    finished_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "erasure"
        unique_together = (("tenant_id", "id"),)
        indexes = (("tenant_id", "subject"), ("tenant_id", "created_at"))


# Whoever adds a session holds its learner until the transaction ends; the last step of an erasure
# holds the learner alone. So no session comes to be between what is removed and the end of it.
_LEARNER = "hashtextextended({tenant}::text || '/' || {user}, 7340122)"
HOLD_LEARNER = f"SELECT pg_advisory_xact_lock({_LEARNER.format(tenant='$1', user='$2')})"

STATEMENTS = [
    *isolate("erasure"),
    "REVOKE DELETE ON erasure FROM lectern_app",
    f"""
    CREATE FUNCTION hold_learner() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
      PERFORM pg_advisory_xact_lock_shared(
        {_LEARNER.format(tenant="NEW.tenant_id", user="NEW.user_id")}
      );
      RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER hold_learner BEFORE INSERT ON session "
    "FOR EACH ROW EXECUTE FUNCTION hold_learner()",
    "CREATE INDEX event_session ON event (tenant_id, session_key)",
]
