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


# The commit path. In turn: three round trips inside one transaction; locking comes first and
# alone, so that what is read afterwards is what the holder before us left.
LOCK = "BEGIN; SELECT hold_session('{tenant_id}', '{session_key}')"

_READ = """
SELECT s.id, s.package_id, s.user_id, s.registration, s.completion_status, s.success_status,
  s.score_scaled, s.score_raw, s.score_min, s.score_max, s.progress_measure, s.attempts,
  s.time_spent, s.session_time, s.suspended, s.status, s.version, s.writer_id, s.previous_id,
  s.call_log_bytes, s.event_count, s.completed_at, s.expires_at,
  l.attempt, l.mode, l.revision_id, l.applied_seq, l.times, l.last_contact_at, l.ended_at,
  l.content_expires_at, w.applied_seq AS writer_applied, w.created_at AS writer_started,
  st.cmi, st.seconds, st.ended_by = $3 AS terminated,
  c.body_hash AS seen_hash, c.answer AS seen_answer, s.xmin::text AS row_version,
  (SELECT string_agg(o.outcome, ',') FROM sco_state o WHERE o.tenant_id = $1
    AND o.session_key = $2 AND o.attempt = l.attempt AND o.sco <> $4) AS others
FROM session s
JOIN launch l ON l.tenant_id = $1 AND l.id = $3 AND l.session_key = $2
LEFT JOIN launch w ON w.tenant_id = $1 AND w.id = s.writer_id
LEFT JOIN sco_state st ON st.tenant_id = $1 AND st.session_key = $2 AND st.attempt = l.attempt
  AND st.sco = $4
LEFT JOIN commit_log c ON c.tenant_id = $1 AND c.launch_id = $3 AND c.seq = $5
WHERE s.tenant_id = $1 AND s.key = $2
"""
# What touches data that courses share is never stored at once.
READ = _READ.replace("SELECT s.id", "SELECT s.dispatch_id, s.id", 1)

WRITE = """
WITH state AS (
  INSERT INTO sco_state (tenant_id, id, session_key, attempt, sco, cmi, outcome, seconds,
    ended_by, updated_at)
  SELECT $1::uuid, gen_random_uuid(), $2::uuid, $4::int, $5::text, $7::text, $8::text, $9::float8,
    $10::uuid, $6::timestamptz WHERE $11::bool
  ON CONFLICT (tenant_id, session_key, attempt, sco) DO UPDATE SET cmi = excluded.cmi,
    outcome = excluded.outcome, seconds = excluded.seconds, ended_by = excluded.ended_by,
    updated_at = excluded.updated_at
), launched AS (
  UPDATE launch SET applied_seq = greatest(applied_seq, $12), times = $13,
    last_contact_at = $6, content_expires_at = $14,
    current_sco = CASE current_sco WHEN '' THEN $5 ELSE current_sco END
  WHERE tenant_id = $1 AND id = $3
), logged AS (
  INSERT INTO commit_log (tenant_id, launch_id, seq, sco, body_hash, patch, answer, late)
  VALUES ($1, $3, $12, $5, $15, $16, $17, $18)
), called AS (
  INSERT INTO call_log (tenant_id, session_key, launch_id, seq, calls)
  SELECT $1, $2, $3, $12, $19::text WHERE $19::text IS NOT NULL
  ON CONFLICT (tenant_id, launch_id, seq) DO NOTHING
), told AS (
  INSERT INTO event (tenant_id, id, session_key, event_type, ordinal, dedupe, payload)
  SELECT $1, told.* FROM unnest($34::uuid[], $35::uuid[], $36::text[], $37::int[], $38::text[],
    $39::text[]) AS told
  WHERE NOT (SELECT preview FROM session WHERE tenant_id = $1 AND key = $2)
  ON CONFLICT (tenant_id, dedupe) DO NOTHING
)
UPDATE session SET completion_status = $20, success_status = $21, score_scaled = $22,
  score_raw = $23, score_min = $24, score_max = $25, progress_measure = $26, time_spent = $27,
  session_time = $28, suspended = $29, version = $30, call_log_bytes = $31, event_count = $32,
  completed_at = $33, expires_at = $40, updated_at = $6,
  current_sco = CASE WHEN current_sco = '' AND attempts = $4 AND $11 THEN $5 ELSE current_sco END
WHERE tenant_id = $1 AND key = $2
"""

