from django.db import migrations
from django.db.models.functions import Lower


def lower_addresses(apps, schema_editor):
    """Signing in looks addresses up in small letters; no two differ in their case alone (0001)."""
    users = apps.get_model("accounts", "User")._base_manager.using(schema_editor.connection.alias)
    users.update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_preferences_and_addresses")]

    operations = [migrations.RunPython(lower_addresses, migrations.RunPython.noop)]
