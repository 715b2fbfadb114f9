from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("models", "0004_quotas")]

    initial = False

    operations = []
