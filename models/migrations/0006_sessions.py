from tortoise import migrations
from tortoise.migrations import operations as ops
from models import erasure
from models.erasure import ErasureStatus
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0005_uploads')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Session',
            name='told_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Session',
            name='dispatch_id',
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name='Session',
            name='preview',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.CreateModel(
            name='Erasure',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('subject', fields.CharField(max_length=64)),
                ('sealed', fields.TextField(default='', unique=False)),
                ('status', fields.CharEnumField(default=ErasureStatus.QUEUED, description='QUEUED: queued\nRUNNING: running\nCOMPLETED: completed\nFAILED: failed', enum_type=ErasureStatus, max_length=16)),
                ('counts', fields.TextField(default='{}', unique=False)),
                ('problem', fields.TextField(default='', unique=False)),
                ('actor_kind', fields.CharField(default='', max_length=16)),
                ('actor_id', fields.CharField(default='', max_length=64)),
                ('actor_name', fields.CharField(default='', max_length=320)),
                ('request_id', fields.CharField(default='', max_length=128)),
                ('started_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('finished_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'erasure', 'app': 'models', 'unique_together': (('tenant_id', 'id'),), 'indexes': [Index(fields=['tenant_id', 'subject']), Index(fields=['tenant_id', 'created_at'])], 'pk_attr': 'id', 'table_description': "``subject`` is a keyed hash of the learner's id, ``sealed`` the id itself, encrypted, for"},
            bases=['Identified', 'Model'],
        ),
        ops.RunSQL(erasure.STATEMENTS),
    ]
