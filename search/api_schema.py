"""The shapes of the search API, as its OpenAPI document tells them."""

from __future__ import annotations

import datetime

from ninja import Field, Schema

from search.engines.base import SORTS
from search.params import DEEPEST, DEFAULT_SIZE, MAX_SIZE
from search.query import MAX_LENGTH


def _listed(description: str) -> list[str]:
    return Field([], description=f"{description} Se puede repetir.")


class SearchParameters(Schema):
    """Only for the document: `search.params.read` checks the values, so that a refusal has a reason in Spanish."""

    q: str | None = Field(
        None,
        description=(
            f'Palabras que deben estar todas; «"una frase"» exacta; «-palabra» la excluye; «OR» entre dos. '
            f"Hasta {MAX_LENGTH} caracteres. Vacío: todos los documentos."
        ),
        json_schema_extra={"example": "ley orgánica del municipio"},
    )
    type: list[str] = _listed("Tipo de documento.")
    collection: list[str] = _listed("Colección.")
    state: list[str] = _listed("Entidad federativa.")
    theme: list[str] = _listed("Tema.")
    year: list[str] = Field(
        [],
        description="Año de cuatro cifras. Se puede repetir.",
        json_schema_extra={"items": {"type": "string", "pattern": "^[0-9]{4}$"}},
    )
    language: list[str] = _listed("Idioma del documento, por ejemplo «es».")
    date_from: str | None = Field(
        None, alias="from", description="Fecha desde, inclusive.", json_schema_extra={"format": "date"}
    )
    date_to: str | None = Field(
        None, alias="to", description="Fecha hasta, inclusive.", json_schema_extra={"format": "date"}
    )
    sort: str | None = Field(
        None, description="Orden; sin él, por pertinencia.", json_schema_extra={"enum": list(SORTS)}
    )
    page: str | None = Field(
        None,
        description=f"Página de resultados, desde 1; se pueden recorrer los primeros {DEEPEST:,} resultados.",
        json_schema_extra={"type": "integer", "minimum": 1},
    )
    size: str | None = Field(
        None,
        description=f"Resultados por página; si no se da, {DEFAULT_SIZE}.",
        json_schema_extra={"type": "integer", "minimum": 1, "maximum": MAX_SIZE},
    )


class FacetCount(Schema):
    value: str
    label: str
    count: int = Field(..., description="Documentos, no páginas.")


class PageFound(Schema):
    number: int = Field(..., description="Número de la página en el archivo, desde 1.")
    file: str
    url: str = Field(..., description="El lector abierto en esa página, con las palabras marcadas.")
    snippet: str = Field(..., description="HTML seguro: texto escapado con las palabras entre <mark> y </mark>.")


class RecordFound(Schema):
    id: str
    type: str
    title: str
    url: str
    date: datetime.date | None
    state: str | None
    pages_total: int
    pages: list[PageFound]


class SearchAnswer(Schema):
    query: str
    total: int
    suggestion: str | None = Field(..., description="Una búsqueda parecida que sí encuentra algo.")
    facets: dict[str, list[FacetCount]]
    results: list[RecordFound]


class Unavailable(Schema):
    """Un documento de problema (RFC 9457), `application/problem+json`, con `Retry-After` en la cabecera."""

    type: str
    title: str
    status: int
    detail: str
    reason: str
    errors: list[str]
