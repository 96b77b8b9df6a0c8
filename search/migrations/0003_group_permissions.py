"""Wagtail's two groups may keep synonyms and promoted results and see the reports of searches."""

from django.db import migrations

NAMES = {"add": "Can add", "change": "Can change", "delete": "Can delete", "view": "Can view"}
MODELS = {
    ("search", "synonymgroup"): ("regla de sinónimos", ["add", "change", "delete", "view"]),
    ("search", "queryday"): ("búsqueda", ["view"]),
    ("wagtailsearchpromotions", "searchpromotion"): ("search promotion", ["add", "change", "delete"]),
}
GROUPS = ["Editors", "Moderators"]


def give(apps, schema_editor):
    types = apps.get_model("contenttypes.ContentType").objects
    permissions = apps.get_model("auth.Permission").objects
    given = []
    for (app, model), (name, actions) in MODELS.items():
        content_type, _created = types.get_or_create(app_label=app, model=model)
        for action in actions:
            given.append(
                permissions.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"{NAMES[action]} {name}"},
                )[0]
            )
    for group in apps.get_model("auth.Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*given)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_synonyms_and_days"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        # Makes the two groups.
        ("wagtailcore", "0002_initial_data"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
