"""Values of a monument as JSON, and as a person reads them; the same for sources, history, spreadsheet and exports."""

from typing import Any

from django.utils.translation import gettext as _

from acervo.base import dates
from observatorio.models.terms import ProtectionKind

from .fields import SAYABLE

ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
         "XVII", "XVIII", "XIX", "XX", "XXI")  # fmt: skip


def value_of(monument: Any, attribute: str) -> Any:
    """One attribute as JSON: a site by its reference, institutions by their codes, protections as «kind» and «name»."""
    if attribute == "heritage_site":
        return monument.heritage_site.reference or monument.heritage_site.slug if monument.heritage_site else ""
    if attribute == "institutions":
        return sorted(institution.code for institution in monument.institutions.all())
    if attribute == "protections":
        return [{"kind": item.kind, "name": item.name} for item in monument.protections.all()]
    return getattr(monument, attribute)


def values_of(monument: Any) -> dict[str, Any]:
    """Everything an institution could have said of it; empty values left out."""
    values = {attribute: value_of(monument, attribute) for attribute in SAYABLE}
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def shown(attribute: str, value: Any) -> str:
    """A JSON value as a person reads it in the active language; an empty string for no value."""
    from observatorio.models import HeritageSite, Institution, Monument

    if value in ("", None, []):
        return ""
    if attribute == "protections":
        return "; ".join(item["name"] or str(ProtectionKind(item["kind"]).label) for item in value)
    if attribute == "institutions":
        names = dict(Institution.objects.filter(code__in=value).values_list("code", "abbreviation"))
        return ", ".join(names.get(code, code) for code in value)
    if attribute == "heritage_site":
        return HeritageSite.objects.filter(reference=value).values_list("name", flat=True).first() or str(value)
    if attribute in ("century_from", "century_to"):
        return ROMAN[value] if 0 < value < len(ROMAN) else str(value)
    if attribute == "dating":
        return dates.display(value)
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    if isinstance(value, list):
        return "; ".join(map(str, value))
    choices = dict(Monument._meta.get_field(attribute).flatchoices)
    return str(choices.get(value, value))


def century_label(first: int | None, last: int | None) -> str:
    """«XVIII», or «XVII–XVIII» for several."""
    if not first:
        return ""
    return ROMAN[first] if last in (None, first) else f"{ROMAN[first]}–{ROMAN[last]}"
