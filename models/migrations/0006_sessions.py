from tortoise import migrations


class Migration(migrations.Migration):
    dependencies = [("models", "0005_uploads")]

    initial = False

    operations = []
