"""Parts of a monument's page: works, visits and citizens' reports. Each takes a `PublicMonument`."""

from typing import Any

from django import template

from acervo.base.publicity import public
from observatorio.models import Inspection, Intervention
from observatorio.services.citizen_reports import public_reports
from observatorio.services.inspections import public_inspections
from observatorio.services.public_version import PublicMonument
from observatorio.services.works import PublicWork, public_works

register = template.Library()

MOST_VISITS = 20


@register.inclusion_tag("observatorio/_citizen_reports.html")
def citizen_reports(monument: PublicMonument) -> dict[str, Any]:
    """The reports that somebody found right, and the buttons to send one."""
    return {"monument": monument, "reports": public_reports(monument.pk)}


@register.inclusion_tag("observatorio/_inspections.html")
def inspections(monument: PublicMonument) -> dict[str, Any]:
    """Date, condition, risk and next visit; nothing else of a visit is even read."""
    rows = public(Inspection.objects.filter(monument=monument.pk)).only("date", "condition", "risk", "next_due")
    visits = public_inspections(monument, rows[:MOST_VISITS])
    return {"visits": visits, "shows_condition": "condition" not in monument.hidden}


@register.inclusion_tag("observatorio/_works.html")
def works(monument: PublicMonument) -> dict[str, Any]:
    """The works on it, the latest request first."""
    found = public_works(Intervention.objects.filter(monument=monument.pk))
    return {"monument": monument, "works": [PublicWork(work) for work in found]}
