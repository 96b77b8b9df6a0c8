"""The public page of a commitment."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acervo.base import oembed
from acervo.base.addresses import absolute
from acervo.base.publicity import public
from estados.models import Commitment, CommitmentsPage
from estados.services import aging, board, commitment_facts
from estados.services.board_query import read_day
from estados.services.commitment_page import context_of
from estados.services.embeds import embed_of_commitment

from .breadcrumbs import place, section_of, state_page_of


@require_safe
def page(request: HttpRequest, state: str, code: str) -> HttpResponse:
    """`/estados/<state>/compromisos/<code>/?al=`; a code of another state, or in other letters, leads to its address."""
    found = public(Commitment.objects.filter(code__iexact=code[:30])).select_related("plan").first()
    if found is None:
        raise Http404(_("Ese compromiso no existe o no es público."))
    address = found.get_absolute_url()
    if request.path != address:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    today = aging.today_of(found.plan.state)
    asked = request.GET.get("al", "").replace("\x00", "").strip()[:20]
    on, day_error = read_day(asked, today)
    row = board.rows(Commitment.objects.filter(pk=found.pk), on=on)[0]
    commitment = row.commitment
    state_page = state_page_of(commitment.plan.state)
    section = section_of(state_page, CommitmentsPage)
    board_url = (section.get_url(request) or "") if section else ""
    url = absolute(address)
    context = context_of(commitment, on=on, today=today, row=row) | {
        "short_link_target": commitment,
        "asked_day": "" if day_error else asked,
        "day_error": day_error,
        "metadata": commitment_facts.rows_of(commitment, board_url=board_url),
        "citation": commitment_facts.citation(commitment, url),
        "json_ld": commitment_facts.json_ld(commitment, url),
        "board_url": board_url,
        "embed": embed_of_commitment(commitment),
        "oembed_url": oembed.endpoint_url(url),
        **place(request, state_page, section, (commitment.title, "")),
    }
    return render(request, "estados/commitment.html", context)
