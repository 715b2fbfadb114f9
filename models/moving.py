"""Sessions that are moved to another revision of their package, some or all of them."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from models.base import Identified
from models.isolation import belongs, isolate


class MoveStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"


class PackageMigration(Identified, Model):
    """One order to move sessions, and how far it has come.

    ``wanted`` is a JSON list of session ids, empty for all and once it is done; ``reached`` is the
    key of the last session that was looked at, since they are taken in the order of their keys.
    ``lost`` is a JSON object of how many sessions had data of parts that have no place any more.
    """

    package_id = fields.UUIDField()
    revision = fields.IntField()
    wanted = fields.TextField(default="")
    only_keeps = fields.BooleanField(default=False)
    status = fields.CharEnumField(MoveStatus, default=MoveStatus.QUEUED, max_length=16)
    total = fields.IntField()
    moved = fields.IntField(default=0)
    waiting = fields.IntField(default=0)
    skipped = fields.IntField(default=0)
    started_over = fields.IntField(default=0)
    lost = fields.TextField(default="{}")
    reached = fields.UUIDField(null=True)
    updated_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "package_migration"
        unique_together = (("tenant_id", "id"),)
        indexes = (("tenant_id", "package_id"),)


STATEMENTS = [
    *isolate("package_migration"),
    *belongs("package_migration", "package_id", "package"),
]
