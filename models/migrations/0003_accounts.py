from tortoise import migrations
from tortoise.migrations import operations as ops
from models import account, audit
from models.account import Role
from models.tenant import ErrorFormat, TenantStatus
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
        ops.AddField(
            model_name='Tenant',
            name='status',
            field=fields.CharEnumField(default=TenantStatus.ACTIVE, db_default='active', description='ACTIVE: active\nSUSPENDED: suspended', enum_type=TenantStatus, max_length=16),
        ),
        ops.AddField(
            model_name='Tenant',
            name='error_format',
            field=fields.CharEnumField(default=ErrorFormat.NESTED, db_default='nested', description='NESTED: nested\nFLAT: flat', enum_type=ErrorFormat, max_length=16),
        ),
        ops.AddField(
            model_name='Tenant',
            name='allowed_domains',
            field=fields.JSONField(default=list, db_default=[]),
        ),
        ops.AddField(
            model_name='Tenant',
            name='return_url',
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='Tenant',
            name='require_version',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Tenant',
            name='external_jwt',
            field=fields.JSONField(default=dict, db_default={}),
        ),
        ops.AddField(
            model_name='ApiKey',
            name='replaced_by',
            field=fields.UUIDField(null=True),
        ),
        ops.CreateModel(
            name='User',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('email', fields.CharField(max_length=320)),
                ('name', fields.CharField(max_length=255)),
                ('password_hash', fields.CharField(default='', max_length=255)),
                ('epoch', fields.IntField(default=1)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'app_user', 'app': 'models', 'unique_together': (('email',),), 'pk_attr': 'id', 'table_description': 'A person of the whole installation, seen by the tenants that person works for.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Membership',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('user_id', fields.UUIDField()),
                ('role', fields.CharEnumField(description='OWNER: owner\nADMIN: admin\nEDITOR: editor\nVIEWER: viewer', enum_type=Role, max_length=16)),
            ],
            options={'table': 'membership', 'app': 'models', 'unique_together': (('tenant_id', 'user_id'),), 'indexes': [Index(fields=['user_id'])], 'pk_attr': 'id'},
            bases=['Identified', 'Model'],
        ),
        ops.CreateModel(
            name='UserSession',
            fields=[
                ('tenant_id', fields.UUIDField()),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('user_id', fields.UUIDField()),
                ('token_hash', fields.CharField(max_length=64)),
                ('epoch', fields.IntField()),
                ('last_seen_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'user_session', 'app': 'models', 'unique_together': (('tenant_id', 'id'), ('tenant_id', 'token_hash')), 'indexes': [Index(fields=['token_hash']), Index(fields=['tenant_id', 'user_id'])], 'pk_attr': 'id', 'table_description': "Someone signed in to one tenant; only the SHA-256 of the cookie's token is kept."},
            bases=['Identified', 'Model'],
        ),
        ops.RunSQL(account.STATEMENTS),
    ]
