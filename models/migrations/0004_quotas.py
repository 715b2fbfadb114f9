from tortoise import migrations
from tortoise.migrations import operations as ops
from models.quota import STATEMENTS
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0003_accounts')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Tenant',
            name='plan',
            field=fields.CharField(default='enterprise', db_default='enterprise', max_length=64),
        ),
        ops.AddField(
            model_name='Tenant',
            name='limits',
            field=fields.JSONField(default=dict, db_default={}),
        ),
        ops.CreateModel(
            name='ActiveLearner',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('period', fields.CharField(max_length=7)),
                ('user_id', fields.CharField(max_length=255)),
            ],
            options={'table': 'active_learner', 'app': 'models', 'unique_together': (('tenant_id', 'period', 'user_id'),), 'indexes': [Index(fields=['tenant_id', 'user_id'])], 'pk_attr': 'id', 'table_description': 'A learner who began or launched something in ``period``, a month such as 2026-11.'},
            bases=['TenantRow', 'Model'],
        ),
        ops.CreateModel(
            name='UsageCounter',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('period', fields.CharField(max_length=7)),
                ('resource', fields.CharField(max_length=32)),
                ('amount', fields.BigIntField()),
            ],
            options={'table': 'usage_counter', 'app': 'models', 'unique_together': (('tenant_id', 'period', 'resource'),), 'pk_attr': 'id', 'table_description': '``period`` is empty for what does not begin anew each month.'},
            bases=['TenantRow', 'Model'],
        ),
        ops.RunSQL(STATEMENTS),
    ]
