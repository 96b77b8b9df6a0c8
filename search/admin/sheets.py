"""Many synonyms at once: paste or upload, look at what would happen, keep; and the same rules as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from search import synonym_sheets as sheets
from search.models import SynonymGroup

MAX_BYTES = 1_000_000


class SheetForm(forms.Form):
    text = forms.CharField(
        label=_("Reglas"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("Una regla por línea, o un CSV con estos encabezados: sentido, idioma, palabras, encuentra, nota."),
    )
    file = forms.FileField(
        label=_("O suba un archivo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,.csv,text/plain,text/csv"}),
        help_text=_("Texto o CSV, en UTF-8, de 1 MB como máximo."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload = data.get("file")
        if upload and (data.get("text") or "").strip():
            raise forms.ValidationError(_("Pegue las reglas o suba un archivo, no las dos cosas."))
        if upload:
            if upload.size > MAX_BYTES:
                raise forms.ValidationError(_("El archivo pesa más de 1 MB; pártalo."))
            try:
                data["text"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise forms.ValidationError(
                    _("El archivo no está en UTF-8: guárdelo como «CSV UTF-8» o «texto UTF-8».")
                ) from error
        if not (data.get("text") or "").strip():
            raise forms.ValidationError(_("Pegue las reglas o suba un archivo."))
        return data


class SynonymImportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """First it says what each line would do; nothing is kept until «Agregar» and never when a line is wrong."""

    permission_required = "add"
    form_class = SheetForm
    template_name = "search/admin/synonym_import.html"
    page_title = _("Agregar muchos sinónimos")
    header_icon = "upload"
    success_url = reverse_lazy("search_synonyms:index")

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(SynonymGroup)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("search_synonyms:index"), "label": gettext("Sinónimos")},
            {"url": "", "label": self.get_page_title()},
        ]

    def form_valid(self, form: SheetForm) -> HttpResponse:
        text = form.cleaned_data["text"]
        sheet = sheets.read(text, sheets.rules_there())
        if sheet.faults or "keep" not in self.request.POST:
            # The file's text is in the box now, so that it can be mended and sent again.
            again = SheetForm(initial={"text": text})
            return self.render_to_response(self.get_context_data(form=again, sheet=sheet))
        count = sheets.write(sheet, user=self.request.user)
        said = ngettext("Se agregó %(n)s regla.", "Se agregaron %(n)s reglas.", count) % {"n": count}
        messages.success(self.request, said)
        for warning in sheet.warnings:
            messages.warning(self.request, warning.message)
        return redirect(str(self.success_url))


def export(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """All rules as text or CSV. Whoever may see them may take them along."""
    if not policy_registry.get_by_type(SynonymGroup).user_has_any_permission(request.user, ["add", "change", "view"]):
        raise PermissionDenied
    made = {"txt": (sheets.as_text, "text/plain"), "csv": (sheets.as_csv, "text/csv")}.get(form)
    if made is None:
        raise Http404
    lines, content_type = made
    response = StreamingHttpResponse(lines(sheets.rules_there()), content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"sinonimos.{form}")
    return response
