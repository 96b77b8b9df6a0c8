"""What a site holds beyond what `migrate` puts into every new one: what a restore would destroy."""

from __future__ import annotations

from .tables import copied

#: Tables that are not empty on a new site.
OF_EVERY_SITE = frozenset(
    {
        "auth.Group", "auth.Group_permissions", "auth.Permission", "contenttypes.ContentType",
        "wagtailcore.Collection", "wagtailcore.GroupApprovalTask", "wagtailcore.GroupApprovalTask_groups",
        "wagtailcore.GroupCollectionPermission", "wagtailcore.GroupPagePermission", "wagtailcore.Locale",
        "wagtailcore.Site", "wagtailcore.Task", "wagtailcore.Workflow", "wagtailcore.WorkflowContentType",
        "wagtailcore.WorkflowPage", "wagtailcore.WorkflowTask", "wagtailcore.ReferenceIndex",
        "django_tasks_database.DBTaskResult",
    }
)  # fmt: skip
PAGES_OF_EVERY_SITE = 2  # Wagtail's root and its page of welcome


def contents() -> list[tuple[str, int]]:
    """(name, how many) of all that would be lost, most first; empty for a new site."""
    found = []
    for table in copied():
        if table.label in OF_EVERY_SITE or table.model._meta.auto_created:
            continue
        count = table.rows().count()
        if table.label == "wagtailcore.Page" and count <= PAGES_OF_EVERY_SITE:
            continue
        if count:
            found.append((str(table.model._meta.verbose_name_plural), count))
    return sorted(found, key=lambda item: (-item[1], item[0]))
