"""The six steps in the admin: what is written down, what the public is told of it, and a new cycle in one action."""

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from acervo.base import dates
from acervo.base.admin_guard import Guarded, OwnRows
from acervo.base.states import STATE_NAMES
from acervo.history import services as history
from estados.admin.state_filters import StateFilterSet, state_filter
from estados.enums import Step, StepStatus
from estados.forms import StateForm
from estados.models import StepRecord
from estados.models.steps import CHOSEN
from estados.permissions import states_of
from estados.services import aging
from estados.services.steps import StepState, start_cycle, statuses


class StepForm(StateForm):
    """Which step of which cycle it is does not change; a date to come is no date of something done."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("cycle", "step"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        state, status = data.get("state"), data.get("status")
        if state and status == StepStatus.DONE:
            today = aging.today_of(state)
            on, known = data.get("on"), dates.bounds(data.get("when") or "")
            if on and on > today:
                self.add_error("on", ValidationError(_("Un paso hecho no puede tener una fecha que aún no llega.")))
            elif known and known[0] > today:
                self.add_error("when", ValidationError(_("Un paso hecho no puede tener una fecha que aún no llega.")))
        return data


class StepFilterSet(StateFilterSet):
    state = state_filter("state")
    cycle = django_filters.NumberFilter(label=gettext_lazy("Ciclo"), min_value=1)
    step = django_filters.ChoiceFilter(
        label=gettext_lazy("Paso"), choices=Step.choices, empty_label=gettext_lazy("Todos")
    )
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Situación"), choices=CHOSEN, empty_label=gettext_lazy("Todas")
    )

    class Meta:
        model = StepRecord
        fields = ["state", "cycle", "step", "status"]


class StepIndexView(OwnRows, generic.IndexView):
    page_title = gettext_lazy("Pasos")

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, rows, more = super().paginate_queryset(queryset, page_size)
        rows = list(rows)
        told = statuses(rows)
        for row in rows:
            row.told = told[row.pk]
        page.object_list = rows
        return paginator, page, rows, more

    @cached_property
    def header_buttons(self) -> list[Any]:
        start = HeaderButton(_("Empezar un ciclo"), url=reverse("states_steps:start_cycle"), icon_name="rotate")
        return [*super().header_buttons, start]


class _SaysWhatIsTold:
    """After saving, who edits learns when the public is told less than «done»."""

    request: HttpRequest

    def save_instance(self) -> StepRecord:
        with history.attributed(by=self.request.user):
            record = super().save_instance()  # type: ignore[misc]
        told = statuses([record])[record.pk]
        if told.status == StepStatus.DECLARED:
            messages.warning(self.request, declared_because(told))
        return record


def declared_because(told: StepState) -> str:
    if told.has_proof:
        return _("El público lo ve como «Declarado»: falta la fecha.")
    return _(
        "El público lo ve como «Declarado»: falta una prueba que cualquiera pueda ver, como un documento publicado del "
        "acervo o un evento ya celebrado y confirmado."
    )


class StepCreateView(_SaysWhatIsTold, generic.CreateView):
    pass


class StepEditView(_SaysWhatIsTold, generic.EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = reverse("states_admin:history", args=["paso", self.object.pk])
        return [
            *super().header_more_buttons,
            Button(_("Historial de campos"), url=url, icon_name="history", priority=6),
        ]


class StartCycleForm(forms.Form):
    """The states of the person; who has one finds it chosen."""

    state = forms.ChoiceField(label=gettext_lazy("Entidad"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, STATE_NAMES[key]) for key in sorted(states_of(user))]
        field: Any = self.fields["state"]
        field.choices = choices if len(choices) == 1 else [("", "---------"), *choices]


class StartCycleView(WagtailAdminTemplateMixin, View):
    """One action makes the six rows of the next cycle; earlier cycles stay."""

    template_name = "estados/admin/start_cycle.html"
    page_title = gettext_lazy("Empezar un ciclo")
    header_icon = "rotate"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not states_of(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("states_steps:index"), "label": _("Pasos")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=StartCycleForm(user=request.user)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = StartCycleForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        state = form.cleaned_data["state"]
        try:
            with transaction.atomic():
                number = start_cycle(state)
        except IntegrityError:
            form.add_error(None, _("Otra persona acaba de empezar ese ciclo. Véalo en la lista."))
            return self.render_to_response(self.get_context_data(form=form))
        words = {"number": number, "state": STATE_NAMES[state]}
        messages.success(request, _("Se hicieron los seis pasos del ciclo %(number)d de %(state)s.") % words)
        return HttpResponseRedirect(f"{reverse('states_steps:index')}?state={state}&cycle={number}")


class StepViewSet(Guarded, ModelViewSet):
    model = StepRecord
    name = "states_steps"
    url_prefix = "estados/pasos"
    icon = "tasks"
    menu_label = gettext_lazy("Pasos")
    menu_hook = "register_states_menu_item"
    menu_order = 10
    copy_view_enabled = False
    list_per_page = 60
    index_view_class = StepIndexView
    add_view_class = StepCreateView
    edit_view_class = StepEditView
    filterset_class = StepFilterSet
    search_backend_name = None
    search_fields = ["signers", "note", "source"]
    ordering = ["state", "-cycle", "step"]
    list_display = [
        TitleColumn(
            "step", label=gettext_lazy("Paso"), sort_key="step", url_name="states_steps:edit",
            accessor=lambda row: f"{row.step}. {row.get_step_display()}",
        ),
        Column("state", label=gettext_lazy("Entidad"), accessor="get_state_display", sort_key="state"),
        Column("cycle", label=gettext_lazy("Ciclo"), sort_key="cycle"),
        Column("status", label=gettext_lazy("Se anotó"), accessor="get_status_display", sort_key="status"),
        Column("told", label=gettext_lazy("El público ve"), accessor=lambda row: row.told.status.label),
        Column("date", label=gettext_lazy("Fecha"), accessor=lambda row: row.told.date_text or "—"),
        DateColumn("updated_at", label=gettext_lazy("Modificado"), sort_key="updated_at"),
    ]  # fmt: skip
    list_export = [
        "get_state_display", "cycle", "step", "get_step_display", "get_status_display", "on", "when", "signers",
        "proof_record", "proof_event", "note", "source",
    ]  # fmt: skip
    export_headings = {
        "get_state_display": gettext_lazy("Entidad"),
        "get_step_display": gettext_lazy("Nombre del paso"),
        "get_status_display": gettext_lazy("Situación"),
    }
    export_filename = "pasos"
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=gettext_lazy(
                    "Un paso se publica como «Hecho» solo con su fecha y una prueba que cualquiera pueda ver: un documento "
                    "publicado del acervo o un evento ya celebrado y confirmado. Sin ellas se publica como «Declarado»."
                ),
                heading=gettext_lazy("Qué verá el público"),
            ),
            FieldRowPanel([FieldPanel("state"), FieldPanel("cycle"), FieldPanel("step")]),
            FieldPanel("status"),
            FieldRowPanel([FieldPanel("on"), FieldPanel("when")]),
            FieldPanel("signers"),
            MultiFieldPanel(
                [FieldPanel("proof_record"), FieldPanel("proof_event")], heading=gettext_lazy("Prueba")
            ),
            FieldPanel("note"),
            FieldPanel("source"),
        ],
        base_form_class=StepForm,
    )  # fmt: skip

    def get_urlpatterns(self) -> list[Any]:
        return [path("ciclo-nuevo/", StartCycleView.as_view(), name="start_cycle"), *super().get_urlpatterns()]
