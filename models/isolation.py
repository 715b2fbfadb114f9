"""Row-level security in SQL: which rows a transaction may see, and the few doors through it.

Migrations run these statements. A table made later needs ``isolate(table)`` in its migration;
a test walks the catalogue and fails when one was forgotten.
"""

from models import commit

ROLES = ("lectern_app", "lectern_gate")

CREATE_ROLES = [
    # Roles belong to the whole server, so another database of it may have made them already,
    # even in this very moment: hence the handler as well as the look beforehand.
    f"""
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN NOBYPASSRLS;
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
    """
    for role in ROLES
] + [
    # Where an administrator made the roles and gave them to the login, it may not do so itself.
    *(
        f"""
        DO $$ BEGIN GRANT {role} TO CURRENT_USER;
        EXCEPTION WHEN insufficient_privilege THEN NULL; END $$
        """
        for role in ROLES
    ),
    "GRANT USAGE ON SCHEMA public TO lectern_app, lectern_gate",
]


def isolate(table: str, column: str = "tenant_id") -> list[str]:
    """The NULLIF keeps an unset tenant from being an error: it is simply nobody's."""
    own = f"{column} = NULLIF(current_setting('app.tenant', true), '')::uuid"
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY own_rows ON {table} TO lectern_app USING ({own}) WITH CHECK ({own})",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO lectern_app",
        f"ALTER TABLE {table} ALTER COLUMN created_at SET DEFAULT now()",
    ]


def append_only(table: str) -> list[str]:
    return [f"REVOKE UPDATE ON {table} FROM lectern_app"]


def belongs(table: str, column: str, to: str, key: str = "id") -> list[str]:
    """A foreign key that carries the tenant: an ordinary one would reach into other tenants."""
    return [
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_fk "
        f"FOREIGN KEY (tenant_id, {column}) REFERENCES {to} (tenant_id, {key}) ON DELETE CASCADE"
    ]


def compress(table: str, *columns: str) -> list[str]:
    """Servers built without lz4 (the embedded one) keep their default method."""
    return [
        f"""
        DO $$ BEGIN ALTER TABLE {table} ALTER COLUMN {name} SET COMPRESSION lz4;
        EXCEPTION WHEN feature_not_supported THEN NULL; END $$
        """
        for name in columns
    ]


def gate_function(signature: str, returns: str, body: str) -> list[str]:
    """A read across tenants, for a credential whose tenant is not known yet."""
    name = signature.split("(", maxsplit=1)[0]
    arguments = ", ".join(
        part.strip().split(" ", 1)[1] for part in signature[len(name) + 1 : -1].split(",") if part
    )
    return [
        f"""
        CREATE FUNCTION {signature} RETURNS TABLE ({returns}) LANGUAGE sql STABLE
        SECURITY DEFINER SET search_path = public, pg_temp AS $$ {body} $$
        """,
        f"ALTER FUNCTION {name}({arguments}) OWNER TO lectern_gate",
        f"REVOKE ALL ON FUNCTION {name}({arguments}) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {name}({arguments}) TO lectern_app",
    ]


def gate_reads(table: str, *columns: str) -> list[str]:
    return [
        f"CREATE POLICY gate ON {table} FOR SELECT TO lectern_gate USING (true)",
        f"GRANT SELECT ({', '.join(columns)}) ON {table} TO lectern_gate",
    ]


def room(table: str, percent: int) -> list[str]:
    """For rows that are often rewritten: a new version on the same page needs no index entry."""
    return [f"ALTER TABLE {table} SET (fillfactor = {percent})"]


FIND_CONTENT = (
    "find_content(wanted_label text, wanted_ct text)",
    "tenant_id uuid, launch_id uuid, session_key uuid, revision_id uuid, storage_key text, "
    "file_size_bytes bigint, etag text, media jsonb, allowed_domains jsonb, "
    "content_expires_at timestamptz",
)
# With a ct the label may be empty (a content host without origins of their own). Without one only
# the label is known (a root-absolute link): the newest launch decides.
CONTENT = (
    "SELECT l.tenant_id, l.id, l.session_key, l.revision_id, r.storage_key, "
    "r.file_size_bytes, r.etag, r.media, l.allowed_domains, l.content_expires_at FROM ("
    "SELECT tenant_id, id, session_key, revision_id, allowed_domains, content_expires_at "
    "FROM launch WHERE wanted_ct <> '' AND ct_hash = wanted_ct "
    "AND (wanted_label = '' OR label = wanted_label) UNION ALL ("
    "SELECT tenant_id, id, session_key, revision_id, allowed_domains, content_expires_at "
    "FROM launch WHERE wanted_ct = '' AND wanted_label <> '' AND label = wanted_label "
    "ORDER BY created_at DESC LIMIT 1)) l "
    "JOIN revision r ON r.tenant_id = l.tenant_id AND r.id = l.revision_id"
)

