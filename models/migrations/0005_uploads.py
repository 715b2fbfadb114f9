from tortoise import migrations
from tortoise.migrations import operations as ops
from models.package import RENAMED, PackageStatus, Stage
from tortoise import fields
from tortoise.fields.db_defaults import Now
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0004_quotas')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Package',
            name='status',
            field=fields.CharEnumField(default=PackageStatus.READY, db_default=PackageStatus.READY, enum_type=PackageStatus, max_length=16),
        ),
        ops.AddField(
            model_name='Package',
            name='error',
            field=fields.JSONField(null=True),
        ),
        *(
            ops.AddField(model_name='Upload', name=name, field=field)
            for name, field in (
                ('parts', fields.TextField(default='', db_default='', unique=False)),
                ('part_size', fields.BigIntField(default=0, db_default=0)),
                ('part_count', fields.IntField(default=0, db_default=0)),
                ('etag', fields.CharField(default='', db_default='', max_length=255)),
                ('source_url', fields.TextField(default='', db_default='', unique=False)),
                ('wishes', fields.JSONField(null=True)),
                ('stage', fields.CharEnumField(default=Stage.WAITING, db_default=Stage.WAITING, enum_type=Stage, max_length=16)),
                ('percent', fields.IntField(default=0, db_default=0)),
                ('bytes_received', fields.BigIntField(default=0, db_default=0)),
                ('tries', fields.IntField(default=0, db_default=0)),
                ('error', fields.JSONField(null=True)),
                ('updated_at', fields.DatetimeField(auto_now=True, auto_now_add=False, db_default=Now())),
            )
        ),
        ops.AddIndex(model_name='Upload', index=Index(fields=['tenant_id', 'created_at'])),
        ops.RunSQL(RENAMED),
    ]