# What later commits of the same SCO have said already, for one that arrives after them.
LATER = """
SELECT patch FROM commit_log
WHERE tenant_id = $1 AND launch_id = $2 AND sco = $3 AND seq > $4
"""

RECORD = """
INSERT INTO commit_log (tenant_id, launch_id, seq, sco, body_hash, patch, answer, late)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""

KEEP_ORPHAN = """
INSERT INTO orphan_commit (tenant_id, session_key, launch_id, seq, reason, body_hash, body)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (tenant_id, launch_id, seq, body_hash) DO NOTHING
"""


# At once: the same reading and the same writing as a function each, two round trips in all. The
# second locks the session and goes no further when anyone has touched its row since the first.
# Databases keep these functions: a change to them needs a migration that replaces them.
_READ_ROW = """
  id varchar, package_id uuid, user_id varchar, registration uuid, completion_status varchar,
  success_status varchar, score_scaled float8, score_raw float8, score_min float8,
  score_max float8, progress_measure float8, attempts int, time_spent float8,
  session_time varchar, suspended bool, status varchar, version int, writer_id uuid,
  previous_id uuid, call_log_bytes int, event_count int, completed_at timestamptz,
  expires_at timestamptz, attempt int, mode varchar, revision_id uuid, applied_seq int,
  times text, last_contact_at timestamptz, ended_at timestamptz, content_expires_at timestamptz,
  writer_applied int, writer_started timestamptz, cmi text, seconds float8, terminated bool,
  seen_hash varchar, seen_answer text, row_version text, others text
"""
_READ_ARGUMENTS = "uuid, uuid, uuid, text, int"
_WRITE_ARGUMENTS = (
    "uuid, uuid, uuid, int, text, timestamptz, text, text, float8, uuid, bool, int, text, "
    "timestamptz, text, text, text, bool, text, text, text, float8, float8, float8, float8, "
    "float8, float8, text, bool, int, int, int, timestamptz, uuid[], uuid[], text[], int[], "
    "text[], text[], timestamptz, text"
)
_OWN = "SET search_path = public, pg_temp"

FUNCTIONS = [
    f"""
    CREATE FUNCTION read_commit({_READ_ARGUMENTS}) RETURNS TABLE ({_READ_ROW})
    LANGUAGE plpgsql ROWS 1 {_OWN} AS $$ #variable_conflict use_column
    BEGIN
      PERFORM set_config('app.tenant', $1::text, true);
      RETURN QUERY {_READ};
    END $$
    """,
    f"""
    CREATE FUNCTION write_commit({_WRITE_ARGUMENTS}) RETURNS bool
    LANGUAGE plpgsql {_OWN} AS $$ BEGIN
      PERFORM set_config('app.tenant', $1::text, true);
      PERFORM 1 FROM session WHERE tenant_id = $1 AND key = $2 AND xmin::text = $41 FOR UPDATE;
      IF NOT FOUND THEN RETURN false; END IF;
      {WRITE};
      RETURN true;
    END $$
    """,
    *(
        statement
        for signature in (f"read_commit({_READ_ARGUMENTS})", f"write_commit({_WRITE_ARGUMENTS})")
        for statement in (
            f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {signature} TO lectern_app",
        )
    ),
]

# What a later version of the product says instead.
REPLACED = [
    statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    for statement in FUNCTIONS
    if "CREATE FUNCTION write_commit" in statement
]

READ_AT_ONCE = "SELECT * FROM read_commit($1, $2, $3, $4, $5)"
WRITE_AT_ONCE = f"SELECT write_commit({', '.join(f'${n}' for n in range(1, 42))})"
