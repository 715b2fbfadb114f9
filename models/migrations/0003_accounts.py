from tortoise import migrations
from tortoise.migrations import operations as ops
from models import audit
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0002_sequencing')]

    initial = False

    operations = [
        ops.CreateModel(
            name='AuditHead',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('seq', fields.BigIntField()),
                ('hash', fields.CharField(default='', max_length=64)),
            ],
            options={'table': 'audit_head', 'app': 'models', 'unique_together': (('tenant_id',),), 'pk_attr': 'id', 'table_description': "The latest entry's number and hash; whoever adds one holds this row until it commits."},
            bases=['TenantRow', 'Model'],
        ),
        ops.CreateModel(
            name='AuditEntry',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('seq', fields.BigIntField()),
                ('action', fields.CharField(max_length=64)),
                ('target', fields.TextField(unique=False)),
                ('facts', fields.TextField(unique=False)),
                ('actor_kind', fields.CharField(max_length=16)),
                ('actor_id', fields.CharField(max_length=64)),
                ('actor_name', fields.CharField(max_length=320)),
                ('address', fields.CharField(max_length=64)),
                ('request_id', fields.CharField(max_length=128)),
                ('previous_hash', fields.CharField(max_length=64)),
                ('hash', fields.CharField(max_length=64)),
            ],
            options={'table': 'audit_entry', 'app': 'models', 'unique_together': (('tenant_id', 'seq'),), 'indexes': [Index(fields=['tenant_id', 'action', 'seq']), Index(fields=['tenant_id', 'actor_id', 'seq'])], 'pk_attr': 'id', 'table_description': '``hash`` is taken over all other columns, ``previous_hash`` among them.\n\n``facts`` is a JSON object as text, exactly as it was hashed.'},
            bases=['Identified', 'Model'],
        ),
        ops.RunSQL(audit.STATEMENTS),
    ]
