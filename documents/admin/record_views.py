"""Withdrawing a record from the archive and restoring it, from its buttons in the admin."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from documents.admin.file_views import WithdrawalForm
from documents.models import RecordPage
from documents.services import withdrawal


def may_withdraw(user, page: Page) -> bool:
    """Whoever may publish a record may close it; it closes in all of its languages."""
    return page.permissions_for_user(user).can_publish()


def _record(page: Page) -> RecordPage | None:
    """The page as a record, without a query where the list has loaded it already."""
    page = page if isinstance(page, RecordPage) else page.specific_deferred
    return page if isinstance(page, RecordPage) else None


class WithdrawItem(PageMenuItem):
    label = gettext_lazy("Retirar del acervo")
    icon_name = "no-view"
    url_name = "acervo_admin:withdraw_record"

    def is_shown(self, user):
        page = _record(self.page)
        return bool(page and page.live and may_withdraw(user, page) and not page.is_withdrawn)


class RestoreItem(PageMenuItem):
    label = gettext_lazy("Restituir al acervo")
    icon_name = "view"
    url_name = "acervo_admin:restore_record"

    def is_shown(self, user):
        page = _record(self.page)
        return bool(page and may_withdraw(user, page) and page.is_withdrawn)


class RecordActionView(WagtailAdminTemplateMixin, View):
    """What withdrawing and restoring have in common: the record, the permission to publish it, a form, a way back."""

    header_icon = "doc-full"

    @cached_property
    def record(self) -> RecordPage:
        return get_object_or_404(RecordPage, pk=self.kwargs["page_id"])

    def dispatch(self, request, *args, **kwargs):
        if not may_withdraw(request.user, self.record):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.record.get_admin_display_title()

    @cached_property
    def back_url(self) -> str:
        found = get_valid_next_url_from_request(self.request)
        return found or reverse("wagtailadmin_explore", args=[self.record.get_parent().pk])

    def get_context_data(self, **kwargs):
        languages = RecordPage.objects.filter(translation_key=self.record.translation_key).select_related("locale")
        return super().get_context_data(
            title=self.record.title,
            what="record",
            record=self.record,
            languages=[page.locale for page in languages],
            back_url=self.back_url,
            **kwargs,
        )


class WithdrawRecordView(RecordActionView):
    template_name = "documents/admin/withdraw.html"
    page_title = gettext_lazy("Retirar del acervo")

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=WithdrawalForm()))

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = WithdrawalForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        withdrawal.withdraw_record(self.record, reason=form.cleaned_data["reason"], user=request.user)
        messages.success(request, _("«%(title)s» quedó retirado del acervo.") % {"title": self.record.title})
        return HttpResponseRedirect(self.back_url)


class RestoreRecordView(RecordActionView):
    template_name = "documents/admin/restore.html"
    page_title = gettext_lazy("Restituir al acervo")

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        withdrawal.restore_record(self.record, user=request.user)
        messages.success(request, _("«%(title)s» volvió al acervo.") % {"title": self.record.title})
        return HttpResponseRedirect(self.back_url)
