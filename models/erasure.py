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
HOLD_LEARNER = f"SELECT pg_advisory_xact_lock({_LEARNER.format(tenant='$1::uuid', user='$2')})"

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

# What goes with a session, children before parents; $2 are keys of sessions.
_OF_LAUNCHES = """
DELETE FROM {table} WHERE tenant_id = $1 AND launch_id IN (
  SELECT id FROM launch WHERE tenant_id = $1 AND session_key = ANY ($2::uuid[])
)
"""
_OF_SESSIONS = "DELETE FROM {table} WHERE tenant_id = $1 AND session_key = ANY ($2::uuid[])"
OF_SESSIONS = {
    "commits": _OF_LAUNCHES.format(table="commit_log").strip(),
    "orphan_commits": _OF_SESSIONS.format(table="orphan_commit"),
    "call_logs": _OF_SESSIONS.format(table="call_log"),
    "activity_trees": _OF_SESSIONS.format(table="activity_tree_state"),
    "shared_stores": _OF_SESSIONS.format(table="shared_store"),
    "sco_states": _OF_SESSIONS.format(table="sco_state"),
    "attempts": _OF_SESSIONS.format(table="attempt"),
    "launch_tickets": _OF_SESSIONS.format(table="launch_ticket"),
    "launches": _OF_SESSIONS.format(table="launch"),
    "dispatch_registrations": _OF_SESSIONS.format(table="dispatch_registration"),
    "events": _OF_SESSIONS.format(table="event"),
    "sessions": "DELETE FROM session WHERE tenant_id = $1 AND key = ANY ($2::uuid[])",
}
# What is the learner's own, whatever the course; $2 is their id. Within a dispatch it stands under
# a name that is made of both.
_THEIRS = """tenant_id = $1 AND user_id = ANY (ARRAY(SELECT $2::text
  UNION ALL SELECT 'dispatch:' || id || ':' || $2 FROM dispatch WHERE tenant_id = $1))"""
_OF_LEARNER = "DELETE FROM {table} WHERE {theirs}"
OF_LEARNER = {
    "global_objectives": _OF_LEARNER.format(table="global_objective", theirs=_THEIRS),
    "shared_stores": _OF_LEARNER.format(table="shared_store", theirs=_THEIRS),
}
KINDS = tuple(dict.fromkeys((*OF_SESSIONS, *OF_LEARNER, "jobs")))
# Events outlive the package that they tell of. $2 is the id as JSON has it behind its name.
OF_EVENTS = "DELETE FROM event WHERE tenant_id = $1 AND strpos(payload, $2) > 0"
SOME_SESSIONS = """
SELECT key, id FROM session WHERE tenant_id = $1 AND user_id = $2 ORDER BY key LIMIT $3 FOR UPDATE
"""
JOBS = "SELECT id, payload FROM pgqueuer WHERE position(convert_to($1, 'UTF8') IN payload) > 0"
DROP_JOBS = "DELETE FROM pgqueuer WHERE id = ANY ($1::int[])"
# Whether anything at all is known of a learner.
_KNOWN = """
SELECT EXISTS (SELECT FROM session WHERE tenant_id = $1 AND user_id = $2)
  OR EXISTS (SELECT FROM global_objective WHERE {theirs})
  OR EXISTS (SELECT FROM shared_store WHERE {theirs})
  OR EXISTS (SELECT FROM active_learner WHERE tenant_id = $1 AND user_id = $2)
  OR EXISTS (SELECT FROM dispatch_seat WHERE tenant_id = $1 AND user_id = $2)
  OR EXISTS (SELECT FROM event e WHERE e.tenant_id = $1 AND strpos(e.payload, $3) > 0
    AND NOT EXISTS (SELECT FROM session s WHERE s.tenant_id = $1 AND s.key = e.session_key))
  AS known
"""
KNOWN = _KNOWN.format(theirs=_THEIRS)
