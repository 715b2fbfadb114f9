"""Sessions once more, in a few narrow columns: what lists are filtered and sorted by.

A session is wide and changes with every commit, so that no index on its times or scores could be
kept without slowing commits down. A scan of these rows finds any page in any order; the database
keeps them, in the transaction that changes the session.
"""

from tortoise import fields
from tortoise.models import Model

from models.base import TenantRow
from models.isolation import belongs, isolate, room


class SessionListing(TenantRow, Model):
    """``search`` is what a learner is looked for by, in small letters."""

    key = fields.UUIDField(primary_key=True)
    package_id = fields.UUIDField()
    dispatch_id = fields.UUIDField(null=True)
    revision = fields.IntField()
    updated_at = fields.DatetimeField()
    launched_at = fields.DatetimeField(null=True)
    completed_at = fields.DatetimeField(null=True)
    score = fields.FloatField(null=True)
    time_spent = fields.FloatField()
    completion_status = fields.CharField(max_length=16)
    success_status = fields.CharField(max_length=16)
    status = fields.CharField(max_length=16)
    user_id = fields.CharField(max_length=255)
    search = fields.TextField()

    class Meta(Model.Meta):
        table = "session_listing"
        # Of these columns none changes with a commit. Any other index would cost each of them.
        indexes = (
            ("tenant_id", "created_at", "key"),
            ("tenant_id", "user_id", "key"),
            ("tenant_id", "package_id"),
        )


# Everything but the number of the revision, which needs a look at another table.
_COPIED = (
    *("tenant_id", "key", "package_id", "dispatch_id", "created_at", "updated_at", "launched_at"),
    *("completed_at", "time_spent", "completion_status", "success_status", "status", "user_id"),
)
_SEARCH = r"lower({row}.user_id || E'\n' || {row}.learner_name)"
_ADD = """
INSERT INTO session_listing ({columns}, score, search, revision)
SELECT {values}, s.score_scaled, {search}, r.number FROM {{source}} s
JOIN revision r ON r.tenant_id = s.tenant_id AND r.id = s.revision_id WHERE NOT s.preview
""".format(
    columns=", ".join(_COPIED),
    values=", ".join(f"s.{name}" for name in _COPIED),
    search=_SEARCH.format(row="s"),
)
_CHANGING = (
    *("package_id", "dispatch_id", "created_at", "updated_at", "launched_at", "completed_at"),
    *("time_spent", "completion_status", "success_status", "status", "user_id"),
)
_WATCHED = (*_CHANGING, "score_scaled", "learner_name", "revision_id")
_OWN = "SET search_path = public, pg_temp"

FILL = [
    # The owner of the tables is held by row-level security too, unless it is told otherwise.
    "ALTER TABLE session NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE revision NO FORCE ROW LEVEL SECURITY",
    _ADD.format(source="session"),
    "ALTER TABLE session FORCE ROW LEVEL SECURITY",
    "ALTER TABLE revision FORCE ROW LEVEL SECURITY",
]

TRIGGERS = [
    f"""
    CREATE FUNCTION list_new_sessions() RETURNS trigger LANGUAGE plpgsql {_OWN} AS $$ BEGIN
      {_ADD.format(source="added")};
      RETURN NULL;
    END $$
    """,
    f"""
    CREATE FUNCTION list_session_again() RETURNS trigger LANGUAGE plpgsql {_OWN} AS $$ BEGIN
      UPDATE session_listing SET {", ".join(f"{name} = NEW.{name}" for name in _CHANGING)},
        score = NEW.score_scaled, search = {_SEARCH.format(row="NEW")},
        revision = CASE WHEN NEW.revision_id = OLD.revision_id THEN revision ELSE
          (SELECT number FROM revision r WHERE r.tenant_id = NEW.tenant_id
            AND r.id = NEW.revision_id) END
      WHERE tenant_id = NEW.tenant_id AND key = NEW.key;
      RETURN NULL;
    END $$
    """,  # noqa: S608 - names of our own
    "CREATE TRIGGER list_new_sessions AFTER INSERT ON session REFERENCING NEW TABLE AS added "
    "FOR EACH STATEMENT EXECUTE FUNCTION list_new_sessions()",
    "CREATE TRIGGER list_session_again AFTER UPDATE ON session FOR EACH ROW WHEN ("
    f"({', '.join(f'OLD.{name}' for name in _WATCHED)}) IS DISTINCT FROM "
    f"({', '.join(f'NEW.{name}' for name in _WATCHED)})) EXECUTE FUNCTION list_session_again()",
]

STATEMENTS = [
    # Learners are sorted by the bytes of their names: ten times as fast as by a locale.
    'ALTER TABLE session_listing ALTER COLUMN user_id TYPE varchar(255) COLLATE "C"',
    *isolate("session_listing"),
    *belongs("session_listing", "key", "session", "key"),
    *room("session_listing", 85),
    *FILL,
    *TRIGGERS,
]
