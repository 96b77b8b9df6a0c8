"""The public page of an action plan."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acervo.base.addresses import absolute
from acervo.base.publicity import public
from estados.models import ActionPlan, CommitmentsPage, PlansPage
from estados.services import aging, timeline
from estados.services.board_options import theme_names
from estados.services.board_page import RowView
from estados.services.plans_page import views_of
from estados.services.verdict_view import chips, disagreement_text

from .breadcrumbs import key_of, place, section_of, state_page_of


@require_safe
def page(request: HttpRequest, state: str, number: int) -> HttpResponse:
    """`/estados/<state>/planes/<n>/`."""
    key = key_of(state)
    # No plan has such a number, and no column of the database holds it.
    plan = public(ActionPlan.objects.filter(state=key, number=number)).first() if number < 1000 else None
    if plan is None:
        raise Http404(_("Ese plan no existe o no es público."))
    state_page = state_page_of(key)
    board = section_of(state_page, CommitmentsPage)
    view = views_of([plan], key)[0]
    voices = tuple(voice for voice in ("gobierno", "sociedad", "garante") if voice != "garante" or any(row.verdicts["garante"] for row in view.rows))  # fmt: skip
    names = theme_names([theme for row in view.rows for theme in row.themes])
    cards = [
        RowView(
            row, chips(row.verdicts, row.freshness, begun=row.begun, voices=voices),
            disagreement_text(row.verdicts) if row.disagreement else "", [names[theme.pk] for theme in row.themes],
        )
        for row in view.rows
    ]  # fmt: skip
    board_url = f"{board.get_url(request)}?plan={plan.number}" if board else ""
    context = {
        "plan": plan,
        "view": view,
        "cards": cards,
        "drawing": timeline.draw(timeline.by_plan(view.rows), aging.today_of(key)) if view.rows else None,
        "board_url": board_url,
        "short_link_target": plan,
        "url": absolute(plan.get_absolute_url()),
        **place(request, state_page, section_of(state_page, PlansPage), (plan.title, "")),
    }
    return render(request, "estados/plan.html", context)
