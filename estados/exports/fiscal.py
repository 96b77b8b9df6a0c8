"""The debt as a Fiscal Data Package: a tabular data package whose columns say which fiscal concept they hold.

https://specs.frictionlessdata.io/fiscal-data-package/ (1.0 rc 1): `columnType` of each field, `columnTypes` of the concepts
that its taxonomy lacks, `normalize` and `extraFields` where a row has several amounts, constants for the currency. The
JSON schema that tools still carry for the profile is that of 0.3, which asks for `model`: it is there too.
"""

import io
import json
import zipfile
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from acervo.base.states import STATE_NAMES

from . import about
from .formats import FORMATS
from .resources import Filters, Resource, resource
from .schemas import table_schema

NAMES = ("creditos", "saldos", "pagos-de-creditos", "deuda-total", "denominadores")
_STATE = {"clave_entidad": "geo:target:region:code", "entidad": "geo:target:region:label"}
_LOAN = {**_STATE, "clave_inscripcion": "debt:loan:id", "muestra": "debt:is-sample", "fuente": "debt:source"}
#: Resource → column → fiscal concept.
COLUMN_TYPES: dict[str, dict[str, str]] = {
    "creditos": {
        **_LOAN, "acreedor": "supplier:generic:name", "contrato": "activity:generic:contract:name",
        "fecha_contrato": "date:generic", "monto": "value", "tasa": "debt:loan:rate", "plazo_meses": "debt:loan:term",
        "destino": "activity:generic:purpose", "garantia": "debt:loan:guarantee",
    },
    "saldos": {**_LOAN, "fecha": "date:generic", "saldo": "value"},
    "pagos-de-creditos": {**_LOAN, "fecha": "date:generic"},
    "deuda-total": {**_LOAN, "anio": "date:fiscal-year", "saldo": "value"},
    "denominadores": {**_LOAN, "anio": "date:fiscal-year"},
}  # fmt: skip
#: Concepts that the taxonomies of budgets and spending do not have; its own are found by the prefix of their names.
OWN_TYPES = (
    {"name": "debt:loan:id", "dataType": "string", "unique": True},
    {"name": "debt:loan:rate", "dataType": "string"},
    {"name": "debt:loan:term", "dataType": "integer"},
    {"name": "debt:loan:guarantee", "dataType": "string"},
    {"name": "debt:payment-part", "dataType": "string", "unique": True},
    {"name": "debt:is-sample", "dataType": "boolean"},
    {"name": "debt:source", "dataType": "string"},
)
_PARTS = ("amortizacion", "intereses", "comisiones")
_CURRENCY = {"name": "moneda", "type": "string", "columnType": "value-currency:code", "constant": "MXN"}


def package(state: str = "", *, files: bool = False) -> dict[str, Any]:
    """The descriptor, of a state or of all. `files`: the paths are those of `package_zip`, else addresses of the site."""
    where = STATE_NAMES[state] if state else _("los estados")
    return {
        "profile": "fiscal-data-package",
        "name": f"deuda-publica-{state}" if state else "deuda-publica",
        "title": _("Deuda pública de %(where)s") % {"where": where},
        "description": _(
            "Créditos, saldos, pagos, deuda total por año y con qué se compara. Las filas con «muestra» en «sí» son "
            "inventadas: enseñan cómo se ve la página y no deben citarse."
        ),
        "homepage": about.home_url(),
        "created": timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "countryCode": "MX",
        "granularity": "transactional",
        "licenses": [{"name": "libre-uso-mx", "path": about.LICENCE_URL, "title": str(about.LICENCE.label)}],
        "columnTypes": [list(OWN_TYPES)],
        "model": _model(),
        "resources": [_resource(resource(name), state, files=files) for name in NAMES],
    }


def package_zip(state: str = "") -> bytes:
    """`datapackage.json` and its CSV files."""
    filters: Filters = {"entidad": (state,)} if state else {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        text = json.dumps(package(state, files=True), ensure_ascii=False, indent=1)
        made.writestr("datapackage.json", text + "\n")
        for name in NAMES:
            lines = FORMATS["csv"].write(resource(name), filters)
            made.writestr(f"datos/{name}.csv", "".join(map(str, lines)).encode("utf-8"))
    return out.getvalue()


def _resource(item: Resource, state: str, *, files: bool) -> dict[str, Any]:
    address = about.download_url(item.name, "csv") + (f"?entidad={state}" if state else "")
    return {
        "profile": "tabular-data-resource",
        "name": item.name,
        "title": str(item.title),
        "description": f"{item.note} {item.description}",
        "path": f"datos/{item.name}.csv" if files else address,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "schema": _schema(item),
    }


def _schema(item: Resource) -> dict[str, Any]:
    schema = table_schema(item)
    types = COLUMN_TYPES[item.name]
    for field in schema["fields"]:
        if field["name"] in types:
            field["columnType"] = types[field["name"]]
        if item.name == "pagos-de-creditos" and field["name"] in _PARTS:
            field["normalize"] = {"concepto": field["name"]}
    extra: list[dict[str, Any]] = [] if item.name == "denominadores" else [dict(_CURRENCY)]
    if item.name == "pagos-de-creditos":
        extra.append({"name": "importe", "type": "number", "columnType": "value", "normalizationTarget": True})
        extra.append({"name": "concepto", "type": "string", "columnType": "debt:payment-part"})
    if extra:
        schema["extraFields"] = extra
    if item.name in ("saldos", "pagos-de-creditos"):
        key = ["clave_entidad", "clave_inscripcion"]
        schema["foreignKeys"] = [{"fields": key, "reference": {"resource": "creditos", "fields": key}}]
    return schema


def _model() -> dict[str, Any]:
    """Measures and dimensions of the yearly totals and the loans, as version 0.3 tells them."""

    def measure(name: str, source: str) -> dict[str, Any]:
        return {"source": source, "resource": name, "currency": "MXN", "factor": 1, "phase": "executed"}

    def dimension(kind: str, key: str, name: str, source: str) -> dict[str, Any]:
        attributes = {key: {"source": source, "resource": name}}
        return {"dimensionType": kind, "primaryKey": [key], "attributes": attributes}

    return {
        "measures": {
            "deuda_total": measure("deuda-total", "saldo"),
            "monto_contratado": measure("creditos", "monto"),
            "saldo_del_credito": measure("saldos", "saldo"),
        },
        "dimensions": {
            "entidad": dimension("location", "clave", "deuda-total", "clave_entidad"),
            "anio": dimension("datetime", "anio", "deuda-total", "anio"),
            "credito": dimension("fact", "clave", "creditos", "clave_inscripcion"),
            "acreedor": dimension("entity", "nombre", "creditos", "acreedor"),
        },
    }
