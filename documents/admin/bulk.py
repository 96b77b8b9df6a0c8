"""Deleting many files at once: what may not be deleted is said, the rest goes."""

from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.documents.views.bulk_actions import DeleteBulkAction

from documents.admin.deleting import objection_to_deleting


class DeleteFilesAction(DeleteBulkAction):
    """Wagtail deletes the whole selection in one query, past `ArchiveFile.delete`; here each file is asked."""

    template_name = "documents/admin/confirm_bulk_delete.html"
    aria_label = gettext_lazy("Borrar los archivos elegidos")

    def get_actionable_objects(self):
        objects, left_out = super().get_actionable_objects()
        self.objections = [found for item in objects if (found := objection_to_deleting(item))]
        objected = {objection.archive_file.pk for objection in self.objections}
        return [item for item in objects if item.pk not in objected], left_out

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"objections": self.objections}

    @classmethod
    def execute_action(cls, objects, **kwargs):
        deleted = 0
        for archive_file in objects:
            try:
                with transaction.atomic():
                    archive_file.delete()
            except ProtectedError:  # somebody attached it to a record since the page was shown
                continue
            deleted += 1
        return deleted, 0

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.objections:
            names = ", ".join(f"«{objection.archive_file.title}»" for objection in self.objections)
            messages.warning(
                self.request,
                _("No se borró %(names)s: ya fue público o hay registros que lo usan.") % {"names": names},
            )
        return response

    def get_success_message(self, num_parent_objects, num_child_objects):
        if not num_parent_objects:
            return None
        return ngettext("Se borró %(total)d archivo.", "Se borraron %(total)d archivos.", num_parent_objects) % {
            "total": num_parent_objects
        }
