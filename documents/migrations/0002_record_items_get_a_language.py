"""The items inside a record can be translated: each gets a language (its record's) and a key of its own."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

ITEMS = ("agendaitem", "agreement", "attendee", "gazetteextract", "recordfile")


def fill(apps, schema_editor):
    for name in ITEMS:
        model = apps.get_model("documents", name)
        for item in model.objects.filter(translation_key=None).select_related("page").iterator():
            item.translation_key, item.locale_id = uuid.uuid4(), item.page.locale_id
            item.save(update_fields=["translation_key", "locale"])


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [
        operation
        for name in ITEMS
        for operation in (
            migrations.AddField(
                name, "translation_key", models.UUIDField(null=True, editable=False, default=None)
            ),
            migrations.AddField(
                name,
                "locale",
                models.ForeignKey(
                    "wagtailcore.Locale",
                    null=True,
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    verbose_name="locale",
                ),
            ),
        )
    ] + [migrations.RunPython(fill, migrations.RunPython.noop)]
