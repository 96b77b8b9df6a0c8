"""From the cells of a row to what an institution says of one monument: what no cell can tell alone.

`resolve` works in place: names that begin with «_» leave `row.values` for `row.plan` (a `Said`), years become a date, two
numbers a point, «sí» a World Heritage site when the row itself says which.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from acervo.tabular.faults import BadCell
from acervo.tabular.table import Row

from . import columns, coordinates, periods, places
from .derived import century_of, years
from .values import ROMAN

#: Attributes that are one statement: adopted together or not at all, because each means nothing without the other.
TOGETHER = (
    ("latitude", "longitude", "accuracy_m", "coordinates_source"),
    ("century_from", "century_to"),
    ("dating", "certainty"),
    ("street_type", "street"),
    ("state", "municipality", "municipality_key"),
)
GROUP_OF = {attribute: group for group in TOGETHER for attribute in group}
#: What only qualifies another attribute, or follows from it → that attribute. Of another date, it says nothing.
ABOUT = {
    "certainty": "dating",
    "accuracy_m": "latitude",
    "coordinates_source": "latitude",
    "century_from": "dating",
    "century_to": "dating",
}
LISTS = {"other_names", "current_uses", "authors", "institutions", "protections"}
NUMBERS = {"latitude", "longitude", "accuracy_m", "century_from", "century_to"}


@dataclass(slots=True)
class Said:
    """What a row says besides the values of the monument, and what becomes of it."""

    key: str = ""
    title: str = ""
    url: str = ""
    dated: str | None = None
    retired: bool | None = None
    code: str = ""
    # Filled in by the importer for a row that means a known monument:
    keeps_statement: bool = True
    adopted: dict[str, Any] = field(default_factory=dict)  # attribute → new value
    before: dict[str, Any] = field(default_factory=dict)  # attribute → old value
    known: Any = None


def empty(attribute: str) -> Any:
    """What an attribute holds when it says nothing."""
    return [] if attribute in LISTS else None if attribute in NUMBERS else ""


def resolve(row: Row, *, sheet: frozenset[str]) -> None:
    """Cross-check the row. `sheet`: the names of the columns that the sheet has."""
    values = row.values
    pop = values.pop
    said = row.plan = Said(
        pop(columns.KEY, ""), pop(columns.TITLE, ""), pop(columns.URL, ""), pop(columns.DATED, None),
        pop(columns.RETIRED, None), pop("code", ""),
    )  # fmt: skip
    row.label = values.get("name", "") or said.key or said.code
    if "_municipality" in values:
        _place(row)
    if "_first" in values or "_last" in values or "dating" in values:
        _dates(row, sheet)
    if "_latitude" in values or "_longitude" in values:
        _point(row)
    if "street" in values and "tipo_vialidad" in sheet:
        _street(row)
    values.pop("_street_type", None)
    if "_site_yes" in values:
        _site(row)
    if row.cleared:
        _clear(row)


def _place(row: Row) -> None:
    values = row.values
    cell = values.pop("_municipality")
    state = values.get("state")
    if state is None:  # its own fault says so
        return
    try:
        name, key, note = places.municipality(state, cell)
    except BadCell as bad:
        row.refuse("municipio", cell, bad.reason, bad.mend)
        return
    values["municipality"] = name
    said = values.get("municipality_key")
    if key and said and said != key:
        row.refuse(
            "clave_municipio", said,
            _("la clave %(key)s no es la de %(name)s") % {"key": said, "name": name},
            _("escriba %(key)s o deje la celda vacía") % {"key": key},
        )  # fmt: skip
    elif key:
        values["municipality_key"] = key
    if note:
        row.notes.append(
            _("columna «%(header)s»: %(note)s") % {"header": row.header_of.get("municipio", ""), "note": note}
        )


def _dates(row: Row, sheet: frozenset[str]) -> None:
    values = row.values
    first, last = values.pop("_first", None), values.pop("_last", None)
    if first or last:
        try:
            dating, about = periods.span(first, last)
        except BadCell as bad:
            row.refuse("anio_fin" if last else "anio_inicio", str((last or first)[0]), bad.reason, bad.mend)
            return
        if "dating" not in values:
            values["dating"] = dating
            if about and "certeza" not in sheet:
                values.setdefault("certainty", "aproximada")
        elif (years(values["dating"])) != (years(dating)):
            row.refuse(
                "fechamiento", values["dating"],
                _("el fechamiento «%(dating)s» y los años «%(years)s» se contradicen")
                % {"dating": values["dating"], "years": dating},
                _("corrija uno o deje solo el fechamiento"),
            )  # fmt: skip
            return
    century = values.get("century_from")
    if century and values.get("dating"):
        begin, end = years(values["dating"])
        year = begin if begin is not None else end
        if year is not None and not century <= century_of(year) <= values["century_to"]:
            row.notes.append(
                _(
                    "el año %(year)d es del siglo %(century)s y no del que dice la columna «%(header)s»; se guardan los dos"
                )
                % {"year": year, "century": ROMAN[century_of(year)], "header": row.header_of.get("siglo", "")}
            )


def _point(row: Row) -> None:
    values = row.values
    latitude, longitude = values.pop("_latitude", None), values.pop("_longitude", None)
    if latitude is None or longitude is None:
        missing = "latitud" if latitude is None else "longitud"
        if not any(fault.column == missing for fault in row.faults):
            row.refuse(missing, "", _("falta la otra coordenada"), _("escriba latitud y longitud, o ninguna"))
        return
    try:
        point = coordinates.pair(latitude, longitude)
        if "state" in values:
            places.check_place(
                point.latitude, point.longitude, state_key=values["state"],
                municipality_key=values.get("municipality_key", ""), municipality=values.get("municipality", ""),
            )  # fmt: skip
    except BadCell as bad:
        row.refuse("latitud", f"{latitude.value}, {longitude.value}", bad.reason, bad.mend)
        return
    values["latitude"], values["longitude"] = point.latitude, point.longitude
    header_of = row.header_of
    row.notes.extend(
        _("columnas «%(first)s» y «%(second)s»: %(note)s")
        % {"first": header_of.get("latitud", ""), "second": header_of.get("longitud", ""), "note": note}
        for note in point.notes
    )


def _street(row: Row) -> None:
    """Where a sheet has the type in a column of its own, the name stays as it is written."""
    values = row.values
    said = values.get("_street_type", "")
    if values["street_type"] and values["street_type"] != said:
        from observatorio.models import StreetType

        values["street"] = f"{StreetType(values['street_type']).label} {values['street']}"
    values["street_type"] = said


def _site(row: Row) -> None:
    """«sí» means the site that the protections of the same row name."""
    values = row.values
    sites = values.pop("_site_yes")
    named = {
        reference
        for item in values.get("protections", ())
        if item["kind"] == "patrimonio-mundial"
        for reference in re.findall(r"\b(\d{2,4})\b", item["name"])
        if reference in sites
    }
    if len(named) == 1:
        values["heritage_site"] = reference = named.pop()
        row.notes.append(
            _("columna «%(header)s»: «sí» se leyó como %(reference)s, por lo que dice la protección")
            % {"header": row.header_of.get("sitio_unesco", ""), "reference": reference}
        )
        return
    row.refuse(
        "sitio_unesco", "sí", _("«sí» no dice cuál de los sitios del Patrimonio Mundial"),
        _("escriba su referencia, por ejemplo %(sample)s") % {"sample": next(iter(sorted(sites)), "676")},
    )  # fmt: skip


def _clear(row: Row) -> None:
    """Attributes of empty cells become empty values, where nothing else in the row says them."""
    values = row.values
    gone = set(row.cleared)
    for attribute in gone - {"_first", "_last"}:
        if attribute not in values:
            values[attribute] = empty(attribute)
    if {"_first", "_last"} <= gone and "dating" not in values:
        values["dating"] = ""
    if "municipality" in gone:
        values.pop("municipality", None)
