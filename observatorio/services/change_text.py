"""What a change of a monument's field looks like to a person."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from observatorio.inventory.fields import BY_ATTRIBUTE, BY_NAME, attribute_label
from observatorio.inventory.values import shown
from observatorio.models import (
    HeritageSite,
    Institution,
    Phase,
    Photo,
    Protection,
    ProtectionKind,
    PublicityLevel,
)
from observatorio.services.monument_state import LIVE, RESTRICTIONS, WATCHED

__all__ = ["Names", "field_choices", "field_label", "lines_of"]


@dataclass(slots=True)
class Names:
    """Codes of institutions and sites → what they are called; read once for a whole page of changes."""

    institutions: dict[str, str] = field(default_factory=dict)
    sites: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Names":
        sites = HeritageSite.objects.values_list("reference", "slug", "name")
        return cls(
            dict(Institution.objects.values_list("code", "abbreviation")),
            {reference or slug: name for reference, slug, name in sites},
        )


def field_label(name: str) -> str:
    if name == LIVE:
        return _("Publicación")
    if name == RESTRICTIONS:
        return _("Acceso por campo")
    return capfirst(str(attribute_label(name))) if name in BY_ATTRIBUTE else name


def field_choices() -> list[tuple[str, str]]:
    """Every field that the history watches, in the inventory's order."""
    return [(name, field_label(name)) for name in WATCHED]


def lines_of(name: str, value: Any, names: Names) -> list[str]:
    """A JSON value of the history, one line for each of its items; no line for no value."""
    if name == LIVE:
        return [_("Publicado") if value else _("Sin publicar")]
    if value in ("", None, [], {}):
        return []
    if name == "institutions":
        return [names.institutions.get(code, code) for code in value]
    if name == "heritage_site":
        return [names.sites.get(value, value)]
    if isinstance(value, list):
        return [_row(name, item) if isinstance(item, dict) else str(item) for item in value]
    if name not in BY_ATTRIBUTE or name == "part_of":
        return [str(value)]
    return [shown(name, value)]


def _row(name: str, item: dict[str, Any]) -> str:
    """One child row: its columns with their names where the name says more than the value."""
    if name == RESTRICTIONS:
        return _restriction(item)
    model: Any = {"phases": Phase, "protections": Protection, "photos": Photo}.get(name)
    parts = []
    for column, value in item.items():
        if isinstance(value, dict):
            value = value.get("title", "")
        if column == "kind":
            value = dict(ProtectionKind.choices).get(value, value)
        if isinstance(value, bool):
            label = model._meta.get_field(column).verbose_name if model else column
            value = f"{label}: {_('sí') if value else _('no')}"
        parts.append(str(value))
    return " · ".join(part for part in parts if part)


def _restriction(item: dict[str, Any]) -> str:
    named = BY_NAME.get(item.get("field", ""))
    parts = [
        str(named.label) if named else item.get("field", ""),
        str(dict(PublicityLevel.choices).get(item.get("level", ""), "")),
        item.get("ground", ""),
    ]
    if item.get("until"):
        parts.append(_("hasta {date}").format(date=item["until"]))
    return " · ".join(filter(None, parts))
