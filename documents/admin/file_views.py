"""One file in the admin: its versions, what the reading found, withdrawing, restoring, deleting."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.documents.views import documents as wagtail_views
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from documents import sentences
from documents.admin.deleting import objection_to_deleting, page_use
from documents.models import ArchiveFile, RecordPage
from documents.services import withdrawal
from documents.services.duplicates import one_at_a_time
from documents.tasks import ask_for_ingest


class WithdrawalForm(forms.Form):
    """Why something that was public is closed; the public reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Motivo"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=gettext_lazy(
            "Lo leerá cualquiera que llegue a esta dirección. Por ejemplo: contenía datos personales."
        ),
    )


class FileEditView(wagtail_views.EditView):
    """Wagtail's form, with the state of the reading before it and the versions after it."""

    template_name = "documents/admin/file_edit.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        current = self.object.current
        records = RecordPage.objects.filter(record_files__file=self.object).distinct()
        if current:
            context |= {
                "state_icon": sentences.STATE_ICONS[current.state],
                "state_sentence": sentences.state_sentence(current),
                "warning_sentences": sentences.warning_sentences(current),
            }
        return context | {
            "current": current,
            "versions": self.object.versions.select_related("created_by"),
            "records": [page_use(page) for page in records],
        }

    def post(self, request, *args, **kwargs):
        with one_at_a_time():
            return super().post(request, *args, **kwargs)

    @property
    def can_delete(self):
        """No button for what would be refused: what was public is withdrawn instead."""
        return self.object.first_public_at is None and super().can_delete

    def save_instance(self):
        before = self.object.current_id
        instance = super().save_instance()
        if instance.current_id != before:
            log(
                instance, "documents.new_version", user=self.request.user,
                data={"number": instance.current.number, "reason": instance.current.reason},
            )  # fmt: skip
        return instance


class FileCreateView(wagtail_views.CreateView):
    def post(self, request, *args, **kwargs):
        with one_at_a_time():
            return super().post(request, *args, **kwargs)


class FileDeleteView(wagtail_views.DeleteView):
    """Deletes what was never public and nobody uses; for the rest it says what to do instead."""

    def dispatch(self, request, *args, **kwargs):
        if not self.user_has_permission("delete"):
            raise PermissionDenied
        if objection := objection_to_deleting(self.object):
            context = {
                "header_title": _("No se puede borrar"),
                "header_icon": self.header_icon,
                "objections": [objection],
                "page_title": _("No se puede borrar"),
            }
            status = 409 if request.method == "POST" else 200
            return TemplateResponse(request, "documents/admin/cannot_delete.html", context, status=status)
        return super().dispatch(request, *args, **kwargs)


class FileActionView(WagtailAdminTemplateMixin, View):
    """What the actions on one file have in common: the file, and the permission to change it."""

    header_icon = "doc-full-inverse"

    @cached_property
    def archive_file(self) -> ArchiveFile:
        return get_object_or_404(ArchiveFile.objects.select_related("current"), pk=self.kwargs["document_id"])

    def dispatch(self, request, *args, **kwargs):
        policy = policy_registry.get_by_type(ArchiveFile)
        if not policy.user_has_permission_for_instance(request.user, "change", self.archive_file):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("wagtaildocs:edit", args=[self.archive_file.pk]))


class RetryView(FileActionView):
    """Asks for the newest version to be read again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        version = self.archive_file.current
        if version is None:
            messages.error(request, _("Este archivo no tiene ninguna versión que leer."))
            return self.back()
        ask_for_ingest(version.pk)
        messages.success(request, _("«%(title)s» se volverá a leer.") % {"title": self.archive_file.title})
        return self.back()


class WithdrawFileView(FileActionView):
    """Asks for the reason, then closes the file to the public."""

    template_name = "documents/admin/withdraw.html"
    page_title = gettext_lazy("Retirar archivo")

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self._page(WithdrawalForm())

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = WithdrawalForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        withdrawal.withdraw_file(self.archive_file, reason=form.cleaned_data["reason"], user=request.user)
        messages.success(request, _("«%(title)s» quedó retirado.") % {"title": self.archive_file.title})
        return self.back()

    def get_page_subtitle(self):
        return self.archive_file.title

    def get_breadcrumbs_items(self):
        edit = reverse("wagtaildocs:edit", args=[self.archive_file.pk])
        index = {"url": reverse("wagtaildocs:index"), "label": _("Archivos")}
        here = {"url": "", "label": self.page_title}
        return [*super().get_breadcrumbs_items(), index, {"url": edit, "label": self.archive_file.title}, here]

    def _page(self, form: WithdrawalForm) -> HttpResponse:
        records = RecordPage.objects.filter(record_files__file=self.archive_file).distinct()
        return self.render_to_response(
            self.get_context_data(
                form=form,
                title=self.archive_file.title,
                what="file",
                records=[page_use(page) for page in records],
                back_url=reverse("wagtaildocs:edit", args=[self.archive_file.pk]),
            )
        )


class RestoreFileView(FileActionView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        withdrawal.restore_file(self.archive_file, user=request.user)
        messages.success(request, _("«%(title)s» vuelve a estar disponible.") % {"title": self.archive_file.title})
        return self.back()
