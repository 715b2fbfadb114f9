"""Packages, their immutable revisions, and the uploads they come from."""

from enum import StrEnum
from typing import Any, cast

from tortoise import fields
from tortoise.fields.db_defaults import Now
from tortoise.models import Model

from models.base import Identified, TenantRow, big_number, json_object, text_list
from scorm.edition import Edition


class PackageStatus(StrEnum):
    """A package that is processing or failed has no revision yet, and its number is 0."""

    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"


class UploadStatus(StrEnum):
    """``issued``: nothing came yet; ``receiving``: parts come; ``received``: all of it is there."""

    ISSUED = "issued"
    RECEIVING = "receiving"
    RECEIVED = "received"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    ABORTED = "aborted"


class Stage(StrEnum):
    """What processing is at, in the order of the work."""

    WAITING = "waiting"
    FETCHING = "fetching"
    CHECKING = "checking"
    READING = "reading"
    REGISTERING = "registering"
    VERIFYING = "verifying"
    DONE = "done"


class Integrity(StrEnum):
    """What is known of the CRCs of an archive's entries."""

    PENDING = "pending"
    VERIFIED = "verified"
    CORRUPT = "corrupt"


def _maybe_object() -> dict[str, Any] | None:
    """A JSON column that is null while there is nothing to say."""
    return cast(dict[str, Any] | None, fields.JSONField[Any](null=True))


class Package(Identified, Model):
    title = fields.CharField(max_length=1000)
    description = fields.TextField(null=True)
    duration = fields.CharField(max_length=255, null=True)
    tags = text_list()
    custom_metadata = json_object()
    current_revision = fields.IntField()
    status = fields.CharEnumField(
        PackageStatus, default=PackageStatus.READY, db_default=PackageStatus.READY, max_length=16
    )
    error = _maybe_object()
    updated_at = fields.DatetimeField(auto_now=True)

    class Meta(Model.Meta):
        table = "package"
        unique_together = (("tenant_id", "id"),)
        indexes = (("tenant_id", "created_at"),)


class Revision(Identified, Model):
    """One processed archive of a package; never changed, only replaced by the next number.

    ``manifest`` and ``report`` are JSON texts written by ``services.packages``. ``head`` is the
    little of the manifest that lists show; empty where it was not kept on its own yet.
    """

    package_id = fields.UUIDField()
    number = fields.IntField()
    edition = fields.CharEnumField(Edition, max_length=32)
    title = fields.CharField(max_length=1000)
    identifier = fields.TextField(default="")
    launch_href = fields.TextField()
    sco_count = fields.IntField()
    strict = fields.BooleanField(default=False)
    manifest = fields.TextField()
    head = fields.TextField(default="", db_default="")
    report = fields.TextField()
    storage_key = fields.CharField(max_length=500)
    file_size_bytes = big_number()
    etag = fields.CharField(max_length=255)
    original_filename = fields.CharField(max_length=255)
    uploaded_by = fields.CharField(max_length=255)
    integrity = fields.CharEnumField(Integrity, default=Integrity.PENDING, max_length=16)
    corrupt_paths = text_list()
    media = json_object()

    class Meta(Model.Meta):
        table = "revision"
        unique_together = (("tenant_id", "id"), ("tenant_id", "package_id", "number"))


class RevisionIndex(TenantRow, Model):
    """Where each file lies in the archive; kept apart, as only content serving reads it."""

    revision_id = fields.UUIDField(primary_key=True)
    body = fields.BinaryField()

    class Meta(Model.Meta):
        table = "revision_index"


class Upload(Identified, Model):
    """One archive on its way in; ``package_id`` and ``revision`` tell what came of it.

    ``file_size`` is 0 where none was announced. ``parts`` names the multipart upload of the file
    store, empty for any other kind, and ``source_url`` the address to fetch from. ``wishes`` is
    what shall be made of it, while that is done in the background; ``tries`` counts what failed.
    """

    storage_key = fields.CharField(max_length=500)
    filename = fields.CharField(max_length=255)
    file_size = big_number()
    uploaded_by = fields.CharField(max_length=255)
    status = fields.CharEnumField(UploadStatus, default=UploadStatus.ISSUED, max_length=16)
    package_id = fields.UUIDField(null=True)
    revision = fields.IntField(null=True)
    expires_at = fields.DatetimeField()
    parts = fields.TextField(default="", db_default="")
    part_size = big_number(default=0, db_default=0)
    part_count = fields.IntField(default=0, db_default=0)
    etag = fields.CharField(max_length=255, default="", db_default="")
    source_url = fields.TextField(default="", db_default="")
    wishes = _maybe_object()
    stage = fields.CharEnumField(
        Stage, default=Stage.WAITING, db_default=Stage.WAITING, max_length=16
    )
    percent = fields.IntField(default=0, db_default=0)
    bytes_received = big_number(default=0, db_default=0)
    tries = fields.IntField(default=0, db_default=0)
    error = _maybe_object()
    updated_at = fields.DatetimeField(auto_now=True, db_default=Now())

    class Meta(Model.Meta):
        table = "upload"
        unique_together = (("tenant_id", "id"), ("tenant_id", "storage_key"))
        indexes = (("tenant_id", "created_at"),)


# Tells how far it is; what a second worker says of work that is further along goes unheard.
PROGRESS = """
UPDATE upload SET stage = $3, percent = $4, bytes_received = greatest(bytes_received, $5),
  updated_at = now()
WHERE tenant_id = $1 AND id = $2 AND percent < $4 AND status IN ('processing', 'completed')
"""

# Uploads of the first version knew one state for all that is behind them.
RENAMED = [
    "ALTER TABLE upload NO FORCE ROW LEVEL SECURITY",
    "UPDATE upload SET status = 'completed', stage = 'done', percent = 100, "
    "bytes_received = file_size WHERE status = 'processed'",
    "ALTER TABLE upload FORCE ROW LEVEL SECURITY",
]
