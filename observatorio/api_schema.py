"""The shapes of the inventory's API, as its OpenAPI document tells them."""

from __future__ import annotations

import datetime
from typing import Any

from ninja import Field, Schema

from acervo.base.api_paging import Paging, ResultPage, Term
from observatorio.inventory.fields import BY_NAME
from observatorio.models import InterventionState
from observatorio.services.inventory_listing import KINDS, ORDERS

SORTS = (*ORDERS, "actualizados")


def _listed(name: str) -> list[str]:
    kind = KINDS[name]
    values: dict[str, Any] = {"items": {"type": "string", "enum": sorted(kind.values)}} if kind.values else {}
    return Field([], description=f"{kind.label}. Se puede repetir.", json_schema_extra=values)


class MonumentParameters(Paging):
    q: str | None = Field(None, description="Palabras del nombre, las claves, la calle o el lugar; todas.")
    siglo: list[str] = _listed("siglo")
    clase: list[str] = _listed("clase")
    uso: list[str] = _listed("uso")
    proteccion: list[str] = _listed("proteccion")
    conservacion: list[str] = _listed("conservacion")
    instancia: list[str] = _listed("instancia")
    municipio: list[str] = _listed("municipio")
    entidad: list[str] = _listed("entidad")
    sitio: list[str] = _listed("sitio")
    sort: str | None = Field(None, description="Orden; sin él, por nombre.", json_schema_extra={"enum": list(SORTS)})


class InterventionParameters(Paging):
    monument: list[str] = Field([], description="Clave del inmueble en el inventario. Se puede repetir.")
    state: list[str] = Field(
        [],
        description="Estado de la intervención. Se puede repetir.",
        json_schema_extra={"items": {"type": "string", "enum": [*map(str, InterventionState.values)]}},
    )


class Whole(Schema):
    code: str
    name: str
    url: str


class Uses(Schema):
    uses: list[str]
    category: Term | None


class Named(Schema):
    name: str
    key: str = Field(..., description="Clave de INEGI.")


class Street(Schema):
    type: Term | None
    name: str
    exterior_number: str
    interior_number: str
    between: str
    note: str
    line: str = Field(..., description="Tipo, nombre y número, como se escriben en un sobre.")


class Settlement(Schema):
    name: str
    postal_code: str


class Coordinates(Schema):
    latitude: float = Field(..., description="Grados decimales, WGS 84.")
    longitude: float = Field(..., description="Grados decimales, WGS 84.")
    accuracy_m: int | None = Field(..., description="Radio en metros dentro del que está el punto.")
    source: str


class Century(Schema):
    first: str = Field(..., description="Número romano.")
    last: str = Field(..., description="Número romano; el mismo si es uno solo.")


class Dating(Schema):
    edtf: str = Field(..., description="EDTF (ISO 8601-2:2019).")
    year_from: int | None
    year_to: int | None
    certainty: Term | None


class Phase(Schema):
    date: str = Field(..., description="EDTF (ISO 8601-2:2019).")
    description: str
    authors: str


class Fabric(Schema):
    element: str
    material: str
    technique: str


class Site(Schema):
    reference: str | None = Field(..., description="Número de la Lista del Patrimonio Mundial.")
    name: str
    zone: Term | None


class Protection(Schema):
    kind: Term
    name: str
    authority: str
    date: str


class Institution(Schema):
    code: str
    abbreviation: str
    name: str


class Condition(Schema):
    value: Term | None
    note: str


class Photo(Schema):
    caption: str
    alt_text: str
    author: str
    date: str
    holder: str
    licence: str


class Citation(Schema):
    text: str
    url: str


class Record(Schema):
    title: str
    url: str
    note: str


def _field(name: str) -> Any:
    """Absent when the public may not see it."""
    return Field(None, description=f"{BY_NAME[name].label}. No está si es información reservada o confidencial.")


class MonumentOut(Schema):
    code: str = Field(..., description="Clave del inventario.")
    name: str
    classification: Term
    state: Term = Field(..., description="Entidad, con su clave de INEGI.")
    municipality: Named
    inah_key: str = _field("inah_key")
    real_folio: str = _field("real_folio")
    inbal_key: str = _field("inbal_key")
    junta_key: str = _field("junta_key")
    cadastral_key: str = _field("cadastral_key")
    wikidata: str = _field("wikidata")
    part_of: Whole | None = _field("part_of")
    original_name: str = _field("original_name")
    other_names: list[str] = _field("other_names")
    monument_type: str = _field("monument_type")
    original_use: str = _field("original_use")
    current_uses: Uses = _field("current_uses")
    locality: Named = _field("locality")
    street: Street = _field("street")
    settlement: Settlement = _field("settlement")
    coordinates: Coordinates | None = _field("coordinates")
    century: Century | None = _field("century")
    dating: Dating | None = _field("dating")
    phases: list[Phase] = _field("phases")
    style: str = _field("style")
    authors: list[str] = _field("authors")
    fabric: list[Fabric] = _field("fabric")
    heritage_site: Site | None = _field("heritage_site")
    protections: list[Protection] = _field("protections")
    institutions: list[Institution] = _field("institutions")
    ownership: Term | None = _field("ownership")
    owner_name: str = _field("owner_name")
    interior: str = _field("interior")
    condition: Condition = _field("condition")
    photos: list[Photo] = _field("photos")
    description: str = _field("description")
    bibliography: list[Citation] = _field("bibliography")
    records: list[Record] = _field("records")
    url: str = Field(..., description="La ficha para personas.")
    updated_at: datetime.datetime


class InterventionOut(Schema):
    id: int
    url: str
    monument: Whole
    title: str
    description: str
    state: Term
    authority: str
    authorisation: str
    requested_on: datetime.date | None
    resolved_on: datetime.date | None
    started_on: datetime.date | None
    finished_on: datetime.date | None
    cost: float | None = Field(..., description="Pesos mexicanos.")
    documents: list[Record]
    updated_at: datetime.datetime


class MonumentPage(ResultPage):
    results: list[MonumentOut]


class InterventionPage(ResultPage):
    results: list[InterventionOut]
