"""The values of a monument as the cells of a sheet: the inverse of importing. What is exported here and imported again as
the observatory's changes nothing.

`EXPORTED` are the columns that an export has; the institution's own number and «baja» are orders to the importer and no
data of the inventory.
"""

from collections.abc import Callable, Mapping
from typing import Any

from acervo.base.states import STATE_NAMES
from acervo.tabular.cells import joined
from observatorio.models.terms import (
    Certainty,
    Classification,
    Condition,
    HeritageZone,
    Ownership,
    ProtectionKind,
    StreetType,
    UseCategory,
)  # fmt: skip

from .columns import COLUMNS
from .periods import years_of_cells
from .terms import kind_of
from .values import century_label

_NOT_EXPORTED = {"numero_inventario", "baja", "fuente_url", "fuente_titulo", "fuente_fecha"}
EXPORTED = tuple(column for column in COLUMNS if column.name not in _NOT_EXPORTED)
HEADERS = tuple(column.header for column in EXPORTED)
_TERMS: dict[str, tuple[str, Any]] = {
    "clasificacion": ("classification", Classification), "clase_uso": ("use_category", UseCategory),
    "certeza": ("certainty", Certainty), "tipo_vialidad": ("street_type", StreetType),
    "zona_sitio": ("heritage_zone", HeritageZone), "regimen_propiedad": ("ownership", Ownership),
    "estado_conservacion": ("condition", Condition),
}  # fmt: skip
_LISTS = {"otros_nombres": "other_names", "uso_actual": "current_uses", "autores": "authors"}


def cells_of(code: str, values: Mapping[str, Any], *, abbreviations: Mapping[str, str]) -> dict[str, str]:
    """Header → cell, of `EXPORTED`. `values` as `values.values_of` gives them (what is hidden simply left out);
    `abbreviations` maps codes of institutions to how they are written."""
    dating = values.get("dating") or ""
    first, last = years_of_cells(dating)
    cells: dict[str, str] = {"codigo": code, "anio_inicio": first, "anio_fin": last}
    for column in EXPORTED:
        if column.name in cells:
            continue
        if column.name in _TERMS:
            attribute, choices = _TERMS[column.name]
            value = values.get(attribute)
            cells[column.header] = str(choices(value).label) if value else ""
        elif column.name in _LISTS:
            cells[column.header] = joined(values.get(_LISTS[column.name]) or [])
        elif column.name in _SPECIAL:
            cells[column.header] = _SPECIAL[column.name](values)
        elif column.name == "instancia":
            cells[column.header] = joined([abbreviations.get(code, code) for code in values.get("institutions") or []])
        else:
            value = values.get(_ATTRIBUTES[column.name])
            cells[column.header] = "" if value is None else str(value)
    return cells


def _protections(values: Mapping[str, Any]) -> str:
    parts = []
    for item in values.get("protections") or []:
        kind, name = ProtectionKind(item["kind"]), item.get("name", "")
        head = name.partition(":")[0]
        plain = name and kind_of(name) == kind and ":" not in head
        parts.append(name if plain else f"{kind.label}: {name}" if name else str(kind.label))
    return joined(parts)


_SPECIAL: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "siglo": lambda values: century_label(values.get("century_from"), values.get("century_to")).replace("–", "-"),
    "entidad": lambda values: STATE_NAMES.get(values.get("state", ""), ""),
    "proteccion": _protections,
}
_ATTRIBUTES = {
    "clave_municipio": "municipality_key",
    **{column.name: column.attributes[0] for column in EXPORTED if column.attributes},
}
