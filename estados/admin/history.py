"""What changed in a plan, a commitment or a milestone: who, when, what it said, what it says now, and why."""

import datetime as dt
from typing import Any

from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from acervo.history.models import FieldChange
from acervo.history.services import changes_of
from estados.enums import MilestoneStatus, OgpValue, StepStatus
from estados.models import CREAS, ActionPlan, Body, Commitment, Milestone, StepRecord

PER_PAGE = 50
#: Part of the address → model and the name of its form's address.
KINDS: dict[str, tuple[Any, str]] = {
    "plan": (ActionPlan, "wagtailsnippets_estados_actionplan:edit"),
    "compromiso": (Commitment, "wagtailsnippets_estados_commitment:edit"),
    "hito": (Milestone, "states_milestones:edit"),
    "paso": (StepRecord, "states_steps:edit"),
}
_BODIES = ("lead_id", "counterpart_id", "responsible")
_PAGES = ("record", "launch_event", "proof_record", "proof_event")
_DATES = ("due", "launched_on", "starts_on", "ends_on", "on")


class HistoryView(WagtailAdminTemplateMixin, View):
    template_name = "estados/admin/history.html"
    page_title = gettext_lazy("Historial de campos")
    header_icon = "history"

    @cached_property
    def target(self) -> Any:
        if self.kwargs["kind"] not in KINDS:
            raise Http404
        return get_object_or_404(KINDS[self.kwargs["kind"]][0], pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policy = policy_registry.get_by_type(type(self.target))
        if not policy.user_has_permission_for_instance(request.user, "change", self.target):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.target)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse(KINDS[self.kwargs["kind"]][1], args=[self.target.pk]), "label": str(self.target)},
            {"url": "", "label": f"{self.page_title}: {self.target}"},
        ]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        changes = changes_of(self.target).select_related("by", "batch")
        page = WagtailPaginator(changes, PER_PAGE).get_page(request.GET.get("p"))
        bodies, pages = _bodies_in(page.object_list), _pages_in(page.object_list)
        rows = [
            {
                "at": change.at,
                "who": (change.by.get_full_name() or change.by.get_username()) if change.by else _("Nadie"),
                "label": field_label(type(self.target), change.field),
                "old": words_of(change.field, change.old, bodies, pages),
                "new": words_of(change.field, change.new, bodies, pages),
                "source": change.source,
                "reason": change.reason,
            }
            for change in page.object_list
        ]
        return self.render_to_response(self.get_context_data(rows=rows, page=page))


def field_label(model: Any, name: str) -> str:
    """What a person calls the field; a criterion says its name and whether it is the answer or the reason."""
    for prefix, letter, criterion in CREAS:
        if name == prefix:
            return f"{letter} · {criterion}"
        if name == f"{prefix}_reason":
            return _("%(letter)s · %(name)s: razón") % {"letter": letter, "name": criterion}
    if name == "reports":
        return _("Avance")
    if name == "evidence":
        return _("Evidencia")
    try:
        return str(capfirst(model._meta.get_field(name.removesuffix("_id")).verbose_name))
    except FieldDoesNotExist:
        return name


def words_of(name: str, value: Any, bodies: dict[int, str], pages: dict[int, str] | None = None) -> list[str]:
    """A JSON value of the history, one line for each of its items; none for no value."""
    if isinstance(value, bool):
        return [_("Sí") if value else _("No")]
    if value in ("", None, [], {}):
        return []
    if name in _BODIES:
        return [bodies.get(value, _("Institución %(number)s") % {"number": value})]
    if name in _PAGES:
        return [(pages or {}).get(value, _("Página %(number)s") % {"number": value})]
    if name == "status":
        return [str(dict(StepStatus.choices).get(value, value))]
    if name == "ogp_values":
        return [str(dict(OgpValue.choices).get(item, item)) for item in value]
    if name == "reports":
        return [_report(item) for item in value]
    if isinstance(value, list):
        return [str(item) for item in value]
    return [_date(str(value))] if name in _DATES else [str(value)]


def _report(item: dict[str, Any]) -> str:
    status = dict(MilestoneStatus.choices).get(item["status"], item["status"])
    return " · ".join(filter(None, [_date(item["on"]), str(status), item.get("note", "")]))


def _date(text: str) -> str:
    return date_format(dt.date.fromisoformat(text), "SHORT_DATE_FORMAT")


def _pages_in(changes: Any) -> dict[int, str]:
    """Titles of the records and events that the changes name."""
    found = {
        value
        for change in changes
        if isinstance(change, FieldChange) and change.field in _PAGES
        for value in (change.old, change.new)
        if value
    }
    return dict(Page.objects.filter(pk__in=found).values_list("pk", "title")) if found else {}


def _bodies_in(changes: Any) -> dict[int, str]:
    found = {
        value
        for change in changes
        if isinstance(change, FieldChange) and change.field in _BODIES
        for value in (change.old, change.new)
        if value
    }
    return {body.pk: str(body) for body in Body.objects.filter(pk__in=found)} if found else {}
