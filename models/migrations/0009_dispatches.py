from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from models.dispatch import STATEMENTS, Arrival, EntryKind, Identity, Retake, Standard, ZipStatus
from models.launch import Window
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [("models", "0008_lists")]

    initial = False

    operations = [
        ops.CreateModel(
            name='Dispatch',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('package_id', fields.UUIDField()),
                ('revision', fields.IntField(null=True)),
                ('name', fields.CharField(default='', max_length=255)),
                ('client_name', fields.CharField(null=True, max_length=255)),
                ('destination', fields.CharField(null=True, max_length=255)),
                ('registration_limit', fields.IntField(null=True)),
                ('license_limit', fields.IntField(null=True)),
                ('track_licenses', fields.BooleanField(default=False)),
                ('registration_count', fields.IntField(default=0)),
                ('license_count', fields.IntField(default=0)),
                ('allowed_domains', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('password_hash', fields.TextField(default='', unique=False)),
                ('password_set_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('paused', fields.BooleanField(default=False)),
                ('accepts_new', fields.BooleanField(default=True)),
                ('revoked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('standard', fields.CharEnumField(default=Standard.SCORM_12, description='SCORM_12: 1.2\nSCORM_2004_3RD: 2004 3rd Edition\nSCORM_2004_4TH: 2004 4th Edition', enum_type=Standard, max_length=16)),
                ('window', fields.CharEnumField(default=Window.FRAME, description='FRAME: frame\nPOPUP: popup', enum_type=Window, max_length=16)),
                ('identity', fields.CharEnumField(default=Identity.BOUND, description='BOUND: bound\nASSERTED: asserted', enum_type=Identity, max_length=16)),
                ('retake', fields.CharEnumField(default=Retake.REVIEW, description='REVIEW: review\nNEW_ATTEMPT: new_attempt', enum_type=Retake, max_length=16)),
                ('hides_learners', fields.BooleanField(default=False)),
                ('token_id', fields.UUIDField(default=uuid4)),
                ('token_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('zip_status', fields.CharEnumField(default=ZipStatus.READY, description='NONE: none\nQUEUED: queued\nREADY: ready\nFAILED: failed', enum_type=ZipStatus, max_length=16)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'dispatch', 'app': 'models', 'unique_together': (('tenant_id', 'id'),), 'indexes': [Index(fields=['tenant_id', 'package_id']), Index(fields=['tenant_id', 'created_at'])], 'pk_attr': 'id', 'table_description': '``revision`` is the number of a pinned revision, none for the current one.'},
            bases=['Identified', 'Model'],
        ),
        ops.CreateModel(
            name='DispatchEntry',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('dispatch_id', fields.UUIDField()),
                ('seat_id', fields.UUIDField(null=True)),
                ('session_key', fields.UUIDField(null=True)),
                ('kind', fields.CharEnumField(description='REGISTERED: registered\nLICENSED: licensed\nRELEASED: released\nRENEWED: renewed\nUNBOUND: unbound', enum_type=EntryKind, max_length=16)),
                ('registrations', fields.IntField(default=0)),
                ('licenses', fields.IntField(default=0)),
                ('actor_kind', fields.CharField(default='', max_length=16)),
                ('actor_id', fields.CharField(default='', max_length=64)),
                ('actor_name', fields.CharField(default='', max_length=320)),
            ],
            options={'table': 'dispatch_entry', 'app': 'models', 'indexes': [Index(fields=['tenant_id', 'dispatch_id', 'id'])], 'pk_attr': 'id', 'table_description': 'One line of the seat ledger: by how much it changes the counts of its dispatch.'},
            bases=['TenantRow', 'Model'],
        ),
        ops.CreateModel(
            name='DispatchRegistration',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('dispatch_id', fields.UUIDField()),
                ('session_key', fields.UUIDField()),
                ('seat_id', fields.UUIDField()),
                ('arrival', fields.CharEnumField(default=Arrival.NEW, description='NEW: new\nUNBOUND: unbound', enum_type=Arrival, max_length=16)),
                ('binding_hash', fields.CharField(max_length=64)),
                ('host', fields.CharField(default='', max_length=300)),
                ('lms', fields.CharField(default='', max_length=16)),
                ('accepted', fields.TextField(default='', unique=False)),
                ('accepted_version', fields.IntField(default=0)),
                ('accepted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('refusal', fields.CharField(default='', max_length=64)),
                ('refused_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('diagnosis', fields.TextField(default='', unique=False)),
                ('admitted_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('opened_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'dispatch_registration', 'app': 'models', 'unique_together': (('tenant_id', 'id'), ('tenant_id', 'session_key'), ('tenant_id', 'dispatch_id', 'binding_hash')), 'indexes': [Index(fields=['tenant_id', 'dispatch_id', 'created_at']), Index(fields=['tenant_id', 'seat_id'])], 'pk_attr': 'id', 'table_description': 'A session that a dispatch has led to, and how far its result has come.'},
            bases=['Identified', 'Model'],
        ),
        ops.CreateModel(
            name='DispatchSeat',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('dispatch_id', fields.UUIDField()),
                ('user_id', fields.CharField(max_length=255)),
                ('registered', fields.BooleanField(default=True)),
                ('licensed', fields.BooleanField(default=False)),
            ],
            options={'table': 'dispatch_seat', 'app': 'models', 'unique_together': (('tenant_id', 'id'), ('tenant_id', 'dispatch_id', 'user_id')), 'indexes': [Index(fields=['tenant_id', 'dispatch_id', 'created_at', 'id']), Index(fields=['tenant_id', 'user_id'])], 'pk_attr': 'id', 'table_description': 'A learner of a dispatch, counted once however often they come back.'},
            bases=['Identified', 'Model'],
        ),
        ops.AddField(
            model_name='Launch',
            name='relay_host',
            field=fields.CharField(default='', db_default='', max_length=300),
        ),
        ops.AddField(
            model_name='LaunchTicket',
            name='relay_host',
            field=fields.CharField(default='', db_default='', max_length=300),
        ),
        ops.RunSQL(STATEMENTS),
    ]
