"""The data dictionary: what each field of the inventory means, made from the model, the list of fields and the columns.

`entries` is for people; `table_schema` describes the sheet (CSV, XLSX) for programs (Frictionless Table Schema).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext as _

from observatorio.inventory.fields import CHILDREN, FIELDS, InventoryField
from observatorio.inventory.sheet import EXPORTED
from observatorio.models import Monument

from . import about, kml, linked_art, schema_org
from .rows import ABOUT

#: Headers whose column does not name the attribute that it writes.
_ALSO = {"codigo": "code", "clave_municipio": "municipality_key", "tipo_vialidad": "street_type",
         "anio_inicio": "year_from", "anio_fin": "year_to"}  # fmt: skip
#: Headers of one attribute that its column names together with another.
_NOT = {("vialidad", "street_type")}
_HOUSEKEEPING = {"id", "sort_order", "monument", "is_public"}


@dataclass(frozen=True, slots=True)
class Item:
    """One value: where it stands, what it is, what it may be. `terms`: (key, label)."""

    name: str
    label: str
    headers: tuple[str, ...]
    meaning: str
    kind: str
    required: bool = False
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the inventory with its values, its default access and the formats that carry it."""

    field: InventoryField
    access: str
    formats: tuple[str, ...]
    items: tuple[Item, ...] = ()


def entries() -> list[Entry]:
    """Every field, in the order of the form; in the active language."""
    return [Entry(item, str(item.level.label), _formats(item), tuple(_items(item))) for item in FIELDS]


def _formats(item: InventoryField) -> tuple[str, ...]:
    found = ["GeoJSON", "API"]
    if any(_headers(attribute) for attribute in item.attributes):
        found = ["CSV", "XLSX", *found]
    for name, module in (("JSON-LD", schema_org), ("Linked Art", linked_art), ("KML", kml)):
        if item.name in module.FIELDS:
            found.append(name)
    return tuple(found)


def _headers(attribute: str) -> tuple[str, ...]:
    return tuple(
        column.header
        for column in EXPORTED
        if (_ALSO.get(column.name) == attribute or attribute in column.attributes)
        and (column.name, attribute) not in _NOT
    )


def _items(item: InventoryField) -> Iterator[Item]:
    for attribute in item.attributes:
        if attribute in CHILDREN and attribute != "institutions":
            rows = Monument._meta.get_field(attribute).related_model
            yield from (
                _item(f"{attribute}.{column.name}", column, _headers(attribute) if column.name == "name" else ())
                for column in rows._meta.fields
                if column.name not in _HOUSEKEEPING
            )
        else:
            yield _item(attribute, Monument._meta.get_field(attribute), _headers(attribute))


def _item(name: str, column: Any, headers: tuple[str, ...]) -> Item:
    return Item(
        name=name,
        label=str(column.verbose_name)[:1].upper() + str(column.verbose_name)[1:],
        headers=headers,
        meaning=str(column.help_text),
        kind=_kind(column),
        required=not column.blank and not column.null and not column.has_default(),
        terms=tuple((str(value), str(label)) for value, label in column.flatchoices if value != ""),
    )


def _kind(column: Any) -> str:
    if column.choices:
        return _("término de una lista")
    if isinstance(column, models.ManyToManyField):
        return _("instituciones, por sus siglas")
    if isinstance(column, models.ForeignKey):
        return _("referencia: %(name)s") % {"name": column.related_model._meta.verbose_name}
    if isinstance(column, models.JSONField):
        return _("lista de textos; en las hojas, separados por |")
    if isinstance(column, models.FloatField):
        return _("número decimal")
    if isinstance(column, models.IntegerField):
        return _("número entero")
    if isinstance(column, models.URLField):
        return _("dirección web")
    if isinstance(column, models.CharField):
        return _("texto de hasta %(limit)d letras") % {"limit": column.max_length}
    return _("texto")


# --- For programs ----------------------------------------------------------------------------------------------------
_TYPES = {"latitud": "number", "longitud": "number", "exactitud_m": "integer"}


def table_schema() -> dict[str, Any]:
    """The sheet's columns as a Table Schema. Cells of closed terms hold their labels in Spanish."""
    columns = [
        {
            "name": column.header,
            "title": str(column.label),
            "description": _described(column),
            "type": _TYPES.get(column.name, "string"),
            **_constraints(column),
        }
        for column in EXPORTED
    ]
    titles = (_("Página del inmueble"), _("Licencia"), _("Fecha de los datos"))
    kinds = (("string", "uri"), ("string", "default"), ("date", "default"))
    last = [
        {"name": name, "title": title, "type": kind, "format": form}
        for name, title, (kind, form) in zip(ABOUT, titles, kinds, strict=True)
    ]
    return {
        "name": "inventario",
        "title": about.title(),
        "homepage": about.home_url(),
        "licenses": [{"path": about.LICENCE_URL, "title": str(about.LICENCE.label)}],
        "fields": [*columns, *last],
        "primaryKey": ["codigo"],
        "missingValues": [""],
    }


def _attribute(column: Any) -> Any:
    """The model's field of a column, if the column is one and only one."""
    name = _ALSO.get(column.name) or (column.attributes[0] if column.attributes else "")
    try:
        return Monument._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _described(column: Any) -> str:
    known = _attribute(column)
    texts = dict.fromkeys(filter(None, [str(column.help), str(getattr(known, "help_text", ""))]))
    return " ".join(text if text.endswith(".") else f"{text}." for text in texts)


def _constraints(column: Any) -> dict[str, Any]:
    known = _attribute(column)
    found: dict[str, Any] = {}
    if known is None or known.is_relation:
        return found
    if known.choices:
        found["enum"] = [str(label) for value, label in known.flatchoices if value != ""]
    pattern = next(
        (getattr(item.regex, "pattern", "") for item in known.validators if isinstance(item, RegexValidator)), ""
    )
    if pattern and not isinstance(known, models.URLField):
        found["pattern"] = pattern.removeprefix("^").removesuffix("$")
    if column.filled or column.name == "codigo":
        found["required"] = True
    return {"constraints": found} if found else {}
