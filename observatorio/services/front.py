"""What the front page of a microsite shows; a fixed number of queries."""

from typing import Any

from acervo.base.publicity import public
from documents.models import RecordPage
from documents.services.listing import rows_of, with_rows
from observatorio.models import HeritageSite, Inspection, Intervention, ObservatoryPage

from . import map_data, outline_map
from .calendar import calendar_of
from .inspections import public_inspections
from .inventory_filters import Filters
from .progress_figures import inventory_url, scope_of, short_figures
from .public_version import PublicMonument
from .sections import monuments_of
from .works import PublicWork, public_works

LATEST = 4


def front(page: ObservatoryPage, request: Any) -> dict[str, Any]:
    """Sites, the inventory in a few figures and on a map, the latest works, inspections and records."""
    monuments = monuments_of(page)
    scope = scope_of(page)
    rows = []
    if page.theme_id:
        records = public(RecordPage.objects.filter(themes=page.theme_id, locale=page.locale))
        rows = rows_of(with_rows(records).order_by("-issued_from", "title")[:LATEST], request=request)
    works = public_works(Intervention.objects.filter(monument__in=monuments.order_by().values("pk")))
    map_url = inventory_url(scope, vista=["mapa"])
    return {
        "sites": [{"site": site, "rows": site_rows(site)} for site in page.sites.all()],
        "figures": short_figures(page),
        "works": [PublicWork(work) for work in works.order_by("-updated_at", "-pk")[:LATEST]],
        "visits": latest_visits(monuments),
        "rows": rows,
        "calendar": calendar_of(page, request),
        "drawing": drawing_of(scope),
        "map_url": map_url,
        "map_base": f"{map_url}&",
        "inventory_url": inventory_url(scope),
    }


def site_rows(site: HeritageSite) -> list[dict[str, Any]]:
    """The facts of a site for a definition list; what is not known is left out by the template."""
    from django.utils.formats import number_format
    from django.utils.translation import gettext as _

    def hectares(value: float | None) -> str:
        if not value:
            return ""
        plain = int(value) if float(value).is_integer() else value
        return _("%(n)s hectáreas") % {"n": number_format(plain, use_l10n=True, force_grouping=True)}

    reference = {"label": site.reference or "", "url": site.official_url}
    return [
        {"label": _("Referencia UNESCO"), "values": [reference] if site.reference else []},
        {"label": _("Inscripción"), "value": site.inscribed or ""},
        {"label": _("Criterios"), "value": site.criteria},
        {"label": _("Tipo"), "value": site.get_kind_display()},
        {"label": _("Superficie inscrita"), "value": hectares(site.area_ha)},
        {"label": _("Zona de amortiguamiento"), "value": hectares(site.buffer_ha)},
        {"label": _("Entidades"), "value": ", ".join(site.state_names)},
    ]


def latest_visits(monuments: Any) -> list[tuple[PublicMonument, Any]]:
    """The last inspections, as the public may know them; three queries."""
    found = public(Inspection.objects.filter(monument__in=monuments.order_by().values("pk")))
    visits = found.select_related("monument").prefetch_related("monument__restrictions").order_by("-date", "-pk")
    shown = []
    for visit in visits[:LATEST]:
        monument = PublicMonument(visit.monument)
        shown.append((monument, public_inspections(monument, [visit])[0]))
    return shown


def drawing_of(scope: dict[str, list[str]]) -> outline_map.Drawing | None:
    """The public points of the microsite, drawn; None if there are none."""
    chosen = {name: tuple(values) for name, values in scope.items() if values}
    points = map_data.points(Filters(chosen=chosen)) if chosen else []
    return outline_map.draw(points, map_data.outlines()) if points else None
