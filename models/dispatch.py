"""Dispatches (a package handed to another system), their seats, and what came back of them."""

from enum import StrEnum
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from models.base import Identified, TenantRow, text_list
from models.isolation import (
    CONTENT,
    FIND_CONTENT,
    append_only,
    belongs,
    gate_function,
    gate_reads,
    isolate,
    room,
)
from models.launch import Window


class Standard(StrEnum):
    """What the shell package speaks to the other system."""

    SCORM_12 = "1.2"
    SCORM_2004_3RD = "2004 3rd Edition"
    SCORM_2004_4TH = "2004 4th Edition"


class Identity(StrEnum):
    """Whether a learner's name alone opens their record again, or only the secret that their
    system was given to keep.
    """

    BOUND = "bound"
    ASSERTED = "asserted"


class Retake(StrEnum):
    """What happens to who comes back after completing the course."""

    REVIEW = "review"
    NEW_ATTEMPT = "new_attempt"


class ZipStatus(StrEnum):
    NONE = "none"
    QUEUED = "queued"
    READY = "ready"
    FAILED = "failed"


class Arrival(StrEnum):
    """Why a registration was begun: for somebody new, or somebody whom their system forgot."""

    NEW = "new"
    UNBOUND = "unbound"


class EntryKind(StrEnum):
    REGISTERED = "registered"
    LICENSED = "licensed"
    RELEASED = "released"
    RENEWED = "renewed"
    UNBOUND = "unbound"


class Dispatch(Identified, Model):
    """``revision`` is the number of a pinned revision, none for the current one.

    The counts are what the ledger adds up to. ``token_id`` is the ``jti`` of the tokens that open
    it, ``token_at`` their time of issue. ``hides_learners`` makes the other system send digests
    instead of names.
    """

    package_id = fields.UUIDField()
    revision = fields.IntField(null=True)
    name = fields.CharField(max_length=255, default="")
    client_name = fields.CharField(max_length=255, null=True)
    destination = fields.CharField(max_length=255, null=True)
    registration_limit = fields.IntField(null=True)
    license_limit = fields.IntField(null=True)
    track_licenses = fields.BooleanField(default=False)
    registration_count = fields.IntField(default=0)
    license_count = fields.IntField(default=0)
    allowed_domains = text_list()
    password_hash = fields.TextField(default="")
    password_set_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField(null=True)
    paused = fields.BooleanField(default=False)
    accepts_new = fields.BooleanField(default=True)
    revoked_at = fields.DatetimeField(null=True)
    standard = fields.CharEnumField(Standard, default=Standard.SCORM_12, max_length=16)
    window = fields.CharEnumField(Window, default=Window.FRAME, max_length=16)
    identity = fields.CharEnumField(Identity, default=Identity.BOUND, max_length=16)
    retake = fields.CharEnumField(Retake, default=Retake.REVIEW, max_length=16)
    hides_learners = fields.BooleanField(default=False)
    token_id = fields.UUIDField(default=uuid4)
    token_at = fields.DatetimeField()
    zip_status = fields.CharEnumField(ZipStatus, default=ZipStatus.READY, max_length=16)
    updated_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "dispatch"
        unique_together = (("tenant_id", "id"),)
        indexes = (("tenant_id", "package_id"), ("tenant_id", "created_at"))


class DispatchSeat(Identified, Model):
    """A learner of a dispatch, counted once however often they come back.

    ``licensed`` while they hold one of the licenses; ``registered`` until the counts are renewed.
    """

    dispatch_id = fields.UUIDField()
    user_id = fields.CharField(max_length=255)
    registered = fields.BooleanField(default=True)
    licensed = fields.BooleanField(default=False)

    class Meta(Model.Meta):
        table = "dispatch_seat"
        unique_together = (("tenant_id", "id"), ("tenant_id", "dispatch_id", "user_id"))
        indexes = (("tenant_id", "dispatch_id", "created_at", "id"), ("tenant_id", "user_id"))


class DispatchEntry(TenantRow, Model):
    """One line of the seat ledger: by how much it changes the counts of its dispatch.

    ``actor_kind`` and what follows tell who asked for it, where that was not the learner.
    """

    id = fields.BigIntField(primary_key=True, generated=True)
    dispatch_id = fields.UUIDField()
    seat_id = fields.UUIDField(null=True)
    session_key = fields.UUIDField(null=True)
    kind = fields.CharEnumField(EntryKind, max_length=16)
    registrations = fields.IntField(default=0)
    licenses = fields.IntField(default=0)
    actor_kind = fields.CharField(max_length=16, default="")
    actor_id = fields.CharField(max_length=64, default="")
    actor_name = fields.CharField(max_length=320, default="")

    class Meta(Model.Meta):
        table = "dispatch_entry"
        indexes = (("tenant_id", "dispatch_id", "id"),)


