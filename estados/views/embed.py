"""What other sites show of the board in a frame: light, without cookies, its links open outside."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from acervo.base.addresses import absolute
from acervo.base.oembed import framed
from acervo.base.publicity import public
from estados.models import Commitment, CommitmentsPage
from estados.services import aging, board_page
from estados.services import board as board_rows
from estados.services.board_query import read
from estados.services.commitment_page import context_of

from .breadcrumbs import key_of, section_of, state_page_of

PER_FRAME = 30


@framed
def board(request: HttpRequest, state: str) -> HttpResponse:
    """`/estados/<state>/tablero/incrustar/`, with the filters and the day of the board."""
    key = key_of(state)
    state_page = state_page_of(key)
    section = section_of(state_page, CommitmentsPage)
    if section is None:
        raise Http404(_("Ese estado no tiene tablero público."))
    query = read(request.GET, key)
    found = board_page.build(key, query)
    rest = found["query"].url()
    context = found | {
        "state_page": state_page,
        "canonical": absolute(section.get_url(request) or ""),
        "target": absolute(section.get_url(request) or "") + ("" if rest == "?" else rest),
        "cards": board_page.views(found["all_rows"][:PER_FRAME], found["choices"]),
        "left": max(found["total"] - PER_FRAME, 0),
        "base": absolute(""),
    }
    return render(request, "estados/embed/board.html", context)


@framed
def commitment(request: HttpRequest, state: str, code: str) -> HttpResponse:
    """`/estados/<state>/compromisos/<code>/incrustar/`."""
    found = public(Commitment.objects.filter(code=code)).select_related("plan").first()
    if found is None:
        raise Http404(_("Ese compromiso no existe o no es público."))
    if key_of(state) != found.plan.state:
        return redirect("states:embed_commitment", state=state_page_of(found.plan.state).state_slug, code=found.code)
    today = aging.today_of(found.plan.state)
    row = board_rows.rows(Commitment.objects.filter(pk=found.pk), on=today)[0]
    context = context_of(row.commitment, on=today, today=today, row=row) | {
        "canonical": absolute(found.get_absolute_url()),
        "state_page": state_page_of(found.plan.state),
    }
    return render(request, "estados/embed/commitment.html", context)
