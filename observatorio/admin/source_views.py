"""The pages of a monument's sources: side by side, adopting a value, adding a statement, all that one institution said."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from observatorio.admin.permissions import may, may_adopt, may_read, may_state
from observatorio.admin.source_forms import AdoptForm, StatementForm
from observatorio.admin.source_rows import source_table
from observatorio.admin.value_fields import WRITABLE
from observatorio.inventory.fields import SAYABLE, attribute_label
from observatorio.inventory.values import shown, value_of
from observatorio.models import Institution, Monument, SourceRecord
from observatorio.services.adoption import ChangedMeanwhile, adopt, refusal, settle


class MonumentPageView(WagtailAdminTemplateMixin, View):
    """A page about one monument: who may see it, the way back to its form, its name in the heading."""

    header_icon = "site"

    def may_enter(self) -> bool:
        return may_read(self.request.user)

    @cached_property
    def monument(self) -> Monument:
        found = Monument.objects.select_related("batch", "heritage_site").prefetch_related(
            "source_records__institution"
        )
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_enter():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return f"{self.monument.name} ({self.monument.code})"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        viewset = Monument.snippet_viewset
        edit = (
            reverse(viewset.get_url_name("edit"), args=[self.monument.pk]) if may(self.request.user, "change") else ""
        )
        return [
            {"url": reverse(viewset.get_url_name("list")), "label": _("Inmuebles")},
            {"url": edit, "label": self.monument.name},
            # The last step is the page's heading: it says of which monument.
            {"url": "", "label": f"{self.page_title}: {self.monument.name}"},
        ]

    @property
    def sources_url(self) -> str:
        return reverse("observatorio_admin:sources", args=[self.monument.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(monument=self.monument, **kwargs)


class SourcesView(MonumentPageView):
    template_name = "observatorio/admin/sources.html"
    page_title = gettext_lazy("Fuentes")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not may_state(self.request.user):
            return []
        url = reverse("observatorio_admin:add_statement", args=[self.monument.pk])
        return [HeaderButton(_("Agregar lo que dice una fuente"), url=url, icon_name="plus")]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        only_differing = request.GET.get("solo") == "diferencias"
        table = source_table(
            self.monument, may_adopt=may_adopt(request.user, self.monument), only_differing=only_differing
        )
        return self.render_to_response(self.get_context_data(table=table, only_differing=only_differing))


class StatementsView(MonumentPageView):
    """All that one institution has said of the monument, newest first; nothing of it is ever overwritten."""

    template_name = "observatorio/admin/statements.html"
    page_title = gettext_lazy("Lo que ha dicho una fuente")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        institution = get_object_or_404(Institution, pk=kwargs["institution"])
        records = self.monument.source_records.filter(institution=institution).select_related("received_by", "batch")
        statements = [{"record": record, "values": _read(record)} for record in records.order_by("-received_at", "-pk")]
        return self.render_to_response(self.get_context_data(institution=institution, statements=statements))


class AddStatementView(MonumentPageView):
    template_name = "observatorio/admin/add_statement.html"
    page_title = gettext_lazy("Agregar lo que dice una fuente")

    def may_enter(self) -> bool:
        return may_read(self.request.user) and may_state(self.request.user)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=StatementForm()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = StatementForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        record = form.save(commit=False)
        record.monument, record.values, record.received_by = self.monument, form.values(), request.user
        record.save()
        messages.success(request, _("Quedó registrado lo que dice {source}.").format(source=record.institution))
        return HttpResponseRedirect(self.sources_url)


class AdoptView(MonumentPageView):
    """Asks why and adopts: what a statement says (`?fuente=`), or a value written here."""

    template_name = "observatorio/admin/adopt.html"
    page_title = gettext_lazy("Adoptar un valor")

    def may_enter(self) -> bool:
        return may(self.request.user, "change")

    @cached_property
    def attribute(self) -> str:
        attribute = self.kwargs["attribute"]
        if attribute not in SAYABLE or (self.statement is None and attribute not in WRITABLE):
            raise Http404
        return attribute

    @cached_property
    def statement(self) -> SourceRecord | None:
        key = self.request.GET.get("fuente", "")
        if not key:
            return None
        if not key.isdecimal():
            raise Http404
        record = get_object_or_404(self.monument.source_records.select_related("institution"), pk=key)
        if self.kwargs["attribute"] not in record.values:
            raise Http404
        return record

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.answer(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not may_adopt(request.user, self.monument):
            messages.error(
                request, _("Este inmueble está bloqueado: espere a que se desbloquee y vuelva a intentarlo.")
            )
            return HttpResponseRedirect(self.sources_url)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.answer(form)
        value = self.statement.values[self.attribute] if self.statement else form.json_value()
        try:
            self.decide(form, value)
        except ChangedMeanwhile:
            now = shown(self.attribute, value_of(Monument.objects.get(pk=self.monument.pk), self.attribute))
            form.add_error(
                None,
                _(
                    "Mientras usted decidía, otra persona adoptó otro valor: «{value}». Vuelva a abrir esta página si "
                    "todavía quiere cambiarlo."
                ).format(value=now or "—"),
            )
            return self.answer(form)
        except ValidationError as error:
            form.add_error(None, refusal(error))
            return self.answer(form)
        return HttpResponseRedirect(self.sources_url)

    def decide(self, form: AdoptForm, value: Any) -> None:
        given = {"by": self.request.user, "source": form.cleaned_data["source"], "reason": form.cleaned_data["reason"]}
        expected = {self.attribute: form.cleaned_data["expected"]}
        changes = adopt(self.monument, {self.attribute: value}, expected=expected, **given)
        if not changes:
            settle(self.monument, self.attribute, **given)
        text = _("Se adoptó «{value}» en «{field}».") if changes else _("Se confirmó «{value}» en «{field}».")
        message = text.format(value=shown(self.attribute, value) or "—", field=attribute_label(self.attribute))
        messages.success(self.request, message)

    def form(self, data: Any = None) -> AdoptForm:
        initial = {}
        if self.statement:
            initial["source"] = " ".join(filter(None, [str(self.statement.institution), self.statement.key]))
        return AdoptForm(
            data, attribute=self.attribute, adopted=value_of(self.monument, self.attribute),
            free=self.statement is None, initial=initial,
        )  # fmt: skip

    def answer(self, form: AdoptForm) -> HttpResponse:
        adopted = shown(self.attribute, value_of(self.monument, self.attribute))
        said = shown(self.attribute, self.statement.values[self.attribute]) if self.statement else ""
        context = self.get_context_data(
            form=form, label=attribute_label(self.attribute), adopted=adopted, said=said, statement=self.statement,
            confirming=self.statement is not None and said == adopted, sources_url=self.sources_url,
            locked=not may_adopt(self.request.user, self.monument),
        )  # fmt: skip
        return self.render_to_response(context, status=200)


def _read(record: SourceRecord) -> list[tuple[str, str]]:
    """The values of a statement as label and text, in the inventory's order; what it knows by another name, last."""
    known = [name for name in SAYABLE if name in record.values]
    rows = [(str(attribute_label(name)), shown(name, record.values[name]) or "—") for name in known]
    return rows + [(name, str(value)) for name, value in record.values.items() if name not in SAYABLE]
