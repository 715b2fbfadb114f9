from tortoise import migrations
from tortoise.migrations import operations as ops
from models import attempt, commit, erasure, launch, spent_token
from models.erasure import ErasureStatus
from scorm.status import Completion, Success
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
        *(
            ops.AddField(model_name='Session', name=name, field=field)
            for name, field in (
                ('imported', fields.BooleanField(default=False, db_default=False)),
                ('launch_count', fields.IntField(default=0, db_default=0)),
                ('last_launched_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            )
        ),
        ops.CreateModel(
            name='Attempt',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('session_key', fields.UUIDField()),
                ('number', fields.IntField()),
                ('run', fields.IntField(default=0)),
                ('revision_id', fields.UUIDField()),
                ('completion_status', fields.CharEnumField(description='NOT_ATTEMPTED: not_attempted\nINCOMPLETE: incomplete\nCOMPLETED: completed', enum_type=Completion, max_length=16)),
                ('success_status', fields.CharEnumField(description='UNKNOWN: unknown\nPASSED: passed\nFAILED: failed', enum_type=Success, max_length=16)),
                ('score_scaled', fields.FloatField(null=True)),
                ('score_raw', fields.FloatField(null=True)),
                ('score_min', fields.FloatField(null=True)),
                ('score_max', fields.FloatField(null=True)),
                ('progress_measure', fields.FloatField(null=True)),
                ('time_spent', fields.FloatField(default=0.0)),
                ('started_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'attempt', 'app': 'models', 'unique_together': (('tenant_id', 'session_key', 'number', 'run'),), 'pk_attr': 'id', 'table_description': '``run`` 0 is a whole attempt. Others are earlier ways through the activity tree within it,'},
            bases=['TenantRow', 'Model'],
        ),
        ops.CreateModel(
            name='SpentToken',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('digest', fields.CharField(max_length=64)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'spent_token', 'app': 'models', 'unique_together': (('tenant_id', 'digest'),), 'indexes': [Index(fields=['tenant_id', 'expires_at'])], 'pk_attr': 'id', 'table_description': '``digest`` is the SHA-256 of issuer and ``jti``; once the token is over, it can go.'},
            bases=['TenantRow', 'Model'],
        ),
        ops.RunSQL([*attempt.STATEMENTS, *spent_token.STATEMENTS, *commit.REPLACED, *launch.BY_DAY]),
    ]
