"""People who sign in, the tenants they work for, and their sessions."""

from enum import StrEnum
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from models.base import Identified
from models.isolation import belongs, gate_function, gate_reads, isolate


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    EDITOR = "editor"
    VIEWER = "viewer"


class User(Model):
    """A person of the whole installation, seen by the tenants that person works for.

    ``email`` is kept in lower case. ``password_hash`` is argon2id, empty for who signs in with an
    OpenID provider only. ``epoch`` counts changes of the password: sessions of an earlier one end.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    email = fields.CharField(max_length=320)
    name = fields.CharField(max_length=255)
    password_hash = fields.CharField(max_length=255, default="")
    epoch = fields.IntField(default=1)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta(Model.Meta):
        table = "app_user"
        unique_together = (("email",),)


class Membership(Identified, Model):
    user_id = fields.UUIDField()
    role = fields.CharEnumField(Role, max_length=16)

    class Meta(Model.Meta):
        table = "membership"
        unique_together = (("tenant_id", "user_id"),)
        indexes = (("user_id",),)


class UserSession(Identified, Model):
    """Someone signed in to one tenant; only the SHA-256 of the cookie's token is kept."""

    user_id = fields.UUIDField()
    token_hash = fields.CharField(max_length=64)
    epoch = fields.IntField()
    last_seen_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "user_session"
        unique_together = (("tenant_id", "id"), ("tenant_id", "token_hash"))
        indexes = (("token_hash",), ("tenant_id", "user_id"))


_GATES = [
    *gate_reads("app_user", "id", "email", "name", "password_hash", "epoch"),
    *gate_reads("membership", "tenant_id", "user_id", "role", "created_at"),
    *gate_reads(
        "user_session",
        *("id", "tenant_id", "user_id", "token_hash", "epoch", "last_seen_at", "expires_at"),
    ),
    "GRANT SELECT (name, status, error_format, created_at) ON tenant TO lectern_gate",
    "DROP FUNCTION find_api_key(text)",
    *gate_function(
        "find_api_key(wanted text)",
        "id uuid, tenant_id uuid, name text, scopes jsonb, expires_at timestamptz, "
        "revoked_at timestamptz, last_used_at timestamptz, status text, error_format text",
        "SELECT k.id, k.tenant_id, k.name, k.scopes, k.expires_at, k.revoked_at, k.last_used_at, "
        "t.status, t.error_format FROM api_key k JOIN tenant t ON t.id = k.tenant_id "
        "WHERE k.key_hash = wanted",
    ),
    *gate_function(
        "find_user(wanted text)",
        "id uuid, email text, name text, password_hash text, epoch int",
        "SELECT id, email, name, password_hash, epoch FROM app_user WHERE email = wanted",
    ),
    *gate_function(
        "memberships_of(wanted uuid)",
        "tenant_id uuid, tenant_name text, status text, role text",
        "SELECT m.tenant_id, t.name, t.status, m.role FROM membership m "
        "JOIN tenant t ON t.id = m.tenant_id WHERE m.user_id = wanted "
        "ORDER BY m.created_at, m.tenant_id",
    ),
    *gate_function(
        "find_user_session(wanted text)",
        "id uuid, tenant_id uuid, user_id uuid, email text, name text, role text, "
        "last_seen_at timestamptz, expires_at timestamptz, status text, error_format text",
        "SELECT s.id, s.tenant_id, s.user_id, u.email, u.name, m.role, s.last_seen_at, "
        "s.expires_at, t.status, t.error_format FROM user_session s "
        "JOIN app_user u ON u.id = s.user_id AND u.epoch = s.epoch "
        "JOIN membership m ON m.tenant_id = s.tenant_id AND m.user_id = s.user_id "
        "JOIN tenant t ON t.id = s.tenant_id WHERE s.token_hash = wanted",
    ),
    *gate_function(
        "tenant_page(wanted text, first bigint, count bigint)",
        "id uuid, total bigint",
        "SELECT id, count(*) OVER () FROM tenant WHERE wanted = '' OR status = wanted "
        "ORDER BY created_at DESC, id OFFSET first LIMIT count",
    ),
]

STATEMENTS = [
    "ALTER TABLE app_user ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE app_user FORCE ROW LEVEL SECURITY",
    # Whom a tenant sees is told by its memberships, which have a policy of their own.
    "CREATE POLICY colleagues ON app_user TO lectern_app "
    "USING (id IN (SELECT user_id FROM membership)) WITH CHECK (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON app_user TO lectern_app",
    "ALTER TABLE app_user ALTER COLUMN created_at SET DEFAULT now()",
    *isolate("membership"),
    *isolate("user_session"),
    "ALTER TABLE membership ADD CONSTRAINT membership_user_id_fk "
    "FOREIGN KEY (user_id) REFERENCES app_user (id) ON DELETE CASCADE",
    *belongs("user_session", "user_id", "membership", "user_id"),
    "GRANT CREATE ON SCHEMA public TO lectern_gate",
    *_GATES,
    "REVOKE CREATE ON SCHEMA public FROM lectern_gate",
]
