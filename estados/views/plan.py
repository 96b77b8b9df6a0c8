"""The public page of an action plan."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acervo.base.publicity import public
from estados.models import ActionPlan, CommitmentsPage, PlansPage
from estados.services.board_options import Options, theme_names
from estados.services.board_page import views
from estados.services.plans_page import views_of
from estados.services.verdict_view import voices_of

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
    themes = theme_names([theme for row in view.rows for theme in row.themes])
    cards = views(view.rows, Options(themes=themes, voices=voices_of(view.rows)))
    board_url = f"{board.get_url(request)}?plan={plan.number}" if board else ""
    context = {
        "plan": plan,
        "view": view,
        "cards": cards,
        "board_url": board_url,
        "short_link_target": plan,
        **place(request, state_page, section_of(state_page, PlansPage), (plan.title, "")),
    }
    return render(request, "estados/plan.html", context)
