"""The two groups of the inventory, what each may do, and the workflow between them.

Specialists write: the form, inspections, works, what sources say, imports. Those responsible also publish, unlock,
delete, moderate citizens' reports and undo anybody's import. An office may change both groups afterwards; nothing here
runs again.
"""

from django.db import migrations

SPECIALISTS, RESPONSIBLE = "Especialistas en patrimonio", "Responsables del inventario"
WORKFLOW = "Revisión del inventario"

WRITE, KEEP = ("add", "change", "view"), ("add", "change", "delete", "view")
#: (app, model) → actions of each group. Drafts bring `publish`, `lock` and `unlock`, made by `wagtail.snippets`.
MAY_SPECIALISTS = {
    ("observatorio", "monument"): WRITE,
    ("observatorio", "sourcerecord"): ("add", "view"),
    ("observatorio", "inspection"): WRITE,
    ("observatorio", "intervention"): WRITE,
    ("observatorio", "citizenreport"): ("view",),
    ("observatorio", "heritagesite"): ("view",),
    ("observatorio", "institution"): ("view",),
    ("observatorio", "museum"): WRITE,
}
MAY_RESPONSIBLE = {
    ("observatorio", "monument"): (*KEEP, "publish", "lock", "unlock"),
    ("observatorio", "sourcerecord"): ("add", "view"),
    ("observatorio", "inspection"): KEEP,
    ("observatorio", "intervention"): KEEP,
    ("observatorio", "citizenreport"): ("change", "delete", "view"),
    ("observatorio", "heritagesite"): KEEP,
    ("observatorio", "institution"): KEEP,
    ("observatorio", "museum"): KEEP,
    ("tabular", "batch"): ("change", "view"),
}
#: On the root collection: to add photographs and to choose files.
ON_COLLECTIONS = {
    ("wagtailimages", "image"): ("add", "choose"),
    ("wagtaildocs", "document"): ("choose",),
}


def permission(apps, app, model, action):
    """Django and Wagtail make these after all migrations; here they are needed before."""
    content_type, _new = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=app, model=model)
    return apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
    )[0]


def make(apps, schema_editor):
    groups = {}
    for name, allowed in ((SPECIALISTS, MAY_SPECIALISTS), (RESPONSIBLE, MAY_RESPONSIBLE)):
        group, _new = apps.get_model("auth.Group").objects.get_or_create(name=name)
        group.permissions.add(
            apps.get_model("auth.Permission").objects.get(
                content_type__app_label="wagtailadmin", codename="access_admin"
            ),
            *(permission(apps, *model, action) for model, actions in allowed.items() for action in actions),
        )
        groups[name] = group
    root = apps.get_model("wagtailcore.Collection").objects.filter(depth=1).first()
    for group in groups.values() if root else ():
        for model, actions in ON_COLLECTIONS.items():
            for action in actions:
                apps.get_model("wagtailcore.GroupCollectionPermission").objects.get_or_create(
                    group=group, collection=root, permission=permission(apps, *model, action)
                )
    make_workflow(apps, groups[RESPONSIBLE])


def make_workflow(apps, approvers):
    """What a specialist submits, those responsible approve; a monument has one workflow."""
    types = apps.get_model("contenttypes.ContentType").objects
    monuments, _new = types.get_or_create(app_label="observatorio", model="monument")
    assigned = apps.get_model("wagtailcore.WorkflowContentType").objects
    if assigned.filter(content_type=monuments).exists():
        return
    of_task, _new = types.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    task = apps.get_model("wagtailcore.GroupApprovalTask").objects.create(
        name="Revisión por los responsables del inventario", content_type=of_task, active=True
    )
    task.groups.add(approvers)
    workflow = apps.get_model("wagtailcore.Workflow").objects.create(name=WORKFLOW, active=True)
    apps.get_model("wagtailcore.WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
    assigned.create(workflow=workflow, content_type=monuments)


class Migration(migrations.Migration):
    dependencies = [
        ("observatorio", "0003_microsite"),
        ("tabular", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]
    # The groups may have people in them by then: undoing the migration leaves them.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
