"""A draft of a monument as the public would see it, and the whole record for whoever reviews it."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.response import TemplateResponse

from observatorio.inventory.derived import derive
from observatorio.inventory.fields import FIELDS
from observatorio.models import Monument
from observatorio.services.change_text import Names, field_label, lines_of
from observatorio.services.monument_page import context_of
from observatorio.services.monument_state import state_of
from observatorio.services.public_version import hidden_fields

#: Attributes that another one tells already.
_TOLD_ELSEWHERE = {"year_from", "year_to"}


def serve(monument: Monument, request: HttpRequest, mode: str) -> TemplateResponse:
    """Mode «completa»: every field, with its access. Any other: the public page, without what the public may not see."""
    if monument.pk is None:
        # A record that is not saved yet has no rows of other tables: zero is nobody's key.
        monument.pk, monument.code = 0, monument.code or "SIN-CLAVE"
    derive(monument)
    if mode == "completa":
        return TemplateResponse(request, "observatorio/admin/full_record.html", full_context(monument))
    context = context_of(monument) | {
        "map_tiles": settings.MAP_TILES_URL,
        "map_attribution": settings.MAP_TILES_ATTRIBUTION,
    }
    return TemplateResponse(request, "observatorio/monument.html", context)


def full_context(monument: Monument) -> dict[str, Any]:
    """Groups of fields with their filled-in attributes; `level` when the public may not see the field."""
    state, names, hidden = state_of(monument), Names.read(), hidden_fields(monument)
    groups = []
    for group, fields in groupby(FIELDS, key=lambda field: field.group):
        rows = [
            {"label": field_label(attribute), "lines": lines, "level": found.level.label if found else ""}
            for field in fields
            for found in [hidden.get(field.name)]
            for attribute in field.attributes
            if attribute not in _TOLD_ELSEWHERE and (lines := lines_of(attribute, state[attribute], names))
        ]
        if rows:
            groups.append({"label": group, "rows": rows})
    return {"monument": monument, "groups": groups}
