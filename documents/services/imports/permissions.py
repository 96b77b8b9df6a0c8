"""Who may import into what, and which records cannot be touched now."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from documents.models import ArchiveFile, CollectionPage, RecordPage

from . import history
from .outcomes import Change, PlannedRow


def may_import(user: Any) -> bool:
    """Whether the user may add files and has at least one collection to add records to."""
    return policy_registry.get_by_type(ArchiveFile).user_has_permission(user, "add") and any(
        page.permissions_for_user(user).can_add_subpage() for page in CollectionPage.objects.all()
    )


def check_permissions(
    rows: list[PlannedRow],
    collections: dict[int, CollectionPage],
    pages: dict[int, RecordPage],
    *,
    user: Any,
    publish: bool,
) -> None:
    """Refuse the rows that the user may not write; nothing to check without a user."""
    if user is None:
        return
    allowed: dict[int, bool] = {}
    for pk, collection in collections.items():
        tester = collection.permissions_for_user(user)
        allowed[pk] = tester.can_add_subpage() and (not publish or tester.can_publish_subpage())
    for row in rows:
        if row.collection_id is None:
            continue
        fine = allowed[row.collection_id]
        if fine and row.page_id is not None:
            tester = pages[row.page_id].permissions_for_user(user)
            fine = tester.can_edit() and (not publish or tester.can_publish())
        if not fine:
            row.refuse(
                "collection",
                collections[row.collection_id].title,
                _("su cuenta no tiene permiso para escribir en «%(collection)s»")
                % {"collection": collections[row.collection_id].title},
                _("pida el permiso o elija otra colección"),
            )


def check_state(row: PlannedRow, page: RecordPage, *, publish: bool) -> None:
    """Refuse to change a record that is withdrawn, locked, in review, or has somebody's unpublished draft."""
    if page.withdrawn_at is not None:
        row.refuse("title", page.title, _("el registro fue retirado"), _("quite el renglón"))
    elif page.locked or page.current_workflow_state is not None:
        row.refuse(
            "title",
            page.title,
            _("el registro está bloqueado o en revisión"),
            _("desbloquéelo o termine la revisión y vuelva a importar"),
        )
    elif publish and page.has_unpublished_changes and page.latest_revision_id not in history.own_revisions([page.pk]):
        row.refuse(
            "title",
            page.title,
            _("el registro tiene un borrador que alguien no ha publicado"),
            _("publíquelo o descártelo y vuelva a importar, o importe sin publicar"),
        )


def publication_change(page: RecordPage, publish: bool) -> list[Change]:
    """The change of publishing a draft that an import left."""
    if publish and (not page.live or page.has_unpublished_changes):
        return [Change("", _("publicación"), _("borrador"), _("publicado"))]
    return []
