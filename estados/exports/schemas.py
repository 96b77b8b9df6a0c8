"""The resources told to programs: a Table Schema for each and one data package (Frictionless specifications, v1)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from . import about
from .formats import FORMATS, NO, YES
from .resources import Field, Resource, resources


def table_schema(resource: Resource) -> dict[str, Any]:
    """https://specs.frictionlessdata.io/table-schema/: the columns of the CSV and XLSX; JSON has the same fields."""
    schema: dict[str, Any] = {"fields": [_field(item) for item in resource.fields], "missingValues": [""]}
    if resource.key:
        schema["primaryKey"] = list(resource.key)
    if resource.references:
        schema["foreignKeys"] = [
            {"fields": [own], "reference": {"resource": other, "fields": [field]}}
            for own, other, field in resource.references
        ]
    return schema


def _field(item: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"name": item.name, "title": str(item.title), "type": item.type, "format": item.format}
    meaning = " ".join(filter(None, [str(item.description), _source(item), _terms(item)]))
    if meaning:
        found["description"] = meaning
    if item.type == "boolean":
        found |= {"trueValues": [YES, "true"], "falseValues": [NO, "false"]}
    constraints: dict[str, Any] = {}
    if item.required:
        constraints["required"] = True
    if item.terms:
        constraints["enum"] = [value for value, _label in item.terms]
    return found | ({"constraints": constraints} if constraints else {})


def _source(item: Field) -> str:
    return _("Norma o fuente: %(source)s.") % {"source": item.source} if item.source else ""


def _terms(item: Field) -> str:
    if not item.terms:
        return ""
    return _("Valores: %(terms)s.") % {"terms": "; ".join(f"{value} ({label})" for value, label in item.terms)}


def data_package() -> dict[str, Any]:
    """https://specs.frictionlessdata.io/data-package/: every resource as CSV, by addresses relative to the package's."""
    return {
        "profile": "tabular-data-package",
        "name": "gobierno-abierto-en-los-estados",
        "title": _("Gobierno abierto en los estados: datos abiertos"),
        "description": _("Pasos, secretariados, planes, compromisos, hitos, informes y cortes nacionales."),
        "homepage": about.home_url(),
        "created": timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "licenses": [{"name": "libre-uso-mx", "path": about.LICENCE_URL, "title": str(about.LICENCE.label)}],
        "resources": [_resource(item) for item in resources()],
    }


def _resource(item: Resource) -> dict[str, Any]:
    description = " ".join(filter(None, [str(item.note), str(item.description)]))
    return {
        "profile": "tabular-data-resource",
        "name": item.name,
        "title": str(item.title),
        "description": description,
        "path": f"{item.name}.csv",
        "format": "csv",
        "mediatype": FORMATS["csv"].media_type,
        "encoding": "utf-8-sig",
        "schema": table_schema(item),
    }
