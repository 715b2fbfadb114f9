"""Packages, their immutable revisions, and the uploads they come from."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from models.base import Identified, TenantRow, big_number, json_object, text_list
from scorm.edition import Edition


class UploadStatus(StrEnum):
    ISSUED = "issued"
    PROCESSED = "processed"
    FAILED = "failed"


class Integrity(StrEnum):
    """What is known of the CRCs of an archive's entries."""

    PENDING = "pending"
    VERIFIED = "verified"
    CORRUPT = "corrupt"


class Package(Identified, Model):
    title = fields.CharField(max_length=1000)
    description = fields.TextField(null=True)
    duration = fields.CharField(max_length=255, null=True)
    tags = text_list()
    custom_metadata = json_object()
    current_revision = fields.IntField()
    updated_at = fields.DatetimeField(auto_now=True)

    class Meta(Model.Meta):
        table = "package"
        unique_together = (("tenant_id", "id"),)
        indexes = (("tenant_id", "created_at"),)


class Revision(Identified, Model):
    """One processed archive of a package; never changed, only replaced by the next number.

    ``manifest`` and ``report`` are JSON texts written by ``services.packages``.
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
    """A ticket to store one archive; ``package_id`` and ``revision`` tell what came of it."""

    storage_key = fields.CharField(max_length=500)
    filename = fields.CharField(max_length=255)
    file_size = big_number()
    uploaded_by = fields.CharField(max_length=255)
    status = fields.CharEnumField(UploadStatus, default=UploadStatus.ISSUED, max_length=16)
    package_id = fields.UUIDField(null=True)
    revision = fields.IntField(null=True)
    expires_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "upload"
        unique_together = (("tenant_id", "id"), ("tenant_id", "storage_key"))