# The tables of the first migration.
TENANT_TABLES = [
    "api_key",
    "package",
    "revision",
    "revision_index",
    "upload",
    "session",
    "sco_state",
    "launch_ticket",
    "launch",
    "commit_log",
    "orphan_commit",
    "call_log",
    "event",
]

# What every commit rewrites.
ROOM = [*room("session", 70), *room("launch", 70), *room("sco_state", 50)]

FOREIGN_KEYS = [
    *belongs("revision", "package_id", "package"),
    *belongs("revision_index", "revision_id", "revision"),
    *belongs("session", "package_id", "package"),
    *belongs("session", "revision_id", "revision"),
    *belongs("sco_state", "session_key", "session", "key"),
    *belongs("launch_ticket", "session_key", "session", "key"),
    *belongs("launch", "session_key", "session", "key"),
    *belongs("launch", "revision_id", "revision"),
    *belongs("commit_log", "launch_id", "launch"),
    *belongs("orphan_commit", "session_key", "session", "key"),
    *belongs("call_log", "session_key", "session", "key"),
]

COMPRESSION = [
    *compress("revision", "manifest", "report"),
    *compress("sco_state", "cmi"),
    *compress("commit_log", "patch", "answer"),
    *compress("orphan_commit", "body"),
    *compress("call_log", "calls"),
    *compress("event", "payload"),
]

GATES = [
    *gate_reads("tenant", "id"),
    *gate_reads(
        "api_key",
        *("id", "tenant_id", "name", "key_hash", "scopes", "expires_at", "revoked_at"),
        "last_used_at",
    ),
    *gate_reads(
        "launch",
        *("id", "tenant_id", "session_key", "revision_id", "label", "ct_hash"),
        *("content_expires_at", "allowed_domains", "superseded_at", "created_at"),
    ),
    *gate_reads("revision", "id", "tenant_id", "storage_key", "file_size_bytes", "etag", "media"),
    *gate_function("tenant_ids()", "id uuid", "SELECT id FROM tenant ORDER BY id"),
    *gate_function(
        "find_api_key(wanted text)",
        "id uuid, tenant_id uuid, name text, scopes jsonb, expires_at timestamptz, "
        "revoked_at timestamptz, last_used_at timestamptz",
        "SELECT id, tenant_id, name, scopes, expires_at, revoked_at, last_used_at "
        "FROM api_key WHERE key_hash = wanted",
    ),
    *gate_function(*FIND_CONTENT, f"{CONTENT} LIMIT 1"),
]

# The first step of each commit: kept in the server, so that it is planned once per connection.
HOLD_SESSION = [
    """
    CREATE FUNCTION hold_session(tenant uuid, wanted uuid) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$ BEGIN
      PERFORM set_config('app.tenant', tenant::text, true);
      PERFORM 1 FROM session WHERE tenant_id = tenant AND key = wanted FOR UPDATE;
    END $$
    """,
    "REVOKE ALL ON FUNCTION hold_session(uuid, uuid) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION hold_session(uuid, uuid) TO lectern_app",
]

STATEMENTS = [
    *CREATE_ROLES,
    *isolate("tenant", "id"),
    *(statement for table in TENANT_TABLES for statement in isolate(table)),
    *FOREIGN_KEYS,
    *COMPRESSION,
    *ROOM,
    *append_only("commit_log"),
    *append_only("orphan_commit"),
    *append_only("call_log"),
    *(
        f"GRANT USAGE ON SEQUENCE {table}_id_seq TO lectern_app"
        for table in ("commit_log", "orphan_commit", "call_log")
    ),
    # Whoever shall own a function must be allowed to make one, for that moment.
    "GRANT CREATE ON SCHEMA public TO lectern_gate",
    *GATES,
    "REVOKE CREATE ON SCHEMA public FROM lectern_gate",
    *HOLD_SESSION,
    *commit.FUNCTIONS,
]
