"""Putting a JSON value back into a monument: the inverse of `observatorio.inventory.values.value_of`."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from observatorio.models import HeritageSite, Institution, Monument, Protection, ProtectionKind

from .fields import SAYABLE


def assign(monument: Monument, attribute: str, value: Any) -> None:
    """Set one attribute in memory (nothing is saved). No value (None, "" or []) empties it.

    Sites come by reference or slug, institutions by code, protections as «kind» and «name»: a protection that is
    there already keeps its authority, date and gazette. Raises KeyError for an attribute that no source can say,
    ValueError with a sentence in Spanish for a value that leads nowhere.
    """
    if attribute not in SAYABLE:
        raise KeyError(attribute)
    if attribute == "heritage_site":
        monument.heritage_site = _site(value) if value else None
    elif attribute == "institutions":
        monument.institutions.set(_institutions(value or []))
    elif attribute == "protections":
        _assign_protections(monument, value or [])
    else:
        setattr(monument, attribute, empty_value(attribute) if value in ("", None, []) else value)


def empty_value(attribute: str) -> Any:
    """What a column of `Monument` holds when it says nothing: None, an empty list or an empty text."""
    field = Monument._meta.get_field(attribute)
    if field.null:
        return None
    return [] if field.get_default() == [] else ""


def _site(value: str) -> HeritageSite:
    site = HeritageSite.objects.filter(Q(reference=value) | Q(slug=value)).first()
    if site is None:
        raise ValueError(_("No hay un sitio del Patrimonio Mundial con la referencia «{value}».").format(value=value))
    return site


def _institutions(codes: list[str]) -> list[Institution]:
    found = {item.code: item for item in Institution.objects.filter(code__in=codes)}
    missing = [code for code in codes if code not in found]
    if missing:
        raise ValueError(_("No hay una institución con la clave «{code}».").format(code=missing[0]))
    return [found[code] for code in dict.fromkeys(codes)]


def _assign_protections(monument: Monument, said: list[dict[str, Any]]) -> None:
    there = list(monument.protections.all())
    rows = []
    for order, item in enumerate(said):
        kind, name = item["kind"], item.get("name", "")
        if kind not in ProtectionKind.values:
            raise ValueError(_("«{kind}» no es una clase de protección.").format(kind=kind))
        row = next((one for one in there if (one.kind, one.name) == (kind, name)), None)
        if row is None:
            row = Protection(kind=kind, name=name)
        else:
            there.remove(row)
        row.sort_order = order
        rows.append(row)
    monument.protections.set(rows)
