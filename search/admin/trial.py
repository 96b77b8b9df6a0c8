"""Try a search: how each language understands it, and what the public would see. It is not counted in the reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from search import service
from search.analysis import LANGUAGES
from search.engines.base import Audience, SearchError
from search.explain import Part, parts
from search.models import QueryDay, SynonymGroup, language_choices
from search.params import Params
from search.promotions import promoted
from search.query import MAX_LENGTH, parse

SHOWN = 10
ROLES = {
    "word": _("Debe aparecer"),
    "phrase": _("Debe aparecer tal cual"),
    "without": _("No debe aparecer"),
    "either": _("Debe aparecer alguna"),
    "ignored": _("No se toma en cuenta"),
}


class TrialForm(forms.Form):
    q = forms.CharField(label=_("Búsqueda"), max_length=MAX_LENGTH, widget=forms.TextInput(attrs={"type": "search"}))
    locale = forms.ChoiceField(label=_("Sitio en"), choices=settings.LANGUAGES, required=False)


def may_try(user: Any) -> bool:
    """Whoever keeps synonyms or sees what people search for."""
    return any(
        policy_registry.get_by_type(model).user_has_any_permission(user, ["add", "change", "view"])
        for model in (SynonymGroup, QueryDay)
    )


class TrialView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "search/admin/trial.html"
    page_title = _("Probar una búsqueda")
    header_icon = "search"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_try(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*super().get_breadcrumbs_items()]
        if policy_registry.get_by_type(SynonymGroup).user_has_any_permission(self.request.user, ["add", "change"]):
            items.append({"url": reverse("search_synonyms:index"), "label": gettext("Sinónimos")})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        bound = "q" in self.request.GET
        form = TrialForm(self.request.GET) if bound else TrialForm(initial={"locale": settings.LANGUAGE_CODE})
        context["form"] = form
        if bound and form.is_valid():
            locale = form.cleaned_data["locale"] or settings.LANGUAGE_CODE
            context |= tried(self.request, form.cleaned_data["q"], locale)
        return context


def tried(request: HttpRequest, text: str, locale: str) -> dict[str, Any]:
    """What the page of a trial shows: `understood` for each language, `promoted`, `found` or `unavailable`."""
    query, synonyms = parse(text), service.load_synonyms()
    names = dict(language_choices())
    understood = [
        {"language": names.get(code, code), "parts": list(map(_row, parts(query, code, synonyms)))}
        for code in LANGUAGES
    ]
    context: dict[str, Any] = {"query": text, "understood": understood}
    with override(locale):
        context["promoted"] = promoted(request, text, locale)
        try:
            context["found"] = service.find(Params(q=query.text, size=SHOWN), Audience(locale, timezone.now()))
        except SearchError:
            context["unavailable"] = True
    return context


def _row(part: Part) -> dict[str, Any]:
    return {"text": part.text, "role": ROLES[part.role], "ignored": part.role == "ignored", "also": part.also}
