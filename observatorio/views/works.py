"""Works on monuments: the list, one work, and the streets that can be followed."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acervo.base.publicity import public
from observatorio.models import Intervention, InterventionState, Monument
from observatorio.services import works as service

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed by, and what was asked for; an unknown value asks for nothing."""

    state: str
    place: str
    year: str
    street: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Choices":
        asked = request.GET
        return cls(*(asked.get(name, "").strip()[:120] for name in ("estado", "municipio", "anio", "calle")))

    def apply(self, works: QuerySet[Intervention]) -> QuerySet[Intervention]:
        if self.state in InterventionState.values:
            works = works.filter(state=self.state)
        if self.place:
            pairs = [pair for pair in _places() if service.municipality_slug(*pair) == self.place]
            works = works.filter(monument__state=pairs[0][0], monument__municipality=pairs[0][1]) if pairs else works.none()  # fmt: skip
        if self.year.isascii() and self.year.isdecimal() and len(self.year) == 4 and int(self.year) > 0:
            works = works.filter(requested_on__year=int(self.year))
        return service.with_street_words(works, self.street) if self.street else works


def _places() -> list[tuple[str, str]]:
    """State and municipality of all public works."""
    rows = public(Intervention.objects.all()).order_by().values_list("monument__state", "monument__municipality")
    return sorted(rows.distinct(), key=lambda pair: pair[1])


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """`?estado=&municipio=&calle=&anio=&page=`"""
    chosen = Choices.of(request)
    everything = service.public_works()
    page = Paginator(chosen.apply(everything), PER_PAGE).get_page(request.GET.get("page"))
    years = (
        public(Intervention.objects.exclude(requested_on=None))
        .order_by()
        .values_list("requested_on__year", flat=True)
        .distinct()
    )
    context = {
        "page_obj": page,
        "works": [service.PublicWork(work) for work in page],
        "chosen": chosen,
        "states": InterventionState.choices,
        "places": [(service.municipality_slug(*pair), pair[1]) for pair in _places()],
        "years": sorted(map(str, years), reverse=True),
        "crumbs": _crumbs(_("Intervenciones")),
    }
    return render(request, "observatorio/works.html", context)


@require_safe
def page(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    work = get_object_or_404(service.public_works(Intervention.objects.filter(monument__code=code)), pk=pk)
    shown = service.PublicWork(work)
    street = None
    if work.monument.street and shown.monument.street:
        place = service.municipality_slug(work.monument.state, work.monument.municipality)
        found = service.streets(municipality=place)
        key = (work.monument.state, work.monument.municipality, work.monument.street_type, work.monument.street)
        street = next((item for item in found if key in item.match), None)
    context = {
        "work": shown,
        "documents": service.public_documents(work),
        "street": street,
        "crumbs": [*_crumbs(_("Intervenciones"), reverse("monuments:works")), {"title": work.title, "url": ""}],
    }
    return render(request, "observatorio/intervention.html", context)


@require_safe
def streets(request: HttpRequest) -> HttpResponse:
    """The streets of one municipality (`?municipio=`), each with its feed; the first one if none is asked for."""
    monuments = public(Monument.objects.exclude(street="")).order_by()
    pairs = sorted(monuments.values_list("state", "municipality").distinct(), key=lambda pair: pair[1])
    places = [(service.municipality_slug(*pair), pair[1]) for pair in pairs]
    asked = request.GET.get("municipio", "") or (places[0][0] if places else "")
    names: dict[str, str] = dict(places)
    if places and asked not in names:
        raise Http404(_("No hay calles de ese municipio."))
    found = service.streets(municipality=asked) if places else []
    context: dict[str, Any] = {
        "places": places,
        "place": asked,
        "place_name": names.get(asked, ""),
        "streets": found,
        "crumbs": [*_crumbs(_("Intervenciones"), reverse("monuments:works")), {"title": _("Calles"), "url": ""}],
    }
    return render(request, "observatorio/works_streets.html", context)


def _crumbs(title: str, url: str = "") -> list[dict[str, str]]:
    return [{"title": _("Inmuebles"), "url": reverse("monuments:inventory")}, {"title": title, "url": url}]
