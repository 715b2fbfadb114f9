from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from models.webhook import STATEMENTS
from uuid import uuid4
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [("models", "0006_sessions")]

    initial = False

    operations = [
        ops.CreateModel(
            name='Webhook',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('url', fields.TextField(unique=False)),
                ('events', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('description', fields.TextField(default='', unique=False)),
                ('active', fields.BooleanField(default=True)),
                ('secret', fields.TextField(unique=False)),
                ('previous_secret', fields.TextField(default='', unique=False)),
                ('previous_secret_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('failure_count', fields.IntField(default=0)),
                ('last_delivery_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'webhook', 'app': 'models', 'unique_together': (('tenant_id', 'id'),), 'pk_attr': 'id', 'table_description': 'Addresses that want to be told what happens.'},
            bases=['Identified', 'Model'],
        ),
        ops.RunSQL(STATEMENTS),
    ]
