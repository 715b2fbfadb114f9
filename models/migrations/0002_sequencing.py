from tortoise import migrations
from tortoise.migrations import operations as ops
from models.sequencing import STATEMENTS
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ActivityTreeState',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('session_key', fields.UUIDField()),
                ('owner', fields.UUIDField()),
                ('attempt', fields.IntField()),
                ('state', fields.TextField(unique=False)),
                ('settled', fields.TextField(default='', unique=False)),
                ('trace', fields.TextField(default='[]', unique=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'activity_tree_state', 'app': 'models', 'unique_together': (('tenant_id', 'owner', 'attempt'),), 'indexes': [Index(fields=['tenant_id', 'session_key'])], 'pk_attr': 'id', 'table_description': 'The tracking of a whole activity tree; ``state`` is its snapshot as text.'},
            bases=['TenantRow', 'Model'],
        ),
        ops.CreateModel(
            name='GlobalObjective',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('user_id', fields.CharField(max_length=255)),
                ('target_hash', fields.CharField(max_length=64)),
                ('target', fields.TextField(unique=False)),
                ('satisfied', fields.BooleanField(null=True)),
                ('measure', fields.FloatField(null=True)),
                ('score_raw', fields.FloatField(null=True)),
                ('score_min', fields.FloatField(null=True)),
                ('score_max', fields.FloatField(null=True)),
                ('completed', fields.BooleanField(null=True)),
                ('progress', fields.FloatField(null=True)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'global_objective', 'app': 'models', 'unique_together': (('tenant_id', 'user_id', 'target_hash'),), 'pk_attr': 'id', 'table_description': 'What one learner has reached in an objective that courses share. [SN 3.10]'},
            bases=['TenantRow', 'Model'],
        ),
        ops.CreateModel(
            name='SharedStore',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('session_key', fields.UUIDField(null=True)),
                ('user_id', fields.CharField(max_length=255)),
                ('scope', fields.CharField(default='', max_length=64)),
                ('target_hash', fields.CharField(max_length=64)),
                ('target', fields.TextField(unique=False)),
                ('store', fields.TextField(unique=False)),
                ('writer_id', fields.UUIDField()),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'shared_store', 'app': 'models', 'unique_together': (('tenant_id', 'user_id', 'scope', 'target_hash'),), 'indexes': [Index(fields=['tenant_id', 'session_key'])], 'pk_attr': 'id', 'table_description': 'The content of one bucket of ``adl.data``. [SCORM 2004 4th Ed. RTE 4.3.1]'},
            bases=['TenantRow', 'Model'],
        ),
        ops.RunSQL(STATEMENTS),
    ]
