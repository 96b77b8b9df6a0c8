"""The history of a monument's fields: who, when, what it said, what it says now, from what source and why."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.paginator import WagtailPaginator

from acervo.history.models import FieldChange
from acervo.history.services import changes_of
from observatorio.admin.source_rows import who
from observatorio.admin.source_views import MonumentPageView
from observatorio.services.change_text import Names, field_choices, field_label, lines_of

PER_PAGE = 50


class HistoryFilter(forms.Form):
    campo = forms.ChoiceField(label=gettext_lazy("Campo"), required=False)

    def __init__(self, *args: Any, fields: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        changed = [(name, label) for name, label in field_choices() if name in fields]
        field = cast(forms.ChoiceField, self.fields["campo"])
        field.choices = [("", _("Todos los campos")), *changed]


class FieldHistoryView(MonumentPageView):
    template_name = "observatorio/admin/field_history.html"
    page_title = gettext_lazy("Historial de campos")
    header_icon = "history"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        changes = changes_of(self.monument)
        form = HistoryFilter(request.GET, fields=set(changes.order_by().values_list("field", flat=True).distinct()))
        if form.is_valid() and form.cleaned_data["campo"]:
            changes = changes.filter(field=form.cleaned_data["campo"])
        page = WagtailPaginator(changes.select_related("by", "batch"), PER_PAGE).get_page(request.GET.get("p"))
        names = Names.read()
        rows = [_row(change, names) for change in page.object_list]
        return self.render_to_response(self.get_context_data(rows=rows, page=page, filter_form=form))


def _row(change: FieldChange, names: Names) -> dict[str, Any]:
    return {
        "at": change.at,
        "who": who(change.by),
        "label": field_label(change.field),
        "old": lines_of(change.field, change.old, names),
        "new": lines_of(change.field, change.new, names),
        "confirmed": change.old == change.new,
        "source": change.source,
        "reason": change.reason,
        "batch": change.batch,
        "batch_url": batch_url(change.batch_id) if change.batch_id else "",
    }


def batch_url(batch_id: int) -> str:
    """The page of an import; empty while there is none."""
    try:
        return reverse("acervo_tabular:batch", args=[batch_id])
    except NoReverseMatch:
        return ""
