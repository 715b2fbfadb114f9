from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("models", "0007_webhooks")]

    initial = False

    operations = []
