"""Sessions once more, in a few narrow columns: what lists are filtered and sorted by.

A session is wide and changes with every commit, so that no index on its times or scores could be
kept without slowing commits down. A scan of these rows finds any page in any order; the database
keeps them, in the transaction that changes the session.
"""

from tortoise import fields
from tortoise.models import Model

from models.base import TenantRow, big_number
from models.isolation import belongs, isolate, room


class SessionListing(TenantRow, Model):
    """``place`` counts the rows, and orders equal ones. ``search`` is what a learner is looked for
    by, in small letters. What a session does not have yet is the lowest value there is.
    """

    key = fields.UUIDField(primary_key=True)
    package_id = fields.UUIDField()
    updated_at = fields.DatetimeField()
    time_spent = fields.FloatField()
    place = big_number()
    revision = fields.IntField()
    completion_status = fields.CharField(max_length=16)
    success_status = fields.CharField(max_length=16)
    status = fields.CharField(max_length=16)
    user_id = fields.CharField(max_length=255)
    search = fields.TextField()
    launched_at = fields.DatetimeField()
    completed_at = fields.DatetimeField()
    score = fields.FloatField()
    dispatch_id = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        table = "session_listing"


# An index in every order but those of the columns that each commit changes: a commit would have
# to enter them anew.
_SORTED = ("created_at", "user_id", "launched_at", "completed_at", "score")
INDEXES = [
    "CREATE INDEX session_listing_package ON session_listing (tenant_id, package_id)",
    *(
        f"CREATE INDEX session_listing_{column} ON session_listing (tenant_id, {column}, place) "
        "INCLUDE (key)"
        for column in _SORTED
    ),
]
_COPIED = (
    *("package_id", "created_at", "updated_at", "time_spent", "completion_status"),
    *("success_status", "status", "user_id", "dispatch_id"),
)
_MADE = {
    "launched_at": "coalesce({row}.launched_at, '-infinity')",
    "completed_at": "coalesce({row}.completed_at, '-infinity')",
    "score": "coalesce({row}.score_scaled, '-infinity')",
    "search": r"lower({row}.user_id || E'\n' || {row}.learner_name)",
}
_ADD = """
INSERT INTO session_listing (tenant_id, key, revision, {columns})
SELECT s.tenant_id, s.key, r.number, {values} FROM {{source}} s
JOIN revision r ON r.tenant_id = s.tenant_id AND r.id = s.revision_id WHERE NOT s.preview
""".format(
    columns=", ".join((*_COPIED, *_MADE)),
    values=", ".join([f"s.{name}" for name in _COPIED] + [_MADE[n].format(row="s") for n in _MADE]),
)
# What each commit changes, and what few of them do.
_HOT = ("updated_at", "time_spent")
_COLD = (
    *(name for name in _COPIED if name not in _HOT),
    *("launched_at", "completed_at", "score_scaled", "learner_name", "revision_id"),
)


def _differ(names: tuple[str, ...]) -> str:
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
    return f"({old}) IS DISTINCT FROM ({new})"


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
      UPDATE session_listing SET {", ".join(f"{name} = NEW.{name}" for name in _COPIED)},
        {", ".join(f"{name} = {_MADE[name].format(row='NEW')}" for name in _MADE)},
        revision = CASE WHEN NEW.revision_id = OLD.revision_id THEN revision ELSE
          (SELECT number FROM revision r WHERE r.tenant_id = NEW.tenant_id
            AND r.id = NEW.revision_id) END
      WHERE tenant_id = NEW.tenant_id AND key = NEW.key;
      RETURN NULL;
    END $$
    """,  # noqa: S608 - names of our own
    # The path of each commit: a function with settings of its own would take twice as long.
    """
    CREATE FUNCTION list_session_on() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      UPDATE public.session_listing SET updated_at = NEW.updated_at, time_spent = NEW.time_spent
      WHERE tenant_id = NEW.tenant_id AND key = NEW.key;
      RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER list_new_sessions AFTER INSERT ON session REFERENCING NEW TABLE AS added "
    "FOR EACH STATEMENT EXECUTE FUNCTION list_new_sessions()",
    "CREATE TRIGGER list_session_again AFTER UPDATE ON session FOR EACH ROW "
    f"WHEN ({_differ(_COLD)}) EXECUTE FUNCTION list_session_again()",
    "CREATE TRIGGER list_session_on AFTER UPDATE ON session FOR EACH ROW "
    f"WHEN ({_differ(_HOT)} AND NOT {_differ(_COLD)}) EXECUTE FUNCTION list_session_on()",
]

STATEMENTS = [
    # Learners are sorted by the bytes of their names: ten times as fast as by a locale.
    'ALTER TABLE session_listing ALTER COLUMN user_id TYPE varchar(255) COLLATE "C"',
    "ALTER TABLE session_listing ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY",
    *isolate("session_listing"),
    *belongs("session_listing", "key", "session", "key"),
    *room("session_listing", 92),
    # Indexes alone can answer only while the database knows that all rows of a page are visible.
    "ALTER TABLE session_listing SET (autovacuum_vacuum_scale_factor = 0.02, "
    "autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)",
    *FILL,
    *INDEXES,
    *TRIGGERS,
]
