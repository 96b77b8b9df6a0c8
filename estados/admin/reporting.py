"""Where each voice reports: the list of the commitments of its states, the form, and taking a report back."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from acervo.base.publicity import public
from acervo.base.states import STATE_NAMES
from estados.enums import Voice
from estados.forms_report import ReportForm, WithdrawForm
from estados.models import Commitment, StateVoice, Verdict
from estados.permissions import may_edit, states_of, voices_of
from estados.services import aging, verdicts

PER_PAGE = 50


def reporting_states(user: Any) -> frozenset[str]:
    """The states on whose commitments `user` may report with some voice."""
    if not user.is_active:
        return frozenset()
    given = StateVoice.objects.filter(group__user=user).values_list("state", flat=True)
    return states_of(user) | frozenset(given)


class MyReportsView(WagtailAdminTemplateMixin, View):
    """The public commitments of the person's states with what their voices said last; the oldest report first."""

    template_name = "estados/admin/my_reports.html"
    page_title = gettext_lazy("Mis informes")
    header_icon = "edit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.states = reporting_states(request.user)
        if not self.states:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        commitments = public(Commitment.objects.filter(plan__state__in=self.states)).select_related("plan")
        state = request.GET.get("estado", "")
        if state in self.states:
            commitments = commitments.filter(plan__state=state)
        page = WagtailPaginator(commitments, PER_PAGE).get_page(request.GET.get("p"))
        voices = {key: voices_of(request.user, key) for key in {item.plan.state for item in page.object_list}}
        told = verdicts.latest(
            [item.pk for item in page.object_list], max(map(aging.today_of, voices), default=aging.today_of("00"))
        )
        rows = [self._row(item, told.get(item.pk, {}), voices[item.plan.state]) for item in page.object_list]
        states = [(key, STATE_NAMES[key]) for key in sorted(self.states)]
        return self.render_to_response(
            self.get_context_data(rows=rows, page=page, states=states, chosen=state, rule=aging.rule())
        )

    @staticmethod
    def _row(commitment: Commitment, told: dict[str, Verdict], voices: set[str]) -> dict[str, Any]:
        today = aging.today_of(commitment.plan.state)
        return {
            "commitment": commitment,
            "voices": [
                (voice.label, told.get(voice), verdicts.freshness(told.get(voice), today))
                for voice in Voice
                if voice.value in voices
            ],
            "url": reverse("states_admin:report", args=[commitment.pk]),
        }


class ReportPageView(WagtailAdminTemplateMixin, View):
    """Common to the pages about one commitment: whoever has no voice in its state is refused."""

    header_icon = "edit"

    @cached_property
    def commitment(self) -> Commitment:
        return get_object_or_404(Commitment.objects.select_related("plan"), pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not voices_of(request.user, self.commitment.plan.state):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.commitment)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("states_admin:my_reports"), "label": _("Mis informes")},
            {"url": "", "label": f"{self.page_title}: {self.commitment.code}"},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.commitment.plan.state
        today = aging.today_of(state)
        told = verdicts.latest([self.commitment.pk], today).get(self.commitment.pk, {})
        edit = ""
        if may_edit(self.request.user, state):
            edit = reverse("wagtailsnippets_estados_commitment:edit", args=[self.commitment.pk])
        return super().get_context_data(
            commitment=self.commitment,
            edit_url=edit,
            voices=[(voice.label, told.get(voice), verdicts.freshness(told.get(voice), today)) for voice in Voice],
            history=[
                (verdict, verdicts.may_withdraw(self.request.user, verdict))
                for verdict in verdicts.history(self.commitment).select_related("commitment__plan")
            ],
            rule=aging.rule(),
            **kwargs,
        )


class ReportView(ReportPageView):
    template_name = "estados/admin/report.html"
    page_title = gettext_lazy("Informar avance")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self._form(None)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if form.is_valid():
            try:
                verdicts.report(self.commitment, by=request.user, **form.cleaned_data)
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                messages.success(request, _("El informe quedó publicado. Los anteriores se conservan."))
                return HttpResponseRedirect(request.path)
        messages.error(request, _("El informe no se guardó: revise lo que está marcado."))
        return self.render_to_response(self.get_context_data(form=form))

    def _form(self, data: Any) -> ReportForm:
        return ReportForm(data, commitment=self.commitment, user=self.request.user)


class WithdrawView(ReportPageView):
    template_name = "estados/admin/withdraw.html"
    page_title = gettext_lazy("Retirar un informe")
    header_icon = "bin"

    @cached_property
    def verdict(self) -> Verdict:
        return get_object_or_404(Verdict.objects.select_related("commitment__plan"), pk=self.kwargs["pk"])

    @cached_property
    def commitment(self) -> Commitment:
        return self.verdict.commitment

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not verdicts.may_withdraw(request.user, self.verdict):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=WithdrawForm(), verdict=self.verdict))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, verdict=self.verdict))
        verdicts.withdraw(self.verdict, form.cleaned_data["reason"], request.user)
        messages.success(request, _("El informe se retiró; queda en el historial con su motivo."))
        return HttpResponseRedirect(reverse("states_admin:report", args=[self.commitment.pk]))


def has_only_a_voice(user: Any) -> bool:
    """Whether all of the person's groups are there to report and for nothing else."""
    if user.is_superuser or not user.groups.exists():
        return False
    return not user.groups.exclude(state_voices__isnull=False).exists()


def keep_only_reports(request: HttpRequest, menu_items: list[Any]) -> None:
    """Hook `construct_main_menu`: who has only a voice is offered nothing else (other places refuse them anyway)."""
    if has_only_a_voice(request.user):
        menu_items[:] = [item for item in menu_items if item.name in ("estados", "help")]


class MyReportsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(reporting_states(request.user))


def menu_item() -> MenuItem:
    """For the menu «Estados»: all that who has only a voice sees there."""
    return MyReportsMenuItem(
        _("Mis informes"), reverse_lazy("states_admin:my_reports"), name="mis-informes", icon_name="edit", order=90
    )