class DispatchRegistration(Identified, Model):
    """A session that a dispatch has led to, and how far its result has come.

    ``binding_hash`` is the SHA-256 of the secret that the other system keeps. ``accepted`` is the
    result that it took last, as JSON, ``accepted_version`` the session's version of that result;
    ``refusal`` is the error code with which it took none. ``host`` is the origin that the learner
    came from, ``diagnosis`` what the connection check found there, as JSON.
    """

    dispatch_id = fields.UUIDField()
    session_key = fields.UUIDField()
    seat_id = fields.UUIDField()
    arrival = fields.CharEnumField(Arrival, default=Arrival.NEW, max_length=16)
    binding_hash = fields.CharField(max_length=64)
    host = fields.CharField(max_length=300, default="")
    lms = fields.CharField(max_length=16, default="")
    accepted = fields.TextField(default="")
    accepted_version = fields.IntField(default=0)
    accepted_at = fields.DatetimeField(null=True)
    refusal = fields.CharField(max_length=64, default="")
    refused_at = fields.DatetimeField(null=True)
    diagnosis = fields.TextField(default="")
    admitted_at = fields.DatetimeField()
    opened_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "dispatch_registration"
        unique_together = (
            ("tenant_id", "id"),
            ("tenant_id", "session_key"),
            ("tenant_id", "dispatch_id", "binding_hash"),
        )
        indexes = (("tenant_id", "dispatch_id", "created_at"), ("tenant_id", "seat_id"))


# The files of a course are shut with the dispatch itself, whoever opens or extends a launch in
# that very moment.
_OPEN_CONTENT = f"""{CONTENT} WHERE NOT EXISTS (
  SELECT FROM session s JOIN dispatch d ON d.tenant_id = s.tenant_id AND d.id = s.dispatch_id
  WHERE s.tenant_id = l.tenant_id AND s.key = l.session_key AND d.revoked_at IS NOT NULL
) LIMIT 1"""
GATE = [
    *gate_reads("session", "tenant_id", "key", "dispatch_id"),
    *gate_reads("dispatch", "tenant_id", "id", "revoked_at"),
    gate_function(*FIND_CONTENT, _OPEN_CONTENT)[0].replace("CREATE", "CREATE OR REPLACE", 1),
]

TABLES = ("dispatch", "dispatch_seat", "dispatch_entry", "dispatch_registration")
STATEMENTS = [
    *(statement for table in TABLES for statement in isolate(table)),
    "GRANT USAGE ON SEQUENCE dispatch_entry_id_seq TO lectern_app",
    *belongs("dispatch", "package_id", "package"),
    *belongs("dispatch_seat", "dispatch_id", "dispatch"),
    *belongs("dispatch_entry", "dispatch_id", "dispatch"),
    *belongs("dispatch_registration", "dispatch_id", "dispatch"),
    *belongs("dispatch_registration", "seat_id", "dispatch_seat"),
    *belongs("dispatch_registration", "session_key", "session", "key"),
    *append_only("dispatch_entry"),
    *GATE,
    "REVOKE DELETE ON dispatch_entry FROM lectern_app",
    # Every first launch counts in the same row.
    *room("dispatch", 50),
    "CREATE INDEX session_dispatch ON session (tenant_id, dispatch_id) "
    "WHERE dispatch_id IS NOT NULL",
    "CREATE INDEX session_tried ON session (tenant_id, dispatch_id, created_at) "
    "WHERE preview AND dispatch_id IS NOT NULL",
    "CREATE INDEX session_listing_dispatch ON session_listing (tenant_id, dispatch_id) "
    "WHERE dispatch_id IS NOT NULL",
]

# Nobody comes back to a seat in the moment in which it loses its name.
HOLD_SEATS_OF = """
SELECT id FROM dispatch WHERE tenant_id = $1 AND id IN (
  SELECT dispatch_id FROM dispatch_seat WHERE tenant_id = $1 AND user_id = $2
) ORDER BY id FOR UPDATE
"""
# The learner stays counted, as somebody whom nobody can name.
FORGET = """
UPDATE dispatch_seat SET user_id = 'erased:' || id::text WHERE tenant_id = $1 AND user_id = $2
"""
