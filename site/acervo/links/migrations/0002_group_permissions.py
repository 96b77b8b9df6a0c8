"""Wagtail's two groups may make and mend short links; only moderators may delete those that editors made."""

from django.db import migrations

NAMES = {"add": "Can add", "change": "Can change", "delete": "Can delete", "view": "Can view"}
GROUPS = {"Editors": ["add", "change", "view"], "Moderators": ["add", "change", "delete", "view"]}


def give(apps, schema_editor):
    content_type, _created = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="links", model="shortlink"
    )
    permissions = {
        action: apps.get_model("auth.Permission").objects.get_or_create(
            content_type=content_type, codename=f"{action}_shortlink", defaults={"name": f"{name} enlace corto"}
        )[0]
        for action, name in NAMES.items()
    }
    for group in apps.get_model("auth.Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*(permissions[action] for action in GROUPS[group.name]))


class Migration(migrations.Migration):
    dependencies = [
        ("links", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        # Makes the two groups.
        ("wagtailcore", "0002_initial_data"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
