"""Dropping many files at once: each is judged by its content and compared with the archive before it is stored."""

import secrets
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.documents.views import multiple
from wagtail.models import UploadedFile

from documents.admin.deleting import objection_to_deleting
from documents.models import ArchiveFile
from documents.services.duplicates import one_at_a_time, refuse_copy
from documents.services.versions import check_upload


class AddFilesView(multiple.AddView):
    """Answers each dropped file with a form to finish it, or with why it was refused."""

    template_name = "documents/admin/add_files.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        upload = request.FILES.get("files[]")
        if upload is None:
            return HttpResponseBadRequest(_("No llegó ningún archivo."))
        form = self.get_upload_form_class()(
            {
                "title": request.POST.get("title", upload.name),
                "collection": request.POST.get("collection"),
            },
            {"file": upload},
            user=request.user,
        )
        # Two people may drop the same file at the same moment: the second waits here, and is told.
        with one_at_a_time():
            if form.is_valid():
                self.object = self.save_object(form)
                return JsonResponse(self.get_edit_object_response_data())
        if "file" in form.errors:
            return JsonResponse(self.get_invalid_response_data(form))
        # The bytes are good but a field is not (a title that is too long): kept aside until it is mended, below a
        # folder that nobody can guess, because the media folder may be served as it is.
        self.upload_object = UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(ArchiveFile),
            file=File(upload, name=f"{secrets.token_urlsafe(16)}/{upload.name}"),
            uploaded_by_user=request.user,
        )
        self.object = ArchiveFile(title=form.data["title"][:255])
        if "collection" in form.cleaned_data:
            self.object.collection = form.cleaned_data["collection"]
        return JsonResponse(self.get_edit_upload_response_data())

    def get_invalid_response_data(self, form) -> dict:
        """The page adds the message as HTML: what is not marked as safe is escaped here."""
        return {"success": False, "error_message": "<br>".join(conditional_escape(e) for e in form.errors["file"])}


class EditFileInListView(multiple.EditView):
    """Finishes a file that is stored: title, language, labels."""


class FinishUploadView(multiple.CreateFromUploadedDocumentView):
    """Makes a file of the bytes that were kept aside; they are judged again, since the archive may have them by now."""

    def get_edit_form_class(self):
        upload = get_object_or_404(UploadedFile, pk=self.kwargs[self.upload_pk_url_kwarg])
        user = self.request.user

        form_class: Any = super().get_edit_form_class()

        class FinishForm(form_class):
            def clean(self):
                cleaned = super().clean()
                check_upload(upload.file)
                refuse_copy(upload.file, user=user)
                return cleaned

        return FinishForm

    def post(self, request, *args, **kwargs):
        with one_at_a_time():
            return super().post(request, *args, **kwargs)


class DeleteFileInListView(multiple.DeleteView):
    """Takes a file back from the upload page; one that is in use or was public stays, and says why."""

    def post(self, request, *args, **kwargs):
        archive_file = get_object_or_404(ArchiveFile, pk=kwargs[self.pk_url_kwarg])
        self.model = self.get_model()
        if not self.permission_policy.user_has_permission_for_instance(request.user, "delete", archive_file):
            raise PermissionDenied
        if objection := objection_to_deleting(archive_file):
            message = f"{conditional_escape(objection.sentence)} {conditional_escape(objection.mend)}"
            return JsonResponse({"success": False, "error_message": mark_safe(message)})  # noqa: S308 (escaped above)
        return super().post(request, *args, **kwargs)


__all__ = ["AddFilesView", "DeleteFileInListView", "EditFileInListView", "FinishUploadView"]
