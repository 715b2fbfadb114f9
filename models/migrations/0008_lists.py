from tortoise import migrations
from tortoise.migrations import operations as ops
from models import listing, moving, package_search
from models.moving import MoveStatus
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [("models", "0007_webhooks")]

    initial = False

    operations = [
        ops.AddField(
            model_name='Session',
            name='move_to',
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name='Revision',
            name='head',
            field=fields.TextField(default='', db_default='', unique=False),
        ),
        ops.CreateModel(
            name='PackageMigration',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('package_id', fields.UUIDField()),
                ('revision', fields.IntField()),
                ('wanted', fields.TextField(default='', unique=False)),
                ('only_keeps', fields.BooleanField(default=False)),
                ('status', fields.CharEnumField(default=MoveStatus.QUEUED, description='QUEUED: queued\nRUNNING: running\nCOMPLETED: completed', enum_type=MoveStatus, max_length=16)),
                ('total', fields.IntField()),
                ('moved', fields.IntField(default=0)),
                ('waiting', fields.IntField(default=0)),
                ('skipped', fields.IntField(default=0)),
                ('started_over', fields.IntField(default=0)),
                ('lost', fields.TextField(default='{}', unique=False)),
                ('reached', fields.UUIDField(null=True)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('finished_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'package_migration', 'app': 'models', 'unique_together': (('tenant_id', 'id'),), 'indexes': [Index(fields=['tenant_id', 'package_id'])], 'pk_attr': 'id', 'table_description': 'One order to move sessions, and how far it has come.'},
            bases=['Identified', 'Model'],
        ),
        ops.CreateModel(
            name='SessionListing',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('key', fields.UUIDField(primary_key=True, unique=True, db_index=True)),
                ('package_id', fields.UUIDField()),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('time_spent', fields.FloatField()),
                ('place', fields.BigIntField()),
                ('revision', fields.IntField()),
                ('completion_status', fields.CharField(max_length=16)),
                ('success_status', fields.CharField(max_length=16)),
                ('status', fields.CharField(max_length=16)),
                ('user_id', fields.CharField(max_length=255)),
                ('search', fields.TextField(unique=False)),
                ('launched_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('completed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('score', fields.FloatField()),
                ('dispatch_id', fields.UUIDField(null=True)),
            ],
            options={'table': 'session_listing', 'app': 'models', 'pk_attr': 'key', 'table_description': '``place`` counts the rows, and orders equal ones. ``search`` is what a learner is looked for'},
            bases=['TenantRow', 'Model'],
        ),
        ops.RunSQL(moving.STATEMENTS),
        ops.RunSQL(listing.STATEMENTS),
        ops.RunSQL(package_search.STATEMENTS),
    ]
